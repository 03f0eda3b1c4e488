"""What somebody says who shares a plan as a template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ....core.language.fields import LineField, TextField
from ....core.language.text import LINE_LIMIT, NAME_LIMIT


class ShareForm(forms.Form):
    use_required_attribute = False
    _too_long = _("At most %(limit_value)d characters; this has %(show_value)d. Please shorten it.")

    title = LineField(
        label=_("What others look for"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example: Three weeks in sales, for students of economics."),
        error_messages={"required": _("Give it a title, so that others find it."), "max_length": _too_long},
    )  # fmt: skip
    description = TextField(
        label=_("Whom it is for (you may leave it open)"), max_length=LINE_LIMIT, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}), error_messages={"max_length": _too_long},
    )  # fmt: skip
    read = forms.BooleanField(
        label=_("I have read it: it names nobody and tells no secrets"),
        error_messages={"required": _("Read the text, then tick this. Only then is it shared.")},
    )
