"""What changed from one version of a plan to another, field by field, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....records import comparison
from ....records.comparison import Changed
from ..schema import frozen_text

__all__ = ["Changed", "Compared", "between"]


@dataclass(frozen=True)
class Compared:
    """What changed from one version to another; empty where they say the same. `warnings` are of versions that are broken."""

    changed: tuple[Changed, ...]
    warnings: tuple[str, ...] = ()


def between(older: Mapping[str, Any], newer: Mapping[str, Any]) -> list[Changed]:
    """The sections that differ between two documents; empty where they say the same."""
    sections = {one.name: one for document in (older, newer) for one in frozen_text.sections_of(document)}
    return comparison.between(sections.values(), older, newer, frozen_text.around(older, newer))
