"""A plan as pictures: a document in, its matrix and its timeline out. Pure: no database, no request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_bidi

from .matrix import Matrix, matrix
from .timeline import Timeline, timeline

__all__ = ["Matrix", "Pictures", "Timeline", "matrix", "pictures", "timeline"]


@dataclass(frozen=True)
class Pictures:
    """Each is None where the document says nothing yet that could be drawn."""

    matrix: Matrix | None
    timeline: Timeline | None


def pictures(document: Mapping[str, Any], mirrored: bool | None = None) -> Pictures:
    """Both pictures; `mirrored` draws from right to left, as the reader's language does unless told."""
    turned = get_language_bidi() if mirrored is None else mirrored
    return Pictures(matrix(document, turned), timeline(document, turned))
