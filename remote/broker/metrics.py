"""Plain counters of one broker, and how they are written for the log and for Prometheus."""

from collections import Counter
from dataclasses import dataclass, field

PREFIX = "acompanya_broker"


@dataclass(slots=True)
class Metrics:
    """Numbers since the start; those of now are given when they are written."""

    connections: int = 0
    tunnels: int = 0
    viewers: int = 0
    viewers_refused: int = 0
    bytes_down: int = 0
    bytes_up: int = 0
    dropped: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    cuts: Counter[str] = field(default_factory=Counter)

    def line(self, *, strangers: int, tunnels: int, viewers: int) -> str:
        """Return one line of `key=value` for the log."""
        parts = {
            "live_tunnels": tunnels,
            "live_viewers": viewers,
            "strangers": strangers,
            "connections": self.connections,
            "refused": self.refused.total(),
            "cuts": self.cuts.total(),
            "bytes_down": self.bytes_down,
            "bytes_up": self.bytes_up,
        }
        return " ".join(f"{key}={value}" for key, value in parts.items())

    def text(self, *, strangers: int, tunnels: int, viewers: int) -> str:
        """Return everything in Prometheus' text format."""
        now = {"live_tunnels": tunnels, "live_viewers": viewers, "strangers": strangers}
        since = {
            "connections_total": self.connections,
            "tunnels_total": self.tunnels,
            "viewers_total": self.viewers,
            "viewers_refused_total": self.viewers_refused,
            "bytes_down_total": self.bytes_down,
            "bytes_up_total": self.bytes_up,
            "messages_dropped_total": self.dropped,
        }
        lines = []
        for kind, values in (("gauge", now), ("counter", since)):
            for name, value in values.items():
                lines += [f"# TYPE {PREFIX}_{name} {kind}", f"{PREFIX}_{name} {value}"]
        for name, by_reason in (("refused_total", self.refused), ("cuts_total", self.cuts)):
            lines.append(f"# TYPE {PREFIX}_{name} counter")
            lines += [f'{PREFIX}_{name}{{reason="{reason}"}} {count}' for reason, count in sorted(by_reason.items())]
        return "\n".join(lines) + "\n"
