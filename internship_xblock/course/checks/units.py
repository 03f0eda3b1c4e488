"""Our blocks are written so that they mean something: ids that are there once, piles that exist, right answers.

What a step may hold is asked of the units' own kinds, so a new kind is known here the day it exists. What the block would
mend or keep aside on import is reported here instead, with the line it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ...core.language.text import LINE_LIMIT, TEXT_LIMIT
from ...tools.units.files import is_name_of_file
from ...tools.units.rules import MINUTES
from ...tools.units.steps import KINDS, MARKDOWN
from ...tools.units.steps.base import Kind, Part
from ...tools.units.steps.ids import ID_PATTERN
from ..findings import Finding
from ..outline import UNIT, Course, Node, line_of
from ..xml import is_whole
from .scenarios import scenario

_LEAST = {"item": 1, "column": 1, "line": 0}  # rows that a step has at least; two of any other
_ID = re.compile(ID_PATTERN)  # the block mends any other
_MARKDOWN = re.compile(r"\*[^\s*]|\]\(|(?m:^#+ )")
_UNIT_ATTRIBUTES = frozenset(
    {
        "url_name",
        "display_name",
        "minutes",
        "minutes_at_work",
        "pass_mark",
        "weight",
        "attempts_allowed",
        "review_points",
        "awards",
        "award_needs",
    }
)


def blocks(course: Course) -> Iterator[Finding]:
    """Every block of ours has a name to show; units and plans hold what they can use."""
    for node in course.ours():
        if not node.title.strip():
            yield Finding(node.file, node.line, f"Give this <{node.tag}> a display_name: it stands above it on the page.")
        if node.tag == UNIT:
            yield from _unit(node)
        elif node.tag == "internship_plan":
            yield from _ids(node.file, node.element.findall("heading"), "heading")


def is_graded(step: etree._Element) -> bool:
    """Whether a step has right answers. A choice in which no option says `correct` asks for an opinion."""
    if step.tag == "choose":
        return any("correct" in option.attrib for option in step.findall("option"))
    return step.tag == "sort"


def _unit(node: Node) -> Iterator[Finding]:
    yield from _attributes(node.file, node.element, _UNIT_ATTRIBUTES | {"xblock-family"})  # Studio adds it
    steps = []
    for child in node.element.iterchildren(tag=etree.Element):
        kind = KINDS.get(str(child.tag))
        if kind is not None:
            steps.append(child)
            yield from _step(node.file, child, kind)
        elif child.tag not in ("outcome", "criterion", "pool") and not is_name_of_file(child):
            kinds = ", ".join(f"<{name}>" for name in KINDS)
            yield Finding(
                node.file,
                line_of(child),
                f"A unit has no <{child.tag}>. It is made of <outcome>, <criterion>, <pool>, {kinds}.",
            )
    if not steps:
        yield Finding(node.file, node.line, "This unit has no step. Add at least a <read>.")
    yield from _ids(node.file, steps, "step")
    yield from _review(node, steps)
    yield from _pools(node, steps)
    yield from _pass_mark(node, steps)
    yield from _minutes(node)


def _pools(node: Node, steps: Sequence[etree._Element]) -> Iterator[Finding]:
    """A pool has more questions than are drawn from it, and every question names one that is there."""
    pools = node.element.findall("pool")
    yield from _ids(node.file, pools, "pool")
    for pool in pools:
        inside = [step for step in steps if step.get("pool", "") == pool.get("id", "")]
        draw = pool.get("draw", "")
        if not (is_whole(draw) and 0 < int(draw) < len(inside)):
            sentence = f"A <pool> draws from 1 to {max(1, len(inside) - 1)} of its {len(inside)} questions. Correct draw."
            yield Finding(node.file, line_of(pool), sentence)
    names = {pool.get("id", "") for pool in pools}
    for step in steps:
        if step.get("pool", "") not in {"", *names}:
            yield Finding(node.file, line_of(step), f'There is no <pool id="{step.get("pool")}"/> in this unit. Add it.')


def _review(node: Node, steps: Sequence[etree._Element]) -> Iterator[Finding]:
    """A rubric has criteria with a name each, and something that is reviewed by it."""
    criteria = node.element.findall("criterion")
    yield from _ids(node.file, criteria, "criterion")
    for one in criteria:
        if not one.get("title", "").strip():
            yield Finding(node.file, line_of(one), "Give this <criterion> a title: without one it is left out.")
    is_reviewed = any(step.get("reviewed") == "true" for step in steps)
    if not is_reviewed and (criteria or node.element.get("review_points", "0") != "0"):
        yield Finding(node.file, node.line, 'There is a rubric, but no <rewrite> or <worksheet> says reviewed="true". Add it.')


def _pass_mark(node: Node, steps: Sequence[etree._Element]) -> Iterator[Finding]:
    mark = node.element.get("pass_mark", "0")
    if not (is_whole(mark) and int(mark) <= 100):
        yield Finding(node.file, node.line, "pass_mark is a whole number of per cent from 0 to 100. Correct it.")
    elif int(mark) and not any(is_graded(step) for step in steps):
        yield Finding(
            node.file, node.line, "There is a pass_mark but nothing to pass. Add a <sort> or <choose>, or set it to 0."
        )


def _minutes(node: Node) -> Iterator[Finding]:
    minutes = node.element.get("minutes", "")
    if is_whole(minutes) and int(minutes) and not MINUTES[0] <= int(minutes) <= MINUTES[1]:
        sentence = f"A unit takes {MINUTES[0]} to {MINUTES[1]} min, this {minutes}. Make one page of it, or two units."
        yield Finding(node.file, node.line, sentence)


def _step(file: str, step: etree._Element, kind: Kind) -> Iterator[Finding]:
    if not step.get("title", "").strip():
        yield Finding(file, line_of(step), f"Give this <{kind.name}> a title: it is the heading of the screen.")
    yield from _attributes(file, step, {"id", "title", *(part.name for part in kind.parts if not part.is_element)})
    yield from _length(file, step, TEXT_LIMIT)
    yield from _children(file, step, kind)
    yield from _numbers_of_children(file, step, kind)
    if kind.name == "sort":
        yield from _piles(file, step)
    if kind.name == "scenario":
        yield from scenario(file, step, kind)
    if kind.name == "choose" and is_graded(step):
        yield from _answers(file, step)


def _once(kind: Kind) -> list[str]:
    """The children that a step has at most one of each."""
    return [part.name for part in kind.parts if part.is_element]


def _needed(kind: Kind) -> list[str]:
    """Those of them that it cannot do without: all but the transcript, which only a video has."""
    return [name for name in _once(kind) if name != "transcript"]


def _children(file: str, step: etree._Element, kind: Kind) -> Iterator[Finding]:
    """Each child is one that such a step has, and holds what it can hold."""
    groups, once = {group.tag: group for group in kind.rows}, _once(kind)
    for child in step.iterchildren(tag=etree.Element):
        if child.tag in groups:
            yield from _row(file, child, groups[str(child.tag)].parts)
        elif child.tag in once:
            yield from _length(file, child, TEXT_LIMIT)
        else:
            sentence = f"A <{kind.name}> has no <{child.tag}>. Remove it or use another kind of step; in texts, write Markdown."
            yield Finding(file, line_of(child), sentence)


def _numbers_of_children(file: str, step: etree._Element, kind: Kind) -> Iterator[Finding]:
    """There are as many children as such a step needs, and rows that can be told apart."""
    for name in _once(kind):
        found = step.findall(name)
        if len(found) > 1 or len(found) < (name in _needed(kind)):
            yield Finding(file, line_of(step), f"A <{kind.name}> has one <{name}>, this has {len(found)}.")
    for name in (group.tag for group in kind.rows):
        found, least = step.findall(name), _LEAST.get(name, 2)
        if len(found) < least:
            few = f"A <{kind.name}> needs at least {least} <{name}>, this has {len(found)}. Add some."
            yield Finding(file, line_of(step), few)
        yield from _ids(file, found, name)


def _row(file: str, row: etree._Element, parts: Sequence[Part]) -> Iterator[Finding]:
    yield from _attributes(file, row, {"id", *(part.name for part in parts if part.name != "text")})
    for part in parts:
        limit = TEXT_LIMIT if part.type in ("text", "markdown") else LINE_LIMIT
        if part.name == "text":
            yield from _length(file, row, limit)
        elif len(row.get(part.name, "")) > limit:
            yield Finding(file, line_of(row), f"The {part.name} is longer than {limit} characters. Shorten it.")
    plain = [] if row.tag in MARKDOWN else [row.text or ""]
    for shown in (*plain, row.get("feedback", "")):
        if _MARKDOWN.search(shown):
            sentence = (
                f"A <{row.tag}> and its feedback are plain text: Markdown would stand there as signs. Use words and quotes."
            )
            yield Finding(file, line_of(row), sentence)
    for child in row.iterchildren(tag=etree.Element):
        what = "Markdown, not elements" if row.tag in MARKDOWN else "plain text"
        yield Finding(file, line_of(child), f"There is a <{child.tag}> in a <{row.tag}>, which shows {what}. Take it out.")


def _piles(file: str, step: etree._Element) -> Iterator[Finding]:
    piles = {pile.get("id", "") for pile in step.findall("pile")}
    for card in step.findall("card"):
        if card.get("pile", "") not in piles:
            names = ", ".join(sorted(piles))
            yield Finding(file, line_of(card), f'There is no pile "{card.get("pile", "")}" here. Name one of: {names}.')
        if not card.get("feedback", "").strip():
            yield Finding(
                file, line_of(card), "Say why the card belongs there: add feedback. Without it one only learns to guess."
            )


def _answers(file: str, step: etree._Element) -> Iterator[Finding]:
    options = step.findall("option")
    right = sum(option.get("correct") == "true" for option in options)
    if not right:
        sentence = (
            'No option is right. Mark one with correct="true"; where it is a matter of opinion, leave out every "correct".'
        )
        yield Finding(file, line_of(step), sentence)
    elif right > 1 and step.get("multiple", "false") != "true":
        yield Finding(file, line_of(step), f'{right} options are right, but only one can be chosen. Set multiple="true".')
    for option in options:
        if not option.get("feedback", "").strip():
            yield Finding(file, line_of(option), "Say why this answer is right or wrong: add feedback.")


def _ids(file: str, elements: Sequence[etree._Element], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for element in elements:
        given = element.get("id", "")
        if not given.strip():
            yield Finding(file, line_of(element), f"Give this {what} an id: answers are stored under it.")
        elif not _ID.fullmatch(given):
            yield Finding(
                file, line_of(element), f'The id "{given}" has other characters than letters, digits, - and _. Change it.'
            )
        elif given in seen:
            yield Finding(file, line_of(element), f'The id "{given}" is taken by another {what} here. Choose another one.')
        seen.add(given)


def _attributes(file: str, element: etree._Element, known: set[str] | frozenset[str]) -> Iterator[Finding]:
    for name in sorted(set(map(str, element.attrib)) - known):
        sentence = f'<{element.tag}> has no attribute "{name}": it would be lost. Use one of {", ".join(sorted(known))}.'
        yield Finding(file, line_of(element), sentence)


def _length(file: str, element: etree._Element, limit: int) -> Iterator[Finding]:
    if len(element.text or "") > limit:
        yield Finding(
            file, line_of(element), f"The text of <{element.tag}> is longer than {limit} characters. Shorten or split it."
        )
