"""The situations of a scenario and the choices between them: what is offered where, how far apart, what is wrong with it.

All of it is from the learner's side: a choice that cannot be offered (it has no words, or leads nowhere) is no way. Nothing
here walks in circles or fails, whatever an author wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .base import Row, Step, is_yes

Trouble = Literal[
    "ends-at-once", "no-ending", "unreached", "dead-end", "one-choice", "no-way-out", "untitled", "textless",
    "nowhere", "from-nowhere", "after-ending", "wordless",
]  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong, with the id of the situation and of the choice that it is about; "" where there is none."""

    trouble: Trouble
    situation: str = ""
    choice: str = ""


class Graph:
    """A scenario as a graph. The first situation is the start."""

    def __init__(self, step: Step) -> None:
        self.situations: Mapping[str, Row] = {row["id"]: row for row in step.rows["situations"]}
        self.choices: Mapping[str, Row] = {row["id"]: row for row in step.rows["choices"]}
        self.start = next(iter(self.situations), "")
        self.endings = frozenset(name for name, row in self.situations.items() if is_yes(row["ending"]))

    @cached_property
    def offers(self) -> Mapping[str, tuple[Row, ...]]:
        """The choices that a learner has in each situation, in the author's order."""
        found: dict[str, list[Row]] = {name: [] for name in self.situations}
        for row in self.choices.values():
            if self._is_offered(row):
                found[row["from"]].append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def distances(self) -> Mapping[str, int]:
        """How many choices each situation is from the start; one that cannot be reached is not there."""
        return _walk([self.start] if self.situations else [], {name: self.leads_to(name) for name in self.situations})

    @cached_property
    def hopeful(self) -> frozenset[str]:
        """The situations from which an ending can be reached, the endings among them."""
        back: dict[str, list[str]] = {name: [] for name in self.situations}
        for name in self.situations:
            for to in self.leads_to(name):
                back[to].append(name)
        return frozenset(_walk(sorted(self.endings), back))

    @property
    def can_be_finished(self) -> bool:
        """Whether somebody who begins can choose their way to an ending."""
        return self.start in self.hopeful and self.start not in self.endings

    def leads_to(self, situation: str) -> list[str]:
        return [row["to"] for row in self.offers[situation]]

    def name_of(self, situation: str) -> tuple[int, str]:
        """Return the number of a situation, from 1, and its title."""
        return list(self.situations).index(situation) + 1, self.situations[situation]["title"].strip()

    def _is_offered(self, choice: Row) -> bool:
        is_way = choice["from"] in self.situations and choice["to"] in self.situations
        return is_way and choice["from"] not in self.endings and bool(choice["text"].strip())

    # -- what an author should look at ---------------------------------------------------------------------

    def problems(self) -> Iterator[Problem]:
        """The whole first, then each situation with its choices, in the author's order."""
        if self.start in self.endings:
            yield Problem("ends-at-once", self.start)
        if not self.endings:
            yield Problem("no-ending")
        for name, row in self.situations.items():
            yield from self._problems_of_situation(name, row)
            yield from (one for choice in self.choices.values() if choice["from"] == name for one in self._problems_of(choice))
        for choice in self.choices.values():
            if choice["from"] not in self.situations:
                yield Problem("from-nowhere", choice=choice["id"])

    def _problems_of_situation(self, name: str, row: Row) -> Iterator[Problem]:
        if not row["title"].strip():
            yield Problem("untitled", name)
        if not row["text"].strip():
            yield Problem("textless", name)
        if name not in self.distances:
            yield Problem("unreached", name)
        offered = len(self.offers[name])
        if name in self.endings:
            return
        if not offered:
            yield Problem("dead-end", name)
        elif self.endings and name not in self.hopeful:
            yield Problem("no-way-out", name)
        if offered == 1:
            yield Problem("one-choice", name)

    def _problems_of(self, choice: Row) -> Iterator[Problem]:
        """What is wrong with a choice that leaves a situation."""
        name, from_id = choice["id"], choice["from"]
        if from_id in self.endings:
            yield Problem("after-ending", from_id, name)
        elif not choice["text"].strip():
            yield Problem("wordless", from_id, name)
        elif choice["to"] not in self.situations:
            yield Problem("nowhere", from_id, name)


def _walk(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Every place that can be reached, with the number of steps to it."""
    found = dict.fromkeys(starts, 0)
    edge = list(found)
    while edge:
        following: list[str] = []
        for name in edge:
            for to in ways[name]:
                if to not in found:
                    found[to] = found[name] + 1
                    following.append(to)
        edge = following
    return found
