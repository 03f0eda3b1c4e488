"""Scenario: situations and choices with consequences. Going back is allowed; nothing in it is right or wrong.

An answer is the way taken (`way`, ids of choices from the start on), all that was ever tried (`tried`), and whether an
ending was ever reached (`ended`), which going back does not undo. Where a way no longer fits what the author wrote, it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.errors import BadRequest, Invalid, Words
from .base import CHANGED, Answer, Given, Kind, Part, Row, Rows, Step, chosen
from .counted import COUNTED
from .graph import Graph, Problem

WAY_LIMIT = 100  # choices in one way: who goes in circles is told so, and nothing stored grows without end
_WORDS: dict[str, Words] = {
    "ends-at-once": _("“%(situation)s” is both the first situation and an ending, so there is nothing to choose."),
    "no-ending": _("No situation is marked as an ending, so nobody can finish."),
    "unreached": _("Nobody can reach “%(situation)s”: no way from the first situation leads there."),
    "dead-end": _("“%(situation)s” is a dead end: it has no choices and is not an ending."),
    "one-choice": _("“%(situation)s” has only one choice. Add another one."),
    "no-way-out": _("There is no way out of “%(situation)s”: no ending can be reached from there."),
    "untitled": _("“%(situation)s” has no title."),
    "textless": _("“%(situation)s” has no text."),
    "nowhere": _("The choice “%(choice)s” in “%(situation)s” leads nowhere. Choose the situation that follows."),
    "from-nowhere": _("The choice “%(choice)s” does not belong to any situation, so nobody is offered it."),
    "after-ending": _("“%(situation)s” is an ending, so nobody is offered its choice “%(choice)s”."),
    "wordless": _("A choice in “%(situation)s” has no text, so nobody is offered it."),
}


class Scenario(Kind):
    name = "scenario"
    label = _("Scenario")
    purpose = _("situations and choices with consequences")
    text_label = _("What it is about, before the first situation")
    parts = (COUNTED,)
    rows = (
        Rows(
            "situations", "situation", _("Situation"), _("Situations"), _("Add a situation"),
            (
                Part("title", _("Title of the situation"), _("Short: a place, a time, who is there.")),
                Part("text", _("What is going on"), _("Markdown works here."), type="markdown"),
                Part("ending", _("The scenario ends here"), type="flag"),
            ),
        ),
        Rows(
            "choices", "choice", _("Choice"), _("Choices"), _("Add a choice here"),
            (
                Part("from", _("The situation it belongs to"), of="situations"),
                Part("text", _("What the learner can do")),
                Part("to", _("The situation that follows"), of="situations"),
                Part(
                    "feedback", _("What happens then"), _("Shown once it is chosen, before the next situation."), type="text"
                ),
            ),
            at_first=0,
            inside="from",
        ),
    )  # fmt: skip

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        """Take one choice further, or go back to an earlier situation of the way: the form names `choice` or `back`."""
        trail = Trail(step, before)
        pressed, back = given.get("choice", ()), given.get("back", ())
        if len(pressed) + len(back) != 1:
            raise BadRequest()
        way = trail.after(pressed[0]) if pressed else trail.until(back[0])
        if len(way) > WAY_LIMIT:
            raise Invalid(_("This way has %(limit)s choices already. Go back to an earlier situation.") % {"limit": WAY_LIMIT})
        after = Trail(step, {"way": way})
        return {
            "way": way,
            "tried": list(dict.fromkeys((*chosen(before, "tried"), *way))),
            "ended": self.is_done(step, before) or after.is_at_end,
        }

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return (answer or {}).get("ended") is True

    def unseen(self, step: Step) -> Words:
        if self.is_empty(step) and _is_begun(step):
            return _("Learners do not see this step yet: no ending can be reached from its first situation.")
        return super().unseen(step)

    def is_empty(self, step: Step) -> bool:
        """Whether nobody could finish it: such a step would keep a unit open for good."""
        return not Graph(step).can_be_finished

    def findings(self, step: Step) -> list[Words]:
        graph = Graph(step)
        if not graph.situations:
            return [_("There is no situation yet.")]
        return [_said(graph, problem) for problem in graph.problems()] if _is_begun(step) else []

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        trail = Trail(step, answer)
        graph, tried = trail.graph, set(chosen(answer, "tried"))
        reached = {graph.choices[one]["to"] for one in tried if one in graph.choices} & graph.endings
        return {
            "outline": [_outlined(graph, row) for row in graph.situations.values()],
            "trail": trail.entries(),
            "here": trail.here,
            "came": trail.taken[-1]["feedback"].strip() if trail.taken else "",
            "title": situation_name(graph, trail.place) if trail.here else "",
            "choices": [{**row, "is_tried": row["id"] in tried} for row in graph.offers.get(trail.place, ())],
            "is_end": trail.is_at_end,
            "others": trail.others(tried) if trail.is_at_end else [],
            "reached": len(reached),
            "endings": len(graph.endings),
        }


@dataclass(frozen=True)
class Entry:
    """A situation on the way taken. `point` is what a press names to go back there; `choice` was taken there."""

    point: str
    title: str
    situation: Row
    choice: Row


class Trail:
    """The way that a learner has taken so far, as far as it still fits what the author wrote."""

    def __init__(self, step: Step, answer: Answer | None) -> None:
        self.graph = Graph(step)
        self.place = self.graph.start
        self.taken: list[Row] = []
        for name in chosen(answer, "way"):
            choice = self._offered(name)
            if choice is None:
                break
            self.taken.append(choice)
            self.place = choice["to"]

    @property
    def way(self) -> list[str]:
        return [choice["id"] for choice in self.taken]

    @property
    def here(self) -> Row | None:
        return self.graph.situations.get(self.place)

    @property
    def is_at_end(self) -> bool:
        return self.place in self.graph.endings

    def after(self, choice: str) -> list[str]:
        """Return the way with one choice more. A second press of the last one, by a double click, changes nothing."""
        if self._offered(choice) is not None:
            return [*self.way, choice]
        if self.way[-1:] != [choice]:
            raise BadRequest(CHANGED)
        return self.way

    def until(self, point: str) -> list[str]:
        """Return the way up to a situation on it. A second press, of the situation where one is by now, changes nothing."""
        points = [_point(number, choice["from"]) for number, choice in enumerate(self.taken)]
        if point not in (*points, _point(len(points), self.place)):
            raise BadRequest(CHANGED)
        return self.way[: int(point.partition(":")[0])]

    def entries(self) -> list[Entry]:
        situations = self.graph.situations
        return [
            Entry(_point(number, one["from"]), situation_name(self.graph, one["from"]), situations[one["from"]], one)
            for number, one in enumerate(self.taken)
        ]

    def others(self, tried: set[str]) -> list[dict[str, Any]]:
        """Return the ways not taken, by situation; one that was visited twice is there once, and its last visit counts."""
        taken, last = set(self.way), {entry.situation["id"]: entry for entry in self.entries()}
        found = []
        for name, entry in last.items():
            rows = [
                {**row, "is_tried": row["id"] in tried} for row in self.graph.offers[name] if row["id"] not in taken
            ]  # fmt: skip
            if rows:
                found.append({"entry": entry, "choices": rows, "is_open": not all(row["is_tried"] for row in rows)})
        return found

    def _offered(self, name: str) -> Row | None:
        offered = self.graph.offers.get(self.place, ())
        return next((row for row in offered if row["id"] == name), None)


def situation_name(graph: Graph, situation: str) -> str:
    """The title of a situation, or its number where it has none."""
    number, title = graph.name_of(situation)
    return title or _now("Situation %(number)s") % {"number": number}


def _point(number: int, situation: str) -> str:
    return f"{number}:{situation}"


def _is_begun(step: Step) -> bool:
    """Whether an author has written anything into its situations and choices."""
    rows: Sequence[Row] = (*step.rows["situations"], *step.rows["choices"])
    return any(value.strip() for row in rows for name, value in row.items() if name not in ("id", "from", "ending"))


def _said(graph: Graph, problem: Problem) -> Words:
    situation = situation_name(graph, problem.situation) if problem.situation else ""
    choice = graph.choices[problem.choice]["text"].strip()[:80] if problem.choice else ""
    return _WORDS[problem.trouble] % {"situation": situation, "choice": choice or problem.choice}


def _outlined(graph: Graph, situation: Row) -> dict[str, Any]:
    """A situation to read, with its choices and where they lead."""
    name = situation["id"]
    return {
        "id": name,
        "title": situation_name(graph, name),
        "text": situation["text"],
        "is_end": name in graph.endings,
        "choices": [{"text": row["text"], "to": situation_name(graph, row["to"])} for row in graph.offers[name]],
    }
