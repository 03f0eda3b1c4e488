"""People beside a frozen text: whoever is forgotten in whatever order, the text stays, and no name of theirs is left."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.language import personal_names
from internship_xblock.records import people
from internship_xblock.records.frozen import canonical
from internship_xblock.records.schema import Field, Section

PARTIES = Section(
    "parties", "Participants", "", (Field("name", "Name", names_people=True), Field("host", "Host", names_people=True)),
    row_name="Participant", title_field="name",
)  # fmt: skip
TASKS = Section(
    "tasks",
    "Tasks",
    "",
    (Field("text", "Text"), Field("looks", "Who looks", names_people=True)),
    row_name="Task",
    title_field="text",
)
CONTACTS = Section(
    "contacts", "Contacts", "", (Field("who", "Who", "text", names_people=True), Field("hours", "Hours", "hours"))
)
SECTIONS = (PARTIES, TASKS, CONTACTS)
NAMES = ("Kari Holm", "Ánde Čáhpi", "李小龙", "محمد علي", "Bo", "Åse Bjørnæs-Lie", "Ιωάννης")


def document(names: list[str], others: list[int]) -> dict[str, Any]:
    return {
        "parties": [{"uid": f"u{at}", "name": name, "host": "The quay"} for at, name in enumerate(names)],
        "tasks": [{"uid": f"t{at}", "text": "Sell a ticket", "looks": names[at % len(names)]} for at in others],
        "contacts": {"who": f"First {names[0]}, then {names[-1]}", "hours": 2},
        "headings": [{"id": "a", "text": "A"}],
    }


PEOPLE = st.lists(st.sampled_from(NAMES), min_size=1, max_size=len(NAMES), unique=True)


@given(names=PEOPLE, tasks=st.lists(st.integers(0, 9), max_size=4, unique=True))
def test_a_text_without_its_people_reads_the_same_with_them(names: list[str], tasks: list[int]) -> None:
    said = document(names, tasks)
    frozen, beside = people.set_aside(SECTIONS, said, {})
    assert not [name for name in names if name in canonical(frozen)]
    assert people.put_back(SECTIONS, frozen, beside) == said
    assert list(people.breaks(SECTIONS, frozen, beside)) == []


@given(names=PEOPLE, tasks=st.lists(st.integers(0, 9), max_size=4, unique=True))
def test_two_texts_that_say_the_same_are_the_same(names: list[str], tasks: list[int]) -> None:
    frozen, beside = people.set_aside(SECTIONS, document(names, tasks), {})
    assert people.set_aside(SECTIONS, document(names, tasks), beside) == (frozen, beside)
    other, _beside = people.set_aside(SECTIONS, document(names, tasks), {})
    assert canonical(other) != canonical(frozen)  # nobody learns from one text who is named in another


@given(names=PEOPLE, data=st.data())
def test_whoever_is_forgotten_in_whatever_order_the_text_stays(names: list[str], data: st.DataObject) -> None:
    frozen, beside = people.set_aside(SECTIONS, document(names, [0, 1, 2]), {})
    text = canonical(frozen)
    for name in data.draw(st.permutations(data.draw(st.lists(st.sampled_from(names), unique=True)))):
        without = personal_names.replacer({name: people.GONE})
        left: Any = people.forget(beside, {f"u{names.index(name)}"}, without)
        beside = left if left is not None else beside
        assert name not in json.dumps(beside, ensure_ascii=False)
        assert list(people.breaks(SECTIONS, frozen, beside)) == []
        assert people.forget(beside, {f"u{names.index(name)}"}, without) is None
        read = people.put_back(SECTIONS, frozen, beside)
        assert read["parties"][names.index(name)] == {"uid": f"u{names.index(name)}", "name": "…", "host": "…"}
        assert read["contacts"]["who"].startswith(("First ", "…"))
    assert canonical(frozen) == text


@given(names=PEOPLE, instead=st.text(min_size=1))
def test_no_other_name_fits(names: list[str], instead: str) -> None:
    frozen, beside = people.set_aside(SECTIONS, document(names, []), {})
    reference = frozen["parties"][0]["name"]
    if instead != names[0]:
        assert list(people.breaks(SECTIONS, frozen, {**beside, reference: {**beside[reference], "name": instead}})) == [
            reference
        ]
    moved = {**beside[reference], "party": "u99"}
    assert list(people.breaks(SECTIONS, frozen, {**beside, reference: moved})) == [reference]
    if people.GONE not in instead:
        put_there = {"name": instead, "salt": "", "party": "u0"}
        assert list(people.breaks(SECTIONS, frozen, {**beside, reference: put_there})) == [reference]


def test_what_is_no_reference_is_read_as_it_stands() -> None:
    said = document(["Kari Holm"], [])
    assert people.put_back(SECTIONS, said, {}) == said
    frozen, _beside = people.set_aside(SECTIONS, said, {})
    assert people.put_back(SECTIONS, frozen, {})["parties"][0]["name"] == people.GONE
    assert people.put_back(SECTIONS, {"parties": [{"uid": "a", "name": 7}], "contacts": None}, {}) == {
        "parties": [{"uid": "a", "name": 7}], "contacts": None,
    }  # fmt: skip
