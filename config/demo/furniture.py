"""What stands in the office before anybody comes: teams, the council's own texts, a shared view of the queue."""

from config.demo.texts import WELCOME
from helpdesk.desk.models import SavedView
from helpdesk.desk.services.saved_views import save_view
from helpdesk.people.actors import Actor
from helpdesk.people.models import Council, CouncilText, Team
from helpdesk.people.rules import TextKey
from helpdesk.people.selectors import actor_by_email, colleagues
from helpdesk.people.services import save_team, save_text

TEAMS = {"vallclara": ("Padró i certificats", "Empreses i entitats"), "rocabruna": ("Atenció general",)}
VIEW = ("Esperen un tercer", "view=waiting&status=waiting_third_party")


def furnish(council: Council, by: Actor) -> None:
    """Write what is missing; what somebody changed stays as it is."""
    people = [person.pk for person in colleagues(council.pk).order_by("email")]
    if not Team.objects.filter(council=council).exists():
        for number, name in enumerate(TEAMS[council.slug]):
            save_team(council_id=council.pk, team_id=None, name=name, member_ids=people[number : number + 2], by=by)
    if not CouncilText.objects.filter(council=council).exists():
        for key, texts in WELCOME.items():
            for language, body in texts.items():
                save_text(council_id=council.pk, key=TextKey(key), language=language, body=body % {"council": council.name}, by=by)
    supervisor = actor_by_email(f"supervisor@{council.slug}.example")
    if supervisor is not None and not SavedView.objects.filter(council=council).exists():
        name, query = VIEW
        save_view(council_id=council.pk, name=name, query=query, shared=True, by=supervisor)
