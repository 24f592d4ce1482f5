"""How a conversation begins (RFC 6143, 7.1 to 7.3), from both sides. Only versions and securities that the gate can follow are let through."""

from collections.abc import Generator

from remote.broker.rfb import LET, MAX_NAME, MAX_REASON, READ, SECURITY, SECURITY_VNC, VERSIONS, Out, Step, Talk, Violation, Why

Part = Generator[Step, bytes, None]
NAMES = {number: name for name, number in VERSIONS.items()}


def device_begins(talk: Talk, out: Out) -> Part:
    """Follow the screen server until its ServerInit has passed. Raises Violation; nothing follows a refusal."""
    greeting = yield READ, 4
    if greeting != b"RFB ":
        raise Violation(Why.NOT_RFB)
    talk.offered = _version_of(greeting + (yield READ, 8))
    out.append(NAMES[talk.offered])
    first = yield READ, 1
    if not talk.version:
        raise Violation(Why.ORDER)
    first = yield from (_one_security(talk, out, first) if talk.version == 3 else _securities(talk, out, first))
    if talk.security == SECURITY_VNC:
        out.append(first + (yield READ, 15))
        first = yield READ, 1
    if talk.security == SECURITY_VNC or talk.version == 8:
        first = yield from _result(talk, out, first)
    else:
        talk.let_in = True
    if not talk.initialised:
        raise Violation(Why.ORDER)
    start = first + (yield READ, 23)
    talk.resize(int.from_bytes(start[0:2], "big"), int.from_bytes(start[2:4], "big"))
    talk.use_format(start[4:20])
    name = int.from_bytes(start[20:24], "big")
    if name > MAX_NAME:
        raise Violation(Why.OVERSIZED)
    out.append(start)
    yield LET, name


def _version_of(greeting: bytes) -> int:
    """Return 3, 7 or 8: a newer server, or one that counts in its own way (Apple says 3.889), speaks 3.8 too."""
    major, dot, minor = greeting[4:7], greeting[7:8], greeting[8:11]
    if not (major.isdigit() and minor.isdigit() and dot == b"." and greeting[11:] == b"\n"):
        raise Violation(Why.NOT_RFB)
    said = (int(major), int(minor))
    if said < (3, 3):
        raise Violation(Why.VERSION)
    return 8 if said >= (3, 8) else 7 if said == (3, 7) else 3


def _one_security(talk: Talk, out: Out, first: bytes) -> Generator[Step, bytes, bytes]:
    """In 3.3 the server decides."""
    word = first + (yield READ, 3)
    chosen = int.from_bytes(word, "big")
    out.append(word)
    if chosen == 0:
        yield from _refusal(out)
    if chosen not in SECURITY:
        raise Violation(Why.SECURITY)
    talk.security = chosen
    if chosen != SECURITY_VNC:
        talk.let_in = True
    return (yield READ, 1)


def _securities(talk: Talk, out: Out, first: bytes) -> Generator[Step, bytes, bytes]:
    """Since 3.7 the server offers a list: what the gate cannot follow to its end (Apple's 30 to 36, TLS) is taken off it."""
    if first == b"\0":
        out.append(first)
        yield from _refusal(out)
    offered = yield READ, first[0]
    talk.types = SECURITY & frozenset(offered)
    if not talk.types:
        raise Violation(Why.SECURITY)
    kept = bytes(kind for kind in offered if kind in SECURITY)
    out.append(bytes([len(kept)]) + kept)
    following = yield READ, 1
    if not talk.security:
        raise Violation(Why.ORDER)
    return following


def _result(talk: Talk, out: Out, first: bytes) -> Generator[Step, bytes, bytes]:
    word = first + (yield READ, 3)
    out.append(word)
    if any(word):
        if talk.version == 8:
            yield from _refusal(out)
        yield from _silence()
    talk.let_in = True
    return (yield READ, 1)


def _refusal(out: Out) -> Part:
    """The server says why not, and nothing after it."""
    length = yield READ, 4
    size = int.from_bytes(length, "big")
    if size > MAX_REASON:
        raise Violation(Why.OVERSIZED)
    out.append(length)
    yield LET, size
    yield from _silence()


def _silence() -> Part:
    yield READ, 1
    raise Violation(Why.ORDER)


def viewer_begins(talk: Talk, out: Out) -> Part:
    """Follow the viewer until its ClientInit has passed. Raises Violation."""
    greeting = yield READ, 12
    version = VERSIONS.get(greeting, 0)
    if not version:
        raise Violation(Why.VERSION)
    if not talk.offered or version > talk.offered:
        raise Violation(Why.ORDER)
    talk.version = version
    out.append(greeting)
    said = yield READ, 1
    if version != 3:
        if said[0] not in talk.types:
            raise Violation(Why.SECURITY)
        talk.security = said[0]
        # Before 3.8 nothing more is said when there is no password.
        talk.let_in = version == 7 and talk.security != SECURITY_VNC
        out.append(said)
        said = yield READ, 1
    if not talk.security:
        raise Violation(Why.ORDER)
    if talk.security == SECURITY_VNC:
        out.append(said + (yield READ, 15))
        said = yield READ, 1
    if not talk.let_in:
        raise Violation(Why.ORDER)
    talk.initialised = True
    # Always shared: the citizen's own viewers are not thrown out.
    out.append(b"\x01")
