"""What a reviewer looks at in a plan: the criteria that come with the block, and an author's own. Pure.

A default criterion is kept as its id, title and text each, so that everybody reads it in their own language; what an author
wrote is everybody's as it was written. Headings do the same (rules.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ...core.errors import Words
from ..reviews.api import Criterion

# From docs/sources.md, Plans: outcomes, tasks and evidence that fit together, growing autonomy, conversations, a safe frame.
DEFAULT: Mapping[str, tuple[Words, Words]] = {
    "aligned": (
        _("Tasks support the outcomes"),
        _("For each learning outcome there is a task to practise it, evidence to show it, and somebody who assesses it."),
    ),
    "growth": (
        _("The work moves towards doing it alone"),
        _("It moves from watching to doing it together to doing it alone. Routine takes only a small share of the time."),
    ),
    "dialogue": (
        _("Conversations are scheduled"),
        _("There is one at the start, halfway, at the end and in each period, with a date. The mentor has set time aside."),
    ),
    "practical": (
        _("It is safe, and it can be done"),
        _("Insurance, safety and confidentiality have real answers, the hours are sufficient, and it is clear whom to call."),
    ),
}
DEFAULT_ROWS = [{"id": key, "title": key, "text": key} for key in DEFAULT]


def in_words(kept: Criterion) -> Criterion:
    """A criterion as the reader reads it: what is still the default, kept as its id or in English, in their language."""
    title, text = (_said(kept.id, place, part) for place, part in enumerate((kept.title, kept.text)))
    return Criterion(kept.id, title, text)


def to_keep(typed: Criterion) -> dict[str, str]:
    """A criterion from an author's form as the block keeps it."""
    default = DEFAULT.get(typed.id, ("", ""))
    parts = {"title": (typed.title, default[0]), "text": (typed.text, default[1])}
    return {"id": typed.id, **{name: typed.id if said and said == str(own) else said for name, (said, own) in parts.items()}}


def _said(key: str, place: int, kept: str) -> str:
    is_default = key in DEFAULT and kept in (key, _in_english(key)[place])
    return str(DEFAULT[key][place]) if is_default else kept


@cache
def _in_english(key: str) -> tuple[str, str]:
    """A default criterion as an author may have written it in OLX; asked for every criterion of every screen."""
    with override("en"):
        return str(DEFAULT[key][0]), str(DEFAULT[key][1])
