"""What can be typed into a draft, and what is refused at which field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import BadRequest, Invalid
from internship_xblock.core.language.text import LINE_LIMIT, clean
from internship_xblock.records import validation
from internship_xblock.records.schema import ROWS_LIMIT, Surroundings
from internship_xblock.tools.plans.schema.sections import ANSWER_LIMIT, BY_NAME, SECTIONS
from internship_xblock.tools.plans.web.sections import typed as typed_rows

AROUND = Surroundings([("knowledge", "Knowledge")], [("o1", "Explain")], removed=frozenset({"o9"}))


def check(section: str, **typed: Any) -> dict[str, Any]:
    uid = {"uid": "r1"} if BY_NAME[section].has_rows else {}
    return validation.check(BY_NAME[section], [{**uid, **typed}], AROUND)[0]


# Of a party the role is asked for in the api: a placement keeps no person without one.
@pytest.mark.parametrize("section", [one for one in SECTIONS if one.name != "parties"], ids=lambda section: section.name)
def test_nothing_is_required_in_a_draft(section: Any) -> None:
    assert check(section.name) == section.blank("r1")


REFUSED = [
    ("periods", {"start": "21.9.2026"}, "start", "year-month-day"),
    ("periods", {"start": "2026-02-30"}, "start", "not a date"),
    ("periods", {"start": "0026-02-03"}, "start", "year"),
    ("periods", {"start": "2026-09-21", "end": "2026-09-20"}, "end", "before the first day, Mon 21 Sep 2026."),
    ("periods", {"start": "2026-09-21", "end": "2026-09-21", "hours": "24.5"}, "hours", "at most 24"),
    ("periods", {"start": "2026-09-21", "end": "2026-09-22", "hours": "48.25"}, "hours", "at most 48"),
    ("periods", {"hours": "-1"}, "hours", "0"),
    ("periods", {"hours": "many"}, "hours", "number"),
    ("periods", {"hours": "NaN"}, "hours", "number"),
    ("periods", {"hours": "1000000000"}, "hours", "9999"),
    ("periods", {"hours": "0.255"}, "hours", "two decimals"),
    ("outcomes", {"text": "x" * (LINE_LIMIT + 1)}, "text", "501"),
    ("outcomes", {"heading": "no-such"}, "heading", "not one of the choices"),
    ("tasks", {"outcomes": ["o1", "o2"]}, "outcomes", "not in this plan"),
    ("tasks", {"autonomy": "flies"}, "autonomy", "not one of the choices"),
    ("checkpoints", {"kind": "party"}, "kind", "not one of the choices"),
    ("practical", {"hse": "x" * (ANSWER_LIMIT + 1)}, "hse", "2001"),
    ("contacts", {"mentor_hours": "a few"}, "mentor_hours", "number"),
]


@pytest.mark.parametrize(("section", "typed", "field", "words"), REFUSED)
def test_what_cannot_be_kept_is_refused_at_its_field(section: str, typed: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(section, **typed)
    name = f"{section}-r1-{field}" if BY_NAME[section].has_rows else f"{section}-{field}"
    assert list(refusal.value.fields) == [name]
    assert words in " ".join(map(str, refusal.value.fields[name]))


def test_what_can_be_kept_is_kept_plainly() -> None:
    row = check("periods", label="Week 38", start="2026-09-21", end="2026-09-25", hours="37.50")
    assert row == {"uid": "r1", "label": "Week 38", "start": "2026-09-21", "end": "2026-09-25", "hours": 37.5}
    assert check("periods", hours="40.00")["hours"] == 40
    assert check("tasks", outcomes=["o1", "o9"], routine="on")["outcomes"] == ["o1", "o9"]  # o9 was set aside, not unknown
    assert check("outcomes", text="   \n ")["text"] == ""


@pytest.mark.parametrize(
    "text", ["مرحبا بك", "你好，世界", "🐟👩🏽‍🔬", "=SUM(A1)", "<script>alert(1)</script>", "č đ ŋ š ŧ ž", "a\n\nb"]
)
def test_text_is_kept_to_the_letter(text: str) -> None:
    assert check("tasks", text=text)["text"] == text


def test_too_many_rows_are_refused_where_they_are_added() -> None:
    rows = [{"uid": f"r{at}"} for at in range(ROWS_LIMIT + 1)]
    with pytest.raises(Invalid) as refusal:
        validation.check(BY_NAME["tasks"], rows, AROUND)
    assert list(refusal.value.fields) == ["tasks-add"]
    assert len(validation.check(BY_NAME["tasks"], rows[:-1], AROUND)) == ROWS_LIMIT


@pytest.mark.parametrize("uids", [["a", "a"], ["<b>"], [""], ["x" * 17], ["é"]])
def test_row_ids_that_are_not_ours_are_a_bad_request(uids: list[str]) -> None:
    data: MultiValueDict[str, str] = MultiValueDict({"row": uids})
    with pytest.raises(BadRequest):
        typed_rows.read(BY_NAME["tasks"], data)
    with pytest.raises(BadRequest):
        validation.check(BY_NAME["tasks"], [{"uid": uid} for uid in uids], AROUND)


@given(
    section=st.sampled_from(SECTIONS),
    values=st.lists(
        st.one_of(st.text(max_size=40), st.sampled_from(["2026-09-21", "9" * 400, "-0", "Infinity", "1e-7"])), max_size=8
    ),
)
def test_any_text_is_either_kept_as_json_or_refused_at_a_field(section: Any, values: list[str]) -> None:
    typed = {"uid": "r1", **{spec.name: value for spec, value in zip(section.fields, map(clean, values), strict=False)}}
    try:
        kept = validation.check(section, [typed], AROUND)
        refused: set[str] = set()
    except Invalid as refusal:
        refused = set(refusal.fields)
    if refused:
        prefix = f"{section.name}-r1" if section.has_rows else section.name
        assert refused <= {f"{prefix}-{spec.name}" for spec in section.fields}
    else:
        assert validation.check(section, kept, AROUND) == kept
        assert json.loads(json.dumps(kept, allow_nan=False)) == kept
