"""Days and numbers as people write them in the language that is active, and what they typed inside a sentence of ours."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

_SHORT, _WITH_YEAR, _FULL = gettext_noop("D j M"), gettext_noop("D j M Y"), gettext_noop("l j F Y")
_ALONE = gettext_noop("j M Y")
_TURNS = frozenset({"R", "AL", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI"})  # what can turn the words around it


def day(when: date | datetime | None) -> str:
    """ "Mon 21 Sep"; "" for none. A moment's day, here and below, is the one on the site's clock."""
    return _said(when, _SHORT)


def day_and_year(when: date | datetime | None) -> str:
    """ "Mon 21 Sep 2026"."""
    return _said(when, _WITH_YEAR)


def short_date(when: date | datetime | None) -> str:
    """ "21 Sep 2026"."""
    return _said(when, _ALONE)


def full_day(when: date | datetime | None) -> str:
    """ "Monday 21 September 2026"."""
    return _said(when, _FULL)


def _said(when: date | datetime | None, form: str) -> str:
    if when is None:
        return ""
    if isinstance(when, datetime):
        when = timezone.localtime(when).date() if timezone.is_aware(when) else when.date()
    return _in_language(when, form, get_language())


@lru_cache(maxsize=4_000)
def _in_language(when: date, form: str, language: str | None) -> str:
    """A page says the same few days again and again, and so do the pages after it."""
    return date_format(when, _(form))


def number(value: object) -> str:
    """ "150", "37.5", in Norwegian "37,5": six decimals at most, no tail of zeros. "" for none; what is no number stays."""
    if value is None:
        return ""
    try:
        text = f"{Decimal(str(value)):.6f}"
    except (InvalidOperation, ValueError):
        return str(value)
    return number_format(text.rstrip("0").rstrip(".") if "." in text else text, use_l10n=True)


def hours(amount: Decimal | float) -> str:
    """ "1 hour", "7.5 hours"."""
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if amount == 1 else 2) % {"hours": number(amount)}


def quoted(text: str) -> str:
    """What somebody typed, to stand in a sentence: Arabic, or an override that was pasted, turns nothing but itself."""
    turns = any(unicodedata.bidirectional(letter) in _TURNS for letter in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if turns else text
