"""Forms of the citizens' pages: shape only, rules are the services'."""

from helpdesk.portal.forms.calls import CallForm, SlotForm
from helpdesk.portal.forms.reply import ReplyForm
from helpdesk.portal.forms.who import IN_WHOSE_NAME, WhoForm
from helpdesk.portal.forms.wizard import ChannelForm, CheckForm, ProblemForm

__all__ = ["IN_WHOSE_NAME", "CallForm", "ChannelForm", "CheckForm", "ProblemForm", "ReplyForm", "SlotForm", "WhoForm"]
