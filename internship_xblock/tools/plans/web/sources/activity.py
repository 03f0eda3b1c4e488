"""Starting a plan from something: the course's template, an earlier plan, a colleague's template, a file."""

from __future__ import annotations

import hashlib
from datetime import date

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.errors import Invalid
from .....core.language.text import BODY_LIMIT, whole_number
from .....ui.action import Data, action
from ....placements.web.placed import number
from ... import api as plans
from ...sources import author_template, filling, importing
from ...sources.filling import Source
from ...sources.importing import JSON_LIMIT
from ..base import PlanBase

FILE_LIMIT = 3 * JSON_LIMIT + BODY_LIMIT  # a form writes a byte as three at worst ("%22"), and has other fields


class SourcesActivity(PlanBase):
    """A form names its source: `template`, `plan-<id>`, `shared-<id>` or `file`."""

    @action("GET")
    def sources(self, actor: Actor, data: Data) -> str:
        """All there is to start from; with `close` the short panel again."""
        plan = self.read_plan(actor, number(data, "placement"))
        if "close" in data:
            return self.html("plans/macros/starting.html#start_from_panel", **self.start_context(plan))
        return self.html(
            "plans/sources.html",
            earlier=plans.earlier(actor, placement=plan.placement, usage_key=self.usage_id),
            templates=plans.templates(actor, settings=self.rules),
            limit=JSON_LIMIT,
            kilobytes=JSON_LIMIT // 1000,
            **self.start_context(plan),
        )

    @action("GET")
    def earlier_plans(self, actor: Actor, data: Data) -> str:
        """More of one's earlier plans, with `search` those in which somebody is called so."""
        after = data.get("after", "")
        found = plans.earlier(
            actor, placement=number(data, "placement"), usage_key=self.usage_id, search=data.get("find", ""), after=after
        )
        return self.html("plans/macros/starting.html#earlier_rows", earlier=found, has_focus=bool(after), is_searched=not after)

    @action("GET")
    def more_templates(self, actor: Actor, data: Data) -> str:
        """More of the templates of the course."""
        placement = self.read_plan(actor, number(data, "placement")).placement
        found = plans.templates(actor, settings=self.rules, after=data.get("after", ""))
        return self.html("plans/macros/starting.html#template_rows", templates=found, placement=placement, has_focus=True)

    @action(limit=FILE_LIMIT)
    def preview_source(self, actor: Actor, data: Data) -> str:
        """What would be put into the plan, what is left out and why. Nothing is stored."""
        source, remarks = self.source(actor, data)
        first_day = self.first_day(data, source)
        found = plans.would_fill(
            actor, placement_id=number(data, "placement"), usage_key=self.usage_id, source=source, first_day=first_day,
            settings=self.rules,
        )  # fmt: skip
        return self.html(
            "plans/source_preview.html", found=found, remarks=[*remarks, *(remark.words for remark in found.remarks)],
            placement_id=number(data, "placement"), source=data["source"], seen=_mark(data), first_day=first_day,
        )  # fmt: skip

    @action(limit=FILE_LIMIT)
    def fill_from(self, actor: Actor, data: Data) -> str:
        """Put it into the sections that nobody has begun."""
        return self.filled_from(actor, data)

    def filled_from(self, actor: Actor, data: Data) -> str:
        if data.get("source") == "file" and data.get("seen") != _mark(data):
            raise Invalid(_("The text was changed after the preview. Preview it again; nothing was filled in."))
        placement_id = number(data, "placement")
        source, remarks = self.source(actor, data)
        filled = plans.fill(
            actor, placement_id=placement_id, usage_key=self.usage_id, source=source,
            first_day=self.first_day(data, source), settings=self.rules,
        )  # fmt: skip
        self.surface.memory.keep(placement_id)
        words = [*remarks, *(remark.words for remark in filled.remarks)]
        said = self.html("plans/filled.html", filled=filled, remarks=words)
        return self.show(actor, said)

    # -- what a form says ---------------------------------------------------------------------------------------

    def source(self, actor: Actor, data: Data) -> tuple[Source, list[str]]:
        """The source that a form names, and what to say about it before anything is filled; for who may fill only."""
        self.read_plan(actor, number(data, "placement"))
        name, _dash, key = data.get("source", "").partition("-")
        if name == "template" and self.settings.template_rows:
            return author_template.source(self.settings.template_rows, self.rules), []
        if name == "plan":
            return plans.copy_of(actor, plan_id=whole_number(key), settings=self.rules), []
        if name == "shared":
            return plans.template(actor, template_id=whole_number(key), settings=self.rules), []
        if name == "file":
            imported = importing.read(data.get("text", ""), self.layout)
            changed = _("This text is not the one that was submitted: it was changed afterwards. Read it with care.")
            return imported.source, [] if imported.is_intact else [changed]
        raise Invalid(fields={"source": [_("Choose what to start from.")]})

    def first_day(self, data: Data, source: Source) -> date | None:
        """The day the earliest date falls on. Not asked yet: a file keeps its own; None leaves the dates open."""
        typed = data.get("first_day", "").strip()
        if typed:
            day = filling.as_day(typed)
            if day is None:
                raise Invalid(fields={"first_day": [_("This is not a date. Write year-month-day, as in 2026-09-21.")]})
            return day
        return source.first_day if data.get("source") == "file" and "first_day" not in data else None


def _mark(data: Data) -> str:
    """Stands for the text that was looked at."""
    return hashlib.sha256(data.get("text", "").encode()).hexdigest() if data.get("source") == "file" else ""
