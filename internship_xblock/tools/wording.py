"""Days and numbers as people write them in the language that is active, and what they typed inside a sentence of ours."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

_TURNS = frozenset({"R", "AL", "RLE", "LRE", "RLO", "LRO", "RLI", "LRI", "FSI"})  # what can turn the words around it


def day(when: date) -> str:
    """ "Mon 21 Sep 2026"."""
    return date_format(when, _("D j M Y"))


def number(value: object) -> str:
    """ "150", "37.5", in Norwegian "37,5": without a tail of zeros. What is no number stays as it is."""
    try:
        return number_format(f"{Decimal(str(value)).normalize():f}", use_l10n=True)
    except (InvalidOperation, ValueError):
        return str(value)


def quoted(text: str) -> str:
    """What somebody typed, to stand in a sentence: Arabic, or an override that was pasted, turns nothing but itself."""
    turns = any(unicodedata.bidirectional(letter) in _TURNS for letter in text)
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if turns else text
