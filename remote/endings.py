"""How a session ended: a calm sentence for each side, what to do next, and how help goes on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from helpdesk.tickets.labels import Label
from remote.models import RemoteSession
from remote.rules import EndReason, State


@dataclass(frozen=True, slots=True)
class Ending:
    """What happened, in a heading and a sentence; `after` says what the reader does next."""

    title: Label
    text: Label
    after: Label = ""


WRITE_TO_US = _("If you still want help, write to us in your request: we go on from where we were.")
ASK_AGAIN = _("If you want to go on, write to us in your request and we will propose another session.")
PROPOSE_AGAIN = _("If it is still needed, ask in the messages and propose a new session.")
CITIZEN: dict[str, Ending] = {
    EndReason.AGENT: Ending(_("The agent ended it"), _("The agent had finished looking and ended the session."), WRITE_TO_US),
    EndReason.CITIZEN: Ending(_("You stopped it"), _("You pressed “Stop now”. You do not have to say why."), WRITE_TO_US),
    EndReason.SUPERVISOR: Ending(
        _("A supervisor of the service ended it"),
        _("A person who watches over these sessions ended it. You have done nothing wrong."),
        _("If you want to know why, ask us in your request."),
    ),
    EndReason.TIME: Ending(
        _("It reached its time limit"), _("The time to which you agreed was over, so the session ended by itself."), ASK_AGAIN
    ),
    EndReason.TICKET: Ending(
        _("It was no longer needed"),
        _("Your request was resolved, or passed to another person. You agreed to this agent and to nobody else, so the session ended."),
        WRITE_TO_US,
    ),
    EndReason.PROVIDER: Ending(
        _("The program did not work"), _("The program that shows the screen failed. It was not your computer’s fault."), ASK_AGAIN
    ),
    EndReason.BROKER_LOST: Ending(
        _("The connection broke on our side"),
        _("Our part of the connection stopped working. Your screen stopped being seen at that moment."),
        ASK_AGAIN,
    ),
    EndReason.PAGE_LOST: Ending(
        _("Your page was closed or asleep"),
        _("Nobody looks at a screen without a “Stop” in sight: when your page did not answer any more, we ended the session."),
        ASK_AGAIN,
    ),
    EndReason.DEVICE: Ending(
        _("Your screen was no longer shared"), _("Sharing was stopped on your computer, so there was nothing more to see."), ASK_AGAIN
    ),
}
STAFF: dict[str, Ending] = {
    EndReason.AGENT: Ending(_("The agent ended it"), _("The agent ended the session.")),
    EndReason.WITHDRAWN: Ending(_("Withdrawn"), _("The proposal was withdrawn before it was answered.")),
    EndReason.CITIZEN: Ending(
        _("Stopped by the citizen"),
        _("The citizen stopped the session, and does not have to say why."),
        _("Go on in writing. Propose another only if the citizen asks for it."),
    ),
    EndReason.SUPERVISOR: Ending(_("Ended by a supervisor"), _("A supervisor ended the session."), _("Talk to your supervisor first.")),
    EndReason.TIME: Ending(_("Time limit"), _("The time that was agreed to was over."), PROPOSE_AGAIN),
    EndReason.TICKET: Ending(_("The ticket moved on"), _("The ticket was resolved or passed to somebody else, and the session ended.")),
    EndReason.PROVIDER: Ending(
        _("The program failed"), _("The program did not do what it was asked."), _("Try another program, or go on in writing.")
    ),
    EndReason.BROKER_LOST: Ending(
        _("The connection broke on our side"), _("Our broker stopped answering. The tunnel fell with it; its code is dead."), PROPOSE_AGAIN
    ),
    EndReason.PAGE_LOST: Ending(
        _("The citizen’s page is gone"), _("It was closed, or its computer fell asleep. Without its Stop nobody looks."), PROPOSE_AGAIN
    ),
    EndReason.DEVICE: Ending(_("Nothing is shared any more"), _("Sharing was stopped on the citizen’s computer."), PROPOSE_AGAIN),
}
DECLINED = Ending(_("The citizen said no"), _("Nobody has seen the screen."), _("Go on in writing or by telephone."))
EXPIRED = Ending(_("Not answered in time"), _("Nobody has seen the screen."), _("Ask in the messages whether the citizen still wants it."))


def for_citizen(session: RemoteSession) -> Ending | None:
    """Return how a session that was agreed to has ended, for the citizen; None while it goes on."""
    return CITIZEN.get(session.end_reason)


def for_staff(session: RemoteSession) -> Ending | None:
    """Return how a session or its proposal has ended, for staff; None while it goes on."""
    if session.state == State.DECLINED:
        return DECLINED
    if session.state == State.EXPIRED:
        return EXPIRED
    return STAFF.get(session.end_reason)
