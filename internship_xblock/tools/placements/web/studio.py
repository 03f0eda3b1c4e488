"""What an author may set for a placement's screen in Studio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ....core.language.fields import LineField
from ....core.language.text import NAME_LIMIT
from ....ui.studio.settings_form import SettingsForm
from .. import api as placements
from .links.settings import link_days_field


class PlacementSettingsForm(SettingsForm):
    """All settings of a placement's screen. The names are the block's fields. `kind`: of the placements it shows now."""

    display_name = LineField(label=_("Name"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    staff_mode = forms.BooleanField(
        label=_("For new employees"), required=False,
        help_text=_("A new employee's onboarding at the host instead of a student's internship."),
    )  # fmt: skip
    owner_role = forms.ChoiceField(
        label=_("Who usually begins it"), help_text=_("Suggested to whoever comes first; everybody may choose otherwise.")
    )
    link_days = link_days_field()

    def __init__(self, data: Any = None, *, kind: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["owner_role"].choices = placements.roles_of(kind)  # type: ignore[attr-defined]

    def settings(self) -> dict[str, Any]:
        """Return the cleaned settings, by the names of the block's fields."""
        data = self.cleaned_data
        return {**data, "link_days": data["link_days"] or placements.INVITATION_DAYS}
