"""A document that asks for something gets nothing."""

import http.server
import threading
from pathlib import Path

import pytest

from transparency.press.document import html_to_pdf
from transparency.press.fonts import FONTS, ForbiddenAddress, OwnFontsOnly


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://example.org/x.png",
        "file:///etc/hostname",
        "data:text/plain,x",
        "ftp://example.org/",
        "acompanya-font:other",
    ],
)
def test_every_other_address_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        OwnFontsOnly().fetch(url)


def test_our_two_fonts_are_answered() -> None:
    for url in FONTS:
        assert OwnFontsOnly().fetch(url).read()[:4] == b"wOF2"


# WeasyPrint leaves the file of its colour profile open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_hostile_document_fetches_nothing_and_attaches_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-7391")
    address = f"http://127.0.0.1:{server.server_port}"
    html = f"""<html lang=en><head><title>x</title><link rel=stylesheet href={address}/a.css><link rel=attachment href=file://{secret}>
    <style>@import url({address}/b.css); body {{ background: url({address}/c.png) }} @font-face {{ font-family: x; src: url({address}/d.woff2) }} p {{ font-family: x }}</style></head>
    <body><p>text<img src={address}/e.png alt=e><object data={address}/f></object><a rel=attachment href=file://{secret}>g</a>
    <svg><image href={address}/h.png /><use href={address}/i.svg#x /></svg></body></html>"""
    data = html_to_pdf(html, style=f"h1 {{ background: url({address}/j.png) }}", identifier=b"0" * 16)
    server.shutdown()
    server.server_close()
    assert asked == []
    assert b"canary-7391" not in data
    assert b"/EmbeddedFile" not in data
