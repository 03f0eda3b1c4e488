"""Our own checks: each a function from a course to findings, each about one promise to the learner or the importer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..findings import Finding
from ..outline import Course
from .files import names, unreached
from .guides import guides
from .promises import minutes, outcomes, sources
from .settings import grading, policy
from .units import blocks
from .words import empty, headings, links, pictures, wording

Check = Callable[[Course], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "names": names,
    "blocks": blocks,
    "minutes": minutes,
    "outcomes": outcomes,
    "sources": sources,
    "empty": empty,
    "wording": wording,
    "headings": headings,
    "links": links,
    "pictures": pictures,
    "guides": guides,
    "policy": policy,
    "grading": grading,
    "unreached": unreached,
}

__all__ = ["CHECKS", "Check"]
