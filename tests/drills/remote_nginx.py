"""The nginx of deploy/nginx as it stands there: only names, ports and folders are others, and TLS is self-made."""

import datetime
import re
import socket
import ssl
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.drills.remote_house import House, Process, wait_until
from tests.drills.server import ROOT, free_port

EXAMPLE = ROOT / "deploy" / "nginx"
BROKER = re.compile(r"    # Agents' viewers:.*?\n    }\n", re.DOTALL)


def certificate(folder: Path) -> ssl.SSLContext:
    """Write a key and a certificate of localhost that is valid for a day, and return what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


class Nginx:
    """One nginx in front of a house. Its logs are those of the example: the usual ones of nginx."""

    def __init__(self, program: str, folder: Path, port: int) -> None:
        self.port, self.plain_port = port, free_port()
        self._program, self._folder = program, folder
        self.access, self.errors = folder / "access.log", folder / "error.log"

    def start(self, house: House, webs: list[int]) -> Process:
        """Write the configuration, have nginx look at it, and start it; raises RuntimeError with what nginx says against it."""
        path = self._folder / "nginx.conf"
        (self._folder / "example.conf").write_text(self._example(house, webs))
        path.write_text(self._around())
        words = [self._program, "-c", str(path), "-e", str(self.errors)]
        tested = subprocess.run([*words, "-t"], capture_output=True, text=True, timeout=20, check=False)
        if tested.returncode or "[warn]" in tested.stderr:
            raise RuntimeError(tested.stderr)
        process = house.run("nginx", words)
        wait_until(lambda: self._listens() or process.process.poll() is not None, 20, "nginx does not listen")
        return process

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _example(self, house: House, webs: list[int]) -> str:
        text = (EXAMPLE / "acompanya.conf").read_text()
        found = BROKER.search(text)
        assert found is not None, "no location for a broker in the example"
        blocks = [
            found[0].replace("/remote/b/a/", f"/remote/b/{name}/").replace("127.0.0.1:2280", f"127.0.0.1:{port}")
            for name, port in house.viewer_ports.items()
        ]
        changes = {
            found[0]: "\n".join(blocks),
            "server 127.0.0.1:8001;": f"server 127.0.0.1:{webs[0]};",
            "server 127.0.0.1:8002;": f"server 127.0.0.1:{webs[1]};",
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "ajuda.example.cat ayuda.example.es": "localhost",
            "/etc/ssl/acompanya/": f"{self._folder}/",
            "/etc/nginx/acompanya-proxy.conf": str(EXAMPLE / "acompanya-proxy.conf"),
            "/srv/acompanya/var": str(house.folder),
        }
        for old, new in changes.items():
            assert old in text, f"the example lacks {old}"
            text = text.replace(old, new)
        return text

    def _around(self) -> str:
        """What Debian's nginx.conf says around it, as far as it matters here."""
        temporary = "".join(f"{kind}_temp_path {self._folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return f"""user root;
daemon off;
worker_processes 2;
pid {self._folder}/nginx.pid;
error_log {self.errors};
events {{ worker_connections 768; }}
http {{
{temporary}types {{ text/html html; }}
default_type application/octet-stream;
access_log {self.access};
sendfile on;
gzip on;
include {self._folder}/example.conf;
}}
"""
