"""The list: filters, paging both ways, search, counts, and as many queries for 1,000 placements as for 10."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core import standing
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, NotAllowed
from internship_xblock.core.tools import Tool
from internship_xblock.tools.coordination import api, listing
from internship_xblock.tools.coordination.models import PlacementState
from internship_xblock.tools.placements.models import Party, Placement
from tests.platform import COURSE

from .crowd import fill, student, supervisor

ELSEWHERE = "course-v1:Other+C+1"


def today() -> date:
    return timezone.localdate()


def names(page: api.PlacementList) -> list[str]:
    return [line.student.name if line.student else "" for line in page.lines]


def walk(ida: Actor, limit: int = 7, **choice: str) -> list[list[str]]:
    """The pages of a list forward, checked to be the same backward."""
    pages, after = [], ""
    while True:
        page = api.list_placements(ida, course_key=COURSE, after=after, limit=limit, **choice)
        pages.append(names(page))
        if not page.after:
            break
        after = page.after
    back = [names(page)]
    while page.before:
        page = api.list_placements(ida, course_key=COURSE, before=page.before, limit=limit, **choice)
        back.append(names(page))
    flat = [name for one in reversed(back) for name in one]
    assert flat == [name for one in pages for name in one]
    return pages


@pytest.mark.parametrize("state", list(api.STATES))
@pytest.mark.parametrize("time", ["", "running"])
def test_a_list_has_each_of_its_state_once_who_has_waited_longest_first(ida: Actor, state: str, time: str) -> None:
    fill(COURSE, 120, today())
    found = [name for page in walk(ida, state=state, time=time) for name in page]
    rows = PlacementState.objects.filter(course_key=COURSE)
    wanted = [row for row in rows if _is_in(row, state, time)]
    assert len(found) == len(set(found)) == len(wanted)
    assert found or state in ("silent",)
    column = api.STATES[state].column or api.TIMES[time].column
    if column:
        days = {row.pk: getattr(row, column) for row in wanted}
        order = [days[pk] for pk in _ids(ida, state, time)]
        assert order == sorted(order)


def _ids(ida: Actor, state: str, time: str) -> list[int]:
    return [line.id for line in api.all_placements(ida, course_key=COURSE, state=state, time=time)]


def _is_in(row: PlacementState, state: str, time: str) -> bool:
    now = today()
    is_there = {
        "": True, "invited": row.invited_since is not None, "undelivered": row.mail_since is not None,
        "silent": row.silent_on is not None and row.silent_on <= now <= row.silent_until,
        "untrained": row.trained_until is not None and row.trained_until < now,
    }.get(state, row.plan == state)  # fmt: skip
    is_now = row.first_day is not None and row.first_day <= now <= row.last_day
    return is_there and (is_now or not time)


def test_counts_say_how_many_a_filter_finds(ida: Actor) -> None:
    fill(COURSE, 120, today())
    page = api.list_placements(ida, course_key=COURSE)
    for name, number in page.states.items():
        assert number == len(_ids(ida, name, "")), name
    assert page.states[""] == 120
    with patch.object(listing, "COUNT_LIMIT", 5):
        assert listing.counted([PlacementState.objects.all()], 5) == [6]


def test_a_host_and_a_supervisor_are_filters_too(ida: Actor) -> None:
    fill(COURSE, 260, today())
    found = api.list_placements(ida, course_key=COURSE, supervisor=supervisor(3))
    assert sorted(names(found)) == [student(3), student(253)]
    assert found.states[""] == 2
    assert names(api.list_placements(ida, course_key=COURSE, host="Tana Fisk 7", supervisor=supervisor(7))) == [student(7)]
    assert names(api.list_placements(ida, course_key=COURSE, host="Tana Fisk")) == []


def test_search_finds_people_and_hosts_in_any_order(ida: Actor) -> None:
    fill(COURSE, 120, today())
    assert names(api.list_placements(ida, course_key=COURSE, search="NORDLI7 student000007")) == [student(7)]
    assert names(api.list_placements(ida, course_key=COURSE, search="fisk 119")) == [student(119)]
    assert names(api.list_placements(ida, course_key=COURSE, search="nobody")) == []
    assert names(api.list_placements(ida, course_key=COURSE, search="%")) == []


@pytest.mark.parametrize(
    "asked",
    [{"state": "odd"}, {"time": "odd"}, {"after": "x"}, {"after": "1", "before": "2"}, {"state": "invited", "after": "17"},
     {"state": "invited", "after": "2026-99-99_1"}, {"after": "2026-09-28_1"}, {"host": "x" * 201}],
)  # fmt: skip
def test_what_no_page_asks_for_is_refused(ida: Actor, asked: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        api.list_placements(ida, course_key=COURSE, **asked)


def test_only_staff_of_the_course_see_it(person: Callable[..., Actor], browse: Callable[..., Any]) -> None:
    fill(COURSE, 3, today())
    fill(ELSEWHERE, 3, today())
    staff = person("staff_ida", is_staff=True)
    for actor, key in ((person("mira"), COURSE), (staff, ELSEWHERE), (Actor.stranger(COURSE), COURSE)):
        with pytest.raises(NotAllowed):
            api.list_placements(actor, course_key=key)
        with pytest.raises(NotAllowed):
            api.all_placements(actor, course_key=key)
        with pytest.raises(NotAllowed):
            api.stuck(actor, course_key=key)
    assert browse("").status_code == 302
    assert browse("mira").status_code == 403
    assert browse("staff_ida", course_key=ELSEWHERE).status_code == 403
    assert student(1) not in browse("mira").content.decode()
    shown = browse("staff_ida").content.decode()
    assert shown.count('class="ix-coordinated"') == 3  # of this course alone
    assert student(1) in shown


def queries(request: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert request().status_code == 200
    return sum(one["sql"].split(None, 1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE") for one in captured)


@pytest.mark.parametrize("asked", [{}, {"state": "unsigned"}, {"time": "running"}, {"search": "nordli student"}])
def test_a_list_costs_the_same_for_ten_and_a_thousand(
    client_of: Callable[[str], Client], browse: Callable[..., Any], asked: dict[str, str]
) -> None:
    fill(COURSE, 10, today())
    ida = client_of("staff_ida")
    browse(ida)  # what is done after a page, now and then, is done
    few = queries(lambda: browse(ida, **asked))
    fill(COURSE, 990, today())
    assert queries(lambda: browse(ida, **asked)) <= few
    assert few <= 8


def test_today_says_what_is_stuck_and_leads_there(client_of: Callable[[str], Client]) -> None:
    fill(COURSE, 120, today())
    ida = client_of("staff_ida")

    def open_today() -> Any:
        return ida.get("/internship/", {"course": COURSE})

    html = open_today().content.decode()
    assert "24 placements" in html
    assert f"/internship/placements/{COURSE}/" in html
    counted = queries(open_today)
    fill(COURSE, 880, today())
    assert queries(open_today) <= counted <= 12


def test_a_tool_that_counts_is_heard(
    client_of: Callable[[str], Client], browse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As conversations will: how many concerns are unanswered, never what they say."""
    toy = Tool(name="toys", verbs={}, counts="web:counts")
    asked = []

    def load(self: Tool, path: str) -> Any:
        if self is not toy:
            return original(self, path)

        def counts(actor: Actor) -> list[standing.Count]:
            asked.append(actor.course_key)
            number = 3 if actor.course_key == COURSE else 0
            said = "3 concerns unanswered for more than three days"
            return [standing.Count(number, said), standing.Count(0, "none of these")]

        return counts

    original = Tool.load
    monkeypatch.setattr(Tool, "load", load)
    monkeypatch.setattr(standing, "every", lambda: [toy])
    html = browse("staff_ida").content.decode()
    assert "3 concerns unanswered for more than three days" in html
    assert "none of these" not in html
    assert "3 concerns unanswered" in client_of("staff_ida").get("/internship/", {"course": COURSE}).content.decode()
    assert set(asked) == {COURSE}


def read(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_table_has_all_that_the_list_finds_and_nothing_in_it_computes(browse: Callable[..., Any]) -> None:
    fill(COURSE, 620, today())  # more than are read at once
    place = Placement.objects.create(course_key=COURSE)
    Party.objects.create(placement=place, uid="a", role="student", name='=HYPERLINK("http://x")', organisation="")
    PlacementState.objects.create(placement=place, course_key=COURSE, plan="none", plan_since=today(), stale=0)
    rows = list(csv.reader(io.StringIO(read(browse("staff_ida", page="placements_download", form="csv")).decode("utf-8-sig"))))
    assert len(rows) == 622
    assert rows[1][0] == '\'=HYPERLINK("http://x")'
    chosen = read(browse("staff_ida", page="placements_download", form="csv", search="student000007")).decode()
    assert chosen.count("\n") == 2
    book = zipfile.ZipFile(io.BytesIO(read(browse("staff_ida", page="placements_download", form="xlsx"))))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall("<row>", sheet)) == 622
    assert "<f>" not in sheet  # a text is a text, also one that begins with =
    assert "=HYPERLINK" in sheet
    for name in ("", "mira"):
        assert browse(name, page="placements_download", form="csv").status_code in (302, 403)


def test_what_waits_since_long_ago_is_no_news(ida: Actor) -> None:
    fill(COURSE, 1, today())
    PlacementState.objects.update(mail_since=today() - timedelta(days=31))
    assert api.list_placements(ida, course_key=COURSE, state="undelivered").lines == []
    assert api.list_placements(ida, course_key=COURSE).lines[0].mail_since is None
