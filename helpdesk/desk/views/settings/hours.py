"""The week, and how calls are cut from it."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpdesk.base import clock
from helpdesk.base.errors import InvalidInput
from helpdesk.calendars.models import SlotRule
from helpdesk.calendars.rules import Schedule, exact_slots
from helpdesk.calendars.selectors import plan_of, schedule_of, slot_rule
from helpdesk.calendars.services.hours import RANGES, save_slot_rule, set_week
from helpdesk.calendars.words import clock_words, hours_words, week_words
from helpdesk.desk.access import DeskRequest, configurer_required
from helpdesk.desk.context import Context
from helpdesk.desk.views.settings.chrome import own_council, page
from helpdesk.desk.week_form import CallsForm, WeekForm


@dataclass(frozen=True, slots=True)
class CallsOfDay:
    """What a usual weekday offers: its hours, the first and the last time, how many times and how many calls."""

    day: str
    hours: str
    first: str
    last: str
    times: int
    calls: int


def _copied(request: DeskRequest, usual_seats: int) -> WeekForm | None:
    """The form with Monday's lines written into Tuesday to Friday, not saved yet."""
    if "copy" not in request.POST:
        return None
    data = request.POST.copy()
    monday = {name: value for name, value in request.POST.items() if name.startswith("d0_")}
    for name in [name for name in data if name[:3] in {"d1_", "d2_", "d3_", "d4_"}]:
        del data[name]
    for weekday in range(1, 5):
        for name, value in monday.items():
            data[f"d{weekday}{name[2:]}"] = str(value)
    return WeekForm(data, schedule=Schedule("UTC"), usual_seats=usual_seats)


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def week(request: DeskRequest, council: str) -> HttpResponse:
    """Write the weekly hours; every day has one empty line more than intervals."""
    own = own_council(request, council)
    schedule, usual = schedule_of(own), slot_rule(own).seats
    form = _copied(request, usual) if request.method == "POST" else WeekForm(schedule=schedule, usual_seats=usual)
    context: Context = {"words": week_words(schedule), "form": form, "is_copied": form is not None and form.is_bound}
    if form is not None:
        return page(request, own, "hours", context)
    form = WeekForm(request.POST, schedule=schedule, usual_seats=usual)
    if form.is_valid():
        try:
            set_week(council_id=own.pk, week=form.cleaned_data["week"], by=request.actor)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The hours of the week are saved."))
            return redirect("desk:settings_hours", council=own.slug)
    return page(request, own, "hours", context | {"form": form}, status=422)


def calls_of_week(schedule: Schedule, rule: SlotRule, today: date) -> list[CallsOfDay]:
    """Return what each weekday offers when nothing differs."""
    plan, usual = plan_of(rule), Schedule(schedule.time_zone, schedule.weekly, weekly_seats=schedule.weekly_seats)
    found = []
    for offset in range(7):
        day = today - timedelta(days=today.weekday()) + timedelta(days=offset)
        slots = exact_slots(usual, plan, day) if rule.is_offered else []
        times = [clock_words(slot.starts_at, schedule.time_zone) for slot in slots]
        found.append(
            CallsOfDay(
                str(WEEKDAYS[offset]),
                hours_words(usual.intervals(day)),
                times[0] if times else "",
                times[-1] if times else "",
                len(slots),
                sum(slot.seats for slot in slots),
            )
        )
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@configurer_required
def calls(request: DeskRequest, council: str) -> HttpResponse:
    """Say how calls are given, with what an ordinary week would offer."""
    own = own_council(request, council)
    rule = slot_rule(own)
    form = CallsForm(request.POST if request.method == "POST" else None, rule=rule)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        data = form.cleaned_data
        try:
            save_slot_rule(council_id=own.pk, is_offered=data["is_offered"], **{name: data[name] for name in RANGES}, by=request.actor)
        except InvalidInput as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The calls are saved. Those already agreed stay agreed."))
            return redirect("desk:settings_calls", council=own.slug)
    today = clock.now().astimezone(ZoneInfo(own.time_zone)).date()
    shown = form.as_rule(rule)
    context = {"form": form, "days": calls_of_week(schedule_of(own), shown, today), "rule": shown}
    return page(request, own, "calls", context, status=422 if form.errors else 200)
