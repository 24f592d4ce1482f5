"""What must be ready before pages can be served: tables and collected static files."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def static_is_stale() -> bool:
    """Say whether a source of the static files is newer than the manifest; always False where none is used."""
    name = getattr(staticfiles_storage, "manifest_name", None)
    if name is None:
        return False
    manifest = Path(settings.STATIC_ROOT) / name
    if not manifest.is_file():
        return True
    collected = manifest.stat().st_mtime
    folders = [Path(str(folder)) for folder in settings.STATICFILES_DIRS]
    return any(path.stat().st_mtime > collected for folder in folders for path in folder.rglob("*"))


def collect_static() -> None:
    """Collect, fingerprint and compress the static files."""
    call_command("collectstatic", interactive=False, verbosity=0)
