"""What an author may set for a log in Studio."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..errors import Words
from ..text import NAME_LIMIT
from .forms import WordsForm
from .prompts import SETS


class SettingsForm(WordsForm):
    """What an author sets for a log in Studio. The names are the block's fields."""

    display_name = forms.CharField(label=_("Title"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    model = forms.ChoiceField(
        label=_("Questions to write by"),
        choices=[(item.id, item.label) for item in SETS.values()],
        help_text=_("Entries that exist keep the questions they were written with."),
    )
    ask_hours = forms.BooleanField(label=_("Ask for the hours of the day"), required=False)
    share_mentor = forms.BooleanField(label=_("May be shared with the mentor"), required=False)
    share_supervisor = forms.BooleanField(
        label=_("May be shared with the university supervisor and the course team, who review it"), required=False
    )
    share_cohort = forms.BooleanField(label=_("May be shared with everybody in the placement"), required=False)
    minimum_entries = forms.IntegerField(
        label=_("Shared entries until this counts as completed"), min_value=1, max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "ix-short"}),
    )  # fmt: skip
    weight = forms.FloatField(
        label=_("Points for one entry"), min_value=0, max_value=1000,
        help_text=_("0 for none: honest reflection suffers from grading."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "ix-short"}),
    )  # fmt: skip
    owner_role = forms.ChoiceField(label=_("Who usually opens this log first?"))

    def __init__(self, data: Any = None, *, roles: Iterable[tuple[str, Words]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_role"].choices = list(roles)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("share_mentor", "share_supervisor", "share_cohort")):
            self.add_error("share_mentor", _("Allow at least one: an entry nobody can read gets no answer."))
        return data
