"""Numbers as people type them, and as they stand in a field.

A browser's `type="number"` makes other numbers of them ("37,5" becomes 375, the wheel of a mouse turns 150 into 146), so
ours are text fields that are read here: a decimal comma or point, digits of any script, spaces. What can be read in two
ways, or not at all, is refused in words. What `shown` writes, `read_number` reads as the same number in every language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_LONGEST = 40  # characters: no number that anybody types is longer
_POINTS = {"٫": ".", "．": ".", "，": ",", "、": ",", "،": ",", "٬": "’", "'": "’", "：": ":"}
_MINUS = frozenset("-\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{FULLWIDTH HYPHEN-MINUS}")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([ .,’])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")  # "1,500": one and a half here, one thousand five hundred there
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")


def read_number(text: str) -> Decimal | None:
    """The number that somebody typed, None where it is none or could be two."""
    typed = _plain_digits(text)
    if _AMBIGUOUS.fullmatch(typed):
        return None
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    grouped = _GROUPED.fullmatch(typed)
    return Decimal(typed.replace(grouped[1], "").replace(",", ".")) if grouped else None


def read_hours(text: str) -> Decimal | None:
    """The same, and "7:30" as seven hours and a half."""
    clock = _CLOCK.fullmatch(_plain_digits(text))
    return Decimal(clock[1]) + Decimal(clock[2]) / 60 if clock else read_number(text)


def shown(value: object) -> str:
    """A number as its reader writes it in a field: "37.5", in Norwegian "37,5". "" for none; what is no number stays."""
    if value is None or isinstance(value, str | bool):
        return str(value or "")
    try:
        text = f"{Decimal(str(value)):.6f}".rstrip("0").rstrip(".")
    except (InvalidOperation, ValueError):
        return str(value)
    if _AMBIGUOUS.fullmatch(text):
        text += "0"
    return "0" if text == "-0" else text.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def _plain_digits(text: str) -> str:
    """With ASCII digits and signs, one kind of space, and without the marks that only say which way it reads."""
    if len(text) > _LONGEST:
        return ""
    return "".join(_plain(char) for char in text).strip()


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if char.isspace():
        return " "
    if char in _MINUS:
        return "-"
    return "" if unicodedata.category(char) == "Cf" else _POINTS.get(char, char)


class NumberField(forms.CharField):
    """A number in a text field. `number` makes of it what the tool keeps; `is_hours` reads "7:30" too.

    Messages by the keys "invalid", "ambiguous", "decimals", "min_value", "max_value" and "required".
    """

    inputmode = "decimal"
    default_error_messages = {
        "required": gettext_lazy("Enter a number."),
        "invalid": gettext_lazy("Enter a number, as in 7.5."),
        "ambiguous": gettext_lazy(
            "This can be read as two different numbers. Leave out the thousands separator, as in 1500 or 1.5."
        ),
    }

    def __init__(
        self,
        *,
        min_value: int | None = None,
        max_value: int | None = None,
        decimals: int = 2,
        is_hours: bool = False,
        number: Callable[[Decimal], Any] = Decimal,
        **options: Any,
    ) -> None:
        self.min_value, self.max_value, self.decimals = min_value, max_value, decimals
        self.is_hours, self.number = is_hours, number
        super().__init__(**{"widget": number_input(self.inputmode), **options})

    def to_python(self, value: Any) -> Any:
        typed = str(value if value is not None else "").strip()
        if not typed:
            return None
        found = (read_hours if self.is_hours else read_number)(typed)
        if found is None:
            code = "ambiguous" if _AMBIGUOUS.fullmatch(_plain_digits(typed)) else "invalid"
            raise forms.ValidationError(self.error_messages[code], code=code)
        self._require_fit(found)
        return self.number(found)

    def prepare_value(self, value: Any) -> str:
        return shown(value)

    def run_validators(self, value: Any) -> None:
        """Nothing more: a number has no length."""

    def _require_fit(self, found: Decimal) -> None:
        least, most = self.min_value, self.max_value
        if least is not None and found < least:
            self._refuse("min_value", _("Write at least %(least)s.") % {"least": shown(least)})
        if most is not None and found > most:
            self._refuse("max_value", _("Write at most %(most)s.") % {"most": shown(most)})
        if len(f"{found:f}".partition(".")[2].rstrip("0")) > self.decimals:
            words = ngettext("At most %(count)d decimal.", "At most %(count)d decimals.", self.decimals)
            self._refuse("decimals", words % {"count": self.decimals})

    def _refuse(self, code: str, words: str) -> None:
        raise forms.ValidationError(self.error_messages.get(code, words), code=code)


class WholeNumberField(NumberField):
    """A whole number in a text field."""

    inputmode = "numeric"
    default_error_messages = {
        "invalid": gettext_lazy("Enter a whole number, as in 25."), "decimals": gettext_lazy("Enter a whole number, as in 25."),
    }  # fmt: skip

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"decimals": 0, "number": int, **options})


def number_input(inputmode: str = "decimal") -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off", "class": "ix-short"})


__all__ = ["NumberField", "WholeNumberField", "number_input", "read_hours", "read_number", "shown"]
