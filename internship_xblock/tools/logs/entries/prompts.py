"""The sets of questions an entry may be written with (docs/sources.md, Reflection), in our own plain words.

An entry keeps the id of its set, and its texts by the ids of the prompts: both are stored, so they never change, and no two
sets share a prompt id. A course may have a set of its own (OWN): its author can reword or drop it at any time, so an entry
also keeps the questions of that set as they stood when it was written (`Kept` rows).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words

Kept = Sequence[Mapping[str, Any]]  # {"id", "question", "help"}, and "left" where the set no longer had it at the last save


@dataclass(frozen=True)
class Prompt:
    """One question, with one line that helps to begin."""

    id: str
    question: Words
    help: Words = ""


@dataclass(frozen=True)
class PromptSet:
    id: str
    label: Words
    prompts: tuple[Prompt, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(prompt.id for prompt in self.prompts)


DEFAULT = "driscoll"
OWN = "own"
OWN_LIMIT = 7  # questions in a set of one's own: more is a questionnaire
_OWN_ID = re.compile(r"[0-9A-Za-z_-]{1,32}")

_ALL = (
    PromptSet(
        "driscoll",
        _("Driscoll: What? So what? Now what?"),
        (
            Prompt("what", _("What?"), _("What happened? One situation is enough: who did what, and what did you do?")),
            Prompt(
                "so_what",
                _("So what?"),
                _("What did you think and feel, and what does it tell you about the work or yourself?"),
            ),
            Prompt(
                "now_what", _("Now what?"), _("What would you do again, what differently, and what do you want to find out?")
            ),
        ),
    ),
    PromptSet(
        "gibbs",
        _("Gibbs: six steps from description to action"),
        (
            Prompt("description", _("Description"), _("What happened, where and when?")),
            Prompt("feelings", _("Feelings"), _("What were you thinking and feeling, then and afterwards?")),
            Prompt("evaluation", _("Evaluation"), _("What went well, and what did not?")),
            Prompt("analysis", _("Analysis"), _("Why did it go as it did? What from your studies helps explain it?")),
            Prompt("conclusion", _("Conclusion"), _("What did you learn, and what else could you have done?")),
            Prompt("action", _("Action plan"), _("What will you do if it happens again?")),
        ),
    ),
    PromptSet(
        "kolb",
        _("Kolb: from experience to a new attempt, in four steps"),
        (
            Prompt("experience", _("What I did"), _("One thing you took part in: what was it, and what did you contribute?")),
            Prompt("noticed", _("What I noticed"), _("Looking back: what stood out, and how did others see it?")),
            Prompt(
                "concept", _("What I make of it"),
                _("Which rule or theory does it illustrate? What holds beyond this case?"),
            ),
            Prompt("trial", _("What I will try"), _("Where can you test it, and how will you see whether it works?")),
        ),
    ),
    PromptSet(
        "five_r",
        _("5R: report, respond, relate, reason, reconstruct"),
        (
            Prompt("report", _("Report"), _("What happened? Only the facts, in a few sentences.")),
            Prompt("respond", _("Respond"), _("What did you feel and think about it, then and now?")),
            Prompt(
                "relate", _("Relate"),
                _("Where have you met something like it? What do you know that fits or does not fit?"),
            ),
            Prompt("explain", _("Reason"), _("Why did it happen as it did? How would somebody else explain it?")),
            Prompt("reconstruct", _("Reconstruct"), _("What follows? How will you go about it next time, and why that way?")),
        ),
    ),
    PromptSet(
        "starr",
        _("STARR: situation, task, action, result, reflection"),
        (
            Prompt("situation", _("Situation"), _("Where was it, and who took part?")),
            Prompt("task", _("Task"), _("What was your task, and what was expected of you?")),
            Prompt("acted", _("Action"), _("What did you do, step by step, and why?")),
            Prompt("result", _("Result"), _("What came of it, for you and for others?")),
            Prompt("look_back", _("Reflection"), _("What are you content with, and what would you do differently?")),
        ),
    ),
    PromptSet(
        "free",
        _("Free: one open text"),
        (Prompt("text", _("Your reflection"), _("Describe one situation, what it meant to you, and what follows from it.")),),
    ),
)  # fmt: skip
SETS: dict[str, PromptSet] = {one.id: one for one in _ALL}
_KNOWN: dict[str, Prompt] = {prompt.id: prompt for one in _ALL for prompt in one.prompts}

# Kember's four levels [40], in words a student would use about an own text. For self-rating only: never scored.
LEVELS: tuple[tuple[str, Words], ...] = (
    ("1", _("I describe what happened")),
    ("2", _("I explain why it happened")),
    ("3", _("I say what it means for me and my work")),
    ("4", _("I question what I used to take for granted")),
)


def prompt_set(model: str, kept: Kept = ()) -> PromptSet:
    """The set with this id, a course's own one as an entry kept it; the default for one that nobody knows any more."""
    if model not in SETS and any(not row.get("left") for row in kept):
        current = (Prompt(row["id"], row["question"], row.get("help", "")) for row in kept if not row.get("left"))
        return PromptSet(OWN, _("The course's own questions"), tuple(current))
    return SETS.get(model, SETS[DEFAULT])


def own_set(name: str, rows: Iterable[Mapping[str, Any]]) -> PromptSet | None:
    """The set an author wrote: rows of `id`, `text` and `help`. None where there is no question in it.

    Their ids begin with "own-", so that they are never those of another set or of another part of an entry.
    """
    found: dict[str, Prompt] = {}
    for number, row in enumerate(rows, start=1):
        key = str(row.get("id", ""))
        text = str(row.get("text", "")).strip()
        if text and len(found) < OWN_LIMIT:
            name_of = f"own-{key if _OWN_ID.fullmatch(key) else number}"
            found.setdefault(name_of, Prompt(name_of, text, str(row.get("help", "")).strip()))
    return PromptSet(OWN, name.strip() or _("The course's own questions"), tuple(found.values())) if found else None


def kept_questions(chosen: PromptSet, before: Kept) -> list[dict[str, Any]]:
    """What an entry keeps of a course's own questions when it is saved with the set `chosen`: these, and those before."""
    now = [{"id": p.id, "question": str(p.question), "help": str(p.help)} for p in chosen.prompts if p.id not in _KNOWN]
    ids = {row["id"] for row in now}
    return now + [{**row, "left": True} for row in before if row["id"] not in ids]


def question_of(prompt_id: str, kept: Kept = ()) -> Words:
    """What a text answers; "" where nobody knows any more."""
    if prompt_id in _KNOWN:
        return _KNOWN[prompt_id].question
    return next((row["question"] for row in kept if row["id"] == prompt_id), "")


def known_prompts(chosen: PromptSet, kept: Kept, offered: Iterable[PromptSet] = ()) -> set[str]:
    """The ids of all prompts an entry may hold a text for: of every set, and what it holds already."""
    return {*_KNOWN, *chosen.ids, *(row["id"] for row in kept), *(one for some in offered for one in some.ids)}


def level_label(level: str) -> Words:
    return dict(LEVELS).get(level, "")
