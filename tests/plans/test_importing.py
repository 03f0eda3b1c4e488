"""A file taken along, read again: the same plan, or one clear refusal."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.errors import Invalid, ToolError
from internship_xblock.core.language.text import clean
from internship_xblock.tools.plans.documents import as_json
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.layout import USUAL, Layout
from internship_xblock.tools.plans.sources import filling, importing
from tests.exports import world

from .conftest import RULES, TODAY
from .test_filling import json_values

LAYOUT = USUAL


def exported(document: dict[str, Any]) -> str:
    return as_json.as_json(world.taken(document)).decode()


def refusal(text: str, layout: Layout = LAYOUT) -> str:
    with pytest.raises(Invalid) as raised:
        importing.read(text, layout)
    (words,) = raised.value.fields["text"]
    return str(words)


def again(text: str) -> dict[str, Any]:
    """The document of a plan that was filled from a file and nothing else."""
    source = importing.read(text, LAYOUT).source
    found = filling.fill(source, RULES, first_day=source.first_day)
    single = {name for name, section in LAYOUT.by_name.items() if not section.has_rows}
    data = {name: {"values": rows[0]} if name in single else {"rows": rows} for name, rows in found.rows.items()}
    return frozen_text.build([], data, RULES.headings)


def without_uids(document: dict[str, Any]) -> dict[str, Any]:
    """The same with the uids of rows as their places, without people and what each placement answers for itself."""
    places = {row["uid"]: at for at, row in enumerate(document["outcomes"])}
    own = ("parties", *filling.OWN_SECTIONS)
    same = {name: rows for name, rows in copy.deepcopy(document).items() if name not in own}
    for rows in same.values():
        for row in rows if isinstance(rows, list) else []:
            row.pop("uid", None)
            if "outcomes" in row:
                row["outcomes"] = [places[uid] for uid in row["outcomes"]]
    return same


def test_what_is_taken_along_comes_back(good: dict[str, Any]) -> None:
    imported = importing.read(exported(good), LAYOUT)
    assert imported.is_intact
    assert without_uids(again(exported(good))) == without_uids(good)


line = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).map(clean)
many = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20)
many = many.map(clean).map(lambda text: text if text.strip() else "")  # as a plan keeps it
day = st.just("") | st.dates(TODAY.replace(year=2020), TODAY.replace(year=2030)).map(lambda one: one.isoformat())


@st.composite
def plan(draw: Any) -> dict[str, Any]:
    """Any plan that can be kept."""
    rows: dict[str, Any] = {
        "outcomes": [
            {"uid": f"o{at}", "text": draw(many), "heading": draw(st.sampled_from(["", "knowledge", "skills"]))}
            for at in range(draw(st.integers(0, 3)))
        ]
    }
    uids = [row["uid"] for row in rows["outcomes"] if row["text"].strip()]
    serves = st.lists(st.sampled_from(uids), unique=True) if uids else st.just([])
    rows["tasks"] = [
        {
            "uid": f"t{at}", "text": draw(many), "outcomes": draw(serves), "routine": draw(st.booleans()),
            "evidence": draw(many), "assessor": draw(line), "start": draw(day),
            "autonomy": draw(st.sampled_from(["", "alone"])),
        }
        for at in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    rows["checkpoints"] = [
        {"uid": f"c{at}", "kind": draw(st.sampled_from(["", "weekly"])), "date": draw(day), "about": draw(line)}
        for at in range(draw(st.integers(0, 2)))
    ]
    values = {"practical": {"hse": draw(many)}, "contacts": {"mentor_hours": draw(st.sampled_from(["", 2, 37.25]))}}
    data = {name: {"rows": found} for name, found in rows.items()} | {name: {"values": one} for name, one in values.items()}
    return frozen_text.build([], data, RULES.headings)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=plan())
def test_any_plan_comes_back_as_it_was(document: dict[str, Any]) -> None:
    text = exported(document)
    assert without_uids(again(text)) == without_uids(json.loads(text)["document"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "First choose a file"),
        ("{", "line 1, character 2"),
        ('{\n"a": 1,,}', "line 2, character 8"),
        ("%PDF-1.7", "line 1, character 1"),
        ('{"format": "x", "format": "y"}', "“format” appears twice"),
        ('{"format": NaN}', "“NaN”"),
        ('{"format": -Infinity}', "“-Infinity”"),
        ("1" * 5_000, "5000 digits"),
        ("1e999", "too large"),
        ("[" * 100_000, "nested more deeply"),
        ('{"a":' * 30 + "1" + "}" * 30, "nested more deeply"),
        ("[1, 2]", "not a plan"),
        ("null", "not a plan"),
        ('{"format": ["internship-xblock/plan"]}', "not a plan"),
        ('{"format": "internship-xblock/plan"}', "not complete"),
        ('{"format": "internship-xblock/plan", "schema": "urn:internship-xblock:plan:2", "document": {}}', "newer version"),
        ('{"format": "internship-xblock/plan", "schema": "urn:internship-xblock:plan:1", "document": {"schema": 2}}', "newer"),
        ('"' + "x" * importing.JSON_LIMIT + '"', "801 kB; at most 800 kB"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_words(text: str, words: str) -> None:
    assert words in refusal(text)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("tasks",), {}, "“Tasks” cannot be read: a list of rows"),
        (("practical",), [], "“Practical and legal” cannot be read"),
        (("tasks", 1), "text", "Task 2 cannot be read"),
        (("tasks", 2, "evidence"), ["a"], "Task 3, Evidence: a text was expected"),
        (("tasks", 0, "outcomes"), "o1", "Task 1, Supports these outcomes: a list of outcomes"),
        (("tasks", 0, "outcomes"), [1], "a list of outcomes"),
        (("tasks", 0, "routine"), 1, "yes or no"),
        (("periods", 0, "hours"), True, "Period 1, Hours in this period: a number"),
        (("contacts", "mentor_hours"), "2", "a number"),
        (("parties", 0, "name"), None, "Participant 1, Name: a text"),
    ],
)
def test_the_wrong_kind_of_thing_is_refused_by_its_place(
    good: dict[str, Any], path: tuple[Any, ...], value: Any, words: str
) -> None:
    place: Any = good
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    text = json.dumps({"format": importing.FORMAT, "schema": importing.SCHEMA_ID, "document": good})
    assert words in refusal(text)


def test_a_text_that_was_changed_afterwards_is_told(good: dict[str, Any]) -> None:
    changed = exported(good).replace("Shadow the auction", "Carry boxes")
    imported = importing.read(changed, LAYOUT)
    assert not imported.is_intact
    assert imported.source.answers["tasks"][0]["text"].startswith("Carry boxes")


def test_a_plan_of_the_other_kind_is_refused(good: dict[str, Any]) -> None:
    assert "an internship; here you plan a new employee" in refusal(exported(good), Layout(staff=True))
    assert "here you plan an internship" in refusal(exported({**good, **Layout(staff=True).kept}))


def test_hostile_texts_stay_texts(good: dict[str, Any]) -> None:
    nasty = "<script>alert(1)</script> =HYPERLINK(1) \\u0000"
    good["tasks"][0]["text"] = nasty
    text = exported(good).replace("\\\\u0000", "\\u0000\\ud800\u202e").replace('"tasks"', '"__proto__": {"x": 1}, "tasks"')
    source = importing.read(text, LAYOUT).source
    row = filling.fill(source, RULES, first_day=None).rows["tasks"][0]
    assert row["text"] == "<script>alert(1)</script> =HYPERLINK(1) \u202e"


@settings(max_examples=150, deadline=None)
@given(value=json_values)
def test_any_json_is_read_or_refused(value: Any) -> None:
    refusal(json.dumps(value))
    wrapped = {"format": importing.FORMAT, "schema": importing.SCHEMA_ID, "document": value}
    try:
        found = importing.read(json.dumps(wrapped), LAYOUT)
    except ToolError:
        return
    assert isinstance(found.source.answers, dict)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in inner for found in places(one, (*path, key)))]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_a_real_file_is_read_or_refused(good: dict[str, Any], data: st.DataObject) -> None:
    """And what is read can be filled in, or is left out with a remark."""
    content = json.loads(exported(good))
    for _change in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(content)[1:]))
        place = content
        for step in path[:-1]:
            place = place[step]
        if data.draw(st.booleans()):
            place[path[-1]] = data.draw(json_values)
        else:
            del place[path[-1]]
    try:
        source = importing.read(json.dumps(content), LAYOUT).source
    except ToolError:
        return
    found = filling.fill(source, RULES, first_day=source.first_day)
    assert set(found.rows) <= set(LAYOUT.by_name)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 5_000), cut=st.integers(0, 40), put=st.text(max_size=6))
def test_any_damage_to_the_text_is_read_or_refused(good: dict[str, Any], at: int, cut: int, put: str) -> None:
    text = exported(good)
    try:
        source = importing.read(text[:at] + put + text[at + cut :], LAYOUT).source
    except ToolError:
        return
    filling.fill(source, RULES, first_day=None)
