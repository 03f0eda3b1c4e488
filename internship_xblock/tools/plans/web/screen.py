"""How a plan is shown: the context of its templates. No rule of its own, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ....core.closing import Closing, closing_of
from ....records.document import Head
from ....records.schema import Section
from .. import api as plans
from .. import rubric, rules
from ..api import Agreement, Comment, VersionView
from ..documents import plan as documents
from .history import history
from .next.last import returned
from .next.people import signers, unnamed
from .refreshed import Change
from .sections import marks as plan_marks
from .sections.frames import Frame
from .sections.screen import SectionScreen
from .versions.signing import signing

UNSIGNED: Mapping[str, Any] = {"agreement": None, "may_sign": False, "sentence": ""}

if TYPE_CHECKING:
    from ...reviews.api import Standing


@dataclass
class PlanScreen(SectionScreen):
    """One person's view of one plan."""

    # -- what it is told by, each asked for once -------------------------------------------------------

    @cached_property
    def version(self) -> VersionView | None:
        if not self.plan.versions:
            return None
        return plans.last_version(self.actor, placement=self.plan.placement, usage_key=self.plan.usage_key)

    @cached_property
    def standing(self) -> Standing | None:
        found = self.activity.standing(self.actor, self.plan)
        return found.reworded(rubric.in_words) if found else None

    @cached_property
    def agreement(self) -> Agreement | None:
        if self.version is None:
            return None
        return plans.agreement_under(self.actor, plan=self.plan, version=self.version)

    @property
    def html_id(self) -> str:
        return self.activity.html_id

    @property
    def said(self) -> list[Comment]:
        return self.talk.said

    @cached_property
    def closing(self) -> Closing | None:
        if self.plan.layout.staff:
            return None
        return closing_of(self.actor, self.plan.placement)

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
            talk_todos=self.talk_todos,
            **self._agreement(),
            next=self._next(),
            closing=self.closing if self.activity.settings.has_closing else None,
        )

    def signed(self) -> dict[str, Any]:
        """What stands elsewhere on the page after somebody signed."""
        return {**self._agreement(), "next": self._next()}

    def before_submit(self) -> str:
        """What will be frozen, in the place of the draft, and who is asked next."""
        found = plans.next_version(self.actor, plan=self.plan, headings=self.rules.headings, last=self.version)
        return self.html(
            "plans/before_submit.html",
            number=found.number,
            shown=found.shown,
            before=self.version.number if self.version is not None else 0,
            changes=[part.title for part in found.changed],
            signers=[seat.name for seat in signers(self.plan)],
            unnamed=unnamed(self.plan),
            head=documents.head(found.document, state=str(_("Version %(number)d") % {"number": found.number})),
            sections=documents.sections(found.document, on_screen=True),
        )

    def history(self) -> str:
        """What happened to the plan so far."""
        agreement = self._agreement()["agreement"]
        events = history(self.plan, agreement, self.standing, self.talk.said)
        return self.html("plans/history.html", events=events)

    def _agreement(self) -> dict[str, Any]:
        if self.agreement is None:
            return dict(UNSIGNED)
        return signing(self.actor, self.plan.placement, self.agreement)

    # -- the document ----------------------------------------------------------------------------------

    @cached_property
    def head(self) -> Head:
        """What stands on top of the draft."""
        return documents.head(self.document, state=self.last.in_words)

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
        context |= self._agreement() if self.last.can_be_signed else UNSIGNED
        context |= {"outcomes": [], "ticks": [], "gone": ""}
        if spec.name == "outcomes":
            tasks = [] if "tasks" in self.unopened else self.plan.sections["tasks"].rows
            context |= change.in_tasks(tasks, self.around.linked)
        return self.html("plans/refresh.html", **context)

    # -- pieces ---------------------------------------------------------------------------------------

    def _next(self) -> dict[str, Any]:
        """What the person does next, whom it waits for, and what stands in the way."""
        facts, first = self.facts, self.first_error
        return {
            "state": facts,
            "said": self.next,
            "talk_todos": [] if self.plan.has_comments else self.talk_todos,  # these no save changes
            "submit": facts.may_submit and facts.can_be_submitted,
            "first": first,
            "is_first": not self._starts_with_template,
            "first_part": self.plan.layout.by_name[first.section].title if first else "",
            "to_settle": self.to_settle,
            "advice": self.by_section([finding for finding in self.findings if finding.severity != rules.ERROR], False),
            "last": self.plan.versions[-1] if self.plan.versions else None,
            "last_number": self.plan.last_number,
            "is_current": self.is_current,
            "may_edit": facts.may_edit,
            "standing": self.standing,
            "returned": returned(self.standing),
        }

    @cached_property
    def _start(self) -> dict[str, Any]:
        """What this person can still fill from elsewhere."""
        return self.activity.start_context(self.plan)

    @property
    def _starts_with_template(self) -> bool:
        """Whether the primary button is the one that starts with the template of the course."""
        return bool(self._start["can_start"] and self._start["is_fresh"] and self._start["has_template"])
