"""Invitations to rate and the answers, a council's own questions, codes of offices, and reviews of low scores."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.models import Council, Team
from helpdesk.tickets.models import Ticket, choices, in_list
from satisfaction.rules import Ask, Kind, ReviewOutcome, Solved, Via


class SurveySettings(models.Model):
    """What a council asks beside the score, and what opens a review. Without a row, what the fields say here."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="survey_settings")
    asks_solved = models.BooleanField(default=True)
    asks_ease = models.BooleanField(default=True)
    sends_reminders = models.BooleanField(default=True)
    review_up_to = models.PositiveSmallIntegerField(default=2, help_text="A score up to this opens a review; 0 opens none.")
    review_not_solved = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return str(self.council_id)


class Question(models.Model):
    """One wording of a council's own question. It is never changed: a new wording is a new version, and an answer keeps the one that was asked."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="survey_questions")
    slot = models.PositiveSmallIntegerField(help_text="Its place on the form, from 1.")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=choices(Kind))
    texts = models.JSONField(default=dict, help_text="The question by language.")
    options = models.JSONField(default=dict, help_text="Of a choice: the answers by language, in their order.")
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["slot", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council", "slot", "version"], name="one_question_per_version"),
            models.UniqueConstraint(fields=["council", "slot"], condition=models.Q(is_current=True), name="one_current_question_per_slot"),
            models.CheckConstraint(condition=in_list("kind", Kind), name="question_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.slot}.{self.version}"


class OfficeCode(models.Model):
    """A short address on a poster. Answers by it belong to an office, and to no ticket; a new code ends the one before."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="office_codes")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name", "-created_at"]

    def __str__(self) -> str:
        return self.code


class Invitation(models.Model):
    """The invitation to rate one ticket, made when its chat ends or when it is resolved, whichever is first; `mail_due_at` is when the next mail about it goes."""

    council = models.ForeignKey(Council, models.PROTECT)
    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="rating_invitation")
    ask = models.CharField(max_length=10, choices=choices(Ask), default=Ask.ASKED)
    mails = models.PositiveSmallIntegerField(default=0)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["council", "created_at"], name="invitation_by_time"),
            models.Index(fields=["mail_due_at"], condition=models.Q(mail_due_at__isnull=False), name="invitation_to_mail"),
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=in_list("ask", Ask), name="invitation_ask_is_known")]

    def __str__(self) -> str:
        return str(self.ticket_id)


class OptOut(models.Model):
    """Somebody who does not want to be asked: a keyed digest of an address or a number, which names nobody."""

    council = models.ForeignKey(Council, models.CASCADE)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "digest"], name="one_opt_out_per_person")]

    def __str__(self) -> str:
        return str(self.pk)


class Rating(models.Model):
    """One answer: to an invitation, where it is changeable for a day, or at an office. The comment is kept masked; as it was written, sealed, for that day only."""

    council = models.ForeignKey(Council, models.PROTECT)
    invitation = models.OneToOneField(Invitation, models.PROTECT, null=True, blank=True, related_name="rating")
    office = models.ForeignKey(OfficeCode, models.PROTECT, null=True, blank=True, related_name="ratings")
    via = models.CharField(max_length=8, choices=choices(Via), default=Via.PAGE)
    score = models.PositiveSmallIntegerField()
    solved = models.CharField(max_length=8, choices=choices(Solved), blank=True)
    ease = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True, help_text="Personal data masked.")
    sealed_comment = models.TextField(blank=True, help_text="As it was written, while its author may change it.")
    keyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["council", "created_at"]),
            models.Index(fields=["created_at"], condition=~models.Q(sealed_comment=""), name="rating_with_raw_comment"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="score_is_one_to_five"),
            models.CheckConstraint(condition=models.Q(ease=None) | models.Q(ease__gte=1, ease__lte=5), name="ease_is_one_to_five"),
            models.CheckConstraint(condition=in_list("solved", Solved, blank=True), name="solved_is_known"),
            models.CheckConstraint(condition=in_list("via", Via), name="rating_via_is_known"),
            models.CheckConstraint(
                condition=models.Q(invitation=None, office__isnull=False, via="office")
                | (models.Q(invitation__isnull=False, office=None) & ~models.Q(via="office")),
                name="rating_is_of_a_ticket_or_an_office",
            ),
        ]

    def __str__(self) -> str:
        return str(self.score)


class Answer(models.Model):
    """The answer to one of the council's own questions, as it was worded then."""

    council = models.ForeignKey(Council, models.PROTECT)
    rating = models.ForeignKey(Rating, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rating", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return str(self.value)


class Review(models.Model):
    """A low score that a supervisor looks at: open until somebody writes what was done."""

    council = models.ForeignKey(Council, models.PROTECT)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=12, choices=choices(ReviewOutcome), blank=True)
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "opened_at"], condition=models.Q(closed_at=None), name="review_open")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=in_list("outcome", ReviewOutcome, blank=True), name="review_outcome_is_known"),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="") | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="closed_review_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id} {self.outcome or 'open'}"
