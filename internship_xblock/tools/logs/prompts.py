"""The sets of questions an entry may be written with (Driscoll, Gibbs; domain.md 4, sources 39 and 43).

An entry keeps the id of its set, and its texts by the ids of the prompts: both are stored, so they never change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..errors import Words


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


DEFAULT = "driscoll"

SETS: dict[str, PromptSet] = {
    "driscoll": PromptSet(
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
    "gibbs": PromptSet(
        "gibbs",
        _("Gibbs: six steps from description to action"),
        (
            Prompt("description", _("Description"), _("What happened, where and when?")),
            Prompt("feelings", _("Feelings"), _("What were you thinking and feeling, then and afterwards?")),
            Prompt("evaluation", _("Evaluation"), _("What went well, and what did not?")),
            Prompt("analysis", _("Analysis"), _("Why did it go as it did? What from your studies helps to explain it?")),
            Prompt("conclusion", _("Conclusion"), _("What did you learn, and what else could you have done?")),
            Prompt("action", _("Action plan"), _("What will you do if it happens again?")),
        ),
    ),
    "free": PromptSet(
        "free",
        _("Free: one open text"),
        (Prompt("text", _("Your reflection"), _("Tell of one situation, what it meant to you, and what follows from it.")),),
    ),
}

# Kember's four levels [40], in words a student would use about an own text. For self-rating only: never scored.
LEVELS: tuple[tuple[str, Words], ...] = (
    ("1", _("I tell what happened")),
    ("2", _("I explain why it happened")),
    ("3", _("I say what it means for me and my work")),
    ("4", _("I question what I used to take for granted")),
)


def prompt_set(model: str) -> PromptSet:
    """The set with this id; the default where an author's course names one that this version does not know."""
    return SETS.get(model, SETS[DEFAULT])


def level_label(level: str) -> Words:
    return dict(LEVELS).get(level, "")
