"""The documents of an Erasmus+ agreement: lines for what is not kept, and Table A2."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
import pytest
from django.utils import translation

from internship_xblock.core.actor import Actor
from internship_xblock.exports import pdf, word
from internship_xblock.records.document import Document, Section
from internship_xblock.tools.plans import api
from internship_xblock.tools.plans.api import TakenAlong
from internship_xblock.tools.plans.documents import plan as plans
from tests.exports import world
from tests.exports.paper import stands_in, text_of
from tests.plans import shown as shown_versions
from tests.plans.conftest import USAGE, Draft, draft, join
from tests.plans.test_erasmus import ERASMUS, begin

__all__ = ["draft", "join"]  # fixtures
LATER = {"erasmus_a": {"title": "Export and sales", "language_level": "C1"}}


def titles(document: Document) -> list[str]:
    return [section.title for section in document.sections]


def changes(document: Document) -> Section | None:
    return next((section for section in document.sections if "A2" in section.title), None)


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_every_table_and_the_lines_to_write_on(paper: str) -> None:
    document = plans.document(world.taken(world.erasmus()))
    assert document.head.title == "Learning agreement for a traineeship (Erasmus+)"
    said = text_of(pdf.render(document, paper))
    for words in (
        "Table A",
        "Table B",
        "Table C",
        "Date of birth",
        "Nationality",
        "Gender",
        plans.LINE,
        "Bachelor or equivalent",
    ):
        assert words in said
    assert [name for name in world.PERSON_NAMES if not stands_in(name, said)] == []
    paragraphs = docx.Document(io.BytesIO(word.render(document, paper))).element.itertext()
    assert plans.LINE in "".join(paragraphs)


def test_a_usual_plan_has_neither() -> None:
    taken = world.taken(world.plan(), world.plan(task_count=4))
    document = plans.document(replace(taken, agreed=taken.versions[0]))
    assert changes(document) is None
    assert plans.LINE not in text_of(pdf.render(document))


def test_what_changed_stands_beside_what_was_agreed() -> None:
    taken = world.taken(world.erasmus(), world.erasmus(**LATER))
    assert changes(plans.document(taken)) is None, "nobody agreed to version 1"
    section = changes(plans.document(replace(taken, agreed=taken.versions[0])))
    assert section is not None
    assert taken.versions[0].sha256 in section.note
    found = {entry.title: [(fact.label, fact.value) for fact in entry.facts] for entry in section.body}  # type: ignore[union-attr]
    assert found["Erasmus+ Table A: the programme – Title of the traineeship"] == [
        ("Version 1", "Sales and pricing at a fish auction"),
        ("Version 2", "Export and sales"),
    ]
    assert ("Version 2", "C1") in found["Erasmus+ Table A: the programme – Language level: the trainee’s when the stay begins"]


def test_a_version_that_says_the_same_says_so() -> None:
    first = world.erasmus()
    taken = world.taken(first, first)
    section = changes(plans.document(replace(taken, agreed=taken.versions[0])))
    assert section is not None
    assert section.body == ()
    assert "Nothing is different" in section.note


def test_the_first_agreed_version_is_table_a(draft: Draft, join: Callable[..., Actor]) -> None:
    """Version 1 was only submitted, version 2 all signed, 3 and 4 change it: both are compared with version 2."""
    draft.fill()
    others = [join(draft, "jonas", "student"), join(draft, "kari", "supervisor")]

    def submit(**more: Any) -> None:
        begin(draft, **more)
        shown_versions.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)

    def take(number: int) -> TakenAlong:
        plan_id = draft.view().plan_id
        assert plan_id
        return api.take_along(draft.actor, plan_id=plan_id, number=number)

    submit()
    submit(erasmus_a={"title": "Second"})
    for actor in (draft.actor, *others):
        api.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=2, shown=draft.view().versions[-1].sha256)
    submit(erasmus_a={"title": "Third"})
    for actor in (draft.actor, *others):
        api.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=3, shown=draft.view().versions[-1].sha256)
    submit(erasmus_a={"title": "Fourth"})
    assert [take(number).agreed for number in (1, 2)] == [None, None]
    assert [one.number for number in (3, 4) if (one := take(number).agreed)] == [2, 2]
    section = changes(plans.document(take(4)))
    assert section is not None
    assert "version 2" in section.title


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_in_other_languages(language: str) -> None:
    taken = world.taken(world.erasmus(), world.erasmus(**LATER))
    with translation.override(language):
        document = plans.document(replace(taken, agreed=taken.versions[0]))
        assert document.is_rtl is (language == "ar")
        assert all(word in text_of(pdf.render(document)) for word in ("Export", "sales"))  # readers guess their order
