"""A day outside every period of the plan: said at once, allowed with a reason, and the reason stands with the entry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from internship_xblock.core.errors import Invalid
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.plans import api as plans

from ..runtime import call, make_block
from .world import RULES, USAGE, World, words

PERIOD = (date(2026, 9, 14), date(2026, 9, 18))
OUTSIDE, INSIDE = "2026-09-21", "2026-09-16"


@pytest.fixture
def planned(world: World) -> World:
    """The same people with a plan that has one period."""
    give_period(world, *PERIOD)
    return world


def give_period(world: World, start: date, end: date, revision: int = 0) -> None:
    row = {"uid": "p1", "label": "Week 38", "start": start.isoformat(), "end": end.isoformat(), "hours": "37"}
    plans.save_section(
        world.student, placement_id=world.placement_id, usage_key="plan", section="periods", revision=revision, typed=[row],
        settings=plans.PlanRules(),
    )  # fmt: skip


def share(world: World, entry: logs.EntryView) -> logs.Shared:
    return world.share(entry, "mentor")


def test_a_draft_needs_no_reason_and_sharing_does(planned: World) -> None:
    entry = planned.write(day=OUTSIDE, date_reason=" ")
    with pytest.raises(Invalid) as raised:
        share(planned, entry)
    assert "outside every period" in str(raised.value.message)
    why = words(day=OUTSIDE, date_reason="I came early")
    entry = logs.edit(planned.student, usage_key=USAGE, entry_id=entry.id, revision=1, rules=RULES, typed=why)
    assert share(planned, entry).entry.is_shared


def test_inside_a_period_or_without_periods_nobody_asks(planned: World, world: World) -> None:
    assert share(planned, planned.write(day=INSIDE, date_reason="")).entry.is_shared


def test_the_page_says_so_when_the_day_is_chosen_and_when_it_opens(planned: World) -> None:
    block = make_block(LogBlock, planned.student, usage=USAGE)
    note = "outside every period of the plan"
    for day, is_outside in ((OUTSIDE, True), (INSIDE, False), ("2026-02-30", False), ("", False)):
        asked = {"placement": str(planned.placement_id), "d1-date": day}
        assert (note in call(block, "check_date", asked, method="GET").text) == is_outside, day
    planned.write(day=OUTSIDE)
    assert note in make_block(LogBlock, planned.student, usage=USAGE).student_view().content


def typed(world: World, **more: Any) -> dict[str, str]:
    fields = {"date": OUTSIDE, "text-what": "I rang.", **more}
    hidden = {"placement": str(world.placement_id), "draft": "1", "revision": "0", "entry": ""}
    return hidden | {f"d1-{name}": value for name, value in fields.items()}


def test_going_on_to_share_asks_for_it_at_its_field_and_the_readers_see_it(planned: World) -> None:
    asked = call(make_block(LogBlock, planned.student, usage=USAGE), "go_share", typed(planned))
    assert asked.status_int == 422
    assert "d1-date_reason-error" in asked.text
    assert "Your entry is saved." in asked.text
    assert Entry.objects.get().texts["what"] == "I rang.", "what it says is true"
    assert asked.headers["X-Internship-Revision"] == "1", "and who types on goes on from it"
    reason = "<b>Invited</b> to the fair"
    block = make_block(LogBlock, planned.student, usage=USAGE)
    call(block, "save_entry", typed(planned, date_reason=reason) | {"revision": "1"})
    entry = logs.list_entries(planned.student, placement=planned.placement_id, usage_key=USAGE).entries[0]
    share(planned, entry)
    page = make_block(LogBlock, planned.mentor, usage=USAGE).student_view().content
    assert "Outside the periods of the plan:" in page
    assert "&lt;b&gt;Invited&lt;/b&gt; to the fair" in page
    give_period(planned, PERIOD[0], date(2026, 9, 25), revision=1)
    assert "to the fair" not in make_block(LogBlock, planned.mentor, usage=USAGE).student_view().content
