"""`{% load internship %}`: one field of a form, drawn the same way in every tool."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

_OPTIONAL = ' <span class="ix-quiet">{}</span>'
_LABELLED = '<label for="{id}">{label}{note}</label>\n{control}'
_GROUPED = "<fieldset{described}><legend>{label}{note}</legend>\n{control}</fieldset>"
_HELP = '\n<p class="ix-help" id="{}_helptext">{}</p>'
_FIELD = '<div class="ix-field{wrong}">\n{asked}{help}\n<p class="ix-error" id="{id}-error" data-error>{errors}</p>\n</div>'


@register.simple_tag
def field(bound: BoundField, one_of_several: bool = False) -> SafeString:
    """A field of a form: label above, help below, the place for an error. Its form's `auto_id` is "<html_id>-%s".

    `one_of_several`: without "(optional)", where one of several fields is enough and the form says so. In Python and not in
    a template, because a screen has many and each would cost as much as all its neighbours' words.
    """
    known = {"id": bound.auto_id, "label": bound.label, "control": bound}
    known["note"] = "" if bound.field.required or one_of_several else format_html(_OPTIONAL, _("(optional)"))
    if bound.use_fieldset:
        described = format_html(' aria-describedby="{}_helptext"', bound.auto_id) if bound.help_text else ""
        asked = format_html(_GROUPED, **known, described=described)
    else:
        asked = format_html(_LABELLED, **known)
    errors = bound.errors
    return format_html(
        _FIELD, id=bound.auto_id, asked=asked,
        wrong=mark_safe(" ix-field--wrong") if errors else "",
        help=format_html(_HELP, bound.auto_id, bound.help_text) if bound.help_text else "",
        errors=format_html_join(" ", "{}", ((error,) for error in errors)),
    )  # fmt: skip
