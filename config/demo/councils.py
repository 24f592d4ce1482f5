"""Two councils with hours and people of every role."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from helpdesk.calendars.models import CalendarException, OpeningInterval
from helpdesk.people.models import Council, CouncilHost, Membership, User
from helpdesk.people.rules import Role

PASSWORD = "acompanya-demo-2026"
OPEN_DEMO_DAYS = 21


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in to the demonstration."""

    email: str
    full_name: str
    public_name: str
    roles: tuple[tuple[str, Role], ...]


PEOPLE = (
    Person("agent@vallclara.example", "Laia Ferrer", "Laia", (("vallclara", Role.AGENT), ("rocabruna", Role.AGENT))),
    Person("agent2@vallclara.example", "Arnau Vidal", "Arnau", (("vallclara", Role.AGENT),)),
    Person("supervisor@vallclara.example", "Mercè Soler", "Mercè", (("vallclara", Role.SUPERVISOR),)),
    Person("officer@vallclara.example", "Joan Prat", "Joan", (("vallclara", Role.OFFICER), ("rocabruna", Role.OFFICER))),
    Person("admin@vallclara.example", "Núria Camps", "Núria", (("vallclara", Role.ADMINISTRATOR), ("rocabruna", Role.ADMINISTRATOR))),
    Person("agent@rocabruna.example", "Pau Serra", "Pau", (("rocabruna", Role.AGENT),)),
)
COUNCILS: tuple[dict[str, str], ...] = (
    {
        "slug": "vallclara",
        "name": "Ajuntament de Vallclara",
        "reference_prefix": "VC",
        "mark": "V",
        "brand_color": "#0b5d66",
        "phone": "972 00 00 10",
        "municipality_code": "17998",
        "address": "Plaça Major, 1",
    },
    {
        "slug": "rocabruna",
        "name": "Ajuntament de Rocabruna",
        "reference_prefix": "RB",
        "mark": "R",
        "brand_color": "#7a1f3d",
        "phone": "972 00 00 20",
        "municipality_code": "17999",
        "address": "Carrer de la Font, 3",
    },
)
SERVICE_NAME = {
    "ca": "Ajuda amb els tràmits",
    "es": "Ayuda con los trámites",
    "eu": "Tramiteetarako laguntza",
    "gl": "Axuda cos trámites",
    "en": "Help with procedures",
}


def hosts_for(port: int) -> dict[str, list[tuple[str, str]]]:
    """Return host names and origins by council: loopback is the first council, `second.localhost` the second."""
    return {
        "vallclara": [("127.0.0.1", f"http://127.0.0.1:{port}"), ("localhost", f"http://localhost:{port}")],
        "rocabruna": [("second.localhost", f"http://second.localhost:{port}")],
    }


def make_councils(port: int, extra_host: str) -> list[Council]:
    """Create or update the councils with the hosts of this start."""
    councils = []
    CouncilHost.objects.all().delete()
    for fields in COUNCILS:
        council, _created = Council.objects.update_or_create(
            slug=fields["slug"],
            defaults={
                **fields,
                "email": f"ajuda@{fields['slug']}.example",
                "service_name": SERVICE_NAME,
                "default_language": "ca",
                "language_order": ["ca", "es", "eu", "gl", "en"],
            },
        )
        hosts = hosts_for(port)[council.slug]
        if council.slug == "vallclara" and extra_host not in {"127.0.0.1", "localhost", "0.0.0.0"}:  # noqa: S104
            hosts = [*hosts, (extra_host, f"http://{extra_host}:{port}")]
        for number, (host, origin) in enumerate(hosts):
            CouncilHost.objects.create(council=council, host=host, base_url=origin, is_primary=number == 0)
        councils.append(council)
    return councils


def make_hours(council: Council, today: date) -> None:
    """Open on weekdays from 8 to 20, and all day from today on for three weeks, so that the demonstration works at any hour."""
    if not council.opening_intervals.exists():
        for weekday in range(5):
            OpeningInterval.objects.create(council=council, weekday=weekday, opens=time(8), closes=time(20))
    CalendarException.objects.filter(council=council, label="Demo").delete()
    for offset in range(OPEN_DEMO_DAYS):
        CalendarException.objects.create(
            council=council, day=today + timedelta(days=offset), label="Demo", opens=time(0), closes=time(23, 59, 59)
        )


def make_people(councils: list[Council]) -> None:
    """Create the people with one password; their roles are set anew."""
    by_slug = {council.slug: council for council in councils}
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(person.email, PASSWORD, full_name=person.full_name, public_name=person.public_name)
        for slug, role in person.roles:
            Membership.objects.get_or_create(council=by_slug[slug], user=user, role=role)
