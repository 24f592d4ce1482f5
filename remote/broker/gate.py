"""The gate: every byte between a screen server and a viewer goes through here, and only what was granted comes out."""

from remote.broker.inputs import viewer
from remote.broker.rfb import Counts, Mode, Out, Sieve, Talk, Violation, Why
from remote.broker.updates import device
from remote.rules import Scope, State, read_scope

# More than any session of an hour needs: what is beyond is no screen.
MAX_BYTES = 8 * 1024**3


def mode_of(state: str, scope: str) -> Mode:
    """Return what may pass in this state of a session: control only while the agent controls, the clipboard only with it."""
    parts = read_scope(scope)
    control = state == State.CONTROLLING and Scope.CONTROL in parts
    return Mode(control=control, clipboard=control and Scope.CLIPBOARD in parts)


class Gate:
    """One conversation between one screen server and one viewer."""

    def __init__(self, mode: Mode, *, max_bytes: int = MAX_BYTES) -> None:
        self._talk = Talk(mode=mode)
        self._device = Sieve(device, self._talk)
        self._viewer = Sieve(viewer, self._talk)
        self._max_bytes = max_bytes

    @property
    def counts(self) -> Counts:
        """What went through so far."""
        return self._talk.counts

    @property
    def mode(self) -> Mode:
        """What is granted now."""
        return self._talk.mode

    def from_device(self, data: bytes) -> Out:
        """Return what of this goes on to the viewer; raises Violation."""
        self.counts.bytes_down += len(data)
        if self.counts.bytes_down > self._max_bytes:
            raise Violation(Why.TOO_MUCH)
        return self._device.feed(data)

    def from_viewer(self, data: bytes) -> Out:
        """Return what of this goes on to the screen server; raises Violation."""
        self.counts.bytes_up += len(data)
        return self._viewer.feed(data)

    def change(self, mode: Mode) -> bytes:
        """Let pass from now on what this mode says, and return what the screen server must be told: keys and buttons that are held are let go with control."""
        talk = self._talk
        talk.mode = mode
        if mode.control:
            return b""
        released = b"".join(talk.held.values()) + talk.pointer_held
        talk.held.clear()
        talk.pointer_held = b""
        return released
