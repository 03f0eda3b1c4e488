"""What an author may say of the document that a unit awards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ....core.language.fields import TextField
from ....core.language.text import LINE_LIMIT
from ....openedx.platform import CourseUnit
from ....ui.studio.settings_form import SettingsForm
from ...training.levels import AWARDED_BY_UNITS, LEVELS
from ..awards.rule import ids_of

_LEVELS = (("", _("None")), *((name, label) for name, label in LEVELS if name in AWARDED_BY_UNITS))


class AwardForm(SettingsForm):
    """The document, and the other lessons that it needs. Those are chosen by their names: nobody types an ID."""

    awards = TextField(
        label=_("Document for completing this lesson"), required=False, max_length=LINE_LIMIT,
        help_text=_("“Ready to host” lists the lessons that a mentor has completed. It is valid for five years."),
        widget=forms.Select(choices=_LEVELS),
    )  # fmt: skip
    award_needs = forms.MultipleChoiceField(
        label=_("Other lessons that are to be completed for it"), required=False, widget=forms.CheckboxSelectMultiple(),
        help_text=_("In any order. A lesson with a pass mark has to be passed."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[CourseUnit] | None, **options: Any) -> None:
        """`units` are the other units of the course; None where there is no course to choose from."""
        super().__init__(*args, **options)
        self.units = units
        if units is None:
            del self.fields["award_needs"]
        else:
            self.fields["award_needs"].choices = [(one.id, one.title) for one in units]  # type: ignore[attr-defined]

    def clean_awards(self) -> str:
        level = str(self.cleaned_data["awards"])
        if level not in dict(_LEVELS):
            raise forms.ValidationError(_("Choose one of the documents."))
        return level

    def settings(self) -> dict[str, Any]:
        typed = super().settings()
        return {**typed, "award_needs": " ".join(typed["award_needs"])} if "award_needs" in typed else typed

    @classmethod
    def initial_of(cls, awards: str, award_needs: str) -> dict[str, Any]:
        return {"awards": awards, "award_needs": list(ids_of(award_needs))}
