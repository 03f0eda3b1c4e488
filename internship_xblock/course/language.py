"""What a course says in its own language and we look for: the names of minutes, the word for sources, signs of a draft."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from .outline import Course


@dataclass(frozen=True)
class Language:
    """`at_work` stands in the names of the outline, `sources` begins the last paragraph of a lesson."""

    at_work: str
    sources: str
    unfinished: tuple[str, ...]


_DRAFT = ("lorem ipsum", "lorem", "TODO", "TBD", "FIXME", "xxx")
LANGUAGES = {
    "en": Language("at work", "Sources", (*_DRAFT, "coming soon", "to be written", "placeholder text")),
    "nb": Language("på jobben", "Kilder", (*_DRAFT, "kommer snart", "skal skrives", "plassholder")),
}
_DEFAULT = "en"


def language_of(course: Course) -> str:
    """Return the language that the policy names; English where it names none, or one that we do not know."""
    try:
        own = json.loads(course.text(f"policies/{course.run}/policy.json") or "{}")[f"course/{course.run}"]["language"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _DEFAULT
    return own if isinstance(own, str) and own in LANGUAGES else _DEFAULT


def words_of(course: Course) -> Language:
    return LANGUAGES[language_of(course)]


def minutes_in(title: str, language: Language) -> tuple[int, int] | None:
    """Return the minutes on screen and at work in a name; None if it names none."""
    found = re.fullmatch(rf".*\S \((\d+) min(?:, (\d+) {language.at_work})?\)", title)
    return (int(found[1]), int(found[2] or 0)) if found else None
