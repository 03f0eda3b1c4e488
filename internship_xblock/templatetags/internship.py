"""`{% load internship %}`: fields of a form and moments, drawn the same way in every tool.

In Python and not in templates, because a screen has many and each would cost as much as all its neighbours' words.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..core import formats

register = template.Library()

_OPTIONAL = ' <span class="ix-quiet">{}</span>'
_MOMENT = '<time datetime="{}" data-moment><span data-day="{}">{}</span> <span data-clock>{}</span></time>'
_CLOCK = '<time datetime="{}" data-moment><span data-clock>{}</span></time>'
_CHOICE = '<label class="ix-choice" for="{}">{} <span dir="auto">{}</span></label>'
_CHOICES = '<fieldset class="ix-choices" id="{id}"{described}>\n<legend>{label}</legend>\n{options}\n</fieldset>'


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A field of a form: label above, help below, the place for an error. Its form's `auto_id` is "<html_id>-%s"."""
    label, control = conditional_escape(bound.label), str(bound)
    if bound.use_fieldset:
        note = "" if bound.field.required else format_html(_OPTIONAL, _("(optional)"))
        return _framed(bound, f"<fieldset{_described(bound)}><legend>{label}{note}</legend>\n{control}</fieldset>")
    return _framed(bound, f'<label for="{conditional_escape(bound.auto_id)}">{label}</label>\n{control}')


@register.simple_tag
def choices(bound: BoundField) -> SafeString:
    """Radio buttons or ticks of a field, each beside its words."""
    options = format_html_join("", _CHOICE, ((one.id_for_label, one.tag(), one.choice_label) for one in bound))
    known = {"id": bound.auto_id, "label": bound.label, "described": _described(bound)}
    return _framed(bound, format_html(_CHOICES, **known, options=options))


def _described(bound: BoundField) -> SafeString:
    return format_html(' aria-describedby="{}_helptext"', bound.auto_id) if bound.help_text else SafeString("")


def _framed(bound: BoundField, asked: str) -> SafeString:
    """What is `asked`, HTML by now, with the help below it and the place for an error."""
    at, errors = conditional_escape(bound.auto_id), bound.errors
    said = format_html_join(" ", "{}", ((error,) for error in errors)) if errors else ""
    told = f'\n<p class="ix-help" id="{at}_helptext">{conditional_escape(bound.help_text)}</p>' if bound.help_text else ""
    look = " ix-field--wrong" if errors else ""
    shown = f'<div class="ix-field{look}">\n{asked}{told}\n<p class="ix-error" id="{at}-error" data-error>{said}</p>\n</div>'
    return mark_safe(shown)  # noqa: S308  every part was escaped above


@register.filter
def moment(at: datetime | None, day: str = "") -> SafeString:
    """A day and a time, by the site's clock; moments.js says it by the reader's. "" for none.

    `day` "year": the day with its year, where that counts for years.
    """
    return SafeString("") if at is None else _said(localtime(at).isoformat(timespec="seconds"), day, get_language())


@lru_cache(maxsize=2_000)
def _said(at: str, day: str, language: str | None) -> SafeString:
    """The pages of a placement say the same few moments again and again. As text: two zones' clocks of one moment are equal."""
    when = datetime.fromisoformat(at)
    said = formats.day_and_year if day == "year" else formats.day
    return format_html(_MOMENT, at, day, said(when.date()), f"{when:%H:%M}")


register.filter("number", formats.number)


@register.filter
def clock(at: datetime | None) -> SafeString:
    """The same without the day."""
    if at is None:
        return SafeString("")
    at = localtime(at)
    return format_html(_CLOCK, at.isoformat(timespec="seconds"), f"{at:%H:%M}")
