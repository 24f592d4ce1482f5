"""django-helpdesk beside us: its recorded figures, and measuring it again in an environment of its own (it installs a top-level `helpdesk` too)."""

import json
import os
import subprocess
import sys
from pathlib import Path

PACKAGES = ("django-helpdesk==2.6.1", "django-bootstrap4-form", "packaging", "psycopg[binary]")
ENVIRONMENT = Path("var") / "bench" / "rival"
# 100,000 tickets and 300,000 follow-ups, one process, medians of two cores; its list is a page and the data that the page asks for.
RIVAL: dict[str, dict[str, float]] = {
    "sqlite": {
        "list_p50_ms": 391.0,
        "search_rare_p50_ms": 767.0,
        "search_common_p50_ms": 1979.0,
        "ticket_p50_ms": 49.0,
        "create_p50_ms": 10.5,
        "rss_mb": 548.0,
    },
    "postgresql": {
        "list_p50_ms": 342.0,
        "search_rare_p50_ms": 1680.0,
        "search_common_p50_ms": 2332.0,
        "ticket_p50_ms": 45.0,
        "create_p50_ms": 14.3,
        "rss_mb": 809.0,
    },
}


def measure_rival(engine: str, database: str, *, tickets: int, repeat: int) -> dict[str, float]:
    """Install django-helpdesk apart, fill its tables with as many tickets of the same words, and return its figures."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    site = Path(__file__).with_name("rival_site.py")
    common = [python, site, "--database", database, "--tickets", str(tickets), "--repeat", str(repeat)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "DATABASE_"))}
    subprocess.run([*common, "--phase", "fill"], check=True, env=clean)
    done = subprocess.run([*common, "--phase", "measure"], check=True, env=clean, stdout=subprocess.PIPE, text=True)
    print(f"{engine}: django-helpdesk measured", flush=True)
    figures: dict[str, float] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return figures
