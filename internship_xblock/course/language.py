"""What a course says in its own language and we look for: the names of minutes, the word for sources, signs of a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .outline import Course


@dataclass(frozen=True)
class OnScreen:
    """What the page of a guide says of the paper: where it is, and what is there for the pen."""

    to_print: str
    columns: str
    lines: str
    room: str


@dataclass(frozen=True)
class Language:
    """`at_work` stands in the names of the outline; `sources`, of one without its last letter, begins a last paragraph."""

    at_work: str
    sources: str
    unfinished: tuple[str, ...]
    guides: OnScreen


_DRAFT = ("lorem ipsum", "lorem", "TODO", "TBD", "FIXME", "xxx")
LANGUAGES = {
    "en": Language(
        "at work", "Sources", (*_DRAFT, "coming soon", "to be written", "placeholder text"),
        OnScreen(
            "one page to print (PDF)", "On paper there is a table to fill in. Its columns:", "Its lines:",
            "On paper there is room to write under each of these:",
        ),
    ),
    "nb": Language(
        "på jobb", "Kilder", (*_DRAFT, "skal skrives", "plassholder"),
        OnScreen(
            "én side til å skrive ut (PDF)", "På papiret er det en tabell til å fylle ut. Kolonnene:", "Linjene:",
            "På papiret er det plass til å skrive under hvert av disse:",
        ),
    ),
}  # fmt: skip
_DEFAULT = "en"
# Of any language, for patterns: checks/language.py looks whether it is the course's own.
AT_WORK = "|".join(language.at_work for language in LANGUAGES.values())
SOURCES = "|".join(f"{language.sources}?" for language in LANGUAGES.values())


def language_of(course: Course) -> str:
    """Return the language that the policy names; English where it names none, or one that we do not know."""
    try:
        own = json.loads(course.text(f"policies/{course.run}/policy.json") or "{}")[f"course/{course.run}"]["language"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _DEFAULT
    return own if isinstance(own, str) and own in LANGUAGES else _DEFAULT


def words_of(course: Course) -> Language:
    return LANGUAGES[language_of(course)]
