"""What a reviewer may type."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ..text import TEXT_LIMIT

_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")


class PointsField(forms.Field):
    """Points as people write them: "4", "4.5" or "4,5", whatever the language of the page. None where left empty."""

    def to_python(self, value: object) -> float | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        if _NUMBER.fullmatch(typed) is None:
            raise forms.ValidationError(_("Write the points as a number, like 4 or 4.5."))
        return float(typed.replace(",", "."))


class AnswerForm(forms.Form):
    """One answer: the words, the points, and what is decided with them. What each decision needs, the api says."""

    DECISIONS = ("comment", "returned", "approved")

    text = forms.CharField(required=False, strip=True, max_length=TEXT_LIMIT)
    points = PointsField(required=False)
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
