"""What the forms of an author's settings in Studio have in common: rows of their own, points, and how they are saved.

A form's fields are called as the block's fields are; `settings` gives what is saved. Rows that an author adds have an id each,
which stands in the names of their fields (`heading-<id>`), so that a row is the same row when others come and go.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from ...core.errors import Invalid, Words
from ...core.language.numbers import NumberField

POINTS_LIMIT = 1_000


class SettingsForm(forms.Form):
    """The settings of a block. Nothing is saved before all of them fit."""

    use_required_attribute = False  # our own words say what is missing

    def settings(self) -> dict[str, Any]:
        """Return the cleaned settings, by the names of the block's fields."""
        return dict(self.cleaned_data)


def save(block: Any, *typed: SettingsForm) -> None:
    """Store the settings of all forms in a block; Invalid, with the words at each field, where one does not fit."""
    wrong = {name: messages for form in typed for name, messages in form.errors.items()}
    if wrong:
        raise Invalid(fields={name: [str(words) for words in messages] for name, messages in wrong.items()})
    for form in typed:
        for name, value in form.settings().items():
            setattr(block, name, value)


def row_keys(pattern: re.Pattern[str], sent: Iterable[str], known: Collection[str], *, limit: int, spare: int) -> list[str]:
    """Return the ids of the rows of a form, at most `limit`: those that are `known`, then those that were sent beside them.

    Args:
        pattern: Matches the name of a row's field; its first group is the id.
        sent: The names of the fields in the request; none where the form is shown.
        known: The ids of the rows as they are now.
        spare: How many empty rows stand below them: some where the form is shown, none in a request.
    """
    fresh = [found[1] for name in sent if (found := pattern.fullmatch(name))]
    keys = list(dict.fromkeys((*known, *fresh)))[:limit]
    return [*keys, *(secrets.token_hex(4) for _row in range(max(0, min(spare, limit - len(keys)))))]


def points_field(label: Words, help_text: Words, **options: Any) -> NumberField:
    """Return the question how many points there are to get."""
    return NumberField(
        label=label, help_text=help_text, min_value=0, max_value=POINTS_LIMIT, decimals=6, number=float, **options
    )


def lines_of(text: str) -> list[str]:
    """Return what was typed one a line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]
