"""A step as a screen shows it: what its template needs, ready made."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ....core.language.markup import with_address
from ....core.language.text import squeezed
from .. import api, rules
from ..asked import is_earlier
from ..lesson import as_html, part_as_html, parts
from ..steps import kind_of
from ..steps.base import Answer, Feedback, Kind, Step, written
from ..steps.reviewed import is_reviewed
from ..unit import State, Unit

_MINUTES = re.compile(r"\s*\([^()]*\)\s*$")
Rich = Callable[[SafeString], SafeString]  # what the block does to HTML: the platform's addresses of uploaded files


@dataclass(frozen=True)
class Checked:
    """How the answer to a step with right answers is checked: how many attempts are left (None: nothing limits them), until
    when, and whether it is told what was right."""

    attempts_left: int | None = None
    attempts_allowed: int = 0
    is_closed: bool = False
    hides_correctness: bool = False
    is_drawn: bool = False  # from a pool: another attempt draws others

    @property
    def is_over(self) -> bool:
        return self.is_closed or self.attempts_left == 0


UNLIMITED = Checked()


def checked_of(unit: Unit, screen: api.Screen) -> Checked:
    """Return how the answer to the step on screen is checked."""
    step = screen.step
    if step is None or kind_of(step).score(step, None) is None:
        return UNLIMITED
    left = rules.attempts_left(unit, step, screen.state.answer(step))
    is_drawn = unit.pool_of(step) is not None
    return Checked(left, unit.terms.attempts_allowed, unit.terms.is_closed, screen.hides_correctness, is_drawn)


@dataclass(frozen=True)
class ShownStep:
    """`is_asking`: there is a form to fill in; `is_read_only`: nobody can answer here (a stranger, a preview).

    `dom` begins the ids of everything in it. `sources` are folded under `sources_name`, the author's own word for them.
    `is_earlier`: the step has changed since it was answered; `is_reviewed`: its answer is submitted for review; `left_over` is
    what was written in fields that are gone. `data` is the kind's own.
    """

    step: Step
    kind: Kind
    dom: str
    template: str
    text: str
    sources: str
    sources_name: str
    transcript: str
    button: str
    asks: bool
    is_done: bool
    is_asking: bool
    is_again: bool
    is_read_only: bool
    feedback: Feedback | None
    texts: Mapping[str, str]
    kept: Mapping[str, str]
    revision: int
    is_earlier: bool
    is_reviewed: bool
    left_over: Sequence[tuple[str, str]]
    data: Mapping[str, Any]
    rich: Rich
    checked: Checked = UNLIMITED

    def html(self, source: str) -> SafeString:
        """A text of the kind's own as HTML."""
        return self.rich(part_as_html(source))

    def address(self, address: str) -> str:
        """The platform's address of a file of the course, as `/static/...` names it."""
        return with_address(address, self.rich)


def shown(
    step: Step,
    state: State,
    *,
    html_id: str,
    rich: Rich,
    is_read_only: bool = False,
    again: bool = False,
    checked: Checked = UNLIMITED,
) -> ShownStep:
    """`again`: the learner wants another attempt at a step that is closed with its answer."""
    kind = kind_of(step)
    answer = None if is_read_only else state.answer(step)
    is_done = answer is not None and kind.is_done(step, answer)
    is_again, form, feedback = _tried(step, answer, again, checked)
    is_closed = kind.closes and is_done and not is_again
    lesson, texts = parts(step.text), {} if is_read_only else api.texts(step, state)
    return ShownStep(
        step=step,
        kind=kind,
        dom=f"{html_id}-{step.id}",
        template=f"units/steps/{kind.name}.html",
        text=rich(as_html(lesson.told)),
        sources=rich(as_html(lesson.sources)),
        sources_name=lesson.name,
        transcript=rich(as_html(step.parts.get("transcript", ""))),
        button=str(kind.button),
        asks=kind.asks,
        is_done=is_done,
        is_asking=kind.asks and not is_closed and not is_read_only and not checked.is_over,
        is_again=is_again,
        is_read_only=is_read_only or (checked.is_over and not is_done),
        feedback=feedback,
        texts=texts,
        kept={name: written(answer, name) for name in kind.fields(step)},
        revision=state.draft(step).revision,
        is_earlier=answer is not None and is_earlier(step, state),
        is_reviewed=is_reviewed(step),
        left_over=[] if is_read_only else _left_over(step, state),
        data={**kind.view(step, form), **kind.form(step, texts)},
        rich=rich,
        checked=checked,
    )


def _left_over(step: Step, state: State) -> list[tuple[str, str]]:
    return kind_of(step).left_over(step, api.all_written(step, state) or {}, state.asked.get(step.id) or {})


def _tried(step: Step, answer: Answer | None, again: bool, checked: Checked) -> tuple[bool, Answer, Feedback | None]:
    """Whether another attempt is under way, what its form begins with, and what comes back to the answer that stands."""
    kind, stored = kind_of(step), answer or {}
    if kind.closes and (again or kind.is_open_again(stored)) and not checked.is_over:
        return True, {} if checked.hides_correctness else kind.again(step, stored), None
    feedback = kind.feedback(step, stored) if answer is not None else None
    return False, stored, _untold(feedback) if checked.hides_correctness else feedback


def _untold(feedback: Feedback | None) -> Feedback | None:
    """What comes back to an answer of which nobody is told whether it is right: that it is there."""
    if feedback is None:
        return None
    notes = tuple(replace(note, right=False, words="") for note in feedback.notes)
    return Feedback("plain", _("Your answer is saved."), notes)


@dataclass(frozen=True)
class Line:
    """A step on the closing screen: whether it is done, what it brought, what the learner wrote."""

    step: Step
    kind: Kind
    is_done: bool
    percent: int | None
    record: str
    in_workbook: bool


def closing(steps: tuple[Step, ...], state: State, *, hides_correctness: bool = False) -> list[Line]:
    lines = []
    for step in steps:
        answer = state.answer(step)
        score = rules.step_score(step, answer)
        lines.append(
            Line(
                step=step,
                kind=kind_of(step),
                is_done=rules.is_done(step, state),
                percent=score.percent if score and not hides_correctness else None,
                record=kind_of(step).record(step, answer) if answer is not None and step.kind != "commit" else "",
                in_workbook=kind_of(step).is_in_workbook(kind_of(step).asked(step)),
            )
        )
    return lines


def commitments(steps: tuple[Step, ...], state: State) -> list[dict[str, Any]]:
    """What the learner has set out to do, soonest first: rows of title, text and day."""
    found = [
        {"title": step.title, "text": written(state.answer(step), "text"), **kind_of(step).view(step, state.answer(step) or {})}
        for step in steps
        if step.kind == "commit" and rules.is_done(step, state)
    ]
    return sorted(found, key=lambda row: str(row["day"]))


@dataclass(frozen=True)
class Names:
    """Which names a screen says itself; the others are there for screen readers alone.

    `is_above`: the page around the block says the unit's name already.
    """

    unit: bool
    step: bool
    is_above: bool


def names(unit: str, step: str, *, is_above: bool) -> Names:
    is_same = _plain(unit) == _plain(step)
    return Names(unit=not (is_above or is_same), step=not (is_above and is_same), is_above=is_above)


def is_name_of(unit: str, page: str) -> bool:
    """Whether a page is called as the unit on it, perhaps with its minutes: "Who does what? (15 min)"."""
    return _plain(unit) in (_plain(page), _plain(_MINUTES.sub("", page)))


def _plain(name: str) -> str:
    return squeezed(name).casefold()
