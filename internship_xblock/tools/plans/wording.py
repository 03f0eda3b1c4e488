"""Days and numbers as people write them in the language that is active."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _


def day(when: date) -> str:
    """ "Mon 21 Sep 2026"."""
    return date_format(when, _("D j M Y"))


def number(value: object) -> str:
    """ "150", "37.5", in Norwegian "37,5": without a tail of zeros. What is no number stays as it is."""
    try:
        return number_format(f"{Decimal(str(value)).normalize():f}", use_l10n=True)
    except (InvalidOperation, ValueError):
        return str(value)
