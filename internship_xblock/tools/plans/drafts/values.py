"""What the verbs for a draft return: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ....core import permissions
from ....records import provenance as origins
from ....records.drafts import SectionView
from ....records.schema import Surroundings
from ...placements.api import PlacementView
from ..schema import frozen_text
from ..schema.headings import Heading, options_of
from ..schema.layout import Layout
from ..versions.values import MISSING_VERSIONS, VersionLine
from . import rights
from .rights import Rights


@dataclass(frozen=True)
class PlanView:
    """The draft of a plan as a party sees it. `plan_id` is None until somebody saves something."""

    plan_id: int | None
    placement: PlacementView
    usage_key: str
    layout: Layout
    sections: Mapping[str, SectionView]
    versions: tuple[VersionLine, ...] = ()
    rights: Rights = field(default_factory=Rights)
    has_comments: bool = False
    separately: Mapping[str, str] = field(default_factory=dict)  # the days on which private answers were agreed

    @cached_property
    def writable(self) -> frozenset[str]:
        """The sections in which the person who looks may write."""
        if self.placement.seen_by.masquerading:
            return frozenset()
        return frozenset(name for name in self.sections if self.may_write(name))

    def may_write(self, section: str) -> bool:
        return permissions.is_allowed("plan.edit", rights.roles_in(self.placement, self.rights, section))

    def document(self, headings: Sequence[Heading]) -> dict[str, Any]:
        data = {name: view.data for name, view in self.sections.items()}
        return frozen_text.build(self.sections["parties"].rows, data, headings, self.layout, self.separately)

    def around(self, headings: Sequence[Heading]) -> Surroundings:
        outcomes = self.sections["outcomes"]
        return Surroundings(
            options=options_of(headings),
            linked=[(row["uid"], row["text"]) for row in outcomes.rows],
            removed=frozenset(row["uid"] for row in outcomes.removed),
        )

    @cached_property
    def standing(self) -> dict[str, dict[str, str]]:
        """By section what still says what was filled in: `{section: {row uid, or field: origin}}`."""
        return {name: view.standing for name, view in self.sections.items() if view.standing}

    @property
    def has_example(self) -> bool:
        """Whether something of it still says what the example says, which is invented."""
        return any(origins.EXAMPLE in keys.values() for keys in self.standing.values())

    def without_example(self) -> PlanView:
        """The same without what still says what the example says: that goes along into no other plan."""
        return replace(self, sections={name: view.without_example() for name, view in self.sections.items()})

    @property
    def last_number(self) -> int:
        """The number of the version that was submitted last, be it there or not; 0 where none was."""
        return max(self.versions[-1].last_recorded or 0, self.versions[-1].number) if self.versions else 0

    @property
    def missing_versions(self) -> list[int]:
        """The numbers of versions that were submitted and are not there any more."""
        numbers = {one.number for one in self.versions}
        return [number for number in range(1, self.last_number + 1) if number not in numbers]

    @property
    def missing_warning(self) -> str:
        gone = [str(number) for number in self.missing_versions]
        return str(MISSING_VERSIONS) % {"numbers": ", ".join(gone)} if gone else ""

    def is_in_last_version(self, document: Mapping[str, Any]) -> bool:
        """Whether the last version says exactly what the draft says now: its `document`."""
        if not self.versions:
            return False
        last = self.versions[-1]
        text, _named = frozen_text.freeze(document, last.people or {})
        return frozen_text.digest(last.previous_sha256, text) == last.sha256

    @property
    def people(self) -> list[str]:
        """The names to suggest where a person is asked for, each once."""
        return list(dict.fromkeys(row["name"] for row in self.sections["parties"].rows if row["name"]))

    @property
    def changed(self) -> SectionView | None:
        """The section that was saved last."""
        saved = [view for view in self.sections.values() if view.changed_at is not None]
        return max(saved, key=lambda view: view.changed_at.timestamp() if view.changed_at else 0, default=None)
