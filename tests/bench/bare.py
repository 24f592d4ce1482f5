"""The numbers of a month as somebody would ask the database for them by hand: what measuring is held against."""

from datetime import datetime, timedelta

from django.db import connection

TICKETS = "FROM tickets_ticket t WHERE t.council_id = %s AND t.{moment} >= %s AND t.{moment} < %s AND t.excluded_reason = ''"
ARRIVED, RESOLVED = TICKETS.format(moment="created_at"), TICKETS.format(moment="first_resolved_at")
PROCEDURE = "JOIN catalogue_procedure p ON p.id = t.procedure_id WHERE"


def _ranked(rows: str, later: str, earlier: str) -> str:
    """How many durations there are by channel, and both percentiles by nearest rank."""
    length = f"(julianday({later}) - julianday({earlier}))" if connection.vendor == "sqlite" else f"({later} - {earlier})"
    return (
        "SELECT channel, max(n), min(CASE WHEN place >= 0.5 * n THEN length END), min(CASE WHEN place >= 0.9 * n THEN length END) FROM ("
        f"SELECT t.channel, {length} AS length, count(*) OVER (PARTITION BY t.channel) AS n, "
        f"row_number() OVER (PARTITION BY t.channel ORDER BY {length}) AS place {rows} AND {later} > {earlier}) ranked GROUP BY channel"
    )


def _within(alias: str) -> str:
    return f"WHERE {alias}.council_id = %s AND {alias}.created_at >= %s AND {alias}.created_at < %s"


def _clock(part: str, code: str) -> str:
    """The hour or the day of the week; by hand, nobody asks the calendar."""
    if connection.vendor == "sqlite":
        return f"SELECT strftime('%%{code}', t.created_at), count(*) {ARRIVED} GROUP BY 1"
    return f"SELECT extract({part} FROM t.created_at AT TIME ZONE 'Europe/Madrid'), count(*) {ARRIVED} GROUP BY 1"


def queries() -> list[str]:
    """Every query; each takes the council and the month."""
    columns = ("channel", "motive", "requester", "language", "callback_origin", "feedback_kind")
    invited = "satisfaction_invitation i JOIN tickets_ticket t ON t.id = i.ticket_id"
    return [
        *(f"SELECT t.{column}, count(*), count(t.first_human_response_at) {ARRIVED} GROUP BY 1" for column in columns),
        _clock("hour", "H"),
        _clock("dow", "w"),
        f"SELECT p.slug, count(*) {ARRIVED.replace('WHERE', PROCEDURE)} GROUP BY 1",
        *(f"SELECT u.{column}, count(*) FROM tickets_unserveddemand u {_within('u')} GROUP BY 1" for column in ("reason", "channel")),
        _ranked(f"{ARRIVED} AND t.callback_origin = ''", "t.first_human_response_at", "t.created_at"),
        _ranked(RESOLVED, "t.first_resolved_at", "t.created_at"),
        *(
            f"SELECT t.{column}, t.first_outcome, count(*), count(t.reopened_at) {RESOLVED} GROUP BY 1, 2"
            for column in ("channel", "motive")
        ),
        *(f"SELECT t.{column}, count(*) {RESOLVED} GROUP BY 1" for column in ("referral", "failure_cause")),
        f"SELECT p.slug, t.procedure_result, count(*) {RESOLVED.replace('WHERE', PROCEDURE)} GROUP BY 1, 2",
        f"SELECT count(*), sum(CASE WHEN first_attempt_at <= due_at THEN 1 ELSE 0 END) FROM callbacks_call c {_within('c').replace('created_at', 'due_at')}",
        f"SELECT t.channel, r.score, count(*) FROM satisfaction_rating r JOIN {invited.replace(' JOIN', ' ON i.id = r.invitation_id JOIN')} {_within('r')} GROUP BY 1, 2",
        f"SELECT t.channel, count(*) FROM {invited} {_within('i')} GROUP BY 1",
        f"SELECT count(*) FROM remote_remotesession s {_within('s').replace('created_at', 'started_at')}",
    ]


def ask(council: int, start: datetime, end: datetime) -> int:
    """Ask everything; returns how many rows came back."""
    adapt = connection.ops.adapt_datetimefield_value
    values, number = [council, adapt(start), adapt(end)], 0
    with connection.cursor() as cursor:
        for query in queries():
            cursor.execute(query, values)
            number += len(cursor.fetchall())
        edges = [adapt(end - timedelta(days=days)) for days in (2, 7, 30)]
        ages = ", ".join("sum(CASE WHEN t.created_at >= %s THEN 1 ELSE 0 END)" for _edge in edges)
        cursor.execute(
            f"SELECT count(*), {ages} FROM tickets_ticket t WHERE t.council_id = %s AND t.excluded_reason = '' AND t.created_at < %s"
            " AND (t.first_resolved_at IS NULL OR t.first_resolved_at >= %s OR (t.reopened_at < %s AND (t.resolved_at IS NULL OR t.resolved_at >= %s)))",
            [*edges, council, *(adapt(end),) * 4],
        )
        return number + len(cursor.fetchall())
