"""Councils, staff, citizens and their secret links."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from helpdesk.base import clock
from helpdesk.people.rules import LANGUAGES, Purpose, Role, TextKey


class Council(models.Model):
    """A tenant: every row of the house belongs to one."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    service_name = models.JSONField(default=dict, help_text="Name of the service by language.")
    reference_prefix = models.CharField(max_length=4, unique=True)
    municipality_code = models.CharField(max_length=5, help_text="INE code, five digits.")
    mark = models.CharField(max_length=2)
    brand_color = models.CharField(max_length=7, default="#0b5d66")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    website = models.URLField(blank=True)
    e_office_url = models.URLField(blank=True)
    time_zone = models.CharField(max_length=40, default="Europe/Madrid")
    default_language = models.CharField(max_length=2, default="ca")
    language_order = models.JSONField(default=list, help_text="Enabled languages; content falls back along this order.")
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> list[str]:
        """Enabled languages, the council's own first."""
        return list(self.language_order) or [self.default_language, *(c for c in LANGUAGES if c != self.default_language)]


class CouncilHost(models.Model):
    """A host name under which a council is reached; `is_primary` is used in mails."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="hosts")
    host = models.CharField(
        max_length=253, unique=True, help_text="Name with port if not the usual one is allowed: port is ignored when matching."
    )
    base_url = models.URLField(help_text="Origin used in mails, such as https://ajuda.example.cat")
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["council"], condition=models.Q(is_primary=True), name="one_primary_host_per_council")
        ]

    def __str__(self) -> str:
        return self.host


class UserManager(BaseUserManager["User"]):
    """Creates people who log in with their e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: str | bool) -> "User":
        """Create an active member of staff without any role."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: str | bool) -> "User":
        """Create an operator of the installation."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. A citizen is never a user."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    public_name = models.CharField(max_length=60, help_text="How citizens are shown this person.")
    badge = models.CharField(max_length=12, blank=True, help_text="Number by which citizens can check who this is.")
    language = models.CharField(max_length=2, default="ca")
    shortcuts = models.BooleanField(default=True, help_text="Whether single keys do something at the desk (WCAG 2.1.4).")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering: ClassVar = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """Whether this person may open Django's own pages: nobody does."""
        return False


class Membership(models.Model):
    """A role of a person in a council."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(
        max_length=16, choices=[(r.value, r.value) for r in (Role.AGENT, Role.SUPERVISOR, Role.OFFICER, Role.ADMINISTRATOR)]
    )
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "user", "role"], name="one_membership_per_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.council}"


class Team(models.Model):
    """People of a council who answer the same kind of requests."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="teams")
    name = models.CharField(max_length=60)
    members = models.ManyToManyField(User, related_name="teams", blank=True)
    history = HistoricalRecords(m2m_fields=[members])

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name


class CouncilText(models.Model):
    """A council's own words on a public page, in one language; paragraphs are separated by empty lines."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=16, choices=[(k.value, k.value) for k in TextKey])
    language = models.CharField(max_length=2)
    body = models.TextField()
    updated_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["council", "key", "language"], name="one_text_per_key_and_language")]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"


class Citizen(models.Model):
    """Somebody who asks for help; has no account."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="citizens")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(max_length=2)
    created_at = models.DateTimeField(default=clock.now)
    history = HistoricalRecords()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["council", "email"]), models.Index(fields=["council", "phone"])]

    def __str__(self) -> str:
        return self.name


class SecretLink(models.Model):
    """A door for a citizen: 256 random bits, of which only the SHA-256 is kept, for one purpose and one subject."""

    council = models.ForeignKey(Council, models.CASCADE)
    purpose = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Purpose])
    subject_id = models.BigIntegerField(help_text="Primary key of the ticket that it opens.")
    language = models.CharField(max_length=2)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purpose", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"
