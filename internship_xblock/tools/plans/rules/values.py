"""What the rules are told of a course, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....core.errors import Words
from ....core.language import formats
from ....core.language.text import shortened, squeezed
from ....records.schema import answer_name
from ..schema.headings import DEFAULT_HEADINGS, Heading
from ..schema.layout import USUAL, Layout
from ..schema.verbs import VAGUE_VERBS

ERROR, WARNING = "error", "warning"
Document = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRules:
    """The course's settings of the rules. `hours_required` 0 means that any number of hours will do."""

    headings: tuple[Heading, ...] = tuple(Heading(key, str(key)) for key, _words in DEFAULT_HEADINGS)
    hours_required: float = 0
    min_outcomes: int = 3
    max_outcomes: int = 6
    routine_percent: int = 25
    mentor_hours: float = 1  # a week
    vague_verbs: tuple[str, ...] = VAGUE_VERBS
    better_verbs: tuple[Words, ...] = ()  # suggested instead; see `better_verbs`
    layout: Layout = USUAL


@dataclass(frozen=True)
class Finding:
    """Something to settle (`error`) or to think about (`warning`). `target` is the name of the answer to go to."""

    severity: str
    rule: int
    words: str
    section: str
    target: str


def _at(section: str, field: str = "", uid: str = "") -> str:
    """The name of a row's answer, of a single answer, or of the button that adds the first row."""
    return answer_name(section, field or "add", uid)


def error(rule: int, words: str, section: str, field: str = "", uid: str = "") -> Finding:
    return Finding(ERROR, rule, words, section, _at(section, field, uid))


def warning(rule: int, words: str, section: str, field: str = "", uid: str = "") -> Finding:
    return Finding(WARNING, rule, words, section, _at(section, field, uid))


def short(text: str, limit: int = 60) -> str:
    """A text in one line and in quotation marks, short enough for a sentence."""
    return formats.quoted(shortened(squeezed(text), limit))
