"""The queue in its order: what is not done by its deadline, everything by its last activity."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0003_search'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='ticket',
            name='tickets_tic_council_c0f7f3_idx',
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['council', '-updated_at', '-id', 'resolved_at'], name='ticket_by_activity'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['resolved_at', 'reply_due_at', '-updated_at', '-id', 'council', 'status', 'assignee'], name='ticket_by_due'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['resolved', 'closed']), ('resolved_at', None), _connector='OR'), name='only_done_ticket_has_resolved_at'),
        ),
    ]
