"""What an author may set as a rubric. Each criterion has two fields, `criterion-title-<id>` and `criterion-text-<id>`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ....core.language.fields import LineField, TextField
from ....core.language.text import NAME_LIMIT
from ....ui.studio.settings_form import SettingsForm, row_keys
from ..api import CRITERION_LIMIT, RUBRIC_LIMIT, Criterion

_TITLE, _TEXT = "criterion-title-", "criterion-text-"
_ROW = re.compile(rf"(?:{_TITLE}|{_TEXT})([0-9A-Za-z_-]{{1,64}})")
_SPARE = 2  # empty rows for new criteria


@dataclass(frozen=True)
class CriterionFields:
    """One criterion's fields, and its number in the form."""

    number: int
    title: forms.BoundField
    text: forms.BoundField


class RubricForm(SettingsForm):
    """`rubric` is what the criteria are now, in the author's words. One whose title is emptied is left out, even the last."""

    def __init__(self, *args: Any, rubric: Sequence[Criterion] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {one.id: one for one in rubric}
        spare = 0 if self.is_bound else _SPARE
        self.keys = row_keys(_ROW, self.data, self.known, limit=RUBRIC_LIMIT, spare=spare)
        for key in self.keys:
            now = self.known.get(key, Criterion(key, ""))
            self.fields[_TITLE + key] = LineField(
                label=_("Title"), required=False, max_length=NAME_LIMIT, initial=now.title,
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )  # fmt: skip
            self.fields[_TEXT + key] = TextField(
                label=_("What the reviewer looks for"), required=False, max_length=CRITERION_LIMIT, initial=now.text,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )  # fmt: skip

    @property
    def criteria(self) -> list[CriterionFields]:
        return [CriterionFields(at, self[_TITLE + key], self[_TEXT + key]) for at, key in enumerate(self.keys, start=1)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key in self.keys:
            if data.get(_TEXT + key) and not data.get(_TITLE + key, " ") and key not in self.known:
                self.add_error(_TITLE + key, _("Give this point a title or clear its text: without a title it is left out."))
        return data

    def settings(self) -> dict[str, Any]:
        """The cleaned settings, by the name of the block's field."""
        data = self.cleaned_data
        typed = [Criterion(key, data[_TITLE + key], data[_TEXT + key]) for key in self.keys if data[_TITLE + key]]
        return {"rubric": [self.to_keep(one) for one in typed]}

    def to_keep(self, typed: Criterion) -> dict[str, str]:
        """Return a criterion as the block keeps it."""
        return {"id": typed.id, "title": typed.title, "text": typed.text}
