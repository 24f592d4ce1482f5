"""Remote sessions, what was agreed to in them, and who may look."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpdesk.base import clock
from helpdesk.people.models import Council
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.rules import Author
from remote.models.fields import among, choices
from remote.models.programs import BrokerNode
from remote.rules import (
    CONNECTED,
    CONSENT_GIVEN,
    FINAL,
    LIVE,
    MAX_MINUTES,
    MIN_MINUTES,
    RUNNING,
    SCOPES,
    Answer,
    Attested,
    EndReason,
    Scope,
    State,
)


class RemoteSession(models.Model):
    """One look at one citizen's screen: asked for by an agent, agreed to by the citizen, with a hard end."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="remote_sessions")
    provider = models.CharField(max_length=20)
    state = models.CharField(max_length=16, choices=choices(State), default=State.REQUESTED)
    outcome = models.CharField(max_length=16, choices=choices(State), blank=True, help_text="As what it ends once the provider confirms.")
    reason = models.CharField(max_length=300)
    scope_asked = models.CharField(max_length=40, choices=choices(SCOPES))
    scope = models.CharField(max_length=40, choices=choices(SCOPES), help_text="Shrinks, never grows.")
    minutes = models.PositiveSmallIntegerField()
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="remote_sessions")
    agent_name = models.CharField(max_length=60, help_text="As the citizen was shown it.")
    agent_badge = models.CharField(max_length=12, blank=True)
    requested_at = models.DateTimeField(default=clock.now)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    consent_text = models.TextField(blank=True)
    consent_text_version = models.CharField(max_length=12, blank=True)
    consent_text_sha256 = models.CharField(max_length=64, blank=True)
    consent_language = models.CharField(max_length=2, blank=True)
    consent_ip = models.GenericIPAddressField(null=True, blank=True)
    hard_end_at = models.DateTimeField(null=True, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True, help_text="When the provider was last asked to prepare.")
    citizen_steps = models.JSONField(default=dict, blank=True)
    code_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, help_text="Of the one-time code of the device.")
    code_expires_at = models.DateTimeField(null=True, blank=True)
    codes_issued = models.PositiveSmallIntegerField(default=0)
    broker = models.ForeignKey(BrokerNode, models.SET_NULL, null=True, blank=True, related_name="sessions")
    device_connected_at = models.DateTimeField(null=True, blank=True)
    device_lost_at = models.DateTimeField(null=True, blank=True)
    citizen_seen_at = models.DateTimeField(null=True, blank=True, help_text="Heartbeat of the citizen's page.")
    last_input_at = models.DateTimeField(null=True, blank=True, help_text="When the agent last touched something.")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was ended; a provider may confirm later.")
    end_reason = models.CharField(max_length=16, choices=choices(EndReason), blank=True)
    ended_by_kind = models.CharField(max_length=8, choices=choices(Author), blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    end_due_at = models.DateTimeField(null=True, blank=True, help_text="When the provider is asked again to end.")
    end_attempts = models.PositiveSmallIntegerField(default=0)
    end_errors = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the end was confirmed or attested.")
    closed_attested_by = models.CharField(max_length=8, choices=choices(Attested), blank=True)

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        indexes: ClassVar = [
            models.Index(fields=["council", "requested_at"]),
            models.Index(fields=["state", "hard_end_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=among("state", LIVE), name="one_live_remote_session_per_ticket"),
            models.CheckConstraint(condition=among("state", State), name="remote_state_is_known"),
            models.CheckConstraint(condition=among("outcome", FINAL, blank=True), name="remote_outcome_is_known"),
            models.CheckConstraint(condition=among("scope", SCOPES) & among("scope_asked", SCOPES), name="remote_scope_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__gte=MIN_MINUTES, minutes__lte=MAX_MINUTES), name="remote_minutes_are_within_limits"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="remote_session_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_at__isnull=False, offer_expires_at__isnull=False),
                name="remote_offer_expires",
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True)
                | (
                    ~Q(consent_text="")
                    & ~Q(consent_text_version="")
                    & ~Q(consent_text_sha256="")
                    & ~Q(consent_language="")
                    & Q(hard_end_at__isnull=False)
                ),
                name="remote_consent_keeps_its_text",
            ),
            models.CheckConstraint(
                condition=~among("state", CONSENT_GIVEN) | Q(consented_at__isnull=False), name="remote_session_runs_with_consent"
            ),
            models.CheckConstraint(condition=~among("state", RUNNING) | Q(hard_end_at__isnull=False), name="remote_session_has_a_hard_end"),
            models.CheckConstraint(condition=~among("state", CONNECTED) | Q(started_at__isnull=False), name="remote_viewing_has_a_start"),
            models.CheckConstraint(condition=~Q(state="controlling") | Q(scope__contains="control"), name="remote_control_was_agreed"),
            models.CheckConstraint(condition=~Q(state="ending") | ~Q(outcome=""), name="remote_ending_has_an_outcome"),
            models.CheckConstraint(
                condition=~among("state", FINAL | {State.ENDING}) | Q(ended_at__isnull=False), name="remote_end_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"


class RemoteConsent(models.Model):
    """A decision of its own about more than looking: asked by the agent, answered by the citizen, in exactly these words."""

    council = models.ForeignKey(Council, models.PROTECT)
    session = models.ForeignKey(RemoteSession, models.PROTECT, related_name="consents")
    part = models.CharField(max_length=12, choices=choices(Scope))
    answer = models.CharField(max_length=12, choices=choices(Answer), default=Answer.ASKED)
    text = models.TextField(blank=True)
    text_version = models.CharField(max_length=12, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=among("answer", Answer), name="remote_answer_is_known"),
            models.CheckConstraint(
                condition=~Q(answer="granted") | (~Q(text="") & ~Q(text_sha256="") & ~Q(language="") & Q(answered_at__isnull=False)),
                name="remote_granting_keeps_its_text",
            ),
            models.UniqueConstraint(fields=["session", "part"], condition=Q(answer="asked"), name="one_open_ask_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.part} {self.answer}"


class ViewerTicket(models.Model):
    """Lets one browser of one agent open the picture of one session, once, within seconds."""

    council = models.ForeignKey(Council, models.CASCADE)
    session = models.ForeignKey(RemoteSession, models.CASCADE, related_name="viewer_tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.session_id} {self.user_id}"
