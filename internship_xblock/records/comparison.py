"""What is different between two texts of a record, field by field, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.errors import Difference, Words
from .reading import in_words
from .schema import Row, Section, Surroundings, rows_in


@dataclass(frozen=True)
class Changed:
    """A section in which something differs. In each difference `theirs` is the older text, `mine` the newer."""

    name: str
    title: Words
    differences: tuple[Difference, ...]


def between(
    sections: Iterable[Section], older: Mapping[str, Any], newer: Mapping[str, Any], around: Surroundings
) -> list[Changed]:
    """Return the sections that differ between two documents; none where they say the same.

    `around` names what their answers refer to, in both of them.
    """
    found = []
    for section in sections:
        pairs = differences(section, rows_in(section, newer), rows_in(section, older), around)
        if pairs:
            found.append(Changed(section.name, section.title, tuple(pairs)))
    return found


def differences(section: Section, mine: Sequence[Row], theirs: Sequence[Row], around: Surroundings) -> list[Difference]:
    """Field by field, where what was just typed and what is stored differ."""
    stored = {row.get("uid", ""): row for row in theirs}
    typed = {row.get("uid", ""): row for row in mine}
    found = []
    for number, uid in enumerate(dict.fromkeys([*typed, *stored]), start=1):
        here, there = typed.get(uid, section.blank(uid)), stored.get(uid, section.blank(uid))
        for spec in section.fields:
            pair = [in_words(spec, row.get(spec.name, spec.empty), around) for row in (here, there)]
            if pair[0] != pair[1]:
                label = f"{section.row_name} {number}: {spec.label}" if section.has_rows else spec.label
                found.append(Difference(label, *pair))
    return found
