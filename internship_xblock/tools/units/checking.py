"""Whether the answer to a step with right answers is (still) checked: the due date, the attempts allowed. For the api only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ...core.actor import Actor
from ...core.errors import BadRequest, Invalid, NotFound, Words
from ...records.document import moment
from . import pools, rules
from .steps import kind_of
from .steps.base import CHANGED, Answer, Given, Step, last
from .steps.counted import is_counted
from .unit import State, Unit

_CLOSED = _("This closed on %(when)s, so nothing was checked or changed. What you answered before still counts.")
KEEP, CHECK = "keep", "check"  # in a form: put cards down without checking them; check the one that it names


def require_not_closed(unit: Unit, said: Words) -> None:
    """Raise Invalid after the due date and its period of grace; `said` has a place for `when` that was."""
    if unit.terms.closes_at is not None and unit.terms.is_closed:
        raise Invalid(said % {"when": moment(unit.terms.closes_at)})


def require_open(actor: Actor, unit: Unit, step: Step, answer: Answer | None, given: Given) -> None:
    """Raise Invalid where answers to this step are not checked any more.

    BadRequest for one card of several by itself where nobody is told what is right: which ones come back would tell it.
    """
    if is_counted(step):
        require_not_closed(unit, _CLOSED)
    if kind_of(step).score(step, answer) is None:
        return
    require_not_closed(unit, _CLOSED)
    if unit.pool_of(step) and rules.is_answered(step, answer):
        raise Invalid(_("This question is answered once. At the end of the lesson you can try again with others."))
    if rules.attempts_left(unit, step, answer) == 0:
        said = ngettext(
            "You have used your %(count)s attempt. Nothing was changed, and it counts.",
            "You have used your %(count)s attempts. Nothing was changed, and the best one counts.",
            unit.terms.attempts_allowed,
        )
        raise Invalid(said % {"count": unit.terms.attempts_allowed})
    if unit.terms.hides_correctness(is_staff=actor.is_staff) and (
        last(given, CHECK) or (KEEP in given and rules.is_answered(step, answer))
    ):
        raise BadRequest(CHANGED)


def require_retake(unit: Unit, state: State) -> None:
    """Raise Invalid where other questions cannot be had: for whoever has not answered these, or after the due date."""
    if not pools.questions(unit):
        raise NotFound(CHANGED)
    require_not_closed(unit, _CLOSED)
    if not pools.is_answered(unit, state):
        raise Invalid(_("Answer these questions first. Then you can try again with others."))
    made = max(pools.attempt_of(state, pool) for pool in unit.pools) + 1
    if unit.terms.attempts_allowed and made >= unit.terms.attempts_allowed:
        raise Invalid(_("You have used all your attempts. The best one counts."))


def can_be_retaken(unit: Unit, state: State) -> bool:
    """Return whether other questions can be had."""
    try:
        require_retake(unit, state)
    except (Invalid, NotFound):
        return False
    return True


def attempts_made(step: Step, before: Answer | None, given: Answer, is_kept_only: bool) -> int:
    """How often the answer was checked as a whole, this time included where it is."""
    kind = kind_of(step)
    is_whole = kind.is_done(step, given) and not kind.is_open_again(given)
    return rules.attempts_made(step, before) + int(is_whole and not is_kept_only)
