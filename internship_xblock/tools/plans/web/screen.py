"""How a plan is shown: the context of its templates. No rule of its own, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ....core.closing import Closing, closing_of
from ....records.document import Head
from ....records.schema import Section
from .. import api as plans
from .. import rubric, rules
from ..api import VersionView
from ..documents import plan as documents
from ..rules import Finding
from . import what_next as plan_next
from .history import history
from .refreshed import Change
from .sections import marks as plan_marks
from .sections.frames import Frame
from .sections.screen import SectionScreen
from .versions.signing import awaited, signing

UNSIGNED: Mapping[str, Any] = {"agreement": None, "may_sign": False, "sentence": "", "awaited": []}
FINDINGS_SHOWN = 10  # of a section and a severity: the others come as these are settled

if TYPE_CHECKING:
    from ...reviews.api import Standing


@dataclass
class PlanScreen(SectionScreen):
    """One person's view of one plan."""

    # -- the version that was submitted last -----------------------------------------------------------

    @cached_property
    def _version(self) -> VersionView | None:
        """The version that was submitted last."""
        if not self.plan.versions:
            return None
        return plans.last_version(self.actor, placement=self.plan.placement, usage_key=self.plan.usage_key)

    @cached_property
    def _submitted(self) -> Mapping[str, Any] | None:
        """What it says, where the draft says the same."""
        return plans.as_submitted(self.actor, plan=self.plan, version=self._version, headings=self.rules.headings)

    @property
    def _is_current(self) -> bool:
        return self._submitted is not None

    @cached_property
    def _last(self) -> plan_next.Last:
        return plan_next.last_of(self.plan, self._version, self._standing, is_current=self._is_current)

    @cached_property
    def _standing(self) -> Standing | None:
        found = self.activity.standing(self.actor, self.plan)
        return found.reworded(rubric.in_words) if found else None

    # -- the whole screen and its parts ---------------------------------------------------------------

    def whole(self, notice: str = "") -> str:
        return self.html(
            "plans/plan.html",
            head=self.head,
            sections=[self.frame(spec) for spec in self.plan.layout.sections],
            may_share=self.may("plan.share_template"),
            has_private=self.may("plan.read_private"),
            notice=notice,
            people=self.plan.people,
            **self._start,
            **self.talk.beside(),
            **self._agreement(),
            next=self._next(),
        )

    def signed(self) -> dict[str, Any]:
        """What stands elsewhere on the page after somebody signed."""
        return {**self._agreement(), "next": self._next()}

    def before_submit(self) -> str:
        """What will be frozen, in the place of the draft, and who is asked next."""
        found = plans.next_version(self.actor, plan=self.plan, headings=self.rules.headings, last=self._version)
        signers = plan_next.signers(self.plan)
        return self.html(
            "plans/before_submit.html",
            number=found.number,
            shown=found.shown,
            before=self._version.number if self._version is not None else 0,
            changes=[part.title for part in found.changed],
            signers=[seat.name for seat in signers],
            unnamed=plan_next.missing(self.plan, False)["unnamed"],
            head=documents.head(found.document, state=str(_("Version %(number)d") % {"number": found.number})),
            sections=documents.sections(found.document, on_screen=True),
        )

    def history(self) -> str:
        """What happened to the plan so far."""
        agreement = self._agreement()["agreement"]
        events = history(self.plan, agreement, self._standing, self.talk.said)
        return self.html("plans/history.html", events=events)

    def _agreement(self) -> dict[str, Any]:
        if self._version is None:
            return dict(UNSIGNED)
        agreement = plans.agreement_under(self.actor, plan=self.plan, version=self._version)
        unjoined = plan_next.missing(self.plan, self.may("placement.invite"))["unjoined"]  # they are named as such already
        names = [name for name in awaited(agreement) if name not in unjoined]
        return {**signing(self.actor, self.plan.placement, agreement), "awaited": names}

    # -- the document ----------------------------------------------------------------------------------

    @cached_property
    def head(self) -> Head:
        """What stands on top of the draft."""
        return documents.head(self.document, state=self._last.in_words)

    def reread(self, spec: Section) -> str:
        """A section as it reads now, with the other places of the page that say something of it."""
        return self.html("plans/section_read.html", frame=self.frame(spec), others=self._others(spec), head=self.head)

    def _others(self, spec: Section) -> list[Frame]:
        """The sections whose text says something of this one."""
        names = {"outcomes": ("tasks",), "tasks": ("periods",), "checkpoints": ("periods",)}.get(spec.name, ())
        return [self.frame(one) for one in self.plan.layout.sections if one.name in names]

    def replaced(self, spec: Section) -> str:
        """A section drawn anew with its way into its form, and what else on the page says something of it."""
        return self.html(
            "plans/example_copied.html", frame=self.frame(spec), others=self._others(spec), head=self.head, next=self._next(),
            **self._agreement(), **self._start,
        )  # fmt: skip

    def refresh(self, spec: Section, added: str = "", gone: str = "", pressed: str | None = None) -> str:
        """The pieces around a saved section that say something new now: states, titles, findings, what next.

        The cards of other sections are never drawn anew, somebody may be typing there: an outcome that was added or
        removed comes to the tasks, or leaves them, as one tick box.
        """
        view = self.plan.sections[spec.name]
        change = Change(view, added, gone)
        titles = self._titles(view, change.retitled)
        context = {"view": view, "spec": spec, "rows": titles, "people": self.plan.people, "next": self._next()}
        context["head"] = self.head if spec.name in ("parties", "periods") else None
        context["is_first"] = view.revision == 1 and self.activity.begun(self.plan) == [spec.name]
        context["may_share"] = self.may("plan.share_template")
        context["origins"] = plan_marks.marks(view, added, pressed)
        context |= self._agreement() if self._last.can_be_signed else UNSIGNED
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
        """What is to be settled. What was submitted is settled by what was asked then, unless it came back or is broken."""
        if self._last.is_settled:
            return []
        return [finding for finding in self._findings if finding.severity == rules.ERROR]

    def _next(self) -> dict[str, Any]:
        """What the person does next, whom it waits for, and what stands in the way."""
        errors = self._errors
        first = errors[0] if errors and self.plan.writable else None
        begun = {view.name for view in self.plan.sections.values() if view.is_begun}
        to_settle = self._by_section(errors, begun)
        missing = plan_next.missing(self.plan, self.may("placement.invite"))
        state = plan_next.State(
            last=self._last,
            left=sum(len(group["findings"]) + group["more"] or 1 for group in to_settle),  # as they are listed
            is_unwritten=not self.plan.versions and not begun - {"parties"},
            is_named=not missing["unnamed"],
            is_over=plan_next.is_over(self.plan),
            asks_more=self._is_current and plan_next.asks_more(self.plan, self._submitted or {}),
            may_edit=bool(self.plan.writable),
            may_submit=self.may("plan.submit"),
            is_staff=self.plan.layout.staff,
        )
        return {
            "state": state,
            "submit": state.may_submit and state.can_be_submitted,
            "errors": errors,
            "first": first,
            "is_first": not self._starts_with_template,
            "first_part": self.plan.layout.by_name[first.section].title if first else "",
            "to_settle": to_settle,
            "advice": self._by_section(
                [finding for finding in self._findings if finding.severity != rules.ERROR], begun, False
            ),
            "last": self.plan.versions[-1] if self.plan.versions else None,
            "last_number": self.plan.last_number,
            "is_current": self._is_current,
            "may_edit": state.may_edit,
            "may_name": "parties" in self.plan.writable,
            "standing": self._standing,
            "returned": plan_next.returned(self._standing),
            "closing": self._closing,
            "closing_due": self._closing_due(),
            **missing,
        }

    @cached_property
    def _start(self) -> dict[str, Any]:
        """What this person can still fill from elsewhere."""
        return self.activity.start_context(self.plan)

    @property
    def _starts_with_template(self) -> bool:
        """Whether the primary button is the one that starts with the template of the course."""
        return bool(self._start["can_start"] and self._start["is_fresh"] and self._start["has_template"])

    @cached_property
    def _closing(self) -> Closing | None:
        """How far the end of the placement is, once something was submitted."""
        if self.plan.layout.staff or not self.plan.versions:
            return None
        return closing_of(self.actor, self.plan.placement)

    def _closing_due(self) -> date | None:
        if not self.plan.layout.erasmus:  # it may be issued at the end of any internship; only Erasmus+ says by when
            return None
        return plan_next.closing_due(self.plan, self._last, self._closing)

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
