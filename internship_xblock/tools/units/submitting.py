"""Submitting the answers to the reviewed steps of a unit, and taking them back. Verbs of this tool's api.

A learner has at most one submission in a unit: all its reviewed steps together. What is submitted is frozen as a version; the
learner writes on in their own answers, and submits again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ...core import events, permissions
from ...core.actor import Actor
from ...core.errors import Invalid, NotFound
from ..reviews import api as reviews
from ..reviews.api import Note, Standing
from . import grading, rules, storage
from .asked import digest
from .checking import require_not_closed
from .grading import KIND
from .steps import kind_of
from .steps.base import CHANGED, Step, written
from .unit import State, StepRecord, Unit

Frozen = list[dict[str, Any]]


@dataclass(frozen=True)
class Review:
    """What of a unit is reviewed, and where that stands for one learner.

    `unfinished` are the reviewed steps that are not done, `unsaved` those in which something is typed that is not saved as the
    answer. `seen` stands for the answers as they are now, `records` are these answers; `number` is that of the version
    submitted last, 0 for none; `is_first` says whether no other stands before it.
    """

    steps: tuple[Step, ...]
    unfinished: tuple[Step, ...]
    unsaved: tuple[Step, ...]
    seen: str
    records: tuple[StepRecord, ...]
    number: int
    is_changed: bool
    standing: Standing | None
    is_first: bool = True
    is_closed: bool = False  # the due date has passed

    @property
    def status(self) -> str:
        """As in reviews; "" where nothing is submitted, or it was taken back."""
        status = self.standing.status if self.standing else ""
        return "" if status == reviews.WITHDRAWN else status

    @property
    def is_waiting(self) -> bool:
        return self.status == reviews.SUBMITTED

    @property
    def may_take_back(self) -> bool:
        """Whether it still waits, could be submitted once more, and nothing that a reviewer said stands before it."""
        return self.is_waiting and self.is_first and not self.is_closed

    @property
    def may_submit(self) -> bool:
        """Whether there is something new to submit."""
        if self.is_closed:
            return self.status == reviews.RETURNED
        return self.is_changed or self.status in ("", reviews.RETURNED)

    @property
    def is_ready(self) -> bool:
        """Whether it can be submitted as it stands: then that is the one thing to do."""
        return self.may_submit and not self.unfinished and not self.unsaved

    @property
    def returned(self) -> Note | None:
        """The words with which it came back, until it is submitted again."""
        if self.standing is None or self.status != reviews.RETURNED:
            return None
        return next((note for note in reversed(self.standing.notes) if note.decision == reviews.RETURNED), None)


@dataclass(frozen=True)
class Submitted:
    """One version as its reviewer reads it."""

    number: int
    at: datetime
    records: tuple[StepRecord, ...]


def review(actor: Actor, *, unit: Unit, usage_key: str, state: State | None = None) -> Review:
    """Return what of one's own answers is reviewed in a unit, and where it stands.

    `state` is what this person's screen holds of the unit: then it is not read again. Two queries, three without it.
    """
    permissions.require(actor, "unit.review", permissions.course_roles(actor, actor.course_key))
    return _review(actor, unit, usage_key, state or storage.read(actor, usage_key, 0))


def submit(actor: Actor, *, unit: Unit, usage_key: str, seen: str) -> Review:
    """Freeze the answers to the reviewed steps and put them before the reviewers, under the author's rubric.

    `seen` stands for the answers that this person has read (`Review.seen`).

    Raises Invalid where a step is not done or holds words that are not saved as its answer, where other answers were shown, and
    where nothing changed since the last version unless that one came back or was taken back; and after the due date, unless it
    came back.
    """
    permissions.require(actor, "unit.submit", permissions.course_roles(actor, actor.course_key))
    if not unit.reviewed:
        raise NotFound(CHANGED)
    with transaction.atomic():
        state = storage.lock(actor, usage_key, 0)
        answers = _frozen(unit, state)
        _refuse_unready(unit, state)
        if seen != digest(answers):
            raise Invalid(
                _("Your answers have changed since this page was shown. Read them as they are now, then submit them.")
            )
        last = next(iter(storage.last_versions(actor, usage_key, for_writing=True)), None)
        standing = reviews.standing_own(actor, usage_key=usage_key, kind=KIND)
        _refuse_closed_or_unchanged(unit, standing, is_changed=last is None or last.digest != seen)
        # The number of the attempt, as the reviewers' notes have it: that of one taken back is not used again.
        number = max(standing.attempts if standing else 0, last.number if last else 0) + 1
        version = storage.freeze(state.record_id, number, seen, answers)
        grading.store_step_points(unit, state.record_id, rules.score(unit, state))
        reviews.submit_own(
            actor, usage_key=usage_key, kind=KIND, subject_id=state.record_id, subject_version=version.number, title=unit.title,
            possible=unit.points_for_review, rubric=unit.criteria,
        )  # fmt: skip
        events.happened(actor, "unit.submit", usage_key, record_id=state.record_id, version=version.number)
    return _review(actor, unit, usage_key, state)


def take_back(actor: Actor, *, unit: Unit, usage_key: str) -> Review:
    """Take back what waits for an answer; the version is gone, the answers stay.

    Invalid where it was answered meanwhile; after the due date, when it could not be submitted again; and where a version
    stands before it, because what was said of that one would no longer be shown.
    """
    permissions.require(actor, "unit.take_back", permissions.course_roles(actor, actor.course_key))
    with transaction.atomic():
        state = storage.lock(actor, usage_key, 0)
        last, *earlier = storage.last_versions(actor, usage_key, for_writing=True) or [None]
        if last is None:
            raise NotFound()
        require_not_closed(unit, _("This closed on %(when)s, so nothing was taken back: it could not be submitted again."))
        if earlier:
            raise Invalid(
                _(
                    "Nothing was taken back: an answered version stands before this one. Change your answers and submit them "
                    "again; then the reviewer reads the new ones."
                )
            )
        if not reviews.withdraw_own(actor, usage_key=usage_key, kind=KIND, subject_id=state.record_id):
            raise Invalid(
                _("This no longer waits for an answer, so it was not taken back. Reload the page to see what was said.")
            )
        last.delete()
        events.happened(actor, "unit.take_back", usage_key, record_id=state.record_id)
    return _review(actor, unit, usage_key, state)


def for_review(actor: Actor, *, subject_id: int, number: int) -> Submitted:
    """A version as it was submitted, for the reviewers of its course. One query."""
    permissions.require(actor, "unit.for_review", permissions.course_roles(actor, actor.course_key))
    version = storage.version(actor.course_key, subject_id, number)
    if version is None:
        raise NotFound()
    return Submitted(number=version.number, at=version.at, records=_records(version.answers))


def _review(actor: Actor, unit: Unit, usage_key: str, state: State) -> Review:
    answers = _frozen(unit, state)
    last, *earlier = storage.last_versions(actor, usage_key) or [None]
    seen = digest(answers)
    return Review(
        steps=unit.reviewed,
        unfinished=_unfinished(unit, state),
        unsaved=_unsaved(unit, state),
        seen=seen,
        records=_records(answers),
        number=last.number if last else 0,
        is_changed=last is not None and last.digest != seen,
        standing=reviews.standing_own(actor, usage_key=usage_key, kind=KIND),
        is_first=not earlier,
        is_closed=unit.terms.is_closed,
    )


def _refuse_unready(unit: Unit, state: State) -> None:
    """Raise Invalid, naming the steps, where one is not done or has words in it that are not its answer."""
    if unfinished := _titles(_unfinished(unit, state)):
        raise Invalid(_("Nothing was submitted: these steps are still open: %(steps)s.") % {"steps": unfinished})
    if unsaved := _titles(_unsaved(unit, state)):
        said = _(
            "Nothing was submitted: you have typed something in these steps since you saved them: %(steps)s. Save them first."
        )
        raise Invalid(said % {"steps": unsaved})


def _titles(steps: Sequence[Step]) -> str:
    return ", ".join(step.title for step in steps)


def _unfinished(unit: Unit, state: State) -> tuple[Step, ...]:
    """The reviewed steps that are not done."""
    return tuple(step for step in unit.reviewed if not rules.is_done(step, state))


def _unsaved(unit: Unit, state: State) -> tuple[Step, ...]:
    """The reviewed steps in which something is typed that is not saved as the answer."""
    return tuple(step for step in unit.reviewed if _is_unsaved(step, state))


def _is_unsaved(step: Step, state: State) -> bool:
    """Whether something is typed in a step that is not its answer."""
    draft, answer = state.draft(step).values, state.answer(step)
    return any(draft.get(name, "") != written(answer, name) for name in kind_of(step).fields(step) if name in draft)


def _refuse_closed_or_unchanged(unit: Unit, standing: Standing | None, *, is_changed: bool) -> None:
    """Raise Invalid after the due date, but for what came back from its reviewer; and for what stands there as it is."""
    status = standing.status if standing is not None else reviews.WITHDRAWN
    if status == reviews.RETURNED:
        return
    require_not_closed(unit, _("This closed on %(when)s, so nothing was submitted."))
    if not is_changed and status != reviews.WITHDRAWN:
        raise Invalid(_("Nothing has changed since you submitted this."))


def _frozen(unit: Unit, state: State) -> Frozen:
    """The answers to the reviewed steps as they are kept."""
    return [
        {"step": step.id, "answer": dict(answer), "asked": dict(state.asked.get(step.id) or {})}
        for step in unit.reviewed
        if (answer := state.answer(step)) is not None
    ]


def _records(answers: Sequence[Mapping[str, Any]]) -> tuple[StepRecord, ...]:
    return tuple(
        StepRecord(
            usage_key="", step_id=one["step"], answer=one["answer"], asked=one["asked"], draft={}, revision=0, answered_at=None,
            changed_at=None,
        )
        for one in answers
    )  # fmt: skip
