"""Where a broker listens and how it is reached from outside."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings

from remote.broker.limits import Rates


@dataclass(frozen=True, slots=True)
class Config:
    """Ports of 0 are free ones, for tests. What is empty or 0 of the public addresses is what the broker listens on."""

    name: str
    host_key: Path
    host: str = "127.0.0.1"
    ssh_port: int = 0
    viewer_host: str = "127.0.0.1"
    viewer_port: int = 0
    public_ssh_host: str = ""
    public_ssh_port: int = 0
    viewer_base: str = ""
    metrics_port: int = 0
    # Whether an address that a proxy says is believed: the one of the web does, or there is none.
    behind_proxy: bool = False
    keepalive_seconds: float = 15.0
    keepalive_misses: int = 3
    login_seconds: float = 15.0
    # How long the sessions at hand may go on when the broker is asked to end.
    drain_seconds: float = 0.0
    rates: Rates = field(default_factory=Rates)

    @property
    def path(self) -> str:
        """The one path at which viewers are let in."""
        return f"/remote/b/{self.name}/"

    def with_ports(self, *, ssh_port: int, viewer_port: int) -> "Config":
        """Fill in the ports that were found, and what follows from them."""
        host = "127.0.0.1" if self.host in {"", "0.0.0.0", "::"} else self.host  # noqa: S104  compared, not listened on
        return replace(
            self,
            ssh_port=ssh_port,
            viewer_port=viewer_port,
            public_ssh_host=self.public_ssh_host or host,
            public_ssh_port=self.public_ssh_port or ssh_port,
            viewer_base=(self.viewer_base or f"ws://{self.viewer_host}:{viewer_port}{self.path}").rstrip("/"),
        )


def from_settings(**changes: object) -> Config:
    """Return what the settings say, with what the command line changes: empty words and None change nothing."""
    name = str(changes.get("name") or settings.REMOTE_BROKER_NAME)
    found = Config(
        name=name,
        host_key=Path(settings.REMOTE_BROKER_HOST_KEY or settings.VAR_DIR / f"remote_host_key_{name}"),
        host=settings.REMOTE_BROKER_HOST,
        ssh_port=settings.REMOTE_BROKER_SSH_PORT,
        viewer_host=settings.REMOTE_BROKER_VIEWER_HOST,
        viewer_port=settings.REMOTE_BROKER_VIEWER_PORT,
        public_ssh_host=settings.REMOTE_BROKER_PUBLIC_SSH_HOST,
        public_ssh_port=settings.REMOTE_BROKER_PUBLIC_SSH_PORT,
        viewer_base=settings.REMOTE_BROKER_VIEWER_BASE,
        metrics_port=settings.REMOTE_BROKER_METRICS_PORT,
        behind_proxy=settings.SECURE_PROXY_SSL_HEADER is not None,
        keepalive_seconds=settings.REMOTE_BROKER_KEEPALIVE_SECONDS,
        keepalive_misses=settings.REMOTE_BROKER_KEEPALIVE_MISSES,
        drain_seconds=settings.REMOTE_BROKER_DRAIN_SECONDS,
    )
    return replace(found, **{key: value for key, value in changes.items() if value not in {None, ""}})  # type: ignore[arg-type]
