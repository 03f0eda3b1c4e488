"""Two authors who write in one step: whoever saves last is shown what the other has saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from ....core.errors import Difference, Stale, Words
from ....core.language.text import whole_number
from ....ui.action import Data
from ....ui.studio.revisions import revision_of
from ..steps import kind_of
from ..steps.base import Part, Row, Rows, Step, is_yes


def revision_of_step(step: Step) -> int:
    """Return which state of a step a form begins from."""
    return revision_of(kind_of(step).raw(step))


def require_current(stored: Step, typed: Step, data: Data) -> None:
    """Raise Stale where a form began from another state of the step than is stored, unless it would change nothing."""
    revision = revision_of_step(stored)
    if whole_number(data.get("revision", "")) == revision:
        return
    differences = list(_differences(typed, stored))
    if differences:
        raise Stale(revision=revision, differences=differences)


def _differences(mine: Step, theirs: Step) -> Iterator[Difference]:
    """What reads otherwise in the two, by the labels of the form."""
    kind = kind_of(mine)
    own: list[tuple[Words, str, str]] = [
        (_("Title of the step"), mine.title, theirs.title),
        (kind.text_label, mine.text, theirs.text),
        *((part.label, _said(part, mine.parts, mine), _said(part, theirs.parts, theirs)) for part in kind.parts),
    ]
    for group in kind.rows:
        own.append((group.title, _lines(group, mine), _lines(group, theirs)))
    yield from (Difference(label=label, mine=one, theirs=other) for label, one, other in own if one != other)


def _lines(group: Rows, step: Step) -> str:
    """The rows of a group, one a line."""
    rows: Sequence[Row] = step.rows[group.name]
    return "\n".join(" · ".join(said for part in group.parts if (said := _said(part, row, step))) for row in rows)


def _said(part: Part, values: Mapping[str, str], step: Step) -> str:
    """What stands in a field: the label of what is ticked, the text of a row that is named."""
    value = values.get(part.name, "")
    if part.type == "flag":
        return str(part.label) if is_yes(value) else ""
    if part.choices:
        return str(dict(part.choices).get(value, value))
    named = next((row for row in step.rows[part.of] if row["id"] == value), None) if part.of else None
    return (named.get("title") or named.get("text") or value) if named else value
