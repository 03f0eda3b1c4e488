"""What a plan's "What next" says: one sentence about the version that was submitted last, one about the draft.

`State` holds all that the sentences depend on, and nothing else on the screen asks again: not the template, which only says
whom it waits for beside them, and not the button.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.closing import Closing
from ....core.language import formats
from ...placements.api import PartyRow
from ...reviews.api import APPROVED, RETURNED, Note, Standing
from .. import api as plans
from ..api import PlanView, VersionView
from ..schema import frozen_text
from ..schema.substitutes import substitutes

CLOSING_WEEKS = 5  # after the last day: what an Erasmus+ agreement promises
GONE, BROKEN, LAPSED, WAITING = "gone", "broken", "lapsed", "waiting"  # beside what reviews say


@dataclass(frozen=True)
class Last:
    """What became of the version that was submitted last. `number` 0: none was. `is_current`: the draft says the same."""

    number: int = 0
    day: str = ""
    became: str = ""
    is_current: bool = False

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
        number = _("Version %(number)d") % {"number": self.number}
        became = {APPROVED: _("approved"), RETURNED: _("changes requested"), WAITING: _("with the reviewer")}.get(
            self.became, ""
        )
        said = " · ".join(filter(None, (number, became)))
        return said if self.is_current else _("Draft after %(version)s") % {"version": said}

    @property
    def is_sound(self) -> bool:
        return self.became not in (GONE, BROKEN)


@dataclass(frozen=True)
class State:
    """How far a plan is, and for whom it is said. `left`: so many things are to be settled before it can be submitted."""

    last: Last
    left: int = 0
    is_unwritten: bool = False
    is_named: bool = True  # there is somebody in each role that signs
    is_over: bool = False  # the last day of the plan has passed
    asks_more: bool = False
    may_edit: bool = False
    may_submit: bool = False
    is_staff: bool = False

    @property
    def can_be_submitted(self) -> bool:
        """Whether it waits for nothing but being submitted: also one that came back and that nobody changed."""
        return not (self.left or self.is_unwritten or self.last.is_settled)

    @property
    def sentences(self) -> list[str]:
        """What is said of the version, of what the course asks by now, and of the draft."""
        found = [self._of_version(), self._of_new_questions(), self._of_draft()]
        return [sentence for sentence in found if sentence]

    def _of_version(self) -> str:
        said, last = "", self.last
        if last.became == GONE:
            said = _(
                "Version %(number)s was submitted and is no longer there. Tell your course team; a new version replaces it."
            )
        elif last.became == BROKEN:
            said = _(
                "Version %(number)s was changed after it was submitted, or its record is missing. Do not rely on it, and "
                "tell your course team; a new version replaces it."
            )
        elif last.number:
            said = self._of_current_version() if last.is_current else self._of_earlier_version()
        return said % {"number": last.number, "when": last.day}

    def _of_current_version(self) -> str:
        if self.last.became == APPROVED and self.is_over:
            return _("Version %(number)s is approved. The last day of the plan has passed.")
        if self.last.became == APPROVED:
            return _("Version %(number)s is approved. Keep to the checkpoint dates, and write in the log as you go.")
        if self.last.became == RETURNED and self.may_submit:
            return _("Version %(number)s needs changes. Make them, then submit it again.")
        if self.last.became == RETURNED:
            return _("Version %(number)s needs changes. Once they are made, it is submitted again.")
        if self.last.became == LAPSED:
            return _(
                "Version %(number)s is no longer approved: the course team has reset this activity. It can be submitted "
                "again as it is."
            )
        return _("Version %(number)s was submitted on %(when)s. A reviewer reads it next, and the answer will appear here.")

    def _of_earlier_version(self) -> str:
        """What became of it holds on, whatever is changed in the draft."""
        said = _("Version %(number)s was submitted on %(when)s.")
        if self.last.became == APPROVED:
            said = _("Version %(number)s is approved.")
        elif self.last.became == RETURNED:
            said = _("Version %(number)s needs changes.")
        elif self.last.became == LAPSED:
            said = _("Version %(number)s is no longer approved.")
        until = _("Changes made since then are not included until the plan is submitted again.")
        return f"{said} {until}"

    def _of_new_questions(self) -> str:
        if not (self.asks_more and self.last.is_settled):
            return ""
        return _(
            "The course asks for more now. What was submitted stays as it is; a new version answers the new questions too."
        )

    def _of_draft(self) -> str:
        if self.last.is_settled or (self.last.is_current and self.last.is_sound and not self.left):
            return ""
        if self.is_unwritten:
            if self.may_edit:
                return _("Write what you know. When everything below is complete, the plan can be submitted.")
            return _("Nobody has written in this plan yet.")
        if self.left:
            said = ngettext(
                "One thing left to complete before the plan can be submitted.",
                "%(n)s things left to complete before the plan can be submitted.",
                self.left,
            )
            return said % {"n": self.left}
        return self._of_complete_draft() if self.is_named else self._of_draft_without_all()

    def _of_complete_draft(self) -> str:
        if self.may_submit:
            return _("Everything is answered. Read it through with the others, then submit it. A reviewer reads it next.")
        if self.is_staff:
            return _("Everything is answered. The mentor submits it.")
        return _("Everything is answered. The mentor or the university submits it.")

    def _of_draft_without_all(self) -> str:
        """No rule keeps a plan from being submitted that lacks one of those who sign; it is not agreed before they have."""
        if self.may_submit:
            said = _("All questions are answered, and the plan can be submitted. A reviewer reads it next.")
        elif self.is_staff:
            said = _("All questions are answered, and the mentor can submit the plan.")
        else:
            said = _("All questions are answered, and the mentor or the university can submit the plan.")
        agreed = _("It is agreed when somebody in each role has signed it.")
        return f"{said} {agreed}"


def last_of(plan: PlanView, version: VersionView | None, standing: Standing | None, *, is_current: bool) -> Last:
    """Return what became of a plan's last `version`. `standing` is the review's of what was submitted last."""
    missing = plan.missing_versions
    if version is None:
        return Last()
    if missing and missing[-1] > version.number:
        return Last(missing[-1], became=GONE)
    became = _became(standing) if version.is_intact else BROKEN
    return Last(version.number, formats.day(version.frozen_at), became, is_current)


def _became(standing: Standing | None) -> str:
    """An approval lapses with a learner's state that is deleted: it is opened to be submitted again, and nobody returned it."""
    if standing is None or standing.status not in (APPROVED, RETURNED):
        return WAITING
    return LAPSED if standing.status == RETURNED and returned(standing) is None else standing.status


def returned(standing: Standing | None) -> Note | None:
    """Return what the reviewer said who returned what was submitted last, as long as nothing else became of it."""
    if standing is None or standing.status != RETURNED:
        return None
    decided = [note for note in standing.answers if note.decision in (APPROVED, RETURNED)]
    return decided[-1] if decided and decided[-1].decision == RETURNED else None


def asks_more(plan: PlanView, document: Mapping[str, Any]) -> bool:
    """Return whether the course has questions by now that a version was not asked, and that nobody has answered."""
    return bool(set(plan.layout.by_name) - set(plans.Layout.of(document).by_name))


def signers(plan: PlanView) -> list[PartyRow]:
    """Return those who are named in a role that must sign, without whoever steps in for another."""
    second = substitutes(plan.sections["parties"].rows)
    roles = plans.MUST_SIGN[plan.layout.kind]
    return [seat for seat in plan.placement.parties if seat.role in roles and seat.name and seat.uid not in second]


def missing(plan: PlanView, may_invite: bool) -> dict[str, list[str]]:
    """Among those who sign a plan: the roles that nobody is named for, and who is named and has not joined.

    Only somebody who may invite them is told of the latter: the others can do nothing about it. Who was here and has left has
    joined once.
    """
    roles = plans.MUST_SIGN[plan.layout.kind]
    seats = signers(plan)
    named = {seat.role for seat in seats}
    return {
        "unnamed": [plan.layout.role_label(role) for role in roles if role not in named],
        "unjoined": [seat.name for seat in seats if may_invite and not seat.has_joined and seat.joined_at is None],
    }


def last_day(plan: PlanView) -> date | None:
    """Return the last day of a plan's last period, None where none has an end."""
    return frozen_text.first_and_last(plan.sections["periods"].rows if "periods" in plan.sections else [])[1]


def is_over(plan: PlanView) -> bool:
    """Return whether the last day of a plan has passed."""
    last = last_day(plan)
    return last is not None and last < timezone.localdate()


def closing_due(plan: PlanView, last: Last, closing: Closing | None) -> date | None:
    """Return the day by which a plan's certificate is due: None before the last day is over, and once one was issued.

    None, too, where none can be issued: the version that it would close is not what was submitted.
    """
    day = last_day(plan)
    if not last.number or not last.is_sound or day is None or closing is None or closing.number or not is_over(plan):
        return None
    return day + timedelta(weeks=CLOSING_WEEKS)
