from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxmail',
            name='attachment_name',
            field=models.CharField(blank=True, default='', max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='attachment_text',
            field=models.TextField(blank=True, default='', help_text='A text file that goes with it; forgotten, like the context, when it is sent.'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='outboxmail',
            name='attachment_type',
            field=models.CharField(blank=True, default='', max_length=80),
            preserve_default=False,
        ),
    ]
