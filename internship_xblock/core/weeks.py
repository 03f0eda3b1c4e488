"""Weeks, from Monday to Sunday, and what was written in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def mondays(first: date, last: date) -> Iterator[date]:
    """Yield the Mondays of the weeks of a stretch of days, none where it ends before it begins."""
    monday = first - timedelta(days=first.weekday())
    for week in range((last - monday).days // 7 + 1):
        yield monday + timedelta(weeks=week)


def counted(entries: int) -> str:
    """Return how many entries there are, in words."""
    return ngettext("%(count)d entry", "%(count)d entries", entries) % {"count": entries}


def written_in_words(entries: int, *, is_over: bool) -> str:
    """Return how many entries a week has, in words: of one that is not over nobody can say yet that it has none."""
    if entries:
        return counted(entries)
    return _("no entry") if is_over else _("none yet")
