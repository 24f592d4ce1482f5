"""What a ticket is found by, and the engine's full-text index over it."""

import django.db.models.deletion
from django.apps.registry import Apps as StateApps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.tickets import fulltext


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.run(schema_editor.connection, fulltext.INSTALL)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    fulltext.run(schema_editor.connection, fulltext.REMOVE)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_teams_texts_badges'),
        ('tickets', '0002_needs_waiting_teams'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='document', serialize=False, to='tickets.ticket')),
                ('council', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='people.council')),
                ('words', models.TextField()),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
