"""The list of all placements of a course: as fast for 100,000 as for 100 (docs/adr/0033).

Each state is a range of one index, and the list of those in it has that index's order: who has waited longest comes first. A
cursor names the last row seen, by its day and its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet

from ...core import keyset, standing
from ...core.errors import BadRequest
from ...core.language.text import NAME_LIMIT
from ...core.word_index import WordIndex
from .models import PlacementState, PlacementWord

COUNT_LIMIT = 1_000  # counting further would make the page slower with every row, and tells nobody more
PAGE_LIMIT = 500
MAIL_DAYS = 30  # what was not delivered before is no news
_EVER = date(1900, 1, 1)
_CURSOR = re.compile(r"(?:(\d{4}-\d\d-\d\d)_)?([0-9]{1,18})")
_WORDS = WordIndex(PlacementWord.objects.all(), "placement_id")


@dataclass(frozen=True)
class Way:
    """One choice of a filter: what it selects on a day; the column of days by which it is put in order, "" for the number."""

    condition: Callable[[date], Mapping[str, Any]]
    column: str = ""
    is_newest_first: bool = False


def _plan(state: str) -> Way:
    return Way(lambda today: {"plan": state}, "plan_since")


ALL = Way(lambda today: {}, is_newest_first=True)
STATES: Mapping[str, Way] = {
    "": ALL,
    "invited": Way(lambda today: {"invited_since__gte": _EVER}, "invited_since"),
    "undelivered": Way(lambda today: {"mail_since__gte": today - timedelta(days=MAIL_DAYS)}, "mail_since"),
    "silent": Way(lambda today: {"silent_on__lte": today, "silent_until__gte": today}, "silent_on"),
    "untrained": Way(lambda today: {"trained_until__gte": standing.UNTRAINED, "trained_until__lt": today}, "trained_until"),
    **{
        state: _plan(state)
        for state in (
            standing.NOT_STARTED, standing.DRAFT, standing.UNSIGNED, standing.SUBMITTED, standing.RETURNED, standing.APPROVED,
        )
    },
}  # fmt: skip
TIMES: Mapping[str, Way] = {
    "": ALL,
    "running": Way(lambda today: {"last_day__gte": today, "first_day__lte": today}, "last_day"),
    "coming": Way(lambda today: {"first_day__gt": today}, "first_day"),
    "ended": Way(lambda today: {"last_day__lt": today, "last_day__gte": _EVER}, "last_day", is_newest_first=True),
    "undated": Way(lambda today: {"last_day": None}, is_newest_first=True),
}
STUCK = ("invited", "undelivered", standing.UNSIGNED, "silent")  # what a coordinator does something about


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of a course is listed: a state, a time, a host, a supervisor, words of a search; "" for all."""

    course_key: str
    state: str = ""
    time: str = ""
    host: str = ""
    supervisor: str = ""
    search: str = ""

    def check(self) -> None:
        """Raise BadRequest for what no page of ours asks for."""
        is_long = any(len(text) > NAME_LIMIT for text in (self.host, self.supervisor, self.search))
        if self.state not in STATES or self.time not in TIMES or is_long:
            raise BadRequest()

    @property
    def way(self) -> Way:
        """By what the list is put in order: how long it has been so, else when it is."""
        return STATES[self.state] if self.state else TIMES[self.time]


@dataclass(frozen=True)
class Slice:
    """Some rows in their order. `after` and `before` are the cursors of the slices around it, "" where there is none."""

    rows: Sequence[PlacementState]
    after: str = ""
    before: str = ""

    @property
    def knows_training(self) -> bool:
        """Whether any mentor of the course was ever trained. Where none was, it is no news of one."""
        return any(getattr(row, "knows_training", False) for row in self.rows[:1])


@dataclass(frozen=True)
class Selection:
    """The placements that a choice finds."""

    choice: Choice
    rows: QuerySet[PlacementState]
    today: date

    @classmethod
    def of(cls, choice: Choice, today: date) -> Selection:
        """Find them: no query, and one for each word of a search."""
        choice.check()
        rows = PlacementState.objects.filter(course_key=choice.course_key)
        for name in ("host", "supervisor"):
            if getattr(choice, name):
                rows = rows.filter(**{name: getattr(choice, name)})
        return cls(choice, _WORDS.matching(rows, choice.course_key, choice.search).rows, today)

    def chosen(self, state: str | None = None, time: str | None = None) -> QuerySet[PlacementState]:
        """Select those in a state at a time, by default the choice's own."""
        ways = (STATES[self.choice.state if state is None else state], TIMES[self.choice.time if time is None else time])
        conditions = [way.condition(self.today) for way in ways]
        rows = self.rows
        for condition in conditions:
            rows = rows.filter(**condition)
        return rows

    def slice(self, after: str, before: str, limit: int) -> Slice:
        """Return one page, after one cursor or before another. One query."""
        if (after and before) or not 0 < limit <= PAGE_LIMIT:
            raise BadRequest()
        way = self.choice.way
        is_down = way.is_newest_first != bool(before)  # a page before a cursor is read backwards, then turned
        rows = self.chosen()
        if cursor := after or before:
            rows = rows.filter(_beyond(way.column, cursor, is_down))
        mark = "-" if is_down else ""
        rows = rows.order_by(*(f"{mark}{name}" for name in (way.column, "pk") if name))
        found = _read(rows[: limit + 1], self.choice.course_key)
        found.sort(key=lambda row: (getattr(row, way.column), row.pk) if way.column else (row.pk,), reverse=is_down)
        more, found = len(found) > limit, found[:limit]
        if before:
            found.reverse()
        has_next, has_previous = (bool(found), more) if before else (more, bool(after and found))
        return Slice(
            found, _cursor(way.column, found[-1]) if has_next else "", _cursor(way.column, found[0]) if has_previous else ""
        )

    def counts(self) -> Mapping[str, int]:
        """Return how many there are in each state, at most COUNT_LIMIT and one more of each. One query at most.

        What no index counts goes unsaid: what a search finds, and in each state at a time that is chosen.
        """
        if self.choice.search or self.choice.time:
            return {}
        return dict(zip(STATES, counted([self.chosen(state=name) for name in STATES]), strict=True))


def _read(rows: QuerySet[PlacementState], course_key: str) -> list[PlacementState]:
    """Read rows whose numbers an index finds by itself, in no certain order, each with `knows_training`. One query.

    Asked for the whole rows, MariaDB (10.11) takes the range of an index for dearer than the table; then it goes through the
    index from the end of the course and looks each row up: half a course for the first page of those that have ended.
    """
    try:
        numbers, values = rows.values(number=F("pk")).query.sql_with_params()
    except EmptyResultSet:
        return []
    trained = PlacementState.objects.filter(course_key=course_key, trained_until__gt=standing.UNTRAINED).values("pk")
    known, known_values = trained.query.sql_with_params()
    table = connection.ops.quote_name(PlacementState._meta.db_table)
    sql = (
        f"SELECT whole.*, EXISTS({known}) AS knows_training "  # noqa: S608 - the values are apart
        f"FROM ({numbers}) AS page INNER JOIN {table} AS whole ON whole.placement_id = page.number"
    )
    return list(PlacementState.objects.raw(sql, (*known_values, *values)))


def counted(selections: Sequence[QuerySet[Any]], limit: int = COUNT_LIMIT) -> list[int]:
    """Count several selections in one statement, each up to `limit` and one more."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in selections:
        try:
            sql, more = rows.order_by().values("pk")[: limit + 1].query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 - Django's own, its values apart
        values += more
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(count) for count in cursor.fetchone()]


def _beyond(column: str, cursor: str, is_down: bool) -> Q:
    found = _CURSOR.fullmatch(cursor)
    if found is None or bool(found[1]) != bool(column):
        raise BadRequest()
    if not column:
        return Q(**{f"pk__{'lt' if is_down else 'gt'}": int(found[2])})
    try:
        day = date.fromisoformat(found[1])
    except ValueError:
        raise BadRequest() from None
    return keyset.beyond(day, int(found[2]), older=is_down, field=column, pk_field="pk")


def _cursor(column: str, row: PlacementState) -> str:
    return f"{getattr(row, column).isoformat()}_{row.pk}" if column else str(row.pk)
