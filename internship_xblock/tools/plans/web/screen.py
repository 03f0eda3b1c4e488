"""How a plan is shown: the context of its templates. No rule of its own, nothing stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ....core import permissions
from ....core.actor import Actor
from ....core.text import LINE_LIMIT
from ....ui.jinja import render
from .. import api as plans
from .. import rubric, rules
from ..api import PlanView, SectionView, VersionView
from ..drafts import provenance, rights, validation
from ..rules import Finding
from ..schema.sections import ANSWER_LIMIT, Row, Section
from ..versions import frozen_text
from . import fields as plan_fields
from . import origins as plan_origins
from . import what_next as plan_next
from .comments import Talk
from .frames import Frame
from .refreshed import Change
from .versions import signing

FIRST_ROWS = 8  # the section that is open at first comes with the page up to this many rows,
FIRST_BYTES = 30_000  # and this long: the page stays light whatever the plan holds
UNSIGNED: Mapping[str, Any] = {"agreement": None, "may_sign": False, "sentence": "", "awaited": []}
FINDINGS_SHOWN = 10  # of a section and a severity: the others come as these are settled

if TYPE_CHECKING:
    from ...reviews.api import Standing
    from .block import PlanBlock


@dataclass
class PlanScreen:
    """One person's view of one plan."""

    block: PlanBlock
    actor: Actor
    plan: PlanView
    rules: rules.PlanRules
    unopened: frozenset[str] = frozenset()  # sections whose forms the page that asks does not hold yet

    # -- what is asked often --------------------------------------------------------------------------

    def may(self, verb: str) -> bool:
        return not self.actor.masquerading and permissions.is_allowed(verb, self.plan.placement.roles)

    @cached_property
    def document(self) -> dict[str, Any]:
        return self.plan.document(self.rules.headings)

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
    def _outline(self) -> list[frozen_text.Part]:
        return frozen_text.outline(self.document)

    @cached_property
    def talk(self) -> Talk:
        return Talk(self)

    @cached_property
    def around(self) -> validation.Surroundings:
        return self.plan.around(self.rules.headings)

    @cached_property
    def joined(self) -> set[str]:
        return {party.uid for party in self.plan.placement.parties if party.has_joined}

    # -- the whole screen and its parts ---------------------------------------------------------------

    def whole(self, notice: str = "") -> str:
        may_edit = bool(self.plan.writable)
        return self.html(
            "plans/plan.html",
            sections=self._frames_to_write() if may_edit else self._frames_to_read(),
            may_share=self.may("plan.share_template"),
            notice=notice,
            people=self.plan.people,
            **self.block.start_context(self.plan),
            **self.talk.beside(),
            **self._agreement(),
            next=self._next(),
        )

    @cached_property
    def _standing(self) -> Standing | None:
        found = self.block.standing(self.actor, self.plan)
        return found.reworded(rubric.in_words) if found else None

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

    def body(self, spec: Section, is_swap: bool = True) -> str:
        """The form of a section, or its text for who only reads there. `is_swap`: the page may show an older state of it."""
        if spec.name not in self.plan.writable:
            owner = rights.owner_name(self.plan.placement) if self.plan.writable else ""
            return self.html("plans/section_read.html", section=self.text(spec), owner=owner, is_swap=is_swap)
        return self.html("plans/section_body.html", section=self.section(spec), is_swap=is_swap)

    def text(self, spec: Section) -> dict[str, Any]:
        """A section for somebody who reads and comments: what is answered, by whom, and what was said about it."""
        view = self.plan.sections[spec.name]
        rows = {row.get("uid", ""): row for row in view.answers}
        items = [
            {
                "title": item.title,
                "lines": item.lines,
                "place": f"{spec.name}-{item.uid}",
                "talk": self.talk.button(spec.name, item.uid) if item.uid else None,
                "written": self._written(view, rows[item.uid]),
                "origin": provenance.WORDS.get(view.standing.get(item.uid, "")),
            }
            for part in self._outline
            if part.name == spec.name
            for item in part.items
        ]
        single = [] if spec.has_rows else self._written(view, view.answers[0])
        known = plan_fields.known(view)
        origin = plan_origins.of_answers(view)
        return {
            "spec": spec, "view": view, "items": items, "written": single, "known": known, "origin": origin,
            **self._at_hand(spec),
        }  # fmt: skip

    def _at_hand(self, spec: Section) -> dict[str, Any]:
        """What one can do about a section whether or not one may write in it."""
        is_people = spec.name == "parties"
        return {
            "talk": self.talk.button(spec.name),
            "may_link": is_people and self.may("placement.invite"),
            "may_allow": is_people and self.may("plan.allow"),
        }

    def section(self, spec: Section) -> dict[str, Any]:
        view = self.plan.sections[spec.name]
        return {
            "spec": spec,
            "view": view,
            "rows": self._rows(view) if spec.has_rows else [],
            "questions": [] if spec.has_rows else self._questions(spec, view.answers[0]),
            "removed": self._removed(view),
            "rows_limit": validation.rows_limit(spec),
            "line_limit": LINE_LIMIT if spec.has_rows else ANSWER_LIMIT,
            "written": [] if spec.has_rows else self._written(view, view.answers[0]),
            "origin": plan_origins.of_section(view),
            **self._at_hand(spec),
        }

    def rows(self, spec: Section, focus: str = "") -> str:
        """All row cards of a section, and what was set aside as a piece for its own place."""
        return self.html(
            "plans/macros/sections.html#row_cards", section=self.section(spec), focus=f"{spec.name}-{focus}", is_swap=True
        )

    def row(self, spec: Section, uid: str) -> str:
        section = self.section(spec)
        section["rows"] = [row for row in section["rows"] if row["uid"] == uid]
        return self.html("plans/macros/sections.html#row_cards", section=section, focus=f"{spec.name}-{uid}-card")

    def removed_row(self, spec: Section, uid: str) -> str:
        gone = next((row for row in self._removed(self.plan.sections[spec.name]) if row["uid"] == uid), None)
        return self.html("plans/removed.html", section={"spec": spec}, row=gone, uid=uid)

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
        context["origins"] = plan_origins.marks(view, added, pressed)
        # Where what was handed in stands again: who signs it, what became of it.
        context |= self._agreement() if self._is_current else UNSIGNED
        context |= {"outcomes": [], "ticks": [], "gone": ""}
        if spec.name == "outcomes":
            tasks = [] if "tasks" in self.unopened else self.plan.sections["tasks"].rows
            context |= change.in_tasks(tasks, self.around.outcomes)
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
            "certificate_due": self.block.has_certificate and plan_next.certificate_due(self.actor, self.plan, self._last),
            "may_certify": self.may("plan.issue_certificate"),
            **missing,
        }

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

    def _titles(self, view: SectionView, wanted: Collection[str] | None = None) -> list[dict[str, str]]:
        """What the cards of a section, or the `wanted` ones among them, are called."""
        titled = enumerate(view.rows if view.spec.has_rows else [], start=1)
        return [
            {"uid": row["uid"], "title": frozen_text.row_title(view.spec, number, row)}
            for number, row in titled
            if wanted is None or row["uid"] in wanted
        ]

    def _rows(self, view: SectionView) -> list[dict[str, Any]]:
        return [
            {
                **titled,
                "place": f"{view.name}-{row['uid']}",
                "questions": self._questions(view.spec, row, row["uid"], view.name == "parties" and row["uid"] in self.joined),
                "has_joined": view.name == "parties" and row["uid"] in self.joined,
                "role": frozen_text.in_words(view.spec.field("role"), row["role"]) if view.name == "parties" else "",
                "is_substitute": row.get("is_substitute", False),
                "written": self._written(view, row),
                "talk": self.talk.button(view.name, row["uid"]),
                "origin": plan_origins.of_row(view, row["uid"]),
            }
            for titled, row in zip(self._titles(view), view.rows, strict=True)
        ]

    def _written(self, view: SectionView, row: Row) -> list[plan_fields.Written]:
        return plan_fields.writers(view.spec, row, view.marks.get(row.get("uid", ""), {}))

    def _questions(self, spec: Section, row: Row, uid: str = "", has_joined: bool = False) -> list[plan_fields.Question]:
        """The questions of one row, or of a section of single answers, with what is kept."""
        prefix = f"{spec.name}-{uid}" if uid else spec.name
        shown = []
        for field in spec.fields:
            name, value = f"{prefix}-{field.name}", row.get(field.name, field.empty)
            if has_joined and (field.name == "role" or (field.only_for and field.only_for != row.get("role"))):
                shown.append(plan_fields.settled(name, field, value if field.kind != "tick" else ""))
            else:
                shown.append(plan_fields.question(name, field, value, self.around))
        return shown

    def _removed(self, view: SectionView) -> list[dict[str, str]]:
        if not view.spec.has_rows:
            return []
        field = view.spec.title_field
        return [{"uid": row["uid"], "text": " ".join(str(row.get(field, "")).split())} for row in reversed(view.removed)]

    def html(self, template: str, **context: Any) -> str:
        known = {"plan": self.plan, "actor": self.actor, "placement": self.plan.placement}
        return render(template, self.block.around | known, **context)
