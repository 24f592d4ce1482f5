"""Files: content and extension agree, or they are refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.base.errors import RefusedFile
from helpdesk.tickets.services.attachments import check_file, safe_name

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.png", PNG, "image/png"),
        ("a.JPG", JPG, "image/jpeg"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.txt", "Bon dia, què tal".encode(), "text/plain"),
    ],
)
def test_accepted(name: str, content: bytes, media_type: str) -> None:
    assert check_file(SimpleUploadedFile(name, content)).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", HTML),
        ("a.png", PDF),
        ("a.html", HTML),
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.pdf", PNG),
        ("a", PDF),
        ("a.pdf.exe", PDF),
        ("a.txt", b"\x00\x01\x02"),
        ("a.txt", PNG),
        ("a.pdf", b""),
        ("a.jpg", b"GIF89a...."),
    ],
)
def test_refused(name: str, content: bytes) -> None:
    with pytest.raises(RefusedFile):
        check_file(SimpleUploadedFile(name, content))


def test_too_large_is_refused() -> None:
    with pytest.raises(RefusedFile):
        check_file(SimpleUploadedFile("a.pdf", PDF + b" " * (10 * 1024 * 1024)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        (".htaccess", "htaccess"),
        ("a\u200b.pdf", "a.pdf"),
        ("x" * 300 + ".pdf", "x" * 112 + ".pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept
