"""The words that we look for stand there in the course's own language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...tools.units.lesson import parts_by_mark
from ..findings import Finding
from ..language import AT_WORK, words_of
from ..outline import UNIT, Course, line_of

_AT_WORK = re.compile(rf"\(\d+ min, \d+ ({AT_WORK})\)$")


def language(course: Course) -> Iterator[Finding]:
    """Minutes at work and sources are called by the words of the language that the policy names."""
    own = words_of(course)
    for node in course.nodes("chapter", "sequential", "vertical"):
        found = _AT_WORK.search(node.title)
        if found and found[1] != own.at_work:
            yield Finding(node.file, node.line, f'"{found[1]}" is of another language than the course. Write "{own.at_work}".')
    for node in course.nodes(UNIT):
        for step in node.element.iterfind("read"):
            word = parts_by_mark(step.text or "").name
            if word not in ("", own.sources, own.sources[:-1]):
                sentence = f'"{word}" is of another language than the course. Write "**{own.sources}:**".'
                yield Finding(node.file, line_of(step), sentence)
