"""Verbs of learning outcomes: those that nobody can observe, and those that say what a student will do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

from ....core.errors import Words
from ....core.language.text import squeezed

# Verbs nobody can observe, English and Norwegian; an author adds more.
VAGUE_VERBS = (
    "understand", "know", "learn", "appreciate", "be aware", "be familiar", "realise", "realize", "grasp",
    "forstå", "vite", "kjenne", "lære", "kunne", "være klar over", "være kjent", "bli kjent", "få innsikt",
)  # fmt: skip
# Verbs one can observe, suggested instead; an author puts more before them.
BETTER_VERBS: tuple[Words, ...] = (
    pgettext_lazy("at the end, the student can …", "explain"),
    pgettext_lazy("at the end, the student can …", "compare"),
    pgettext_lazy("at the end, the student can …", "plan"),
    pgettext_lazy("at the end, the student can …", "carry out"),
    pgettext_lazy("at the end, the student can …", "assess"),
)
SUGGESTED = 6  # verbs in one piece of advice
_OPENINGS = re.compile(r"^(?:the student (?:can|will)|studenten (?:kan|skal)|to|can|å|kan)\s+", re.IGNORECASE)


def vague_verbs(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """The default list and an author's own, without empty ones."""
    return (*VAGUE_VERBS, *(verb.strip() for verb in extra if verb.strip()))


def better_verbs(extra: Iterable[str] = ()) -> tuple[Words, ...]:
    """Verbs to suggest instead, an author's own first."""
    return (*(verb.strip() for verb in extra if verb.strip()), *BETTER_VERBS)


def find_vague(outcome: str, vague: Iterable[str]) -> str:
    """Return the verb of a list with which an outcome begins, as the list has it; "" for none."""
    known = {verb.casefold(): verb for verb in reversed(tuple(vague))}
    begins = re.compile(f"({'|'.join(map(re.escape, known))})(?!\\w)") if known else None
    found = begins.match(_OPENINGS.sub("", squeezed(outcome)).casefold()) if begins else None
    return known[found[1]] if found else ""
