"""Which programs a council uses for its sessions, and the brokers that carry some of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council
from remote.rules import MAX_MINUTES, MIN_MINUTES


class BrokerNode(models.Model):
    """A broker: where devices and viewers reach it, and when it was last heard of. Brokers share nothing."""

    name = models.CharField(max_length=40, unique=True)
    ssh_host = models.CharField(max_length=120)
    ssh_port = models.PositiveIntegerField()
    host_key = models.CharField(max_length=200, help_text="Public key in OpenSSH's form: what citizens' programs are pinned to.")
    viewer_base = models.CharField(max_length=200, help_text="Where viewers connect, such as wss://help.example.org/remote/b/a")
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    is_draining = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class RemotePolicy(models.Model):
    """What a council demands of every remote session."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="remote_policy")
    needs_server_end = models.BooleanField(default=False, help_text="Only programs that this service itself can end.")
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.council_id)


class ProviderConfig(models.Model):
    """A program for remote sessions as one council uses it."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="remote_providers")
    provider = models.CharField(max_length=20)
    is_enabled = models.BooleanField(default=False)
    max_minutes = models.PositiveSmallIntegerField(default=MAX_MINUTES)
    settings = models.JSONField(default=dict)
    secrets = models.TextField(blank=True, help_text="Encrypted; never shown again.")
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords(excluded_fields=["secrets"])

    class Meta:
        ordering: ClassVar = ["provider"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "provider"], name="one_config_per_provider"),
            models.CheckConstraint(
                condition=Q(max_minutes__gte=MIN_MINUTES, max_minutes__lte=MAX_MINUTES), name="remote_cap_is_within_limits"
            ),
        ]

    def __str__(self) -> str:
        return self.provider
