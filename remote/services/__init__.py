"""Every write of remote sessions. Providers are asked after the commit, never with a transaction open."""

from remote.services.answers import consent, decline, note_shown
from remote.services.callbacks import take_callback
from remote.services.device import consume_code, device_connected, device_lost, issue_code, lose_broker, touch_citizen
from remote.services.ending import attest_closed, end_session, end_with_ticket, revoke, terminate
from remote.services.offers import request_session
from remote.services.settings import save_policy, save_provider, try_provider
from remote.services.sharing import close_viewer, page_stopped
from remote.services.sweep import sweep_sessions
from remote.services.tickets import consume_viewer_ticket, issue_viewer_ticket
from remote.services.viewing import screen_is_open, start_viewing, viewer_of
from remote.services.widening import answer_ask, ask_scope, drop_idle_control, withdraw

__all__ = [
    "answer_ask",
    "ask_scope",
    "attest_closed",
    "close_viewer",
    "consent",
    "consume_code",
    "consume_viewer_ticket",
    "decline",
    "device_connected",
    "device_lost",
    "drop_idle_control",
    "end_session",
    "end_with_ticket",
    "issue_code",
    "issue_viewer_ticket",
    "lose_broker",
    "note_shown",
    "page_stopped",
    "request_session",
    "revoke",
    "save_policy",
    "save_provider",
    "screen_is_open",
    "start_viewing",
    "sweep_sessions",
    "take_callback",
    "terminate",
    "touch_citizen",
    "try_provider",
    "viewer_of",
    "withdraw",
]
