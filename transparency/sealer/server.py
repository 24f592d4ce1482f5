"""Answers on a Unix socket that only its owner, or one group, may open. It signs digests and does nothing else."""

import asyncio
import base64
import json
import os
import shutil
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from transparency.sealer.address import reachable
from transparency.sealer.journal import machine_time, write_line
from transparency.sealer.keys import Keys, key_id
from transparency.sealer.protocol import (
    ANSWERS_WITHIN,
    IDENTITY,
    LONGEST_REQUEST,
    MANIFEST,
    NotUnderstood,
    Request,
    read_request,
)

PEER = struct.Struct("3i")
OWNER, OWNER_AND_GROUP = 0o600, 0o660


class AlreadyThere(RuntimeError):
    """Another sealer answers at this address."""


def _uid(writer: asyncio.StreamWriter) -> int:
    """The user of the machine at the other end."""
    peer = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, PEER.size)
    uid: int = PEER.unpack(peer)[1]
    return uid


@dataclass(frozen=True, slots=True)
class Sealer:
    """Keys, and the journal in which every use of them is written."""

    keys: Keys
    journal: Path

    def answer(self, request: Request, uid: int) -> dict[str, object]:
        """Return the answer to a request; a signature is in the journal before anybody has it."""
        public = key_id(self.keys.manifest.public_key())
        if request.purpose == IDENTITY:
            return {
                "key": public,
                "certificates": [base64.b64encode(c.public_bytes(Encoding.PEM)).decode() for c in self.keys.certificates()],
            }
        is_manifest = request.purpose == MANIFEST
        key = public if is_manifest else self.keys.certificate.fingerprint(SHA256()).hex()[:16]
        signature = self.keys.sign_manifest(request.sha256) if is_manifest else self.keys.sign_pdf(request.sha256)
        write_line(self.journal, request, key=key, uid=uid, at=machine_time())
        return {"signature": base64.b64encode(signature).decode(), "key": key}

    async def _asked(self, reader: asyncio.StreamReader, uid: int) -> dict[str, object]:
        try:
            line = await asyncio.wait_for(reader.readuntil(b"\n"), ANSWERS_WITHIN)
            return self.answer(read_request(line), uid)
        except asyncio.LimitOverrunError:
            return {"error": "too_long"}
        except TimeoutError:
            return {"error": "too_slow"}
        except (NotUnderstood, asyncio.IncompleteReadError):
            return {"error": "not_understood"}
        except OSError:
            # No line in the journal, no signature.
            return {"error": "cannot_sign"}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        try:
            writer.write(json.dumps(await self._asked(reader, _uid(writer))).encode() + b"\n")
            await asyncio.wait_for(writer.drain(), ANSWERS_WITHIN)
        except (ConnectionError, TimeoutError):
            pass
        finally:
            writer.close()


def _make_room(path: Path) -> None:
    """Take away the address that a dead sealer left; raises AlreadyThere when one answers."""
    if not path.exists():
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, reachable(path) as address:
        try:
            probe.connect(address)
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
        except FileNotFoundError:  # it has just ended
            return
    raise AlreadyThere(str(path))


def _open_to(path: Path, group: str) -> None:
    shutil.chown(path, group=group)
    path.chmod(OWNER_AND_GROUP)


def _take_away(path: Path) -> None:
    path.unlink(missing_ok=True)


async def listen(sealer: Sealer, path: Path, *, group: str, ready: Callable[[], None], ended: asyncio.Event) -> None:
    """Answer at an address until `ended`; raises AlreadyThere."""
    _make_room(path)
    # The address comes into being closed to everybody else, and is opened to a group only afterwards.
    before = os.umask(0o177)
    try:
        with reachable(path) as address:
            server = await asyncio.start_unix_server(sealer.serve, path=address, limit=LONGEST_REQUEST)
    finally:
        os.umask(before)
    if group:
        _open_to(path, group)
    async with server:
        ready()
        await ended.wait()
        # While this one still answers nobody else can have taken its address.
        _take_away(path)


async def end_with_stdin(ended: asyncio.Event) -> None:
    """Set `ended` when whoever started this process is gone: its end of the pipe closes, however it died."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(1024):
        pass
    ended.set()
