"""The conversations about a plan, as its screen shows them: beside it, on its cards, in the panel of one card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .....core.language.text import squeezed
from .....records.schema import Row, Section
from ... import api as plans
from ...api import Comment, SectionView
from ...schema import frozen_text
from .names import form_name

if TYPE_CHECKING:
    from ..sections.screen import SectionScreen

Place = tuple[str, str, str]  # section, row, field
LISTED = 5  # conversations that stand beside the plan; the rest unfolds


@dataclass
class Conversation:
    """What was said about one place. `target` is where the text shows it, "" where it was removed.

    `asked_at` is where the question stands in the form, for whoever may answer it there.
    """

    comments: list[Comment]
    field: str  # the question in words, "" for the row or section as a whole
    title: str  # the row or the section
    target: str
    asked_at: str

    @property
    def last(self) -> Comment:
        return self.comments[-1]

    @property
    def is_open(self) -> bool:
        return any(one.is_open for one in self.comments)


@dataclass
class Talk:
    """What one person's screen of a plan shows of its conversations."""

    screen: SectionScreen

    @cached_property
    def said(self) -> list[Comment]:
        """All comments, their first words. One query, none where nobody has commented."""
        plan = self.screen.plan
        if not plan.has_comments:
            return []
        return plans.conversations(self.screen.actor, placement=plan.placement, usage_key=plan.usage_key)

    # -- beside the plan and on its sections ----------------------------------------------------------------

    def beside(self) -> dict[str, Any]:
        """The open conversations, the one with the newest word first."""
        found = [one for one in self._by_place(self.said) if one.is_open]
        found.sort(key=lambda one: one.last.id, reverse=True)
        return {"conversations": found[:LISTED], "more_conversations": found[LISTED:], "has_talk": bool(self.said)}

    def button(self, section: str, row: str = "") -> dict[str, Any]:
        """What opens the conversations of a card, or of a section as such."""
        count = sum(one.section == section and one.row == row for one in self.said)
        return {"section": section, "row": row, "name": form_name(section, row), "count": count}

    # -- the panel of one card -------------------------------------------------------------------------------

    def panel(self, spec: Section, row: str, said: str = "") -> str:
        """All that was said about a card, and the form to say something."""
        title, _target = self._card(spec.name, row)
        choices = [("", _("All of it")), *((field.name, field.label) for field in spec.fields)]
        return self.screen.html(
            "plans/talk.html",
            **self._card_context(spec, row), title=title, choices=choices, said=said,
        )  # fmt: skip

    def turns(self, spec: Section, row: str, noted: str) -> str:
        """The same without the form: what somebody is typing there stays."""
        return self.screen.html("plans/macros/talk.html#talk_turns", **self._card_context(spec, row), noted=noted)

    def refresh(self, spec: Section, row: str) -> str:
        """The pieces elsewhere on the page that count and list the conversations."""
        return self.screen.html(
            "plans/talk_refresh.html", talk=self.button(spec.name, row), **self.beside(), talk_todos=self.screen.talk_todos
        )

    def _card_context(self, spec: Section, row: str) -> dict[str, Any]:
        plan = self.screen.plan
        found = plans.comments(
            self.screen.actor, placement=plan.placement, usage_key=plan.usage_key, section=spec.name, row=row
        )
        order = {field.name: number for number, field in enumerate(spec.fields, start=1)}
        groups = sorted(self._by_place(found), key=lambda one: order.get(one.last.field, 0))
        return {"groups": groups, "name": form_name(spec.name, row), "section": spec.name, "row": row}

    # -- places ------------------------------------------------------------------------------------------------

    def _by_place(self, comments: Sequence[Comment]) -> list[Conversation]:
        found: dict[Place, list[Comment]] = {}
        for one in comments:
            found.setdefault((one.section, one.row, one.field), []).append(one)
        return [self._conversation(place, turns) for place, turns in found.items()]

    def _conversation(self, place: Place, turns: list[Comment]) -> Conversation:
        section, row, field = place
        title, target = self._card(section, row)
        spec = self.screen.plan.layout.by_name.get(section)
        words = spec.field(field).short if spec is not None and field and spec.has(field) else ""
        asked_at = ""
        if target and words and section in self.screen.plan.writable:
            asked_at = f"{section}-{row}-{field}" if row else f"{section}-{field}"
        return Conversation(turns, words, title, target, asked_at)

    def _card(self, section: str, row: str) -> tuple[str, str]:
        """What a card is called and where it stands; for a removed row its last title, and nowhere."""
        view = self.screen.plan.sections.get(section)
        if view is None:
            return _("A part that is not in the plan now"), ""
        if not row:
            return str(view.spec.title), f"{section}-heading"
        return self._row(view, row)

    def _row(self, view: SectionView, uid: str) -> tuple[str, str]:
        for place, row in enumerate(view.rows, start=1):
            if row["uid"] == uid:
                is_shown = not view.spec.is_empty(row)
                target = f"{view.name}-{uid}-line" if is_shown else f"{view.name}-heading"
                return frozen_text.row_title(view.spec, place, row), target
        gone: Row | None = next((row for row in view.removed if row["uid"] == uid), None)
        words = squeezed((gone or {}).get(view.spec.title_field, ""))
        return words or str(view.spec.row_name), ""
