"""The author's rubric of a plan: set in Studio, seen by learners, submitted, marked, read by the parties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.functional import lazy
from django.utils.translation import get_language, override
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans import rubric
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews import marking
from internship_xblock.tools.reviews.api import Criterion, Mark, criteria_of
from internship_xblock.tools.reviews.models import Submission
from tests.runtime import call, make_block

from . import shown as shown_versions
from .conftest import USAGE, Draft

ODD = "<script>alert(1)</script>"
OWN = [{"id": "own", "title": f"Own {ODD}", "text": f"Look {ODD}"}]


@pytest.fixture
def author(person: Callable[..., Actor]) -> Any:
    return make_block(PlanBlock, person("staff_ida", is_staff=True))


@pytest.fixture
def in_tongues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first default criterion says which language it is read in."""
    words = lazy(lambda name: f"{name} in {get_language()}", str)
    monkeypatch.setitem(rubric.DEFAULT, "aligned", (words("Title"), words("Text")))  # type: ignore[arg-type]
    rubric._in_english.cache_clear()
    yield
    rubric._in_english.cache_clear()


def form_of(block: Any) -> dict[str, Any]:
    """What Studio's page would send, unchanged."""
    typed = {}
    for form in (block._settings_form(), block.rubric_form()):
        for name, field in form.fields.items():
            value = form.get_initial_for_field(field, name)
            if value is not None and value is not False:
                typed[name] = value if isinstance(value, list) else str(value)
    return typed


def save(block: Any, status: int = 200, **changes: str) -> Any:
    answer = call(block, "studio_save", {**form_of(block), **changes})
    assert answer.status_int == status, answer.text
    return answer


# -- Studio --------------------------------------------------------------------------------------------------


def test_four_criteria_come_with_the_block_and_two_rows_to_add(author: Any) -> None:
    form = author.studio_view().content
    assert "Tasks support the outcomes" in form
    assert form.count('name="criterion-title-') == form.count('name="criterion-text-') == len(rubric.DEFAULT) + 2
    save(author)
    assert author.rubric == rubric.DEFAULT_ROWS


def test_an_author_changes_adds_and_leaves_out(author: Any) -> None:
    save(
        author,
        **{
            "criterion-title-growth": "",  # its text may stay: it goes with the title
            "criterion-text-dialogue": "Our own words",
            "criterion-title-new1": ODD,
            "criterion-text-new1": "Line one\nline two",
        },
    )
    assert author.rubric == [
        {"id": "aligned", "title": "aligned", "text": "aligned"},
        {"id": "dialogue", "title": "dialogue", "text": "Our own words"},
        {"id": "practical", "title": "practical", "text": "practical"},
        {"id": "new1", "title": ODD, "text": "Line one\nline two"},
    ]
    for page in (author.studio_view().content, author.author_view().content):
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
    assert "Conversations are scheduled: Our own words" in author.index_dictionary()["content"]["rubric"]


def test_an_author_can_do_without(author: Any) -> None:
    save(author, **{f"criterion-title-{key}": "" for key in rubric.DEFAULT})
    assert author.rubric == []
    assert "What the reviewer looks for" not in author.author_view().content


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"criterion-text-new1": "Words without a title"}, "criterion-title-new1"),
        ({"criterion-title-aligned": "x" * 201}, "criterion-title-aligned"),
        ({"criterion-text-aligned": "x" * (reviews.CRITERION_LIMIT + 1)}, "criterion-text-aligned"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(author: Any, changes: dict[str, str], field: str) -> None:
    answer = save(author, 422, **changes)
    assert f"{author.html_id}-{field}-error" in answer.text
    assert author.rubric == rubric.DEFAULT_ROWS


def test_no_more_than_the_limit(author: Any) -> None:
    typed = {name: said for name, said in form_of(author).items() if not name.startswith("criterion-")}
    author.rubric = []
    call(author, "studio_save", {**typed, **{f"criterion-title-n{at}": f"Number {at}" for at in range(20)}})
    assert len(author.rubric) == reviews.RUBRIC_LIMIT
    assert author.studio_view().content.count('name="criterion-title-') == reviews.RUBRIC_LIMIT


# -- languages, OLX --------------------------------------------------------------------------------------------


def test_a_default_criterion_reads_in_the_readers_language_and_an_own_one_as_written(author: Any, in_tongues: None) -> None:
    with override("nb"):
        save(author)  # saved unchanged by a Norwegian, it stays the default
        assert author.rubric == rubric.DEFAULT_ROWS
        assert author.criteria_in_words[0] == Criterion("aligned", "Title in nb", "Text in nb")
        author.rubric = [{"id": "aligned", "title": "Title in en", "text": "Mine"}]  # as somebody may write it in OLX
        assert author.criteria_in_words == [Criterion("aligned", "Title in nb", "Mine")]


ROWS = st.lists(
    st.fixed_dictionaries({}, optional={name: st.text(max_size=6) | st.integers() for name in ("id", "title", "text")}),
    max_size=12,
)


@given(
    ROWS | st.lists(st.sampled_from([{"id": key, "title": "x"} for key in ("a", "criterion-1", "criterion-2", "")]), max_size=9)
)
def test_whatever_stands_in_olx_nobody_is_kept_from_submitting(rows: list[dict[str, Any]]) -> None:
    found = criteria_of(rows)
    assert marking.kept(found) or not found
    assert all(one.title for one in found)


@pytest.mark.parametrize("rows", [[], OWN, rubric.DEFAULT_ROWS])
def test_olx_keeps_the_rubric_also_an_empty_one(rows: list[dict[str, str]]) -> None:
    node = etree.Element("internship_plan")
    make_block(PlanBlock, None, rubric=rows).add_xml_to_node(node)
    again = etree.fromstring(etree.tostring(node))
    keys = ScopeIds(None, "internship_plan", "other", "other")
    assert PlanBlock.parse_xml(again, make_block(PlanBlock, None).runtime, keys).rubric == rows


def test_olx_without_a_rubric_has_the_default(author: Any) -> None:
    keys = ScopeIds(None, "internship_plan", "other", "other")
    assert PlanBlock.parse_xml(etree.Element("internship_plan"), author.runtime, keys).rubric == rubric.DEFAULT_ROWS


# -- from the learner to the reviewer and back ---------------------------------------------------------------------


def test_the_story_of_a_rubric(draft: Draft, person: Callable[..., Actor]) -> None:
    block = make_block(
        PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id), rubric=[*rubric.DEFAULT_ROWS[:1], *OWN]
    )
    draft.fill()
    before = block.student_view().content
    assert "What the reviewer looks for" in before
    assert "Tasks support the outcomes" in before
    assert "Look &lt;script&gt;" in before
    assert call(block, "submit", shown_versions.to_submit(block)).status_int == 200
    assert Submission.objects.get().rubric[0] == rubric.DEFAULT_ROWS[0]  # its id: each reader has it in their language

    staff = person("staff_ida", is_staff=True)
    (row,) = reviews.list_submissions(staff, course_key=staff.course_key).rows
    view = reviews.open_submission(staff, submission_id=row.id)
    marks = [Mark(view.rubric[0], "partly", f"Which note? {ODD}"), Mark(view.rubric[1], "met")]
    reviews.give_back(staff, submission_id=view.id, revision=view.revision, text="Mend", marks=marks)
    shown = block.student_view().content
    for words in ("◐</span> Partly", "✓</span> Met", "Which note? &lt;script&gt;", "<bdi>Tasks support the outcomes</bdi>"):
        assert shown.count(words) == 2  # in the message on top, and in the review
    assert "<script>alert" not in shown
    block.rubric = []  # what was answered stays as it was
    assert "<bdi>Own &lt;script&gt;" in block.student_view().content
