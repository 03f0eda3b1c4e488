"""Texts in a form."""

from __future__ import annotations

from typing import Any

from django import forms

from .text import clean_line


class TextField(forms.CharField):
    """A text. It is drawn without `maxlength`: a browser would cut what was pasted without a word, where we say it in words."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(TextField):
    """A text of one line: what parts lines elsewhere is a space here."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_line(value) if isinstance(value, str) else value))
