"""What a lesson promises is practised in it, and somebody or something answers what one did.

Which step practises which outcome nobody writes down, so this asks what can be counted: a lesson has at least as many things to
do as outcomes, and at least one of them is answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from ...tools.units.steps import KINDS
from ...tools.units.unit import parse_pools
from ..findings import Finding
from ..outline import UNIT, Course, Node

_ANSWERED = frozenset({"sort", "scenario", "rewrite"})  # by feedback, by consequences, by a model answer
_READ_BY_OTHERS = frozenset({"internship_plan", "internship_log"})  # by a supervisor, a mentor, a reviewer


def practice(course: Course) -> Iterator[Finding]:
    """Every outcome is practised by a step that is not read, and assessed: what one did is answered."""
    for lesson in course.nodes("sequential"):
        outcomes = [outcome for unit in _units(lesson) for outcome in unit.element.findall("outcome")]
        if outcomes:
            yield from _lesson(lesson, len(outcomes))


def _lesson(lesson: Node, outcomes: int) -> Iterator[Finding]:
    steps = [step for unit in _units(lesson) for step in _asking(unit)]
    others = [node for node in lesson.walk() if node.tag in _READ_BY_OTHERS]
    done = sum(map(_asked, _units(lesson))) + len(others)
    if done < outcomes:
        sentence = (
            f"This lesson promises {outcomes} outcomes and has {done} things to do. Let each outcome be practised by a step "
            "that is not read, or promise less."
        )
        yield Finding(lesson.file, lesson.line, sentence)
    elif not others and not any(map(_is_answered, steps)):
        sentence = (
            "Nothing answers what one does in this lesson, so nobody learns whether the outcomes are reached. Add a <sort>, a "
            "<scenario>, a <rewrite>, or a <choose> with feedback to every answer."
        )
        yield Finding(lesson.file, lesson.line, sentence)


def _units(lesson: Node) -> list[Node]:
    return [node for node in lesson.walk() if node.tag == UNIT]


def _asking(unit: Node) -> list[etree._Element]:
    return [step for step in unit.element if step.tag in KINDS and KINDS[str(step.tag)].asks]


def _asked(unit: Node) -> int:
    """Return how many steps of a unit one learner does: of a pool as many as are drawn."""
    named = Counter(step.get("pool", "").strip() for step in _asking(unit))
    pools = parse_pools([dict(pool.attrib) for pool in unit.element.findall("pool")])
    return named.total() - sum(max(0, named[pool.id] - pool.draw) for pool in pools)


def _is_answered(step: etree._Element) -> bool:
    """Whether one hears how one did. An opinion is answered, too, if there are words to every choice."""
    if step.tag == "choose":
        return all(option.get("feedback", "").strip() for option in step.findall("option"))
    return step.tag in _ANSWERED
