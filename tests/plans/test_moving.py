"""Moving the days of a draft: what is past stays, nothing changes its order, what was agreed stays agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed
from internship_xblock.core.moving import Wanted
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.rules.moving import Shift, moved_rows
from internship_xblock.tools.plans.sources import examples
from tests.plans.conftest import RULES, USAGE, Draft, fill

DAY = timedelta(days=1)
TODAY = date(2026, 10, 1)
some_days = st.integers(-60, 60).map(lambda number: TODAY + number * DAY)


@given(days=st.lists(some_days, min_size=2, max_size=8), by=st.integers(-100, 100))
def test_the_order_stays_the_past_stays_and_nothing_moves_into_it(days: list[date], by: int) -> None:
    shift, found = Shift(by, TODAY), sorted(days)
    moved = [shift(day) for day in found]
    assert moved == sorted(moved)
    for before, after in zip(found, moved, strict=True):
        assert after == before if before < TODAY else after == max(TODAY, before + by * DAY)


@given(start=st.integers(0, 60), length=st.integers(0, 90), by=st.integers(-60, 100))
def test_what_has_not_begun_keeps_its_length(start: int, length: int, by: int) -> None:
    first = TODAY + start * DAY
    row = {"uid": "p", "start": first.isoformat(), "end": (first + length * DAY).isoformat(), "label": "Autumn", "hours": 75}
    (moved,) = moved_rows("periods", [row], Shift(by, TODAY))
    now_first, now_last = (date.fromisoformat(str(moved.after[name])) for name in ("start", "end"))
    assert (moved.after["label"], moved.after["hours"]) == ("Autumn", 75)
    if start + by >= 0:
        assert now_last - now_first == length * DAY
    assert TODAY <= now_first <= now_last


# -- in a draft ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(draft: Draft) -> Draft:
    """Three weeks from two weeks from now on, nothing of which is past."""
    fill(draft, timezone.localdate())
    return draft


def look(draft: Draft, actor: Actor | None = None, **wanted: object) -> plans.Moving:
    where = {"placement": draft.placement_id, "usage_key": USAGE, "settings": RULES}
    return plans.would_move(actor or draft.actor, wanted=Wanted(**wanted), **where)  # type: ignore[arg-type]


def move(draft: Draft, actor: Actor | None = None, shown: str = "", **wanted: object) -> plans.Moving:
    known = shown or look(draft, actor, **wanted).shown
    where = {"placement_id": draft.placement_id, "usage_key": USAGE, "settings": RULES, "shown": known}
    return plans.move_dates(actor or draft.actor, wanted=Wanted(**wanted), **where)  # type: ignore[arg-type]


def days(draft: Draft) -> dict[str, list[str]]:
    view = draft.view()
    names = {"periods": "start", "tasks": "start", "checkpoints": "date"}
    return {section: [row[name] for row in view.sections[section].rows] for section, name in names.items()}


def later(found: dict[str, list[str]], by: timedelta) -> dict[str, list[str]]:
    return {name: [(date.fromisoformat(day) + by).isoformat() if day else day for day in some] for name, some in found.items()}


@pytest.mark.django_db
def test_all_days_move_alike_as_the_change_of_who_moves_them(filled: Draft, join: Callable[..., Actor]) -> None:
    sven, before = join(filled, "sven", "supervisor"), days(filled)
    texts = [row["text"] for row in filled.view().sections["tasks"].rows]
    found = move(filled, sven, weeks=2)
    assert days(filled) == later(before, timedelta(weeks=2))
    assert [row["text"] for row in filled.view().sections["tasks"].rows] == texts
    section = filled.view().sections["periods"]
    assert section.changed_by == "Sven"
    assert {mark[1] for fields in section.marks.values() for name, mark in fields.items() if name == "start"} == {"Sven"}
    assert found.days == 14


@pytest.mark.django_db
def test_looking_moves_nothing(filled: Draft) -> None:
    before = days(filled)
    look(filled, weeks=2)
    assert days(filled) == before


@pytest.mark.django_db
def test_a_new_first_or_last_day_moves_all_by_the_difference(filled: Draft) -> None:
    before = days(filled)
    first = date.fromisoformat(before["periods"][0])
    move(filled, first=first + 3 * DAY)
    assert days(filled) == later(before, 3 * DAY)
    last = max(date.fromisoformat(row["end"]) for row in filled.view().sections["periods"].rows)
    move(filled, last=last - 3 * DAY)
    assert days(filled) == before


@pytest.mark.django_db
def test_what_was_agreed_keeps_its_days_until_the_next_version(filled: Draft, join: Callable[..., Actor]) -> None:
    join(filled, "nils", "student")
    version = filled.submit()
    move(filled, weeks=1)
    again = plans.version(filled.actor, placement_id=filled.placement_id, usage_key=USAGE, number=1)
    assert again.document == version.document
    assert again.is_intact
    assert filled.submit().number == 2


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_not_moved(filled: Draft) -> None:
    known, before = look(filled, weeks=2).shown, days(filled)
    filled.save("tasks", [{**row, "text": "Another"} for row in filled.view().sections["tasks"].rows])
    with pytest.raises(Invalid):
        move(filled, shown=known, weeks=2)
    with pytest.raises(Invalid):
        move(filled, shown=look(filled, weeks=2).shown, weeks=3)
    assert days(filled) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "weeks"), ({"weeks": 0}, "weeks"), ({"weeks": 105}, "weeks"), ({"weeks": 1, "first": TODAY}, "weeks"),
        ({"first": date(2036, 1, 1)}, "first"), ({"last": date(1999, 1, 1)}, "last"), ({"first": date.max}, "first"),
    ],
)  # fmt: skip
def test_what_is_no_way_to_move_is_said_at_its_field(filled: Draft, wanted: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        look(filled, **wanted)
    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_where_all_is_past_or_nothing_is_planned_nothing_can_move(draft: Draft) -> None:
    with pytest.raises(Invalid) as refused:
        look(draft, weeks=2)
    assert "Nothing would move" in str(refused.value.message)
    fill(draft, date(2020, 1, 6))
    with pytest.raises(Invalid) as refused:
        look(draft, weeks=2)
    assert "Nothing would move" in str(refused.value.message)


@pytest.mark.django_db
def test_all_or_nothing_where_one_may_not_write_everywhere(filled: Draft, join: Callable[..., Actor]) -> None:
    sven, before = join(filled, "sven", "supervisor"), days(filled)
    parties = (party for party, _sections in plans.who_writes(filled.actor, plan=filled.view()))
    uid = next(party.uid for party in parties if party.role == "supervisor")
    ticked = {uid: {"periods", "tasks"}}
    plans.allow(filled.actor, placement_id=filled.placement_id, usage_key=USAGE, revision=0, ticked=ticked)
    with pytest.raises(NotAllowed) as refused:
        move(filled, sven, weeks=2)
    assert "Checkpoints" in str(refused.value.message)
    assert days(filled) == before


@pytest.mark.django_db
def test_what_nobody_has_confirmed_stays_marked_with_its_new_days(draft: Draft) -> None:
    source = examples.source(RULES, timezone.localdate())
    plans.fill(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, source=source, first_day=timezone.localdate() + 14 * DAY,
        settings=RULES,
    )  # fmt: skip
    before = draft.view().standing
    assert before["periods"]
    move(draft, weeks=2)
    assert draft.view().standing == before
