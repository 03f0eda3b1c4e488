"""What the verbs for conversations return: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from ....core.actor import NOBODY, Identity
from ....core.times import Slot
from ....records.authorship import Mark
from ....records.drafts import SectionView
from ....records.reading import as_date
from ....records.schema import Surroundings
from ...placements.api import PlacementView
from ..schema import BY_NAME, STEPS, TALK, Step, around, steps_of
from ..times.values import Agreed, Proposal


def _empty() -> Mapping[str, SectionView]:
    return {name: SectionView(section, {}) for name, section in BY_NAME.items()}


@dataclass(frozen=True)
class ConversationView:
    """A conversation: planned, or written down, or both. `words` are what the plan calls it, `aim` what it is to be about.

    `is_planned`: the plan names it, as it is now. `id` is None until somebody writes. `told_at`: when somebody told the others
    that it is written down; None before.
    """

    checkpoint: str
    day: date
    words: str = ""
    aim: str = ""
    is_planned: bool = False
    id: int | None = None
    is_extra: bool = False
    told_at: datetime | None = None
    told_by: str = ""
    sections: Mapping[str, SectionView] = field(default_factory=_empty)
    writer: Identity = NOBODY  # who saved it last
    times_revision: int = 0  # grows whenever times are proposed, chosen or withdrawn
    proposal: Proposal | None = None
    agreed: Agreed | None = None

    @property
    def key(self) -> str:
        """What it is called in an address: two of one checkpoint, which comes back every week, have two days."""
        return f"{self.checkpoint}-{self.day:%Y%m%d}"

    @property
    def talk(self) -> SectionView:
        return self.sections[TALK.name]

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.sections[STEPS.name])

    @property
    def is_told(self) -> bool:
        return self.told_at is not None

    @property
    def is_written(self) -> bool:
        """Whether somebody has written down anything that can be told."""
        (answers,) = self.talk.answers
        return any(answers[name] for name in ("about", "agreed")) or bool(self.steps)

    @property
    def is_begun(self) -> bool:
        return any(section.is_begun for section in self.sections.values())

    @property
    def held_at(self) -> Agreed | None:
        """When and where it is held, as people chose; None where that was withdrawn."""
        return self.agreed if self.agreed is not None and not self.agreed.is_off else None

    @property
    def slot(self) -> Slot | None:
        """The time that was chosen, and holds."""
        return self.held_at.slot if self.held_at is not None else None

    @property
    def meets_on(self) -> date:
        """The day on which people meet: that of the time they chose, else the one for which it was planned."""
        return self.slot.day if self.slot is not None else self.day

    def has_come(self, today: date) -> bool:
        """Return whether it can have been held: its day has come, and where people chose a time, that. Not while they look."""
        if self.slot is not None:
            return self.slot.has_begun(timezone.now())
        return self.day <= today and (self.proposal is None or self.is_begun)

    @property
    def held(self) -> date:
        """The day on which it was held, as somebody wrote, else the one on which people meet."""
        return as_date(self.talk.values.get("held")) or self.meets_on

    @property
    def is_dropped(self) -> bool:
        """Whether nobody had planned it, a time for it was withdrawn, and nothing stands in it."""
        is_empty = not self.is_begun and self.told_at is None
        return self.is_extra and is_empty and self.times_revision > 0 and self.proposal is None and self.slot is None

    @property
    def changed(self) -> SectionView | None:
        """The section that was saved last."""
        saved = [one for one in self.sections.values() if one.changed_at is not None]
        return max(saved, key=lambda one: one.changed_at.timestamp() if one.changed_at else 0, default=None)

    def done_mark(self, uid: str) -> Mark | None:
        """Who ticked a step, or unticked it."""
        return self.sections[STEPS.name].marks.get(uid, {}).get("done")

    def around(self, placement: PlacementView) -> Surroundings:
        return around(placement, *self.sections.values())


@dataclass(frozen=True)
class EarlierText:
    """What a section said before somebody changed it: who had written it when, and who changed it when."""

    section: SectionView
    written_by: str
    written_at: datetime | None
    changed_by: str
    kept_at: datetime


@dataclass(frozen=True)
class PlacedConversations:
    """What was written down in one placement, as Today needs it. `has_concern`: some concern there is the reader's to know."""

    placement: PlacementView
    written: Sequence[ConversationView] = ()
    has_concern: bool = False
