"""Days and numbers as people write them in the language that is active, and what they typed inside a sentence of ours."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def gettext_noop(text: str) -> str:
    """Mark a text for translation. Django's own wants settings, and the checks of a course run without."""
    return text


_SHORT, _WITH_YEAR, _FULL = gettext_noop("D j M"), gettext_noop("D j M Y"), gettext_noop("l j F Y")
_ALONE, _IN_A_ROW, _MONTH = gettext_noop("j M Y"), gettext_noop("j M"), gettext_noop("M Y")
# Norwegian short names as the Language Council writes them, which Django's leave without their full stops (Språkrådet, CLDR).
_WEEKDAYS = {"nb": ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn.")}
_MONTHS = {"nb": ("jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")}
_LARGE_NOUNS = ("de", "lb", "gsw", "nds")
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


def month_and_day(when: date | datetime | None) -> str:
    """ "21 Sep", where a picture says the year elsewhere."""
    return _said(when, _IN_A_ROW)


def month_and_year(when: date | datetime | None) -> str:
    """ "Sep 2026", where the day does not matter."""
    return _said(when, _MONTH)


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
    return _Format(when, language).format(_(form))


class _Format(DateFormat):
    """Django's, with the short names of days and months that are in use where those of Django are not."""

    def __init__(self, when: date, language: str | None) -> None:
        super().__init__(when)
        self.day, self.language = when, (language or "")[:2]

    def D(self) -> str:
        names = _WEEKDAYS.get(self.language)
        return names[self.day.weekday()] if names else str(super().D())

    def b(self) -> str:
        names = _MONTHS.get(self.language)
        return names[self.day.month - 1] if names else str(super().b())


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


def in_sentence(label: str | Promise) -> str:
    """Return a label, "University supervisor", as it stands in a sentence: small, but where a language writes nouns large."""
    said = str(label)
    writes_large = (get_language() or "").startswith(_LARGE_NOUNS) or said[1:2].isupper()
    return said if writes_large else said[:1].lower() + said[1:]


def quoted(text: str) -> str:
    """What somebody typed, to stand in a sentence: Arabic, or an override that was pasted, turns nothing but itself."""
    turns = any(unicodedata.bidirectional(letter) in _TURNS for letter in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if turns else text


def in_quotes(text: str | Promise) -> str:
    """Return a text between the quotation marks of the reader's language, for a list of names in a sentence."""
    return _("“%(text)s”") % {"text": text}


def days(first: date | None, last: date | None) -> str:
    """ "Mon 21 Sep – Fri 9 Oct 2026"; the year once where it is the same, one day alone, "" for none."""
    if first is None or last is None:
        return day_and_year(first or last)
    if first == last:
        return day_and_year(first)
    return f"{day(first) if first.year == last.year else day_and_year(first)} – {day_and_year(last)}"


def initials(name: str) -> str:
    """One or two letters that stand for a person: those with which the first and the last word of the name begin.

    A name of one word, as in scripts without spaces, has one. Letters that would join (Arabic) are kept apart.
    """
    words = [word for word in name.split() if any(map(str.isalnum, word))]
    letters = [_first_letter(word) for word in (words[0], words[-1])[: min(len(words), 2)]] if words else []
    return "\N{ZERO WIDTH NON-JOINER}".join(letters) if any(_joins(letter) for letter in letters) else "".join(letters)


def _first_letter(word: str) -> str:
    """The first letter or number with the marks on it, as a capital where there are capitals."""
    at = next(at for at, letter in enumerate(word) if letter.isalnum())
    end = at + 1
    while end < len(word) and unicodedata.category(word[end]) in ("Mn", "Mc"):
        end += 1
    capital = word[at:end].upper()
    return capital if len(capital) == end - at else word[at:end]


def _joins(letter: str) -> bool:
    return unicodedata.bidirectional(letter[0]) == "AL"
