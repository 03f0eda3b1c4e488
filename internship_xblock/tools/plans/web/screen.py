"""How a plan is shown: the context of its templates. No rule of its own, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ....records.schema import Section
from .. import api as plans
from .. import rubric, rules
from ..api import VersionView
from ..rules import Finding
from . import what_next as plan_next
from .refreshed import Change
from .sections import marks as plan_marks
from .sections.frames import Frame
from .sections.screen import SectionScreen
from .versions.signing import signing

FIRST_ROWS = 8  # the section that is open at first comes with the page up to this many rows,
FIRST_BYTES = 30_000  # and this long: the page stays light whatever the plan holds
UNSIGNED: Mapping[str, Any] = {"agreement": None, "may_sign": False, "sentence": "", "awaited": []}
FINDINGS_SHOWN = 10  # of a section and a severity: the others come as these are settled

if TYPE_CHECKING:
    from ...reviews.api import Standing


@dataclass
class PlanScreen(SectionScreen):
    """One person's view of one plan."""

    # -- the version that was handed in last -----------------------------------------------------------

    @cached_property
    def _version(self) -> VersionView | None:
        """The version that was handed in last."""
        if not self.plan.versions:
            return None
        return plans.last_version(self.actor, placement=self.plan.placement, usage_key=self.plan.usage_key)

    @cached_property
    def _handed_in(self) -> Mapping[str, Any] | None:
        """What it says, where the draft says the same."""
        return plans.as_handed_in(self.actor, plan=self.plan, version=self._version, headings=self.rules.headings)

    @property
    def _is_current(self) -> bool:
        return self._handed_in is not None

    @cached_property
    def _last(self) -> plan_next.Last:
        return plan_next.last_of(self.plan, self._version, self._standing, is_current=self._is_current)

    @cached_property
    def _standing(self) -> Standing | None:
        found = self.activity.standing(self.actor, self.plan)
        return found.reworded(rubric.in_words) if found else None

    # -- the whole screen and its parts ---------------------------------------------------------------

    def whole(self, notice: str = "") -> str:
        may_edit = bool(self.plan.writable)
        return self.html(
            "plans/plan.html",
            sections=self._frames_to_write() if may_edit else self._frames_to_read(),
            may_share=self.may("plan.share_template"),
            has_private=self.may("plan.read_private"),
            notice=notice,
            people=self.plan.people,
            **self.activity.start_context(self.plan),
            **self.talk.beside(),
            **self._agreement(),
            next=self._next(),
        )

    def next_piece(self) -> str:
        """What next, after somebody signed."""
        return self.html("plans/next_piece.html", **self._agreement(), next=self._next())

    def _agreement(self) -> dict[str, Any]:
        if self._version is None:
            return dict(UNSIGNED)
        agreement = plans.agreement_under(self.actor, plan=self.plan, version=self._version)
        known = signing(self.actor, self.plan.placement, agreement)
        unjoined = plan_next.missing(self.plan, self.may("placement.invite"))["unjoined"]  # they are named as such already
        return {**known, "awaited": [name for name in known["awaited"] if name not in unjoined]}

    @cached_property
    def _first_open(self) -> str:
        """The first section with something to settle, so that one place is open and the rest can wait."""
        wanting = {finding.section for finding in self._errors}
        return next((spec.name for spec in self.plan.layout.sections if spec.name in wanting), "")

    def _frames_to_write(self) -> list[Frame]:
        """The sections as the page shows them: one of them open with its form, which follows by itself where it is long."""
        frames = []
        for spec in self.plan.layout.sections:
            is_open = spec.name == self._first_open
            is_short = len(self.plan.sections[spec.name].rows) <= FIRST_ROWS
            body = self.body(spec, is_swap=False) if is_open and is_short else ""
            frames.append(self._frame(spec, is_open, body if len(body.encode()) <= FIRST_BYTES else ""))
        return frames

    def _frames_to_read(self) -> list[Frame]:
        """The same for who only reads: open from the first on, as far as the page stays light; the others come when opened."""
        frames, left = [], FIRST_BYTES
        for spec in self.plan.layout.sections:
            body = self.body(spec, is_swap=False) if left > 0 else ""
            left -= len(body.encode())
            frames.append(self._frame(spec, left > 0, body if left > 0 else ""))
        return frames

    def _frame(self, spec: Section, is_open: bool, body: str) -> Frame:
        return Frame(self.plan.sections[spec.name], self.talk.open_in(spec.name), is_open, body)

    def refresh(self, spec: Section, added: str = "", gone: str = "", pressed: str | None = None) -> str:
        """The pieces around a saved section that say something new now: states, titles, findings, what next.

        The cards of other sections are never drawn anew, somebody may be typing there: an outcome that was added or
        removed comes to the tasks, or leaves them, as one tick box.
        """
        view = self.plan.sections[spec.name]
        change = Change(view, added, gone)
        rewritten = change.rewritten
        by = [
            (f"{spec.name}-{uid}" if uid else spec.name, self._written(view, row))
            for row in view.answers
            if (uid := row.get("uid", "")) in rewritten
        ]
        titles = self._titles(view, change.retitled)
        context = {"view": view, "spec": spec, "rows": titles, "by": by, "people": self.plan.people, "next": self._next()}
        context["origins"] = plan_marks.marks(view, added, pressed)
        # Where what was handed in stands again: who signs it, what became of it.
        context |= self._agreement() if self._is_current else UNSIGNED
        context |= {"outcomes": [], "ticks": [], "gone": ""}
        if spec.name == "outcomes":
            tasks = [] if "tasks" in self.unopened else self.plan.sections["tasks"].rows
            context |= change.in_tasks(tasks, self.around.linked)
        return self.html("plans/refresh.html", **context)

    # -- pieces ---------------------------------------------------------------------------------------

    @cached_property
    def _findings(self) -> list[Finding]:
        return rules.findings(self.document, self.rules, self.plan.standing)

    @cached_property
    def _errors(self) -> list[Finding]:
        """What is to be settled. What was handed in is settled by what was asked then, unless it came back or is broken."""
        if self._last.is_settled:
            return []
        return [finding for finding in self._findings if finding.severity == rules.ERROR]

    def _next(self) -> dict[str, Any]:
        """What the person does next, whom it waits for, and what stands in the way."""
        errors = self._errors
        begun = {view.name for view in self.plan.sections.values() if view.is_begun}
        to_settle = self._by_section(errors, begun)
        missing = plan_next.missing(self.plan, self.may("placement.invite"))
        state = plan_next.State(
            last=self._last,
            left=sum(len(group["findings"]) + group["more"] or 1 for group in to_settle),  # as they are listed
            is_unwritten=not self.plan.versions and not begun - {"parties"},
            is_named=not missing["unnamed"],
            is_over=plan_next.is_over(self.plan),
            asks_more=self._is_current and plan_next.asks_more(self.plan, self._handed_in or {}),
            may_edit=bool(self.plan.writable),
            may_submit=self.may("plan.submit"),
            is_staff=self.plan.layout.staff,
        )
        return {
            "state": state,
            "hand_in": state.may_submit and state.can_be_handed_in,
            "errors": errors,
            "to_settle": to_settle,
            "advice": self._by_section(
                [finding for finding in self._findings if finding.severity != rules.ERROR], begun, False
            ),
            "last": self.plan.versions[-1] if self.plan.versions else None,
            "is_current": self._is_current,
            "may_edit": state.may_edit,
            "may_name": "parties" in self.plan.writable,
            "standing": self._standing,
            "returned": plan_next.returned(self._standing),
            "certificate_due": self._certificate_due(),
            "may_certify": self.may("plan.issue_certificate"),
            **missing,
        }

    def _certificate_due(self) -> date | None:
        if not self.activity.settings.has_certificate:
            return None
        return plan_next.certificate_due(self.actor, self.plan, self._last)

    def _by_section(self, found: list[Finding], begun: set[str], with_empty: bool = True) -> list[dict[str, Any]]:
        """Findings under their sections. One that nobody has begun is one line: a first visit is no list of faults."""
        groups = []
        for spec in self.plan.layout.sections:
            here = [finding for finding in found if finding.section == spec.name]
            if here and (with_empty or spec.name in begun):
                listed = here[:FINDINGS_SHOWN] if spec.name in begun else []
                more = len(here) - len(listed) if listed else 0
                groups.append({"spec": spec, "findings": listed, "more": more, "target": here[0].target})
        return groups
