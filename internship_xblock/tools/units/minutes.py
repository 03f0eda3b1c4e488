"""How long a unit takes on screen, from what stands in it. Pure.

Reading is counted at the speed of somebody who is tired and reads to act on it; what is done beside reading by a table, a line
for each kind of step (`docs/lesson-minutes.md` says it in words). Work at the learner's own place is not in it: its author says
how long that takes.
"""

from __future__ import annotations

import re

from .lesson import parts_by_mark
from .steps.base import Step
from .steps.worksheet import cells_at_first
from .unit import Unit

WORDS_A_MINUTE = 180
CELLS = "cells"
# Seconds beside reading: for the step as a whole, and for each of its rows in this group, or each of its cells.
BESIDE_READING: dict[str, tuple[int, int, str]] = {
    "read": (0, 0, ""),
    "sort": (20, 10, "cards"),
    "choose": (20, 5, "options"),
    "checklist": (20, 10, "items"),
    "rewrite": (240, 0, ""),
    "commit": (90, 0, ""),
    "worksheet": (60, 30, CELLS),
    "scenario": (0, 20, "situations"),
}
SCENARIO_SHARE = 0.6  # of a scenario is read: nobody takes every way
_WORD = re.compile(r"\w[^\s]*")


def estimate(unit: Unit) -> int:
    """Return the minutes that the steps learners see take on screen, at least 1 where there is one."""
    seconds = sum(seconds_of(step) for step in unit.steps if not unit.pool_of(step))
    for pool in unit.pools:  # of each as long as its questions take on average
        each = [seconds_of(step) for step in unit.in_pool(pool)]
        seconds += sum(each) * min(pool.draw, len(each)) / len(each) if each else 0
    return max(1, round(seconds / 60)) if unit.steps else 0


def seconds_of(step: Step) -> float:
    """Return the seconds that a step takes: its words at reading speed, and what one does beside reading."""
    whole, each, group = BESIDE_READING.get(step.kind, (0, 0, ""))
    share = SCENARIO_SHARE if step.kind == "scenario" else 1
    return words_in(step) * share * 60 / WORDS_A_MINUTE + whole + each * _count(step, group)


def _count(step: Step, group: str) -> int:
    """Return how many rows a step has in a group, or how many fields a worksheet."""
    return cells_at_first(step) if group == CELLS else len(step.rows.get(group, ()))


def words_in(step: Step) -> int:
    """Count the words of a step as a learner meets them, the answers to what they choose among them.

    Sources are folded, and nobody needs them to go on: they are not counted.
    """
    told = [step.title, parts_by_mark(step.text).told, *(step.parts.get(name, "") for name in ("original", "model"))]
    told += [row.get(name, "") for rows in step.rows.values() for row in rows for name in ("title", "text", "help", "feedback")]
    return sum(len(_WORD.findall(text)) for text in told)
