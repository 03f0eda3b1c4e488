"""The invented people of the player are nobody of the course: Jonas is met in a lesson, Emil here."""

from __future__ import annotations

import re

import pytest

from internship_xblock.course.shipped import shipped_course
from internship_xblock.demo import people
from internship_xblock.demo.sample.cohort import STAGES
from internship_xblock.tools.plans.schema.layout import USUAL, Layout
from internship_xblock.tools.plans.sources import examples

COURSE = shipped_course()
TEXTS = sorted(path for kind in ("xml", "html", "md", "json") for path in COURSE.rglob(f"*.{kind}"))


EVERYBODY = sorted(
    {person.name for person in people.PEOPLE.values()} | {name for stage in STAGES for name in (stage.student, stage.mentor)}
)


def stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def test_a_name_of_the_course_would_be_found() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS)
    assert stands("Jonas", text)
    assert stands("Randi", text)
    assert not stands("Jona", text)


@pytest.mark.parametrize("whose", EVERYBODY)
def test_nobody_has_a_name_of_the_courses_cases(whose: str) -> None:
    found = {
        f"{name} in {path.relative_to(COURSE)}"
        for path in TEXTS
        for name in whose.split()
        if stands(name, path.read_text(encoding="utf-8"))
    }
    assert not found


@pytest.mark.parametrize("layout", [USUAL, Layout(staff=True)], ids=["placement", "onboarding"])
def test_nobody_has_a_name_of_the_plans_examples(layout: Layout) -> None:
    theirs = {name for row in examples.people(layout) for name in row["name"].split()}
    assert len(theirs) > 5
    assert not theirs & {name for whose in EVERYBODY for name in whose.split()}


def test_no_two_share_a_name() -> None:
    every = [name for whose in EVERYBODY for name in whose.split()]
    assert len(every) == len(set(every))


def test_those_of_an_older_player_get_the_names_of_now(db: None) -> None:
    user = people.account("mentor")
    user.first_name = "Mira"
    user.save()
    people.prepare()
    assert people.account("mentor").get_full_name() == "Tuva Solberg"
