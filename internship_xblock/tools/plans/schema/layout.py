"""Which sections and questions a course's plan has, and in whose words.

A plan is for a student at a host or, in *staff mode*, for a new employee: the same tool, other words, no university. With
*Erasmus+* it asks what a traineeship agreement asks beside a plan. Sections can be off. Whatever reads a plan asks its
layout; a frozen version carries its own, so that it reads the same when an author changes the course later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ....records.schema import Section, label_of
from ...placements.api import ONBOARDING, PLACEMENT, role_label
from . import erasmus
from . import staff_mode as staff
from .sections import SECTIONS

# A plan without people or outcomes is none; every other section is the author's choice.
OPTIONAL = ("periods", "tasks", "checkpoints", "practical", "contacts")


@dataclass(frozen=True)
class Layout:
    """An author's choice. `off` names sections that are left out. Staff mode has no Erasmus+: a new employee is no trainee."""

    staff: bool = False
    off: frozenset[str] = frozenset()
    erasmus: bool = False

    def __post_init__(self) -> None:
        if self.staff:
            object.__setattr__(self, "erasmus", False)

    @property
    def kind(self) -> str:
        """The kind of placement that has such a plan."""
        return ONBOARDING if self.staff else PLACEMENT

    @property
    def title(self) -> Words:
        """What a document of such a plan is called."""
        if self.erasmus:
            return _("Learning agreement for a traineeship (Erasmus+)")
        return _("Onboarding plan") if self.staff else _("Internship plan")

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are on, in their order."""
        return _sections(self)

    @property
    def by_name(self) -> Mapping[str, Section]:
        return _by_name(self)

    def asks(self, section: str, field: str = "") -> bool:
        """Whether there is such a section, and such a question in it."""
        spec = self.by_name.get(section)
        return spec is not None and (not field or spec.has(field))

    def role_label(self, role: str) -> str:
        return role_label(role, self.kind)

    def choice(self, section: str, field: str, value: str) -> str:
        """The words for what was chosen."""
        return label_of(self.by_name[section].field(field).choices, value) if section in self.by_name else value

    @property
    def kept(self) -> dict[str, Any]:
        """What a document keeps of it: nothing of the usual one, as plans did before there was a choice."""
        if self == USUAL:
            return {}
        kept = {"staff": self.staff, "off": sorted(self.off)}
        return {"layout": {**kept, "erasmus": True} if self.erasmus else kept}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Layout:
        """The layout a document was written in."""
        kept = document.get("layout") or {}
        off = frozenset(kept.get("off", ())) & frozenset(OPTIONAL)
        return cls(staff=bool(kept.get("staff")), off=off, erasmus=bool(kept.get("erasmus")))


USUAL = Layout()
# Every section any plan may have, in order, in the words of a plan for a student: to read what another plan says.
EVERY: Mapping[str, Section] = {section.name: section for section in erasmus.among(SECTIONS)}


@cache
def _sections(layout: Layout) -> tuple[Section, ...]:
    every = SECTIONS
    if layout.staff:
        every = tuple(staff.worded(section) for section in SECTIONS)
    elif layout.erasmus:
        every = erasmus.among(SECTIONS)
    return tuple(section for section in every if section.name not in layout.off)


@cache
def _by_name(layout: Layout) -> Mapping[str, Section]:
    return {section.name: section for section in layout.sections}
