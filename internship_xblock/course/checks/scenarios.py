"""Scenarios lead somewhere: nobody is stuck, every situation can be reached, every choice has consequences."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ...tools.units.steps.base import Kind, Step
from ...tools.units.steps.graph import Graph, Problem, Trouble
from ..findings import Finding
from ..outline import line_of

# Texts that are empty are found wherever they stand: checks/words.py.
_SENTENCES: dict[Trouble, str] = {
    "ends-at-once": "The first situation is an ending, so there is nothing to choose. Begin with another one.",
    "no-ending": 'No situation is an ending, so nobody can finish. Mark one with ending="true".',
    "unreached": "No way from the first situation leads to this one. Add a choice that leads here.",
    "dead-end": 'This situation has no choices. Add some, or mark it with ending="true".',
    "one-choice": "There is only one choice here. Add another one.",
    "no-way-out": "No ending can be reached from this situation. Let a choice lead out.",
    "untitled": "Give this situation a title: it is the heading above its text.",
    "nowhere": 'There is no situation "{to}" here. Name in "to" the one that follows.',
    "from-nowhere": 'There is no situation "{from}" here. Name in "from" the one that the choice belongs to.',
    "after-ending": "This choice belongs to an ending, so nobody is offered it. Remove it or the ending.",
}


def scenario(file: str, element: etree._Element, kind: Kind) -> Iterator[Finding]:
    """Look at a scenario as its author does in Studio, with the lines on which things stand."""
    raw = kind.read(element)
    graph = Graph(Step(kind.name, raw["id"], rows={group.name: tuple(raw[group.name]) for group in kind.rows}))
    lines = {(row.tag, row.get("id", "")): line_of(row) for row in element.iterchildren(tag=etree.Element)}
    if graph.situations:
        for problem in (one for one in graph.problems() if one.trouble in _SENTENCES):
            yield Finding(file, lines.get(_place(problem), line_of(element)), _sentence(graph, problem))
    for choice in element.findall("choice"):
        if not choice.get("feedback", "").strip():
            yield Finding(
                file, line_of(choice), "Say what happens then: add feedback. A choice without consequences teaches nothing."
            )


def _place(problem: Problem) -> tuple[str, str]:
    return ("choice", problem.choice) if problem.choice else ("situation", problem.situation)


def _sentence(graph: Graph, problem: Problem) -> str:
    named = graph.choices.get(problem.choice, {})
    return _SENTENCES[problem.trouble].replace("{to}", named.get("to", "")).replace("{from}", named.get("from", ""))
