"""Two councils with hours and people of every role."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from helpdesk.people.models import Council, CouncilHost, Membership, User
from helpdesk.people.rules import Role
from remote.models import ProviderConfig

PASSWORD = "acompanya-demo-2026"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in to the demonstration."""

    email: str
    full_name: str
    public_name: str
    roles: tuple[tuple[str, Role], ...]
    badge: str = ""


PEOPLE = (
    Person("agent@vallclara.example", "Laia Ferrer", "Laia", (("vallclara", Role.AGENT), ("rocabruna", Role.AGENT)), "0417"),
    Person("agent2@vallclara.example", "Arnau Vidal", "Arnau", (("vallclara", Role.AGENT),), "0432"),
    Person("supervisor@vallclara.example", "Mercè Soler", "Mercè", (("vallclara", Role.SUPERVISOR),), "0405"),
    Person("officer@vallclara.example", "Joan Prat", "Joan", (("vallclara", Role.OFFICER), ("rocabruna", Role.OFFICER))),
    Person("admin@vallclara.example", "Núria Camps", "Núria", (("vallclara", Role.ADMINISTRATOR), ("rocabruna", Role.ADMINISTRATOR))),
    Person("agent@rocabruna.example", "Pau Serra", "Pau", (("rocabruna", Role.AGENT),), "0451"),
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


def make_people(councils: list[Council]) -> None:
    """Create the people with one password; their roles are set anew."""
    by_slug = {council.slug: council for council in councils}
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in known]
    # A password is slow to hash by design: once is enough, since it is everybody's.
    password = make_password(PASSWORD) if missing else ""
    for person in missing:
        User.objects.create(
            email=person.email, password=password, full_name=person.full_name, public_name=person.public_name, badge=person.badge
        )
    for person in PEOPLE:
        user = User.objects.get(email=person.email)
        for slug, role in person.roles:
            Membership.objects.get_or_create(council=by_slug[slug], user=user, role=role)


def make_remote(councils: list[Council]) -> None:
    """Let agents propose remote sessions: with the imitation, by sharing it in the browser, at the first council with voice and calls by video, and at the second with a program of its own. What was set since stays."""
    for council in councils:
        ProviderConfig.objects.get_or_create(
            council=council, provider="fake", defaults={"is_enabled": True, "settings": {"behaviour": "well"}}
        )
        ProviderConfig.objects.get_or_create(
            council=council,
            provider="browser",
            defaults={"is_enabled": True, "settings": {"fps": "4", "quality": "60", "max_width": "1280"}},
        )
    # In one machine, or one network, two browsers find each other without a server between; no address is asked that is not this machine's own.
    direct = {"ice_urls": "stun:127.0.0.1:3478", "relay_only": "no", "fallback": "yes", "voice": "yes", "video": "yes"}
    ProviderConfig.objects.get_or_create(
        council=councils[0],
        provider="browser_direct",
        defaults={"is_enabled": True, "settings": {"fps": "4", "quality": "60", "max_width": "1280", **direct}},
    )
    own = {"kind": "jitsi", "citizen_address": "https://meet.rocabruna.example/{room}", "agent_address": ""}
    ProviderConfig.objects.get_or_create(council=councils[-1], provider="link", defaults={"is_enabled": True, "settings": own})
