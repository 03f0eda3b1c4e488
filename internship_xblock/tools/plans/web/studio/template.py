"""The author's template in Studio: rows by section, saved as they are typed; and how it stands in OLX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from lxml import etree

from .....core.actor import Actor
from .....core.errors import BadRequest, NotFound, PartlySaved
from .....core.language.text import BODY_LIMIT
from .....records.schema import Section
from .....ui.action import Data, Reply, action
from .....ui.studio.olx import Codec, Row
from ....placements.api import new_uid
from ...schema import frozen_text
from ...sources import author_template
from ...sources.author_template import TEMPLATE_ROWS, Answers
from ..sections import fields as plan_fields
from ..sections.typed import read_all

TEMPLATE_LIMIT = 4 * BODY_LIMIT  # bytes: a full template in any script
# What is short and of a known form stands in attributes; what somebody wrote is an element's text, to the letter.
_ATTRIBUTES = frozenset({"section", "id", "heading", "outcomes", "routine", "autonomy", "kind", "date", "start", "end"})
_NAME = re.compile(r"(?:\{[^{}]*\})?[^\W\d][\w.-]*")


def _read(node: etree._Element) -> Row:
    texts = {child.tag: child.text or "" for child in node if isinstance(child.tag, str)}
    return {**{str(name): str(value) for name, value in node.attrib.items()}, **texts}


def _write(row: Row) -> etree._Element:
    known = row if isinstance(row, Mapping) else {}
    node = etree.Element("template_row", {name: str(value) for name, value in known.items() if name in _ATTRIBUTES})
    for name, value in known.items():
        if name not in _ATTRIBUTES and _NAME.fullmatch(name):
            etree.SubElement(node, name).text = str(value)
    return node


template_codec = Codec(tags=frozenset({"template_row"}), read=_read, write=_write)


class TemplateMixin:
    """Mixed into the plan block, whose `template_rows` it edits. Each action asks first whether this person may author."""

    @action(limit=TEMPLATE_LIMIT)
    def studio_template_save(self: Any, actor: Actor, data: Data) -> Reply:
        """Keep what was typed. Nothing is drawn anew but the hints and what follows an outcome's text."""
        self.require_author(actor)
        found = self.typed_template(data)
        context = self.template_context()
        outcomes = found.get("outcomes", []) if found.get("tasks") else []  # each task has them to choose from
        return Reply(self.html("plans/studio_template_saved.html", outcomes=outcomes, when=timezone.localtime(), **context))

    @action(limit=TEMPLATE_LIMIT)
    def studio_template_add(self: Any, actor: Actor, data: Data) -> str:
        """Keep what was typed, with one row more in the section that `section` names."""
        self.require_author(actor)
        section, found = self.template_section(data), self.typed_template(data)
        if len(found[section.name]) >= TEMPLATE_ROWS:
            author_template.refuse_more(section)
        uid = new_uid()
        found[section.name].append(section.blank(uid))
        self.keep_template(found)
        return self.template_panel(f"{section.name}-{uid}-card", section.name)

    @action(limit=TEMPLATE_LIMIT)
    def studio_template_remove(self: Any, actor: Actor, data: Data) -> str:
        """Keep what was typed, without the row called `uid`."""
        self.require_author(actor)
        section, found = self.template_section(data), self.typed_template(data)
        left = [row for row in found[section.name] if row["uid"] != data.get("uid", "")]
        if len(left) == len(found[section.name]):
            raise NotFound()
        if section.name == "outcomes":
            gone = data["uid"]
            for task in found.get("tasks", []):
                task["outcomes"] = [uid for uid in task["outcomes"] if uid != gone]
        self.keep_template({**found, section.name: left})
        return self.template_panel(f"{section.name}-add", section.name)

    # -- screens ---------------------------------------------------------------------------------------------

    def typed_template(self: Any, data: Data) -> Answers:
        """Keep what was typed, and return it; PartlySaved where a field of it cannot be kept."""
        found, wrong = author_template.check(
            read_all(author_template.sections(self.layout), data), self.template_rows, self.plan_rules
        )
        self.keep_template(found)
        if wrong:
            raise PartlySaved(fields=wrong)
        return found

    def keep_template(self: Any, found: Answers) -> None:
        self.template_rows = author_template.to_store(found, self.plan_rules, with_empty=True)

    def template_section(self: Any, data: Data) -> Section:
        found = {section.name: section for section in author_template.sections(self.layout) if section.has_rows}
        if data.get("section") not in found:
            raise BadRequest()
        return found[data.get("section", "")]

    def template_panel(self: Any, focus: str, opened: str) -> str:
        return self.html("plans/macros/studio.html#template_panel", focus=focus, opened=opened, **self.template_context())

    def template_context(self: Any) -> dict[str, Any]:
        rules = self.plan_rules
        found = author_template.answers(self.template_rows, rules)
        around = author_template.around(found, rules)

        def questions(section: Section, row: Row) -> list[plan_fields.Question]:
            prefix = f"{section.name}-{row['uid']}" if section.has_rows else section.name
            return [
                plan_fields.question(f"{prefix}-{spec.name}", spec, row.get(spec.name, spec.empty), around)
                for spec in section.fields
            ]

        shown = []
        for section in author_template.sections(rules.layout):
            rows = found.get(section.name, [] if section.has_rows else [section.blank()])
            cards = [
                {
                    "uid": row.get("uid", ""), "questions": questions(section, row),
                    "title": frozen_text.row_title(section, number, row) if section.has_rows else "",
                }
                for number, row in enumerate(rows, start=1)
            ]  # fmt: skip
            count = len(author_template.to_store({section.name: rows}, rules))
            shown.append({"spec": section, "cards": cards, "count": count})
        return {
            "template_sections": shown, "template_hints": author_template.hints(self.template_rows, rules),
        }  # fmt: skip
