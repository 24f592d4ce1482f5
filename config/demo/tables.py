"""The tables of the demonstration. A new SQLite database gets them at once, as the models have them now: one migration after the other takes many times as long."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, router
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def make_tables() -> None:
    """Bring the database up to date, whatever it has."""
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        make_at_once()
    else:
        call_command("migrate", interactive=False, verbosity=0)


def make_at_once() -> None:
    """Make every table of an empty database, and note every migration as done: later ones find what they expect. tests/config/test_demo_tables.py holds both against each other."""
    with connection.schema_editor() as editor:
        for app in apps.get_app_configs():
            for model in router.get_migratable_models(app, connection.alias):
                editor.create_model(model)
        Done = MigrationRecorder.Migration  # noqa: N806  a model
        editor.create_model(Done)
        Done.objects.bulk_create(Done(app=app, name=name) for app, name in MigrationLoader(None).disk_migrations)
    # Permissions, content types, the index that tickets are found by.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
