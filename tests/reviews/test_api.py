"""Submitting, answering, and two reviewers at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.core.language.text import TEXT_LIMIT
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.reviews import api
from tests.platform import COURSE, TestPlatform

from .conftest import PLAN_BLOCK

Make = Callable[..., Any]
View = api.SubmissionView


def the_standing(actor: Actor, placement_id: int) -> api.Standing:
    return api.standing(actor, placement=placement_id, usage_key=PLAN_BLOCK, kind="plan", subject_ids=[1])[1]


def test_first_submitting_waits(submit: Make, mira: Actor, placement_id: int) -> None:
    standing = submit()
    assert (standing.status, standing.attempts, standing.points, standing.possible) == ("submitted", 1, None, 5)
    assert standing.notes == ()  # the submission itself is no answer
    assert the_standing(mira, placement_id) == standing


def test_the_story_of_a_plan(submit: Make, mira: Actor, ida: Actor, placement_id: int, submission: View) -> None:
    """Comment, return, submit again, approve: one submission, every event kept."""
    view = api.comment(ida, submission_id=submission.id, revision=submission.revision, text="Looks promising.")
    assert view.status == "submitted"
    view = api.give_back(ida, submission_id=view.id, revision=view.revision, text="Which days?\nName them.")
    assert view.status == "returned"
    standing = the_standing(mira, placement_id)
    assert [(note.decision, note.text, note.author) for note in standing.notes] == [
        ("comment", "Looks promising.", "Staff_ida"),
        ("returned", "Which days?\nName them.", "Staff_ida"),
    ]
    again = submit(subject_version=2, title="Plan for Nils, mended")
    assert (again.status, again.attempts) == ("submitted", 2)
    view = api.open_submission(ida, submission_id=view.id)
    assert (view.subject_version, view.title) == (2, "Plan for Nils, mended")
    view = api.approve(ida, submission_id=view.id, revision=view.revision, text="", points=4.5)
    assert (view.status, view.points) == ("approved", 4.5)
    assert [(note.decision, note.attempt) for note in view.notes] == [
        ("submitted", 1), ("comment", 1), ("returned", 1), ("submitted", 2), ("approved", 2),
    ]  # fmt: skip
    assert the_standing(mira, placement_id).points == 4.5


def test_points_stay_while_an_amendment_waits(submit: Make, ida: Actor, submission: View) -> None:
    api.approve(ida, submission_id=submission.id, revision=submission.revision, text="", points=3)
    assert submit(subject_version=2).points is None, "what one version got says nothing of the next"
    assert api.open_submission(ida, submission_id=submission.id).points == 3, "the grade book still holds them"


def test_the_same_version_twice_counts_once(submit: Make, submission: View, ida: Actor) -> None:
    assert submit().attempts == 1
    assert api.open_submission(ida, submission_id=submission.id).revision == submission.revision


def test_the_points_go_to_who_submitted_first(submit: Make, ida: Actor, submission: View, person: Make, mira: Actor) -> None:
    supervisor = person("synne")
    party = placements.PartyRow(uid="aaaa", role="supervisor", name="Synne")
    view = placements.get(mira, placement_id=submission.placement_id)
    placements.save_parties(mira, placement_id=view.id, revision=view.revision, rows=[*view.parties, party])
    code = placements.invite(mira, placement_id=view.id, party_uid="aaaa")
    placements.join(supervisor, course_key=COURSE, code=code)
    api.submit(
        supervisor,
        placement_id=view.id,
        usage_key=PLAN_BLOCK,
        kind="plan",
        subject_id=1,
        subject_version=2,
        title="T",
        possible=5,
    )
    now = api.open_submission(ida, submission_id=submission.id)
    assert (now.submitter_id, now.anonymous_id) == (mira.user_id, mira.anonymous_id)
    assert now.notes[-1].author == "Synne"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "poem"}, {"usage_key": ""}, {"usage_key": "x" * 256}, {"possible": -1}, {"possible": float("inf")},
        {"possible": float("nan")},
    ],
)  # fmt: skip
def test_a_broken_submitting_is_refused(submit: Make, ida: Actor, changes: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        submit(**changes)
    assert api.list_submissions(ida, course_key=COURSE).rows == ()


def test_a_subject_of_another_placement_is_not_taken_over(submit: Make, person: Make, submission: View, ida: Actor) -> None:
    other = person("bo")
    elsewhere = placements.start(other, course_key=COURSE, role="mentor").id
    with pytest.raises(NotFound):
        api.submit(
            other,
            placement_id=elsewhere,
            usage_key=PLAN_BLOCK,
            kind="plan",
            subject_id=1,
            subject_version=9,
            title="",
            possible=0,
        )
    assert api.open_submission(ida, submission_id=submission.id) == submission


def test_a_block_of_another_course_cannot_submit_here(submit: Make, mira: Actor, person: Make, placement_id: int) -> None:
    visiting = person("mira", course_key="course-v1:Other+C+1")
    with pytest.raises(NotFound):
        api.submit(
            visiting,
            placement_id=placement_id,
            usage_key="x",
            kind="plan",
            subject_id=1,
            subject_version=1,
            title="",
            possible=0,
        )


@pytest.mark.parametrize("verb", ["comment", "give_back"])
@pytest.mark.parametrize("text", ["", "   \n", "…!?", "\u200b"])
def test_a_comment_and_a_return_need_words(ida: Actor, submission: View, verb: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        getattr(api, verb)(ida, submission_id=submission.id, revision=submission.revision, text=text)
    assert list(refused.value.fields) == ["text"]
    assert api.open_submission(ida, submission_id=submission.id) == submission


def test_a_text_beyond_the_limit_is_refused_and_at_it_kept(ida: Actor, submission: View) -> None:
    with pytest.raises(Invalid) as refused:
        api.comment(ida, submission_id=submission.id, revision=submission.revision, text="å" * (TEXT_LIMIT + 1))
    assert list(refused.value.fields) == ["text"]
    view = api.comment(ida, submission_id=submission.id, revision=submission.revision, text="å" * TEXT_LIMIT)
    assert len(view.notes[-1].text) == TEXT_LIMIT


@pytest.mark.parametrize("points", [None, -0.1, 5.1, float("nan"), float("inf")])
def test_points_stand_between_none_and_all(ida: Actor, submission: View, points: float | None) -> None:
    with pytest.raises(Invalid) as refused:
        api.approve(ida, submission_id=submission.id, revision=submission.revision, text="Fine", points=points)
    assert list(refused.value.fields) == ["points"]
    assert api.open_submission(ida, submission_id=submission.id) == submission


@pytest.mark.parametrize("points", [0, 5])
def test_none_and_all_points_can_be_given(ida: Actor, submission: View, points: float) -> None:
    assert api.approve(ida, submission_id=submission.id, revision=submission.revision, text="", points=points).points == points


def test_without_points_to_get_approval_needs_none(submit: Make, ida: Actor, django_capture_on_commit_callbacks: Make) -> None:
    submit(subject_id=7, possible=0)
    (row,) = api.list_submissions(ida, course_key=COURSE).rows
    with django_capture_on_commit_callbacks(execute=True):
        view = api.approve(ida, submission_id=row.id, revision=1, text="", points=3)
    assert (view.status, view.points) == ("approved", None)
    assert TestPlatform.grades == []
    assert api.open_submission(ida, submission_id=row.id).is_grade_taken is None


def test_two_reviewers_never_overwrite_each_other(ida: Actor, olav: Actor, submission: View) -> None:
    api.give_back(ida, submission_id=submission.id, revision=submission.revision, text="Name the days.")
    with pytest.raises(Stale) as stale:
        api.approve(olav, submission_id=submission.id, revision=submission.revision, text="Well done", points=5)
    assert stale.value.changed_by == "Staff_ida"
    assert [(str(d.label), d.mine, d.theirs) for d in stale.value.differences] == [
        ("Decision", "Approved", "Changes requested"),
        ("Comment", "Well done", "Name the days."),
        ("Points", "5", ""),
    ]
    now = api.open_submission(ida, submission_id=submission.id)
    assert (now.status, now.points, now.revision) == ("returned", None, stale.value.revision)
    done = api.approve(olav, submission_id=submission.id, revision=stale.value.revision, text="Well done", points=5)
    assert [note.decision for note in done.notes] == ["submitted", "returned", "approved"]


@pytest.mark.parametrize("verb", ["comment", "give_back", "approve"])
def test_a_new_version_makes_an_open_page_stale(submit: Make, ida: Actor, submission: View, verb: str) -> None:
    submit(subject_version=2)
    points = {"points": 5} if verb == "approve" else {}
    with pytest.raises(Stale):
        getattr(api, verb)(ida, submission_id=submission.id, revision=submission.revision, text="Good", **points)


def test_the_grade_of_a_log_is_that_of_all_its_entries(
    submit: Make, mira: Actor, ida: Actor, django_capture_on_commit_callbacks: Make
) -> None:
    for number, points in ((1, 1), (2, 0.5), (3, None)):
        submit(kind="entry", usage_key="log", subject_id=number, possible=1)
        if points is not None:
            row = api.list_submissions(ida, course_key=COURSE).rows[0]
            with django_capture_on_commit_callbacks(execute=True):
                last = api.approve(ida, submission_id=row.id, revision=1, text="", points=points)
    told = {"course_key": COURSE, "usage_key": "log", "anonymous_id": mira.anonymous_id}
    assert TestPlatform.grades == [{**told, "earned": 1, "possible": 1}, {**told, "earned": 1.5, "possible": 2}]
    assert api.open_submission(ida, submission_id=last.id).is_grade_taken


def test_what_belongs_to_another_course_is_not_found(submission: View, person: Make) -> None:
    elsewhere = person("staff_ida", is_staff=True, course_key="course-v1:Other+C+1")
    with pytest.raises(NotFound):
        api.open_submission(elsewhere, submission_id=submission.id)
    with pytest.raises(NotFound):
        api.comment(elsewhere, submission_id=submission.id, revision=submission.revision, text="Hi")
    with pytest.raises(NotAllowed):
        api.list_submissions(elsewhere, course_key=COURSE)


def test_the_standing_tells_nothing_about_other_placements(person: Make, submission: View) -> None:
    other = person("bo")
    mine = placements.start(other, course_key=COURSE, role="mentor").id
    assert api.standing(other, placement=mine, usage_key=PLAN_BLOCK, kind="plan", subject_ids=[1]) == {}
    with pytest.raises(NotFound):
        api.standing(other, placement=submission.placement_id, usage_key=PLAN_BLOCK, kind="plan", subject_ids=[1])


def test_standing_takes_two_queries_beyond_the_placement(
    submit: Make, mira: Actor, placement_id: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 11):
        submit(kind="entry", usage_key="log", subject_id=number)
    with django_assert_max_num_queries(4):
        found = api.standing(mira, placement=placement_id, usage_key="log", kind="entry", subject_ids=range(1, 20))
    assert sorted(found) == list(range(1, 11))
