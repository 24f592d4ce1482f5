"""Every read of remote sessions: cards for tickets, one session, lists for supervisors, settings."""

from remote.selectors.journal import broken_event, event_hash
from remote.selectors.measure import measure_sessions
from remote.selectors.policies import demanding, kept_secrets
from remote.selectors.programs import Offerable, ProviderRow, caps_for, configurable, enabled_providers
from remote.selectors.receipt import Receipt, journal_of, receipt_of
from remote.selectors.sessions import card_for, card_of, has_link, may_request, offers_left, session_for, sessions_of
from remote.selectors.supervision import (
    AgentReport,
    Wanted,
    agents_of,
    cards_of,
    ended_sessions,
    live_sessions,
    recent_sessions,
    report_of,
    supervised_councils,
)

__all__ = [
    "AgentReport",
    "Offerable",
    "ProviderRow",
    "Receipt",
    "Wanted",
    "agents_of",
    "broken_event",
    "caps_for",
    "card_for",
    "card_of",
    "cards_of",
    "configurable",
    "demanding",
    "enabled_providers",
    "ended_sessions",
    "event_hash",
    "has_link",
    "journal_of",
    "kept_secrets",
    "live_sessions",
    "may_request",
    "measure_sessions",
    "offers_left",
    "receipt_of",
    "recent_sessions",
    "report_of",
    "session_for",
    "sessions_of",
    "supervised_councils",
]
