"""Progress, points, and what an author should look at. Pure: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ...core.errors import Words
from ...core.language.markup import foreign_pictures
from . import pools
from .steps import UNREAD, kind_of
from .steps.base import Answer, Finding, Score, Step
from .steps.counted import is_counted
from .steps.olx import string
from .unit import Pool, State, Unit

MINUTES = (2, 45)  # what is shorter is a page, what is longer is two lessons
BEST = "best"  # beside the answer: the most points this step has brought so far
ATTEMPTS = "attempts"  # beside the answer: how often it was checked as a whole
_FOREIGN = _(
    "The picture %(address)s is on another site, which would see who reads this. Learners get a link to it. Upload it in "
    "Studio under Files, and write /static/ and its name."
)


@dataclass(frozen=True)
class Progress:
    done: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1; a unit without steps is done by nobody."""
        return self.done / self.total if self.total else 0.0

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done == self.total


def is_done(step: Step, state: State) -> bool:
    return kind_of(step).is_done(step, state.answer(step))


def progress(unit: Unit, state: State) -> Progress:
    return Progress(sum(is_done(step, state) for step in unit.steps), len(unit.steps))


def step_score(step: Step, answer: Answer | None) -> Score | None:
    """The points of one step. The best attempt counts: trying again never takes away what was reached."""
    score = kind_of(step).score(step, answer)
    best = (answer or {}).get(BEST)
    if score is None or not isinstance(best, (int, float)):
        return score
    return Score(min(score.possible, max(score.earned, float(best))), score.possible)


def attempts_left(unit: Unit, step: Step, answer: Answer | None) -> int | None:
    """How many attempts the learner has left; None where nothing limits them. One counts once all of the answer is checked."""
    if kind_of(step).score(step, answer) is None:
        return None
    if unit.pool_of(step):  # one in each attempt at its pool, which draws other questions
        return 0 if is_answered(step, answer) else 1
    if not unit.terms.attempts_allowed:
        return None
    return max(0, unit.terms.attempts_allowed - attempts_made(step, answer))


def attempts_made(step: Step, answer: Answer | None) -> int:
    """Return how often the answer was checked as a whole; one of a time when nobody counted was checked once."""
    made = (answer or {}).get(ATTEMPTS)
    return made if isinstance(made, int) else int(is_answered(step, answer))


def is_answered(step: Step, answer: Answer | None) -> bool:
    return answer is not None and kind_of(step).is_done(step, answer)


def pool_score(unit: Unit, pool: Pool, state: State) -> Score | None:
    """The points of what is drawn from a pool, of as many as are drawn; the best attempt counts."""
    found = [score for step in unit.in_pool(pool) if (score := step_score(step, state.answer(step)))]
    if not found:
        return None
    possible = min(pool.draw, len(found))
    return Score(max(min(sum(one.earned for one in found), possible), pools.best_of(state, pool) * possible), possible)


def shares(unit: Unit, state: State) -> dict[str, float]:
    """The best share of each pool, the present attempt included."""
    found = {pool.id: pool_score(unit, pool, state) for pool in unit.pools}
    return {name: score.earned / score.possible for name, score in found.items() if score}


def score(unit: Unit, state: State) -> Score | None:
    """All points of a unit, None where there is nothing to be right about, and nothing counts for being worked through."""
    found = [score for step in unit.steps if not unit.pool_of(step) and (score := step_score(step, state.answer(step)))]
    found += [score for pool in unit.pools if (score := pool_score(unit, pool, state))]
    found += [Score(float(is_done(step, state)), 1) for step in unit.steps if is_counted(step)]
    if not found:
        return None
    return Score(sum(one.earned for one in found), sum(one.possible for one in found))


def has_passed(unit: Unit, state: State) -> bool:
    """Whether the pass mark is reached; True where there is none, or nothing to score."""
    reached = score(unit, state)
    return unit.pass_mark <= 0 or reached is None or reached.percent >= unit.pass_mark


def findings(unit: Unit) -> list[Finding]:
    """What an author should look at before learners come, in the order of the unit."""
    found: list[Finding] = []
    if not unit.outcomes:
        found.append(Finding(_("Say what people can do after this unit: there is no outcome yet.")))
    if not MINUTES[0] <= unit.minutes <= MINUTES[1]:
        found.append(
            Finding(_("A unit takes between %(least)s and %(most)s minutes.") % {"least": MINUTES[0], "most": MINUTES[1]})
        )
    if not unit.steps:
        found.append(Finding(_("There are no steps yet. Add the first one.")))
    if unit.pass_mark and score(unit, State()) is None:
        found.append(Finding(_("There is a pass mark, but no step with right or wrong answers.")))
    if (unit.review_points or unit.criteria) and not unit.reviewed:
        found.append(Finding(_("There is a rubric or there are points for a review, but no step is submitted for review.")))
    found += [Finding(words) for words in _pool_findings(unit)]
    if not 0 <= unit.pass_mark <= 100:
        found.append(Finding(_("The pass mark is a percentage: between 0 and 100.")))
    for step in unit.everything:
        found += [Finding(words, step.id) for words in step_findings(step)]
    return found


def _pool_findings(unit: Unit) -> list[Words]:
    found: list[Words] = []
    for pool in unit.pools:
        said, steps = {"pool": pool.id, "draw": pool.draw}, unit.in_pool(pool)
        if len(steps) <= pool.draw:
            found.append(_("The pool “%(pool)s” draws %(draw)s questions, but holds no more than that.") % said)
        if any(kind_of(step).score(step, None) is None for step in steps):
            found.append(_("In the pool “%(pool)s” there is a question without a right answer.") % said)
    known = {pool.id for pool in unit.pools}
    for name in dict.fromkeys(step.parts.get("pool", "").strip() for step in unit.steps):
        if name and name not in known:
            found.append(_("There is no pool “%(pool)s”, so everybody gets its questions.") % {"pool": name})
    return found


def step_findings(step: Step) -> list[Words]:
    """Return what an author should look at in one step."""
    kind = kind_of(step)
    found = list(step.repairs)
    if kind is not UNREAD and (words := kind.unseen(step)):
        found.append(words)
    if kind is not UNREAD and not step.title.strip():
        found.append(_("This step has no title."))
    found += kind.findings(step)
    found += [_("Nothing reads this, and learners do not see it: %(xml)s") % {"xml": xml[:200]} for xml in kind.extras(step)]
    return found + [_FOREIGN % {"address": address} for text in kind.markdown(step) for address in foreign_pictures(text)]


def searchable_text(unit: Unit) -> list[str]:
    """What the author wrote for learners: for search, so no right answers and no feedback."""
    texts = list(unit.outcomes)
    for step in unit.steps:
        texts += [step.title, step.text, *(string(step.parts.get(name)) for name in ("original", "transcript"))]
        texts += [row.get(name, "") for rows in step.rows.values() for row in rows for name in ("title", "text", "help")]
    return [text for text in texts if text.strip()]
