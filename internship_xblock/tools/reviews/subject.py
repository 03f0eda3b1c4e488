"""What was handed in, in a form to read. Each tool tells its own (`submissions` in its tool.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core.actor import Actor
from .values import Criterion, SubmissionView


@dataclass(frozen=True)
class Item:
    """A card: its title and what stands in it, as (label, value). A value is text that somebody typed."""

    title: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A section of what was handed in. `note` stands under the title, or alone where nothing was written."""

    title: str
    items: list[Item] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Subject:
    """The whole. `facts` are the lines under the heading, `missing` says why nothing can be shown."""

    parts: list[Part] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    missing: str = ""
    warning: str = ""  # what was handed in is not there as it was
    document: Mapping[str, Any] | None = None  # what its pictures are drawn from, where it has some
    pictures: Any = None
    certificate: int | None = None  # the number of the one that counts, where one was issued at the end of a plan


def _unchanged(criterion: Criterion) -> Criterion:
    return criterion


@dataclass(frozen=True)
class SubmissionKind:
    """How a kind of submission is read.

    `criterion_in_words` gives a criterion in the reader's language; `draw` makes pictures of a `Subject`'s document.
    """

    read: Callable[[Actor, SubmissionView], Subject]
    criterion_in_words: Callable[[Criterion], Criterion] = _unchanged
    draw: Callable[[Mapping[str, Any]], Any] | None = None
