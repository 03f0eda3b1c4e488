"""A line of text in a form."""

from __future__ import annotations

from typing import Any

from django import forms

from .text import one_line


class LineField(forms.CharField):
    """A text of one line: what parts lines elsewhere is a space here."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(one_line(value) if isinstance(value, str) else value))
