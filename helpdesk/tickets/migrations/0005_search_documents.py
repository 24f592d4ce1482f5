"""Tickets from before can be found too."""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.tickets.searching import document_words

BATCH = 500


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Ticket, Entry, SearchDocument = (apps.get_model('tickets', name) for name in ('Ticket', 'Entry', 'SearchDocument'))
    last = 0
    while tickets := list(Ticket.objects.filter(pk__gt=last).order_by('pk').select_related('citizen')[:BATCH]):
        last = tickets[-1].pk
        texts = {t.pk: [t.citizen.name, t.citizen.email, t.citizen.phone, t.subject] for t in tickets}
        for ticket_id, body in Entry.objects.filter(ticket_id__in=texts).exclude(body='').order_by('seq').values_list('ticket_id', 'body'):
            texts[ticket_id].append(body)
        SearchDocument.objects.bulk_create(
            [
                SearchDocument(ticket=t, council_id=t.council_id, words=document_words(reference=t.reference, texts=texts[t.pk])[:200_000])
                for t in tickets
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_queue_indexes'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
