"""One section of a plan on its screen: its form, or its text for who only reads there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.language.text import squeezed
from .....records import provenance
from .....records.parts import Part
from .....records.parts import Section as DocumentSection
from .....records.schema import Row, Section, Surroundings
from ... import rules
from ...api import PlanView, SectionView
from ...documents import parts
from ...schema import frozen_text
from ..next.progress import Progress
from ..talk.screen import Talk
from . import fields as plan_fields
from . import marks as plan_marks
from .frames import Frame, RowFrame
from .marks import of_answers
from .trained import with_training

if TYPE_CHECKING:
    from ..base import PlanBase

FEW_ROWS = 5  # so many are open all at once where they are edited; of more, each is a line that opens


@dataclass
class SectionScreen(Progress):
    """One person's view of the sections of one plan."""

    activity: PlanBase
    actor: Actor
    plan: PlanView
    rules: rules.PlanRules
    unopened: frozenset[str] = frozenset()  # sections whose forms the page that asks does not hold yet

    @cached_property
    def talk(self) -> Talk:
        return Talk(self)

    @cached_property
    def around(self) -> Surroundings:
        return self.plan.around(self.rules.headings)

    @cached_property
    def joined(self) -> set[str]:
        return {party.uid for party in self.plan.placement.parties if party.has_joined}

    def html(self, template: str, **context: Any) -> str:
        known = {"plan": self.plan, "actor": self.actor, "placement": self.plan.placement}
        return self.activity.html(template, **{**known, **context})

    # -- what a section shows -------------------------------------------------------------------------

    def form(self, spec: Section) -> str:
        """The form of a section, for whoever may write there."""
        return self.html("plans/section_body.html", section=self.section(spec))

    @cached_property
    def parts(self) -> Mapping[str, DocumentSection]:
        """What the draft says, by section, with the one picture that stands on its page."""
        found = parts.sections(self.document, pictures=(parts.OVERVIEW,))
        return {section.name: section for section in found}

    def frame(self, spec: Section) -> Frame:
        """A section as the document shows it."""
        view = self.plan.sections[spec.name]
        body: Sequence[Part] = self.parts[spec.name].body
        may_write = spec.name in self.plan.writable
        rows = self._row_frames(view, body)
        is_people = spec.name == "parties"
        if is_people:
            body = with_training(self.actor, self.plan.placement, body)
        return Frame(
            name=spec.name,
            title=spec.title,
            intro=spec.intro,
            invitation=spec.invitation or spec.add_label or _("Answer the first question"),
            first="add" if spec.has_rows else spec.fields[0].name,
            body=body,
            rows=rows,
            talk=self.talk.button(spec.name),
            origin=of_answers(view),
            written=self._written_here(view, rows),
            known="" if may_write else plan_fields.known(view),
            may_write=may_write,
            may_link=is_people and self.may("placement.invite"),
            may_allow=is_people and self.may("plan.allow"),
            has_example=not is_people,
        )

    def _row_frames(self, view: SectionView, body: Sequence[Part]) -> dict[str, RowFrame]:
        if not view.spec.has_rows:
            return {}
        are_entries = any(part.kind == "entry" for part in body)
        return {
            row["uid"]: RowFrame(
                self.talk.button(view.name, row["uid"]),
                provenance.WORDS.get(view.standing.get(row["uid"], ""), ""),
                self._written(view, row) if are_entries else [],
                are_entries,
            )
            for row in view.rows
        }

    def _written_here(self, view: SectionView, rows: Mapping[str, RowFrame]) -> list[plan_fields.Written]:
        """Who wrote a section, where its rows do not say it themselves: single answers by question, rows by name.

        Nobody is told of what they alone wrote.
        """
        if any(row.is_entry for row in rows.values()):
            return []
        found = plan_fields.writers_of_rows(view) if view.spec.has_rows else self._written(view, view.answers[0])
        return found if any(one.name != self.actor.name for one in found) else []

    def section(self, spec: Section) -> dict[str, Any]:
        view = self.plan.sections[spec.name]
        rows = self._rows(view) if spec.has_rows else []
        return {
            "spec": spec,
            "view": view,
            "rows": rows,
            "is_long": len(rows) > FEW_ROWS,
            "questions": [] if spec.has_rows else self._questions(spec, view.answers[0]),
            "removed": self._removed(view),
            "origin": plan_marks.of_section(view),
        }

    def rows(self, spec: Section, focus: str = "") -> str:
        """All row cards of a section, and what was set aside as a piece for its own place."""
        return self.html(
            "plans/macros/sections.html#row_cards", section=self.section(spec), focus=f"{spec.name}-{focus}", is_swap=True
        )

    def row(self, spec: Section, uid: str) -> str:
        section = self.section(spec)
        section["rows"] = [row for row in section["rows"] if row["uid"] == uid]
        section["is_long"] = False  # it is about to be written
        return self.html("plans/macros/sections.html#row_cards", section=section, focus=f"{spec.name}-{uid}-card")

    def removed_row(self, spec: Section, uid: str) -> str:
        gone = next((row for row in self._removed(self.plan.sections[spec.name]) if row["uid"] == uid), None)
        return self.html("plans/removed.html", section={"spec": spec}, row=gone, uid=uid)

    # -- rows and fields -------------------------------------------------------------------------------

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
                "origin": plan_marks.of_row(view, row["uid"]),
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
        return [{"uid": row["uid"], "text": squeezed(row.get(field, ""))} for row in reversed(view.removed)]
