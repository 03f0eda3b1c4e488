"""The rubric of a submission and the marks of its answers: frozen, append-only, refused where they do not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, Stale
from internship_xblock.core.language.text import clean
from internship_xblock.tools.placements.api import new_uid
from internship_xblock.tools.reviews import api, marking
from internship_xblock.tools.reviews.api import Criterion, Mark
from internship_xblock.tools.reviews.models import Submission
from tests.platform import COURSE

Make = Callable[..., Any]
View = api.SubmissionView
RUBRIC = (Criterion("aligned", "Tasks fit", "Each outcome has a task."), Criterion("talks", "Talks are planned", "With dates."))


@pytest.fixture
def marked(submit: Make, ida: Actor) -> View:
    """A plan that waits under a rubric of two criteria."""
    submit(rubric=RUBRIC)
    (row,) = api.list_submissions(ida, course_key=COURSE).rows
    return api.open_submission(ida, submission_id=row.id)


def marks(*pairs: tuple[str, str], rubric: Sequence[Criterion] = RUBRIC) -> list[Mark]:
    """One mark for each criterion of the rubric, as our page sends them: (value, remark)."""
    return [Mark(criterion, *pair) for criterion, pair in zip(rubric, pairs, strict=True)]


def told(note: api.Note) -> list[tuple[str, str, str]]:
    return [(mark.criterion.title, mark.label, mark.remark) for mark in note.marks]


def test_submitting_keeps_the_rubric_of_that_moment(submit: Make, marked: View, ida: Actor) -> None:
    assert marked.rubric == RUBRIC
    submit(rubric=RUBRIC[:1])  # the same version while it waits: nothing changes
    assert api.open_submission(ida, submission_id=marked.id).rubric == RUBRIC
    submit(rubric=RUBRIC[:1], subject_version=2)
    assert api.open_submission(ida, submission_id=marked.id).rubric == RUBRIC[:1]
    submit(kind="entry", usage_key="log", subject_id=5)
    entry = Submission.objects.get(kind="entry")
    assert api.open_submission(ida, submission_id=entry.pk).rubric == ()


@pytest.mark.parametrize(
    "rubric",
    [
        [Criterion(str(at), "x") for at in range(api.RUBRIC_LIMIT + 1)],
        [Criterion("a", "x"), Criterion("a", "y")],
        [Criterion("", "x")],
        [Criterion("a b", "x")],
        [Criterion("x" * 65, "x")],
    ],
)
def test_a_rubric_whose_criteria_cannot_be_told_apart_is_refused(submit: Make, rubric: list[Criterion]) -> None:
    with pytest.raises(BadRequest):
        submit(rubric=rubric)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("verb", ["comment", "give_back", "approve"])
def test_marks_stand_with_every_kind_of_answer(ida: Actor, marked: View, verb: str) -> None:
    points = {"points": 4} if verb == "approve" else {}
    given_marks = marks(("partly", " Which note?\r\n"), ("", ""))
    view = getattr(api, verb)(ida, submission_id=marked.id, revision=marked.revision, text="Look", marks=given_marks, **points)
    assert told(view.notes[-1]) == [("Tasks fit", "Partly", "Which note?")]
    assert view.last_marks == view.notes[-1].marks


def test_an_answer_adds_marks_and_changes_none(submit: Make, ida: Actor, marked: View) -> None:
    first = api.give_back(
        ida, submission_id=marked.id, revision=marked.revision, text="Mend", marks=marks(("not_yet", "No task"), ("met", ""))
    )
    renamed = (Criterion("talks", "You talk often"),)
    submit(rubric=renamed, subject_version=2)
    now = api.open_submission(ida, submission_id=marked.id)
    assert [mark.value for mark in now.last_marks] == ["not_yet", "met"]
    last = api.approve(
        ida, submission_id=now.id, revision=now.revision, text="", points=5, marks=marks(("partly", ""), rubric=renamed)
    )
    assert (
        told(last.notes[1]) == told(first.notes[1]) == [("Tasks fit", "Not yet", "No task"), ("Talks are planned", "Met", "")]
    )
    assert told(last.notes[-1]) == [("You talk often", "Partly", "")]
    taken_back = api.comment(ida, submission_id=now.id, revision=last.revision, text="Open again", marks=[Mark(renamed[0])])
    assert taken_back.last_marks == ()


@pytest.mark.parametrize(
    "wrong",
    [
        [Mark(Criterion("growth", "Growth"), "met")],
        [Mark(Criterion("", ""), "")],
        [Mark(RUBRIC[0], "brilliant")],
        [Mark(RUBRIC[0], "Met")],
        [Mark(RUBRIC[0], "met"), Mark(RUBRIC[0], "partly")],
    ],
)
def test_marks_of_nothing_we_asked_for_are_refused(ida: Actor, marked: View, wrong: list[Mark]) -> None:
    with pytest.raises(BadRequest):
        api.comment(ida, submission_id=marked.id, revision=marked.revision, text="Hi", marks=wrong)
    assert api.open_submission(ida, submission_id=marked.id) == marked


def test_a_remark_beyond_the_limit_is_refused_at_its_field_and_at_it_kept(ida: Actor, marked: View) -> None:
    def answer(remark: str) -> View:
        return api.comment(
            ida, submission_id=marked.id, revision=marked.revision, text="Hi", marks=marks(("", ""), ("met", remark))
        )

    with pytest.raises(Invalid) as refused:
        answer("å" * (api.REMARK_LIMIT + 1))
    assert list(refused.value.fields) == ["remark-talks"]
    assert str(api.REMARK_LIMIT) in str(refused.value.fields["remark-talks"][0])
    assert api.open_submission(ida, submission_id=marked.id) == marked
    assert len(answer("å" * api.REMARK_LIMIT).notes[-1].marks[0].remark) == api.REMARK_LIMIT


def test_a_stale_answer_shows_where_the_marks_differ(ida: Actor, olav: Actor, marked: View) -> None:
    what = {"submission_id": marked.id, "revision": marked.revision}
    api.give_back(ida, **what, text="Mend", marks=marks(("partly", "Name days"), ("met", "")))
    with pytest.raises(Stale) as stale:
        api.approve(olav, **what, text="Good", points=5, marks=marks(("met", ""), ("met", "")))
    shown = [(str(one.label), one.mine, one.theirs) for one in stale.value.differences]
    assert ("Tasks fit", "Met", "Partly: Name days") in shown
    assert "Talks are planned" not in [label for label, _mine, _theirs in shown]  # both say the same


def test_a_rubric_that_changed_under_the_reviewer_loses_nothing(submit: Make, ida: Actor, marked: View) -> None:
    """The parties submit anew, under other criteria: a conflict in words, not a broken request."""
    submit(subject_version=2, rubric=(Criterion("new", "New"),))
    typed = marks(("partly", "My remark"), ("", ""))
    with pytest.raises(Stale) as stale:
        api.comment(ida, submission_id=marked.id, revision=marked.revision, text="Hi", marks=typed)
    assert ("Tasks fit", "Partly: My remark") in [(one.label, one.mine) for one in stale.value.differences]


@given(
    titles=st.lists(st.text(max_size=300), max_size=api.RUBRIC_LIMIT),
    values=st.lists(st.sampled_from(["", "not_yet", "partly", "met"]), min_size=8, max_size=8),
    remark=st.text(max_size=400),
)
def test_whatever_is_written_comes_back_in_the_order_of_the_rubric(titles: list[str], values: list[str], remark: str) -> None:
    rubric = [Criterion(new_uid(), title, title) for title in titles]
    rows = marking.kept(rubric)
    assert [one.id for one in marking.criteria(rows)] == [one.id for one in rubric]
    sent = [Mark(criterion, value, remark) for criterion, value in zip(rubric, values, strict=False)]
    back = marking.marks(marking.kept_marks(rows, sent[::-1]))
    said = clean(remark).strip()
    assert [(mark.criterion.id, mark.value, mark.remark) for mark in back] == [
        (mark.criterion.id, mark.value, said) for mark in sent if mark.value or said
    ]
