"""Procedures of any administration, their steps, and the problems known at each step."""

from typing import ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from helpdesk.people.models import Council


class Procedure(models.Model):
    """A procedure that citizens of a council carry out, whichever administration runs it."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="procedures")
    slug = models.SlugField()
    administration = models.CharField(max_length=12, choices=[(a, a) for a in ("municipal", "regional", "state")])
    motive = models.CharField(max_length=16)
    official_url = models.URLField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "slug"], name="one_procedure_per_slug")]

    def __str__(self) -> str:
        return self.slug


class ProcedureText(models.Model):
    """A procedure in one language."""

    council = models.ForeignKey(Council, models.CASCADE)
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=140)
    summary = models.TextField()
    identification = models.TextField(blank=True)
    documents = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    search_text = models.TextField(help_text="Folded title, summary and keywords.")
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["procedure", "language"], name="one_procedure_text_per_language")]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """A place in a procedure where one can get stuck; `texts` is {language: {label, hint}}."""

    council = models.ForeignKey(Council, models.CASCADE)
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps")
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["procedure", "slug"], name="one_step_per_slug")]

    def __str__(self) -> str:
        return self.slug


class KnownProblem(models.Model):
    """A problem with its guidance; `applies_to` holds tags of systems and browsers, empty for all."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="known_problems")
    slug = models.SlugField()
    motive = models.CharField(max_length=16)
    applies_to = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    steps = models.ManyToManyField(Step, related_name="problems")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["position", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "slug"], name="one_problem_per_slug")]

    def __str__(self) -> str:
        return self.slug


class ProblemText(models.Model):
    """A known problem in one language; `guidance` is a list of steps to follow."""

    council = models.ForeignKey(Council, models.CASCADE)
    problem = models.ForeignKey(KnownProblem, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=140)
    symptom = models.TextField()
    guidance = models.JSONField(default=list)
    otherwise = models.TextField(blank=True)
    search_text = models.TextField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["problem", "language"], name="one_problem_text_per_language")]

    def __str__(self) -> str:
        return self.title
