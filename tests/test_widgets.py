"""Our renderer draws what Django's own draws, on every version of Django that we run on."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation

from internship_xblock.ui.widgets import PlainRenderer

NASTY = "\n<script>alert('1')</script> \" & &amp; {{ 1 }}"
CHOICES = [("", "None"), (NASTY, NASTY), ("1", "One")]


class Everything(forms.Form):
    line = forms.CharField(help_text="Help", widget=forms.TextInput(attrs={"dir": "auto", "title": NASTY}))
    mail = forms.EmailField()
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "hidden": True, "wrap": False}))
    day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    amount = forms.DecimalField(localize=True)
    count = forms.IntegerField(min_value=1, max_value=1_000)
    tick = forms.BooleanField()
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple(attrs={"class": "x"}))
    listed = forms.ChoiceField(choices=CHOICES)
    secret = forms.CharField(widget=forms.HiddenInput)


VALUES: list[dict[str, Any]] = [
    {},
    dict.fromkeys(Everything.base_fields, ""),
    dict.fromkeys(Everything.base_fields, NASTY) | {"some": [NASTY]},
    {"line": 0, "text": 0, "day": "2026-09-01", "amount": "1234.5", "count": 1234, "tick": True, "one": "1", "some": ["1", ""]},
]


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_it_draws_what_django_draws(values: dict[str, Any], language: str, settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    for options in ({"initial": values}, {"data": {f"p-{name}": value for name, value in values.items()}}):
        ours = Everything(renderer=PlainRenderer(), auto_id="ix-%s", prefix="p", **options)
        theirs = Everything(renderer=DjangoTemplates(), auto_id="ix-%s", prefix="p", **options)
        with translation.override(language):
            for name in Everything.base_fields:
                assert str(ours[name]) == str(theirs[name])
                for wrapped in (False, True):
                    tags = [[part.tag(wrap_label=wrapped) for part in form[name]] for form in (ours, theirs)]
                    assert tags[0] == tags[1]


def test_what_was_typed_cannot_leave_its_place() -> None:
    shown = "".join(str(field) for field in Everything(initial=VALUES[2], renderer=PlainRenderer()))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
