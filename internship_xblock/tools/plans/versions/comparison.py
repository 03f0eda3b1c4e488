"""What changed from one version of a plan to another, field by field, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....core.errors import Difference, Words
from ..drafts.validation import Surroundings
from ..rules import Heading
from ..schema.layout import Layout
from ..schema.sections import Row, Section
from ..values import differences
from .frozen_text import heading_names


@dataclass(frozen=True)
class Changed:
    """A section in which something differs. In each difference `theirs` is the older text, `mine` the newer."""

    title: Words
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Compared:
    """What changed from one version to another; empty where they say the same. `warnings` are of versions that are broken."""

    changed: tuple[Changed, ...]
    warnings: tuple[str, ...] = ()


def between(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Changed]:
    """The sections that differ between two documents; empty where they say the same."""
    around = _surroundings(older, newer)
    found = []
    then, now = Layout.of(older).by_name, Layout.of(newer).by_name
    for section in {**then, **now}.values():
        pairs = differences(section, _rows(section, newer), _rows(section, older), around)
        if pairs:
            found.append(Changed(section.title, tuple(pairs)))
    return found


def _rows(section: Section, document: Mapping[str, Any]) -> list[Row]:
    stored = document.get(section.name)
    rows: list[Row] = list(stored or []) if section.has_rows else [dict(stored or {})]
    return [{**section.blank(row.get("uid", "")), **row} for row in rows]


def _surroundings(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Surroundings:
    """The names of what tasks refer to: as the newer document has them, else as the older had."""
    outcomes: dict[str, str] = {}
    headings: dict[str, str] = {}
    for document in (older, newer):
        outcomes.update((row["uid"], row.get("text", "")) for row in document.get("outcomes", []))
        headings.update(heading_names(document))
    return Surroundings(
        headings=[Heading(key, text) for key, text in headings.items()],
        outcomes=list(outcomes.items()),
        removed_outcomes=frozenset(),
    )
