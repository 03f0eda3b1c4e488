"""An entry's form that is drawn anew while something typed in it could not be kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.utils.datastructures import MultiValueDict

from .....core.errors import Words
from ...entries.links import LINKS_LIMIT
from ...entries.validation import EntryForm

_LINK = re.compile(r"link-(\d+)-(?:url|label)")


def put_back(form: EntryForm, data: MultiValueDict[str, str], wrong: Mapping[str, Sequence[Words]]) -> bool:
    """Show in an unbound form what was typed where it could not be kept, with the words for each such field.

    Returns False where the form has no field for some of it: then it must not be shown.
    """
    names = {full.removeprefix(f"{form.prefix}-"): full for full in wrong}
    if any(_LINK.fullmatch(name) for name in names):  # their rows are counted anew when they are stored
        form.add_links(_typed_links(form, data))
    if not form.fields.keys() >= names.keys():
        return False
    for name, full in names.items():
        form.initial[name] = form.fields[name].widget.value_from_datadict(data, {}, full)
        form.errors[name] = form.error_class([str(words) for words in wrong[full]])
    return True


def _typed_links(form: EntryForm, data: MultiValueDict[str, str]) -> list[dict[str, str]]:
    """The rows of links as they were typed, empty ones too, up to the last that says something."""
    rows = [
        {part: data.get(form.add_prefix(f"link-{number}-{part}"), "") for part in ("url", "label")}
        for number in range(LINKS_LIMIT)
    ]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows
