"""One answer that cannot be kept holds no other back: it stays as it was stored, and the others are saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, PartlySaved, Stale
from internship_xblock.records import validation
from internship_xblock.records.schema import Surroundings
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.schema.sections import BY_NAME, SECTIONS

from .conftest import RULES, USAGE, Draft

pytestmark = pytest.mark.django_db
STORED = {"uid": "p1", "label": "Autumn", "start": "2026-09-21", "end": "2026-09-25", "hours": 40}
DAYS = st.sampled_from(["", "2026-09-01", "2026-09-21", "2026-10-30", "2026-02-30", "soon"])
HOURS = st.sampled_from(["", "8", "37,5", "1000", "7:20", "lots"])


@pytest.mark.parametrize(
    ("typed", "wrong", "kept"),
    [
        ({"hours": "a lot"}, ["hours"], STORED),
        ({"hours": "9999"}, ["hours"], STORED),
        ({"end": "2026-02-30"}, ["end"], STORED),
        ({"end": "2026-09-30", "hours": "x"}, ["hours"], {**STORED, "end": "2026-09-30"}),
        ({"start": "2026-10-01"}, ["end", "start"], STORED),  # alone it would end before it begins
        ({"label": "x" * 201}, ["label"], STORED),
    ],
)
def test_what_cannot_be_kept_stays_as_it_is_stored(
    draft: Draft, typed: dict[str, str], wrong: list[str], kept: dict[str, Any]
) -> None:
    other = {"uid": "p2", "label": "Spring", "start": "", "end": "", "hours": ""}
    draft.save("periods", [STORED, other])
    with pytest.raises(PartlySaved) as raised:
        draft.save("periods", [{**STORED, **typed}, {**other, "label": "Winter"}])
    assert list(raised.value.fields) == [f"periods-p1-{name}" for name in wrong]
    section = draft.view().sections["periods"]
    assert section.rows == [kept, {**other, "label": "Winter"}]
    assert raised.value.revision == section.revision == 2


def test_a_field_that_cannot_be_kept_is_put_over_no_word_of_another_window(draft: Draft) -> None:
    """The mended save is compared with what was written there meanwhile."""
    draft.save("periods", [STORED])
    draft.save("periods", [{**STORED, "hours": "30"}])  # the other window

    def late(hours: str, revision: int) -> None:
        plans.save_section(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section="periods", revision=revision,
            settings=RULES, typed=[{**STORED, "hours": hours}],
        )  # fmt: skip

    with pytest.raises(PartlySaved) as raised:
        late("a lot", 1)
    assert raised.value.revision == 1
    with pytest.raises(Stale):
        late("35", raised.value.revision or 0)
    assert draft.view().sections["periods"].rows == [{**STORED, "hours": 30}]


def test_saved_whole_or_not_at_all(draft: Draft) -> None:
    with pytest.raises(Invalid) as raised:
        plans.save_section(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section="periods", revision=0, settings=RULES,
            typed=[{**STORED, "hours": "x"}], whole=True,
        )  # fmt: skip
    assert not isinstance(raised.value, PartlySaved)
    assert draft.view().sections["periods"].rows == []


def test_single_answers_too(draft: Draft) -> None:
    with pytest.raises(PartlySaved):
        draft.save("contacts", [{"university": "Kari Antonsen", "mentor_hours": "some"}])
    assert draft.view().sections["contacts"].values == {"university": "Kari Antonsen", "escalation": "", "mentor_hours": ""}


def test_a_role_that_cannot_be_changed_holds_nobody_back(draft: Draft, join: Callable[..., Actor]) -> None:
    join(draft, "lena", "leader")
    rows = draft.view().sections["parties"].rows
    lena = rows[-1]["uid"]
    typed = [{**rows[0], "role": "", "organisation": "Fish & Co"}, {**rows[-1], "role": "student", "email": "lena@blåbær.no"}]
    with pytest.raises(PartlySaved) as raised:
        draft.save("parties", typed)
    assert list(raised.value.fields) == [f"parties-{rows[0]['uid']}-role", f"parties-{lena}-role"]
    now = draft.view().sections["parties"].rows
    assert [(row["role"], row["organisation"], row["email"]) for row in now] == [
        ("mentor", "Fish & Co", ""), ("leader", "", "lena@blåbær.no"),
    ]  # fmt: skip


def test_a_heading_that_is_gone_does_not_hold_its_outcome_back() -> None:
    stored = {"uid": "o1", "text": "Plan a sale", "heading": "gone"}
    rows, wrong = validation.sift(BY_NAME["outcomes"], [{**stored, "text": "Plan a fish sale"}], Surroundings(), [stored])
    assert rows == [{**stored, "text": "Plan a fish sale"}]
    assert list(wrong) == ["outcomes-o1-heading"]


@given(DAYS, DAYS, HOURS, st.sampled_from([STORED, {"uid": "p1", "label": "", "start": "", "end": "", "hours": ""}]))
def test_whatever_is_typed_what_is_kept_fits(start: str, end: str, hours: str, stored: dict[str, Any]) -> None:
    section = BY_NAME["periods"]
    typed = {"uid": "p1", "label": "New", "start": start, "end": end, "hours": hours}
    (row,), wrong = validation.sift(section, [typed], Surroundings(), [stored])
    assert row["label"] == "New"
    assert validation.check(section, [row], Surroundings()) == [row]
    written = {"start": start, "end": end, "hours": {"37,5": "37.5"}.get(hours, hours)}
    lost = {name for name, text in written.items() if str(row[name]) != text}
    assert {f"periods-p1-{name}" for name in lost} <= wrong.keys(), "what is not saved is marked"


@given(st.sampled_from([section for section in SECTIONS if section.name != "parties"]), st.data())
def test_nothing_that_is_typed_stops_a_section(section: Any, data: Any) -> None:
    uid = {"uid": "r1"} if section.has_rows else {}
    typed = {spec.name: data.draw(st.text(max_size=12)) for spec in section.fields if spec.kind != "outcomes"}
    (row,), _wrong = validation.sift(section, [{**uid, **typed}], Surroundings(), [])
    assert set(row) == {*uid, *(spec.name for spec in section.fields)}
