"""Pages of remote sessions: the citizen's, the agent's, the supervisor's."""

from remote.views.agent import ask, attest, desk_card, end, give_back, panel, propose, record, screen, start, viewer
from remote.views.callbacks import callback
from remote.views.citizen import allow, answer, citizen_card, closed, here, look_only, session, state, stop
from remote.views.device import code, script, viewer_state, viewer_ticket
from remote.views.reports import history, report, report_csv
from remote.views.settings import policy, provider, provider_check, settings
from remote.views.supervisor import live, terminate
from remote.views.video import video, video_card, video_enter, video_leave, video_phone, video_test
from remote.views.video_room import video_desk_card, video_room, video_room_leave, video_room_phone

__all__ = [
    "allow",
    "answer",
    "ask",
    "attest",
    "callback",
    "citizen_card",
    "closed",
    "code",
    "desk_card",
    "end",
    "give_back",
    "here",
    "history",
    "live",
    "look_only",
    "panel",
    "policy",
    "propose",
    "provider",
    "provider_check",
    "record",
    "report",
    "report_csv",
    "screen",
    "script",
    "session",
    "settings",
    "start",
    "state",
    "stop",
    "terminate",
    "video",
    "video_card",
    "video_desk_card",
    "video_enter",
    "video_leave",
    "video_phone",
    "video_room",
    "video_room_leave",
    "video_room_phone",
    "video_test",
    "viewer",
    "viewer_state",
    "viewer_ticket",
]
