"""A unit as it was authored, and where one learner is in it. Plain values; nothing here can fail on bad content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ...core.errors import NotFound, Words
from .awards.rule import Award
from .steps import KINDS, UNREAD
from .steps.base import CHANGED, Answer, Raw, Step
from .steps.counted import is_counted
from .steps.ids import fit_id
from .steps.olx import string
from .steps.remembered import Asked
from .steps.reviewed import is_reviewed
from .terms import USUAL, Terms

if TYPE_CHECKING:  # whoever checks a course has no tables, which the reviews need
    from ..reviews.api import Criterion


@dataclass(frozen=True)
class Pool:
    """Questions of which each learner gets some: those whose `pool` names it. `draw` is how many."""

    id: str
    draw: int


@dataclass(frozen=True)
class Unit:
    """`everything` is what the author wrote, in order; `steps` is what learners see of it: no step that is still empty.

    `minutes` is how long it takes on screen, `minutes_at_work` what comes to that at one's own workplace. `pass_mark` is the
    percent to reach, 0 where there is nothing to pass.
    `is_graded` says whether its points count in the course. What a reviewer looks at are the `criteria`, what they can give
    `review_points`, beside the points of the steps. `terms` are those of whoever asks.
    """

    title: str
    minutes: int = 0
    minutes_at_work: int = 0
    pass_mark: int = 0
    is_graded: bool = False
    outcomes: tuple[str, ...] = ()
    everything: tuple[Step, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    review_points: float = 0
    terms: Terms = USUAL
    pools: tuple[Pool, ...] = ()
    award: Award | None = None

    @property
    def reviewed(self) -> tuple[Step, ...]:
        """The steps whose answers are submitted together; none where nothing of it is reviewed."""
        return tuple(step for step in self.steps if is_reviewed(step))

    @property
    def points_for_review(self) -> float:
        """What a reviewer can give: 0 where nothing is reviewed, or nothing counts."""
        return self.review_points if self.is_graded and self.reviewed else 0

    def in_pool(self, pool: Pool) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.parts.get("pool", "").strip() == pool.id)

    def pool_of(self, step: Step) -> Pool | None:
        """The pool that a step is drawn from; None for what everybody gets."""
        return next((pool for pool in self.pools if pool.id == step.parts.get("pool", "").strip()), None)

    @property
    def is_checked(self) -> bool:
        """Whether anything in it is checked, counted or submitted: what a due date is about."""
        return bool(self.reviewed) or any(is_counted(step) or KINDS[step.kind].score(step, None) for step in self.steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.everything if step.kind in KINDS and not KINDS[step.kind].is_empty(step))

    def step(self, step_id: str) -> Step:
        """The step a form names. NotFound where the author has taken it away since, or it never was."""
        return self.steps[self.index(step_id)]

    def index(self, step_id: str) -> int:
        for index, step in enumerate(self.steps):
            if step.id == step_id:
                return index
        raise NotFound(CHANGED)

    def authored(self, step_id: str) -> Step:
        """As `step`, for the author, who also sees what is no step."""
        for step in self.everything:
            if step.id == step_id:
                return step
        raise NotFound()


@dataclass(frozen=True)
class Draft:
    """What a learner typed into a text step and has not kept as the answer; `revision` counts the saves of both."""

    revision: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """Where one learner is. `position` is the index of the step on screen; past the last one is the closing screen.

    Answers, what was asked with them, and drafts go by the id of the step. `finished`, `passed` and `record_id` are known where
    somebody writes.
    """

    position: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    pools: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # which attempt it is, and the best share so far
    finished: bool = False
    passed: bool = False
    record_id: int = 0

    def answer(self, step: Step) -> Answer | None:
        return self.answers.get(step.id)

    def draft(self, step: Step) -> Draft:
        return self.draft_of(step.id)

    def with_draft(self, step_id: str, values: Mapping[str, str]) -> State:
        """Return the state with what is typed in a step, as its next revision."""
        draft = Draft(self.draft_of(step_id).revision + 1, values)
        return replace(self, drafts={**self.drafts, step_id: draft})

    def draft_of(self, step_id: str) -> Draft:
        return self.drafts.get(step_id, Draft())


@dataclass(frozen=True)
class StepRecord:
    """What a learner answered in one step of one unit, for reading across a course. `answer` is None before the first.

    `asked` is what they saw then; of an answer from before that was kept nothing is in it.
    """

    usage_key: str
    step_id: str
    answer: Answer | None
    asked: Asked
    draft: Mapping[str, str]
    revision: int
    answered_at: datetime | None
    changed_at: datetime | None


def parse_steps(raws: object) -> tuple[Step, ...]:
    """The authored steps, whatever the field holds; each with an id of its own and a list of what was mended."""
    found: list[Step] = []
    taken: set[str] = set()
    for number, raw in enumerate(raws if isinstance(raws, list) else [], start=1):
        if not isinstance(raw, Mapping):
            raw = {"xml": string(raw)}
        kind = KINDS.get(string(raw.get("kind")), UNREAD)
        wanted = string(raw.get("id"))
        step_id = fit_id(wanted, taken, f"{kind.name}-{number}")
        repairs: list[Words] = []
        if step_id != wanted and kind is not UNREAD:
            repairs.append(
                _("This step has no ID of its own, so it is called “%(id)s” for now. Save it once to keep that.")
                % {"id": step_id}
            )
        found.append(kind.parse(raw, step_id, repairs))
    return tuple(found)


def raw_steps(steps: Sequence[Step]) -> list[Raw]:
    """What goes into the block's field."""
    return [KINDS.get(step.kind, UNREAD).raw(step) for step in steps]


def parse_pools(raws: object) -> tuple[Pool, ...]:
    """Rows of an id and a number; what is none draws one, what has no name is no pool."""
    found: dict[str, Pool] = {}
    for raw in raws if isinstance(raws, list) else []:
        row = raw if isinstance(raw, Mapping) else {}
        name, draw = string(row.get("id")).strip(), string(row.get("draw")).strip()
        if name and name not in found:
            found[name] = Pool(name, max(1, int(draw)) if draw.isascii() and draw.isdigit() and len(draw) < 4 else 1)
    return tuple(found.values())


def parse_outcomes(raws: object) -> tuple[str, ...]:
    """Outcomes are rows with a text, or bare strings; empty ones are none."""
    texts = [string(raw.get("text") if isinstance(raw, Mapping) else raw) for raw in (raws if isinstance(raws, list) else [])]
    return tuple(text.strip() for text in texts if text.strip())
