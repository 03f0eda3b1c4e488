"""What an author gives learners to start from: kept as rows of strings in the block, written in Studio by form. Pure.

A stored row is `{"section": "tasks", "id": "t1", "text": "…", "outcomes": "o1 o2", "start": "8"}`, without what was not
answered; the single answers of a section are one row without an id. A date is a day, counted from the first one, which is 1.
People, and what concerns one student only, have no place in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, NoReturn

from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.errors import Invalid, Words
from ....records import provenance, validation
from ....records.schema import Field, Row, Section, Surroundings
from .. import rules
from ..rules import Finding, PlanRules
from ..schema import frozen_text
from ..schema.headings import options_of
from ..schema.layout import EVERY, Layout
from . import filling
from .copying import PERSONAL
from .filling import Source, sections_of

TEMPLATE_ROWS = 20  # in a section: a template is a beginning, and all of it fits one request
_UID = re.compile(r"[0-9A-Za-z]{1,16}")
_TRIAL_DAY = date(2024, 1, 1)  # a Monday, to see what the rules say about a template
_OTHERS = frozenset({4, 8})  # rules about people, whom every plan names for itself
Data = MultiValueDict[str, str]
Answers = dict[str, list[Row]]


@cache
def sections(layout: Layout) -> tuple[Section, ...]:
    """The sections as an author answers them: days in place of dates, and nothing about one student."""
    return tuple(_counted(section) for section in sections_of(layout))


def _counted(section: Section) -> Section:
    asked = [spec for spec in section.fields if spec.name not in PERSONAL.get(section.name, ())]
    return replace(section, fields=tuple(_in_days(spec) if spec.kind == "date" else spec for spec in asked))


def _in_days(spec: Field) -> Field:
    return replace(spec, kind="day", label=format_lazy("{} ({})", spec.label, gettext_lazy("day number")))


def answers(stored: Sequence[Mapping[str, Any]], settings: PlanRules) -> Answers:
    """The stored rows by section, each answer as a plan keeps it. Where OLX has ids that forms cannot have, they get others."""
    known = {section.name: section for section in sections(settings.layout)}
    named = [(f"row{number}", row) for number, row in enumerate(stored, start=1) if row.get("section") in known]
    fit = [(_fit(row, uid, [one for _uid, one in named[:at]]), row) for at, (uid, row) in enumerate(named)]
    outcomes = {str(row.get("id", "")): uid for uid, row in reversed(fit) if row["section"] == "outcomes"}
    found: Answers = {}
    for uid, row in fit:
        section = known[row["section"]]
        said = {spec.name: _typed(spec.kind, str(row[spec.name]), outcomes) for spec in section.fields if row.get(spec.name)}
        found.setdefault(section.name, []).append({**section.blank(uid), **said})
    return {name: rows if known[name].has_rows else rows[:1] for name, rows in found.items()}


def _fit(row: Mapping[str, Any], otherwise: str, before: Sequence[Mapping[str, Any]]) -> str:
    """The row's own id where a form can have it and no row of the section before has."""
    given = str(row.get("id", ""))
    is_taken = any(one.get("id") == given and one["section"] == row["section"] for one in before)
    return given if _UID.fullmatch(given) and not is_taken else otherwise


def source(stored: Sequence[Mapping[str, Any]], settings: PlanRules) -> Source:
    return Source(answers(stored, settings), origin=provenance.TEMPLATE)


def to_store(found: Mapping[str, Sequence[Row]], settings: PlanRules, with_empty: bool = False) -> list[dict[str, str]]:
    """The rows as the block keeps them; `with_empty` also those that nobody has filled in yet."""
    stored = []
    for section in sections(settings.layout):
        for row in found.get(section.name, []):
            said = {spec.name: text for spec in section.fields if (text := _text(row.get(spec.name)))}
            if said or (with_empty and section.has_rows):
                stored.append({"section": section.name, **({"id": str(row["uid"])} if section.has_rows else {}), **said})
    return stored


def check(typed: Answers, stored: Sequence[Mapping[str, Any]], settings: PlanRules) -> tuple[Answers, dict[str, list[Words]]]:
    """Return what can be kept of what was typed in Studio, and a message for each field that cannot be kept as it was typed.

    Such a field stays as it is `stored`.
    """
    wrong: dict[str, list[Words]] = {}
    before = answers(stored, settings)
    for section in sections(settings.layout):
        if len(typed[section.name]) > TEMPLATE_ROWS:
            refuse_more(section)
    kept: Answers = {}
    for section in sections(settings.layout):
        rows, words = validation.sift(section, typed[section.name], around(typed, settings), before.get(section.name, ()))
        kept[section.name] = rows
        wrong |= words
    return kept, wrong


def refuse_more(section: Section) -> NoReturn:
    words = _("A template can have %(count)d here; learners add their own.") % {"count": TEMPLATE_ROWS}
    raise Invalid(fields={f"{section.name}-add": [words]})


def around(found: Mapping[str, Sequence[Row]], settings: PlanRules) -> Surroundings:
    """What the answers of a template may refer to: the course's headings, the template's outcomes."""
    outcomes = [(str(row["uid"]), str(row["text"])) for row in found.get("outcomes", [])]
    return Surroundings(options=options_of(settings.headings), linked=outcomes)


def hints(stored: Sequence[Mapping[str, Any]], settings: PlanRules) -> list[Finding]:
    """What the rules would say to a plan that is nothing but this template, in the parts it has and its people aside."""
    filled = filling.fill(source(stored, settings), settings, first_day=_TRIAL_DAY)
    data = {name: {"rows": rows} if EVERY[name].has_rows else {"values": rows[0]} for name, rows in filled.rows.items()}
    document = frozen_text.build([], data, settings.headings, settings.layout)
    found = rules.findings(document, settings)
    personal = {f"{section}-{name}" for section, names in PERSONAL.items() for name in names}
    told = [finding for finding in found if finding.rule not in _OTHERS and finding.target not in personal]
    return [finding for finding in told if finding.section in filled.rows]


def _typed(kind: str, text: str, outcomes: Mapping[str, str]) -> Any:
    if kind == "tick":
        return text == "true"
    if kind == "day":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text
    if kind == "links":
        return [outcomes[one] for one in text.split() if one in outcomes]
    return text


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list):
        return " ".join(value)
    return str(value) if value not in ("", None) else ""
