"""A step as a screen shows it: what its template needs, ready made."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from ....core.language.markup import render_markdown
from .. import api, rules
from ..steps import kind_of
from ..steps.base import Answer, Feedback, Step, written
from ..unit import State

HEADING = 5  # inside a step: the unit is an h3 and the step an h4
Rich = Callable[[SafeString], SafeString]  # what the block does to HTML: the platform's addresses of uploaded files


@dataclass(frozen=True)
class ShownStep:
    """`is_asking`: there is a form to fill in; `is_read_only`: nobody can answer here (a stranger, a preview).

    `dom` begins the ids of everything in it. `data` is the kind's own.
    """

    step: Step
    dom: str
    template: str
    text: str
    button: str
    asks: bool
    is_done: bool
    is_asking: bool
    is_read_only: bool
    feedback: Feedback | None
    texts: Mapping[str, str]
    kept: Mapping[str, str]
    revision: int
    data: Mapping[str, Any]


def shown(step: Step, state: State, *, html_id: str, rich: Rich, is_read_only: bool = False, again: bool = False) -> ShownStep:
    """`again`: the learner wants another try at a step that is closed with its answer."""
    kind = kind_of(step)
    answer = None if is_read_only else state.answer(step)
    is_done = answer is not None and kind.is_done(step, answer)
    is_closed = kind.closes and is_done and not again
    form: Answer = answer or {}
    if again and kind.closes:
        form = kind.again(step, form)
    return ShownStep(
        step=step,
        dom=f"{html_id}-{step.id}",
        template=f"units/steps/{kind.name}.html",
        text=rich(lesson(step.text)),
        button=str(kind.button),
        asks=kind.asks,
        is_done=is_done,
        is_asking=kind.asks and not is_closed and not is_read_only,
        is_read_only=is_read_only,
        feedback=kind.feedback(step, answer) if answer is not None and not (again and kind.closes) else None,
        texts={} if is_read_only else api.texts(step, state),
        kept={name: written(answer, name) for name in kind.drafts},
        revision=state.draft(step).revision,
        data=kind.view(step, form),
    )


@dataclass(frozen=True)
class Line:
    """A step on the closing screen: whether it is done, what it brought, what the learner wrote."""

    step: Step
    is_done: bool
    percent: int | None
    record: str


def closing(steps: tuple[Step, ...], state: State) -> list[Line]:
    lines = []
    for step in steps:
        answer = state.answer(step)
        score = rules.step_score(step, answer)
        lines.append(
            Line(
                step=step,
                is_done=rules.is_done(step, state),
                percent=score.percent if score else None,
                record=kind_of(step).record(step, answer) if answer is not None and step.kind != "commit" else "",
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


def lesson(source: str) -> SafeString:
    """Authored Markdown as HTML. Text that begins on its own line may be indented as its element is."""
    return render_markdown(textwrap.dedent(source) if source.startswith("\n") else source, HEADING)
