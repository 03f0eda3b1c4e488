"""What a learner is promised before starting a lesson: how long it takes, what it is for, what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..curriculum import COURSE, MINUTES
from ..findings import Finding
from ..outline import Course, Node
from ..texts import block_texts

WORDS_A_MINUTE = 180  # reading speed of a tired expert, in words

_TITLE = re.compile(r".*\S \((\d+) min\)")
_SOURCES = re.compile(r"^\*\*Sources?[.:]\*\*\s+\S", re.MULTILINE)
UNIT = "internship_unit"


def minutes(course: Course) -> Iterator[Finding]:
    """Every name in the outline says how long it takes; the parts add up to the whole; nobody reads faster than people do."""
    for node in course.nodes("chapter", "sequential", "vertical"):
        said = title_minutes(node)
        if said is None:
            sentence = (
                f'End the display_name of this <{node.tag}> in its minutes: "Task mapping (45 min)". Learners plan by them.'
            )
            yield Finding(node.file, node.line, sentence)
        elif node.tag == "vertical":
            yield from _vertical(node, said)
        else:
            parts = [title_minutes(child) for child in node.children]
            total = sum(part for part in parts if part is not None)
            if None not in parts and total != said:
                sentence = f"This says {said} min, but its parts add up to {total}. Correct the one or the others."
                yield Finding(node.file, node.line, sentence)
    yield from _curriculum(course)


def outcomes(course: Course) -> Iterator[Finding]:
    """Every lesson says what one will be able to do; every unit has a part in that."""
    for node in course.nodes(UNIT):
        if not any((outcome.text or "").strip() for outcome in node.element.findall("outcome")):
            yield Finding(node.file, node.line, "Say what one will be able to do after this unit: add an <outcome>.")
    for node in course.nodes("sequential"):
        if not any(inner.tag == UNIT for inner in node.walk()):
            sentence = f"This lesson has no <{UNIT}>, so nobody learns what it is for. Add one with an <outcome>."
            yield Finding(node.file, node.line, sentence)


def sources(course: Course) -> Iterator[Finding]:
    """Every unit that tells something says where it comes from."""
    for node in course.nodes(UNIT):
        told = node.element.findall("read")
        if told and not any(_SOURCES.search(step.text or "") for step in told):
            sentence = 'Say where this comes from: end the last <read> in a paragraph that begins with "**Sources:**".'
            yield Finding(node.file, node.line, sentence)


def title_minutes(node: Node) -> int | None:
    """The minutes in a name; None if it names none."""
    found = _TITLE.fullmatch(node.title)
    return int(found.group(1)) if found else None


def _vertical(node: Node, said: int) -> Iterator[Finding]:
    total, only_units = 0, True
    for block in node.children:
        if block.tag == UNIT:
            given = block.element.get("minutes", "")
            if not (given.isascii() and given.isdigit() and int(given)):
                sentence = 'Say how many minutes this unit takes, as a whole number: minutes="15".'
                yield Finding(block.file, block.line, sentence)
                return
            total += int(given)
            yield from _reading(block, int(given))
        elif block.tag != "html":
            only_units = False
    if total > said or (only_units and total and total != said):
        sentence = f"This page says {said} min, but the units on it take {total}. Correct the one or the other."
        yield Finding(node.file, node.line, sentence)


def _reading(block: Node, given: int) -> Iterator[Finding]:
    words = sum(len(text.content.split()) for text in block_texts(block))
    needed = words / WORDS_A_MINUTE
    if needed > given:
        sentence = (
            f"{words} words take {needed:.0f} min to read alone, but the unit promises {given}. Shorten it or say more minutes."
        )
        yield Finding(block.file, block.line, sentence)


def _curriculum(course: Course) -> Iterator[Finding]:
    """The sums of the mentor course; another course has a curriculum of its own."""
    root = course.root
    pointer = course.pointer
    if root is None or (pointer.get("org"), pointer.get("course")) != COURSE:
        return
    modules = {node.name: node for node in course.nodes("chapter")}
    for name, wanted in MINUTES.items():
        if name not in modules:
            yield Finding(root.file, root.line, f'The curriculum has a module "{name}" of {wanted} min. Add its <chapter>.')
            continue
        node = modules[name]
        said = title_minutes(node)
        if said is not None and said != wanted:
            yield Finding(node.file, node.line, f"The curriculum gives this module {wanted} min, not {said}. Keep to it.")
