"""What became of the version of a plan that was submitted last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from .....core.actor import NOBODY, Identity
from .....core.language import formats
from ....reviews.api import APPROVED, RETURNED, Note, Standing
from ...api import PlanView, VersionView

GONE, BROKEN, LAPSED, WAITING = "gone", "broken", "lapsed", "waiting"  # beside what reviews say


@dataclass(frozen=True)
class Last:
    """What became of the version that was submitted last. `number` 0: none was. `is_current`: the draft says the same."""

    number: int = 0
    day: str = ""
    became: str = ""
    is_current: bool = False
    frozen_at: datetime | None = None
    frozen_by: str = ""
    written_by: Identity = NOBODY

    @property
    def is_settled(self) -> bool:
        """Whether it speaks for the draft: then nothing is to be answered before somebody changes something."""
        return self.is_current and self.became in (APPROVED, WAITING)

    @property
    def can_be_signed(self) -> bool:
        """Whether a signature under it still counts, whatever the draft says now: it neither came back nor is broken."""
        return bool(self.number) and self.became in (APPROVED, WAITING)

    @property
    def in_words(self) -> str:
        """How far the plan is, in a few words for the top of its page."""
        if not self.number:
            return _("Draft")
        number = _("Version %(number)d") if self.is_current else _("Draft after version %(number)d")
        number %= {"number": self.number}
        became = {APPROVED: _("approved"), RETURNED: _("changes requested"), WAITING: _("with the reviewer")}.get(
            self.became, ""
        )
        return " · ".join(filter(None, (number, became)))

    @property
    def is_sound(self) -> bool:
        return self.became not in (GONE, BROKEN)


def last_of(plan: PlanView, version: VersionView | None, standing: Standing | None, *, is_current: bool) -> Last:
    """Return what became of a plan's last `version`. `standing` is the review's of what was submitted last."""
    missing = plan.missing_versions
    if version is None:
        return Last()
    if missing and missing[-1] > version.number:
        return Last(missing[-1], became=GONE)
    became = _became(standing) if version.is_intact else BROKEN
    return Last(
        version.number, formats.day(version.frozen_at), became, is_current, frozen_at=version.frozen_at,
        frozen_by=version.frozen_by, written_by=version.written_by,
    )  # fmt: skip


def _became(standing: Standing | None) -> str:
    """What was decided lapses with a learner's state that is deleted: it is open to be submitted again, as it is."""
    if standing is None or standing.status not in (APPROVED, RETURNED):
        return WAITING
    return LAPSED if standing.is_reset else standing.status


def returned(standing: Standing | None) -> Note | None:
    """Return what the reviewer said who returned what was submitted last, as long as nothing else became of it."""
    return None if standing is None else standing.returned
