"""What a citizen's page shows of a session that is held with a command: for which system, and the code when it was just made."""

from dataclasses import dataclass

from django.http import HttpRequest

from helpdesk.catalogue.rules import device_tags
from remote import scripts
from remote.models import ProviderConfig, RemoteSession
from remote.providers import find_provider
from remote.providers.base import Device
from remote.rules import CODE_TTL, State
from remote.scripts import SCREEN_PORT, Reach, Script, System
from remote.selectors.brokers import least_busy_broker

NAMES: dict[System, str] = {System.LINUX: "Linux", System.MACOS: "macOS", System.WINDOWS: "Windows"}


@dataclass(frozen=True, slots=True)
class CommandCard:
    """The steps for one system. `reach` is there only in the answer to the citizen's own press of the button."""

    system: System
    password: str
    screen_port: int
    may_connect: bool
    was_lost: bool
    reach: Reach | None = None

    @property
    def systems(self) -> list[tuple[System, str]]:
        """What can be chosen."""
        return list(NAMES.items())

    @property
    def name(self) -> str:
        """The chosen system."""
        return NAMES[self.system]

    @property
    def code(self) -> str:
        """The one-time code, in two groups that are easier to read."""
        code = self.reach.code if self.reach else ""
        return f"{code[:5]} {code[5:]}" if code else ""

    @property
    def command(self) -> str:
        """The command to copy. Windows 10 cannot pin a key in a command: there it is the script."""
        return scripts.command(self.reach) if self.reach and self.system is not System.WINDOWS else ""

    @property
    def minutes(self) -> int:
        """How long a code lives."""
        return int(CODE_TTL.total_seconds()) // 60


def system_of(request: HttpRequest) -> System:
    """Return the system that was chosen, else the one that the browser says that it runs on."""
    chosen = request.POST.get("system") or request.GET.get("system") or ""
    tags = {chosen} if chosen else device_tags(request.headers.get("User-Agent", ""))
    return next((system for system in System if system.value in tags), System.LINUX)


def command_card(request: HttpRequest, session: RemoteSession, code: str = "") -> CommandCard | None:
    """Return the card of a session that is held with a command; None for every other."""
    provider = find_provider(session.provider)
    if provider is None or provider.caps.device is not Device.COMMAND:
        return None
    return CommandCard(
        system=system_of(request),
        password=scripts.screen_password(str(session.public_id)),
        screen_port=_screen_port(session),
        may_connect=session.state == State.AWAITING_DEVICE,
        was_lost=session.device_lost_at is not None,
        reach=reach_for(session, code) if code else None,
    )


def reach_for(session: RemoteSession, code: str) -> Reach | None:
    """Return how a computer reaches the least busy broker with this code; None when no broker is alive, or its row says nonsense."""
    broker = least_busy_broker()
    if broker is None:
        return None
    try:
        return Reach(
            host=broker.ssh_host,
            ssh_port=broker.ssh_port,
            host_key=broker.host_key,
            code=code,
            screen_port=_screen_port(session),
            password=scripts.screen_password(str(session.public_id)),
        )
    except ValueError:
        return None


def script_for(request: HttpRequest, reach: Reach) -> Script:
    """Return the script of the chosen system."""
    return scripts.script(reach, system_of(request))


def _screen_port(session: RemoteSession) -> int:
    row = ProviderConfig.objects.filter(council_id=session.council_id, provider=session.provider).first()
    return int(row.settings.get("screen_port") or SCREEN_PORT) if row else SCREEN_PORT
