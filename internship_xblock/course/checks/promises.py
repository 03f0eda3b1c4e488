"""What a learner is promised before starting a lesson: how long it takes, what it is for, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...tools.units.lesson import parts_by_mark
from ...tools.units.minutes import estimate
from ...tools.units.steps import KINDS
from ...tools.units.unit import Unit, parse_pools, parse_steps
from ..curriculum import CHAPTERS, COURSE
from ..findings import Finding
from ..language import AT_WORK
from ..outline import UNIT, Course, Node
from ..xml import is_whole

_TITLE = re.compile(rf".*\S \((\d+) min(?:, (\d+) (?:{AT_WORK}))?\)")
_SLACK, _SHARE = 2, 0.15  # by so many minutes, or such a share, what is said and what is counted may differ


def minutes(course: Course) -> Iterator[Finding]:
    """Every name in the outline says how long it takes; the parts add up to the whole; what is said is what is counted.

    A chapter to look things up in takes nobody any time as a whole, so it names none.
    """
    for node in course.nodes("chapter", "sequential", "vertical"):
        said = title_minutes(node)
        if node.is_reference:
            if said is not None:
                sentence = (
                    f"This <{node.tag}> is in a chapter of texts only, which people look things up in and do not work through. "
                    "Leave the minutes out of its name."
                )
                yield Finding(node.file, node.line, sentence)
        elif said is None:
            sentence = (
                f'End the display_name of this <{node.tag}> in its minutes: "Task mapping (15 min)" or "(15 min, 20 at work)". '
                "Learners plan by them."
            )
            yield Finding(node.file, node.line, sentence)
        elif node.tag == "vertical":
            yield from _vertical(node, said)
        else:
            parts = [title_minutes(child) for child in node.children]
            known = [part for part in parts if part is not None]
            total = (sum(part[0] for part in known), sum(part[1] for part in known))
            if len(known) == len(parts) and total != said:
                sentence = f"This says {_words(said)}, but its parts add up to {_words(total)}. Correct the one or the others."
                yield Finding(node.file, node.line, sentence)
    yield from _curriculum(course)


def outcomes(course: Course) -> Iterator[Finding]:
    """Every lesson says what one will be able to do, unless it is there to look things up in; every unit has a part in that."""
    for node in course.nodes(UNIT):
        if not any((outcome.text or "").strip() for outcome in node.element.findall("outcome")):
            yield Finding(node.file, node.line, "Say what one will be able to do after this unit: add an <outcome>.")
    for node in course.nodes("sequential"):
        if not node.is_reference and not any(inner.tag == UNIT for inner in node.walk()):
            sentence = f"This lesson has no <{UNIT}>, so nobody learns what it is for. Add one with an <outcome>."
            yield Finding(node.file, node.line, sentence)


def sources(course: Course) -> Iterator[Finding]:
    """Every unit that tells something says where it comes from."""
    for node in course.nodes(UNIT):
        told = node.element.findall("read")
        if told and not any(parts_by_mark(step.text or "").sources for step in told):
            sentence = 'Say where this comes from: end the last <read> in a paragraph that begins with "**Sources:**".'
            yield Finding(node.file, node.line, sentence)


def title_minutes(node: Node) -> tuple[int, int] | None:
    """Return the minutes on screen and at work in a name; None if it names none."""
    found = _TITLE.fullmatch(node.title)
    return (int(found[1]), int(found[2] or 0)) if found else None


def _words(minutes: tuple[int, int]) -> str:
    return f"{minutes[0]} min" + (f", {minutes[1]} at work" if minutes[1] else "")


def _vertical(node: Node, said: tuple[int, int]) -> Iterator[Finding]:
    here, at_work, only_units = 0, 0, True
    for block in node.children:
        if block.tag == UNIT:
            given, more = block.element.get("minutes", ""), block.element.get("minutes_at_work", "0")
            if not (is_whole(given) and int(given) and is_whole(more)):
                sentence = 'Say how many minutes this unit takes, as whole numbers: minutes="15" minutes_at_work="20".'
                yield Finding(block.file, block.line, sentence)
                return
            here, at_work = here + int(given), at_work + int(more)
            yield from _counted(block, int(given))
        elif block.tag != "html":
            only_units = False
    total = (here, at_work)
    if here > said[0] or at_work > said[1] or (only_units and here and total != said):
        sentence = f"This page says {_words(said)}, but the units on it take {_words(total)}. Correct the one or the other."
        yield Finding(node.file, node.line, sentence)


def _counted(block: Node, given: int) -> Iterator[Finding]:
    """Compare what a unit says it takes on screen with what its steps take, by the table of docs/lesson-minutes.md."""
    raws = [KINDS[str(child.tag)].read(child) for child in block.element if child.tag in KINDS]
    pools = parse_pools([dict(pool.attrib) for pool in block.element.findall("pool")])
    counted = estimate(Unit(title=block.title, everything=parse_steps(raws), pools=pools))
    if abs(given - counted) > max(_SLACK, _SHARE * given):
        sentence = f"The steps of this unit take about {counted} min on screen, but it says {given}. Say {counted}."
        yield Finding(block.file, block.line, sentence)


def _curriculum(course: Course) -> Iterator[Finding]:
    """The chapters of the mentor course, none of them longer than the curriculum allows; another course has its own."""
    root = course.root
    pointer = course.pointer
    if root is None or (pointer.get("org"), pointer.get("course")) != COURSE:
        return
    chapters = {node.name: node for node in course.nodes("chapter")}
    for name, most in CHAPTERS.items():
        if name not in chapters:
            yield Finding(root.file, root.line, f'The curriculum has a chapter "{name}". Add its <chapter>.')
            continue
        said = title_minutes(chapters[name])
        if said is not None and sum(said) > most:
            sentence = f"The curriculum gives this chapter {most} min at most, at work included, not {sum(said)}. Shorten it."
            yield Finding(chapters[name].file, chapters[name].line, sentence)
