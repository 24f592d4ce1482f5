"""The product's own application without the limit of messages per minute: a drill writes faster than people."""

from helpdesk.chat import rules

rules.SAYS_PER_MINUTE = rules.FRAMES_PER_MINUTE = 10**9

from config.asgi import application  # noqa: E402

__all__ = ["application"]
