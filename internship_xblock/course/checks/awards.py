"""What a unit awards can be earned: the level is one, and the other units that it needs are there and can be completed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from ...tools.training.levels import AWARDED_BY_UNITS
from ...tools.units.steps import KINDS
from ..findings import Finding
from ..outline import UNIT, Course, Node


def awards(course: Course) -> Iterator[Finding]:
    """Find what nobody could earn, and what a unit needs that is not there."""
    units = {node.name: node for node in course.ours() if node.tag == UNIT}
    for node in units.values():
        level, needs = node.element.get("awards", ""), node.element.get("award_needs", "").split()
        if level and level not in AWARDED_BY_UNITS:
            levels = ", ".join(f'"{name}"' for name in AWARDED_BY_UNITS)
            yield _finding(node, f'A unit cannot award "{level}". Write one of {levels}, or leave awards out.')
        if needs and not level:
            yield _finding(node, "There are award_needs, but this unit awards nothing. Add awards, or leave them out.")
        yield from (_finding(node, sentence) for sentence in _needs(node, needs, units))
        if level and (sentence := _obstacle(node)):
            yield _finding(node, f"Nobody can earn what this unit awards: {sentence}")


def _needs(node: Node, needs: list[str], units: dict[str, Node]) -> Iterator[str]:
    for name, times in Counter(needs).items():
        if times > 1:
            yield f'"{name}" stands {times} times in award_needs. Name it once.'
        if name == node.name:
            yield "A unit does not name itself in award_needs: it is to be completed anyway."
        elif name not in units:
            yield f'There is no unit "{name}" in this course. Correct award_needs.'
        elif sentence := _obstacle(units[name]):
            yield f'Nobody can complete "{name}", which award_needs names: {sentence}'


def _obstacle(node: Node) -> str:
    """Why no learner can complete a unit, "" where they can."""
    if not any(child.tag in KINDS for child in node.element.iterchildren(tag=etree.Element)):
        return "it has no step. Add one."
    place: Node | None = node
    while place is not None:
        if place.element.get("visible_to_staff_only") == "true":
            return f'<{place.tag} url_name="{place.name}"> is visible to staff only. Show it.'
        place = place.parent
    return ""


def _finding(node: Node, sentence: str) -> Finding:
    return Finding(node.file, node.line, sentence)
