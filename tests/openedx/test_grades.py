"""Points arrive in the learner's subsection as the reviewer gave them: 0.9 of 1 is 0.9 of 1.

The grade book here is the LMS's in what it computes; the sources are named, the lines are written for these tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.dispatch import Signal
from django.test import Client
from opaque_keys.edx.keys import UsageKey

from internship_xblock.core.actor import Actor
from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.units.web.block import UnitBlock
from tests.hostile import block_classes
from tests.pages.test_review import open_url, post
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.units.lessons import lesson

pytestmark = pytest.mark.django_db(transaction=True)  # points are sent when the approval is committed
PLAN = f"block-v1:{COURSE.removeprefix('course-v1:')}+type@internship_plan+block@plan"
LOG = PLAN.replace("internship_plan", "internship_log")


def weighted_score(raw_earned: float, raw_possible: float, weight: float | None) -> tuple[float, float]:
    """lms/djangoapps/grades/scores.py, weighted_score."""
    if weight is None or raw_possible == 0:
        return raw_earned, raw_possible
    return float(raw_earned) * weight / raw_possible, float(weight)


class NotFound(Exception):
    """xmodule.modulestore.exceptions.ItemNotFoundError."""


@dataclass
class GradeBook:
    """StudentModule rows, and what the grade book makes of them (scores.py: get_score, _get_score_from_csm)."""

    weights: dict[str, float | None]
    states: dict[tuple[str, str], str] = field(default_factory=dict)
    scores: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    recalculated: list[tuple[str, float, float]] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)

    def receive(
        self, sender: Any, block: Any, user: Any, raw_earned: float, raw_possible: float, only_if_higher: Any, **more: Any
    ) -> None:
        """grades/signals/handlers.py, score_published_handler: the row, then the weighted score for the subsection."""
        at = (user.name, str(block.location))
        self.states.setdefault(at, "NULL")
        self.scores[at] = (raw_earned, raw_possible)
        self.recalculated.append((user.name, *weighted_score(raw_earned, raw_possible, block.weight)))
        if more.get("score_deleted"):  # tasks.py, _has_db_updated_with_new_score: or the task waits for a row that is gone
            self.deleted.append(at)

    def delete_state(self, block: Any, who: str, staff: str) -> None:
        """instructor/enrollment.py, reset_student_attempts(delete_module=True): first the block is told, then the row goes."""
        block.clear_student_state(user_id=who, course_id=COURSE, item_id=block.usage_id, requesting_user_id=staff)
        del self.states[who, block.usage_id]  # where there is none: "Module does not exist", a 400
        del self.scores[who, block.usage_id]

    def get_or_create(self, *, student: Any, course_id: Any, module_state_key: Any, defaults: dict[str, Any]) -> None:
        assert (str(course_id), defaults["module_type"]) == (COURSE, module_state_key.block_type)
        self.states.setdefault((student.name, str(module_state_key)), defaults["state"])

    def get_item(self, key: Any) -> Any:
        if str(key) not in self.weights:
            raise NotFound()
        return SimpleNamespace(location=key, weight=self.weights[str(key)])

    def subsection(self, who: str, others: tuple[float, float]) -> tuple[float, float]:
        """All weighted scores of a subsection, beside another activity's (subsection_grade.py, aggregate_scores)."""
        scores = [weighted_score(*self.scores[who, key], self.weights[key]) for name, key in self.scores if name == who]
        return sum(score[0] for score in scores) + others[0], sum(score[1] for score in scores) + others[1]


@pytest.fixture
def book(lms: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> GradeBook:
    """The LMS's grade book behind the review page of the tests."""
    book, published = GradeBook({PLAN: 1.0, LOG: 2.0}), Signal()
    published.connect(book.receive)
    lms("lms.djangoapps.grades.signals.signals", SCORE_PUBLISHED=published)
    lms("lms.djangoapps.courseware.models", StudentModule=SimpleNamespace(objects=book))
    lms("xmodule.modulestore.django", modulestore=lambda: book)
    lms("xmodule.modulestore.exceptions", ItemNotFoundError=NotFound)
    lms(
        "common.djangoapps.student.models",
        user_by_anonymous_id=lambda name: SimpleNamespace(name=name) if name.startswith("anonymous-") else None,
    )

    def set_grade(self: Any, **grade: Any) -> bool:
        return LmsPlatform().set_grade(**grade)

    monkeypatch.setattr(TestPlatform, "set_grade", set_grade)
    return book


def approved(client: Client, mira: Actor, subject_id: int, usage_key: str, possible: float, typed: str) -> str:
    """Hand something in and approve it on the review page with what a reviewer types; what the page says then."""
    place = placements.mine(mira, course_key=COURSE).rows[0]
    with transaction.atomic():
        reviews.submit(
            mira, placement_id=place.id, usage_key=usage_key, kind="plan" if usage_key == PLAN else "entry",
            subject_id=subject_id, subject_version=1, title="It", possible=possible,
        )  # fmt: skip
    staff = Actor(user_id=client.session["_auth_user_id"], name="Ida", course_key=COURSE, is_staff=True)
    row = reviews.list_submissions(staff, course_key=COURSE).rows[0]
    revision = reviews.open_submission(staff, submission_id=row.id).revision
    answer = post(client, open_url(row.id), {"decision": "approved", "revision": str(revision), "points": typed})
    assert answer.status_code == 302
    return client.get(open_url(row.id)).content.decode()


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    mira = person("mira")
    placements.start(mira, course_key=COURSE, role="student")
    return mira


@pytest.fixture
def ida(person: Callable[..., Actor], client: Client) -> Client:
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(pk=person("staff_ida").user_id))
    return client


def test_nine_tenths_of_a_point_are_nine_tenths_in_the_subsection(book: GradeBook, ida: Client, mira: Actor) -> None:
    page = approved(ida, mira, 1, PLAN, 1.0, "0.9")
    assert "0.9 of 1 point" in page
    assert "The points are in the gradebook." in page
    assert book.subsection(mira.anonymous_id, others=(0.0, 0.0)) == (0.9, 1.0)
    assert book.subsection(mira.anonymous_id, others=(4.0, 9.0)) == (4.9, 10.0)  # one point of ten, not a hundred of 109
    assert book.recalculated == [(mira.anonymous_id, 0.9, 1.0)]


def test_a_learner_who_never_opened_the_block_gets_a_row_that_reports_can_read(
    book: GradeBook, ida: Client, mira: Actor
) -> None:
    approved(ida, mira, 1, PLAN, 1.0, "1")
    assert book.states == {(mira.anonymous_id, PLAN): "{}"}


def test_a_log_counts_its_points_however_many_entries_are_graded(book: GradeBook, ida: Client, mira: Actor) -> None:
    for number, typed in enumerate(("2", "1,5", "0.1"), start=1):
        approved(ida, mira, number, LOG, 2.0, typed)
    earned, possible = book.subsection(mira.anonymous_id, others=(0.0, 0.0))
    assert (round(earned, 9), possible) == (1.2, 2.0)
    assert book.scores[mira.anonymous_id, LOG] == (pytest.approx(3.6), 6.0)


@pytest.mark.parametrize(
    "change",
    [{"anonymous_id": ""}, {"anonymous_id": "nobody"}, {"possible": 0}, {"usage_key": LOG + "gone"}, {"usage_key": "nonsense"}],
)
def test_where_there_is_no_grade_to_give_it_says_so(book: GradeBook, change: dict[str, Any]) -> None:
    grade = {"course_key": COURSE, "usage_key": PLAN, "anonymous_id": "anonymous-1", "earned": 1.0, "possible": 1.0}
    assert LmsPlatform().set_grade(**grade) is True
    assert LmsPlatform().set_grade(**{**grade, **change}) is False
    assert len(book.recalculated) == 1


# -- "Delete learner state" ------------------------------------------------------------------------------------------


def stands(mira: Actor, usage_key: str, subject_id: int) -> reviews.Standing:
    place, kind = placements.mine(mira, course_key=COURSE).rows[0], "plan" if usage_key == PLAN else "entry"
    return reviews.standing(mira, placement=place, usage_key=usage_key, kind=kind, subject_ids=[subject_id])[subject_id]


def test_deleting_a_learners_state_takes_the_points_here_too(
    book: GradeBook, ida: Client, mira: Actor, person: Callable[..., Actor]
) -> None:
    approved(ida, mira, 1, PLAN, 1.0, "0.9")
    approved(ida, mira, 2, LOG, 2.0, "2")
    plan = make_block(PlanBlock, None, usage=PLAN, weight=1.0)
    book.delete_state(plan, mira.anonymous_id, "anonymous-staff")
    assert book.recalculated[-1] == (mira.anonymous_id, 0.0, 1.0)
    assert book.deleted == [(mira.anonymous_id, PLAN)]
    standing = stands(mira, PLAN, 1)
    assert (standing.status, standing.points) == ("returned", None)
    assert [note.decision for note in standing.notes] == ["approved", "reset"]
    assert "Nothing that was written here is lost" in standing.notes[-1].words
    assert stands(mira, LOG, 2).points == 2.0  # of another block
    page = approved(ida, mira, 1, PLAN, 1.0, "1")  # submitted and approved once more
    assert "The points were removed in the LMS together" in page
    assert book.recalculated[-1] == (mira.anonymous_id, 1.0, 1.0)


def test_every_graded_entry_of_a_log_is_taken_back_and_what_waits_still_waits(
    book: GradeBook, ida: Client, mira: Actor, django_assert_max_num_queries: Any
) -> None:
    for subject_id in (1, 2, 3):
        approved(ida, mira, subject_id, LOG, 2.0, "1")
    place = placements.mine(mira, course_key=COURSE).rows[0]
    again = {"placement_id": place.id, "usage_key": LOG, "kind": "entry", "title": "It", "possible": 2.0}
    with transaction.atomic():
        reviews.submit(mira, subject_id=3, subject_version=2, **again)
        reviews.submit(mira, subject_id=4, subject_version=1, **again)
    log = make_block(LogBlock, None, usage=LOG, weight=2.0)
    with django_assert_max_num_queries(9):  # five of the points and one of what was practised, in a transaction each
        book.delete_state(log, mira.anonymous_id, "anonymous-staff")
    assert [(stands(mira, LOG, one).status, stands(mira, LOG, one).points) for one in (1, 2, 3, 4)] == [
        ("returned", None), ("returned", None), ("submitted", None), ("submitted", None)
    ]  # fmt: skip
    assert [len(stands(mira, LOG, one).notes) for one in (3, 4)] == [2, 0]


def test_a_state_without_points_or_person_is_deleted_quietly(book: GradeBook, mira: Actor) -> None:
    for weight, who in ((0.0, mira.anonymous_id), (1.0, "nobody"), (1.0, "")):
        block = make_block(PlanBlock, None, usage=PLAN, weight=weight)
        block.clear_student_state(user_id=who, course_id=COURSE, item_id=PLAN, requesting_user_id="x")
    assert book.recalculated == []


# -- what a block says of itself (grades/transformer.py asks an unbound block) ----------------------------------------------


@pytest.mark.parametrize("weight", [0.0, None, -1.0, float("nan"), float("inf")])
def test_without_points_no_block_is_scored(weight: float | None) -> None:
    for block in (make_block(PlanBlock, None), make_block(LogBlock, None), lesson(None)):
        block.weight = weight
        assert (block.has_score, block.max_score()) == (False, None)


def test_with_points_every_block_is_scored_by_its_class_too() -> None:
    assert make_block(PlanBlock, None, weight=0.5).max_score() == 0.5
    assert lesson(None).has_score
    assert not make_block(UnitBlock, None, steps=[]).has_score  # nothing to be right about
    for block_class in block_classes():
        assert block_class.has_score  # scores.py, _block_types_possibly_scored: asked of the class
    assert str(UsageKey.from_string(PLAN)) == PLAN
