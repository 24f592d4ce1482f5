"""`make screenshots`: serve a seeded copy at a fixed moment, walk through it, and write small PNG files to docs/images/.

Names of shots as arguments take only those and what they need before them; a page that is missing fails loudly.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.browser.served import ROOT, free_port, ready  # noqa: E402
from tests.browser.shots import LOCALES, REPORT, SHOTS, MissingPage, Shot, Studio  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS  # noqa: E402

MOMENT = datetime(2026, 5, 20, 8, 40, tzinfo=UTC)
FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 150_000
COLOURS = (128, 96, 64, 48, 32)
CHROMIUM = "/usr/bin/chromium"


def small(data: bytes) -> bytes:
    """Return a PNG of few colours, fewer until it is small enough, then narrower."""
    image = Image.open(BytesIO(data)).convert("RGB")
    while True:
        for colours in COLOURS:
            out = BytesIO()
            image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
            if out.tell() < MOST_BYTES:
                return out.getvalue()
        image = image.resize((image.width * 9 // 10, image.height * 9 // 10), Image.Resampling.LANCZOS)


def take(studio: Studio, shot: Shot) -> bytes:
    """Go there and take the picture."""
    page = studio.page(shot.who, shot.size, shot.scheme)
    try:
        if isinstance(shot.at, str):
            studio.go(page, shot.at)
        else:
            shot.at(studio, page)
        page.evaluate("document.fonts.ready")
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")
        return page.screenshot(animations="disabled", caret="hide")
    finally:
        page.close()


def first_page(studio: Studio) -> bytes:
    """Draw the first page of the published report."""
    answer = studio.context("visitor", (800, 600)).request.get(studio.origin + REPORT[1])
    if answer.status != 200:
        message = f"{answer.url}: {answer.status}"
        raise MissingPage(message)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "report.pdf").write_bytes(answer.body())
        subprocess.run(
            ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "report.pdf", "page"],  # noqa: S607
            cwd=folder,
            check=True,
        )
        return (Path(folder) / "page.png").read_bytes()


class Demonstration:
    """`manage.py demo` in a folder of its own, at a fixed moment."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        clock = folder / "clock"
        clock.write_text(str((MOMENT - datetime.now(UTC)).total_seconds()))
        left_out = {"TESTING", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}
        env = {name: value for name, value in os.environ.items() if name not in left_out}
        env |= {"VAR_DIR": str(folder), "CLOCK_OFFSET_FILE": str(clock)}
        self.log = (folder / "demo.log").open("w")
        words = [sys.executable, "manage.py", "demo", "--port", str(self.port)]
        # Its months are published before it serves: the pictures show them.
        subprocess.run([*words, "--prepare-only"], cwd=ROOT, env=env, stdout=self.log, stderr=subprocess.STDOUT, check=True)
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env=env,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        try:
            ready(self.url, self.process, seconds=1200)
        except BaseException:
            self.stop()
            sys.stderr.write((folder / "demo.log").read_text()[-4000:])
            raise

    def stop(self) -> None:
        """End the process that this started."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def draw(browser: Browser, origin: str, names: list[str], language: str) -> list[str]:
    """Take the pictures in their order; returns what went wrong."""
    studio = Studio(browser, origin, language)
    faults = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        try:
            data = small(take(studio, shot))
        except Exception as error:  # noqa: BLE001  every missing page is told, not only the first
            faults.append(f"{shot.name}: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
            continue
        if not names or shot.name in names:
            (FOLDER / f"{shot.name}.png").write_bytes(data)
            sys.stdout.write(f"{shot.name}.png {len(data) // 1024} kB\n")
    if not names or REPORT[0] in names:
        try:
            (FOLDER / f"{REPORT[0]}.png").write_bytes(small(first_page(studio)))
        except MissingPage as error:
            faults.append(f"{REPORT[0]}: {error}")
    return faults


def main() -> int:
    """Serve, take, end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--language", default="en", choices=LOCALES, help="language of the pages (en)")
    parser.add_argument("--at", default="", help="origin of a demonstration that is already served")
    words = parser.parse_args()
    if unknown := set(words.names) - {shot.name for shot in SHOTS} - {REPORT[0]}:
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demonstration = None if words.at else Demonstration(Path(folder))
        try:
            path = os.environ.get("CHROMIUM", CHROMIUM)
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            faults = draw(browser, demonstration.url if demonstration else words.at, words.names, words.language)
            browser.close()
        finally:
            if demonstration:
                demonstration.stop()
    for fault in faults:
        sys.stderr.write(f"MISSING {fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
