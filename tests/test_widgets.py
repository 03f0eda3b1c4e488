"""Our macros draw what Django's own widgets draw, on every version of Django that we run on."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from django import forms
from django.utils import translation

from internship_xblock.ui.jinja import render

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


def elements(html: str) -> list[Any]:
    """What a browser makes of it: tags, attributes, and the text that a person reads or edits."""
    root = lxml.html.fragment_fromstring(html, create_parent="root")
    return [(one.tag, dict(one.attrib), text(one)) for one in root.iterdescendants()]


def text(one: Any) -> str | None:
    if one.tag == "textarea":
        return one.text
    return "" if one.tag == "select" else " ".join("".join(one.itertext()).split())


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("language", ["en", "nb"])
def test_it_draws_what_django_draws(values: dict[str, Any], language: str, settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    for options in ({"initial": values}, {"data": {f"p-{name}": value for name, value in values.items()}}):
        form = Everything(auto_id="ix-%s", prefix="p", **options)
        with translation.override(language):
            for name in Everything.base_fields:
                assert elements(render("ui/macros/fields.html#control", bound=form[name])) == elements(str(form[name]))
            for name in ("one", "some"):
                shown = elements(render("ui/macros/fields.html#form_choices", bound=form[name]))
                inputs = [one for one in shown if one[0] == "input"]
                assert inputs == elements("".join(part.tag() for part in form[name]))


def test_what_was_typed_cannot_leave_its_place() -> None:
    form = Everything(initial=VALUES[2])
    shown = "".join(render("ui/macros/fields.html#form_field", bound=field) for field in form)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
