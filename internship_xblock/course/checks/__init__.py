"""Our own checks: each a function from a course to findings, each about one promise to the learner or the importer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..findings import Finding
from ..outline import Course
from .awards import awards
from .files import names, unreached
from .guides import guides
from .language import language
from .practice import practice
from .promises import minutes, outcomes, sources
from .prose import doubled, pronouns, reading, splices
from .recalls import recalls
from .settings import grading, policy
from .units import blocks
from .words import empty, headings, links, pictures, wording

Check = Callable[[Course], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "names": names,
    "blocks": blocks,
    "minutes": minutes,
    "outcomes": outcomes,
    "practice": practice,
    "sources": sources,
    "language": language,
    "empty": empty,
    "wording": wording,
    "reading": reading,
    "pronouns": pronouns,
    "doubled": doubled,
    "splices": splices,
    "headings": headings,
    "links": links,
    "pictures": pictures,
    "guides": guides,
    "recalls": recalls,
    "awards": awards,
    "policy": policy,
    "grading": grading,
    "unreached": unreached,
}

__all__ = ["CHECKS", "Check"]
