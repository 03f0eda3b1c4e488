"""A plan made ready for others: its people named by their roles, its dates by the day they are. Pure.

What may leave a placement is listed, section by section: a section or answer that is new stays behind until somebody decides
that it may go along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ....core.language import personal_names
from ....core.language.text import squeezed
from ....records import provenance
from ....records.schema import Row
from ..schema.layout import EVERY, Layout
from .filling import OWN_ANSWERS, Source, as_day

# What goes along into another plan of one's own, and into a template that others read. Practical, legal and contact answers
# are each placement's own (filling.py).
COPIED = ("periods", "outcomes", "tasks", "checkpoints", "erasmus_study", "erasmus_host", "erasmus_a")
SHARED = ("periods", "outcomes", "tasks", "checkpoints")
# About one student, or one placement, never copied.
PERSONAL = {"erasmus_study": ("level", "field"), "erasmus_a": ("language_level",), **OWN_ANSWERS}

Document = Mapping[str, Any]


def for_oneself(document: Document) -> Source:
    """An earlier plan, for the next student: without people, with roles for names, with what was agreed for nobody else."""
    return Source(_copied(document, COPIED, lambda value: value), document.get("headings", ()), provenance.PLAN)


def for_others(document: Document) -> dict[str, Any]:
    """A plan as a template: people and what is each placement's own stay behind, dates become days, counted from 1."""
    first = Source({name: document.get(name) for name in SHARED}).first_day

    def counted(value: Any) -> Any:
        day = as_day(value)
        return (day - first).days + 1 if day and first else ""

    kept = {**Layout.of(document).kept, "headings": document.get("headings", [])}
    return {**kept, **_copied(document, SHARED, counted)}


def from_template(document: Document) -> Source:
    """What `for_others` made, to start from."""
    return Source(
        {name: rows for name, rows in document.items() if name in SHARED}, document.get("headings", ()), provenance.TEMPLATE
    )


def in_days(document: Document) -> dict[str, Any]:
    """A template as it reads: "Day 5" where a date stands in a plan."""
    shown: dict[str, Any] = dict(document)
    for name, section in EVERY.items():
        dated = [spec.name for spec in section.fields if spec.kind == "date"]
        if dated and section.has_rows:
            shown[name] = [
                {**row, **{key: _("Day %(number)d") % {"number": row[key]} for key in dated if isinstance(row.get(key), int)}}
                for row in document.get(name, [])
            ]
    return shown


def still_named(document: Document, parties: Sequence[Row]) -> list[str]:
    """What a template still says that may tell who somebody is: parts of the people's names, addresses, telephone numbers."""
    names = [str(row.get("name", "")) for row in parties]
    names += [name for row in parties for name in personal_names.names_of_field(str(row.get("stand_in", "")))]
    return personal_names.find(_texts({name: document.get(name) for name in SHARED}), names)


def _copied(document: Document, names: Sequence[str], as_date: Callable[[Any], Any]) -> dict[str, Any]:
    unnamed = _roles_for_names(document.get("parties", []), Layout.of(document))
    copied: dict[str, Any] = {}
    for name in names:
        if name not in document:  # a part that not every plan has
            continue
        section = EVERY[name]
        stored: Any = document.get(name) or ([] if section.has_rows else {})
        rows = []
        for row in stored if section.has_rows else [stored]:
            one = {"uid": row["uid"]} if section.has_rows else {}
            for spec in section.fields:
                value = row.get(spec.name, spec.empty)
                if spec.name in PERSONAL.get(name, ()):
                    value = spec.empty
                elif spec.kind == "date":
                    value = as_date(value)
                elif isinstance(value, str) and spec.kind in ("line", "text"):
                    value = unnamed(value)
                one[spec.name] = value
            rows.append(one)
        copied[name] = rows if section.has_rows else rows[0]
    return copied


def _roles_for_names(parties: Sequence[Row], layout: Layout) -> Callable[[str], str]:
    """A function that says in a text, for each of these people, the role in place of the name."""
    roles: dict[str, str] = {}
    others = [
        {"name": name, "is_substitute": True}
        for row in parties
        for name in personal_names.names_of_field(str(row.get("stand_in", "")))
    ]
    for row in (*parties, *others):
        name = squeezed(row.get("name", ""))
        if name:
            substitute = row.get("is_substitute")
            role = str(_("Substitute mentor")) if substitute else layout.role_label(str(row.get("role", "")))
            roles.setdefault(name, role)
    return personal_names.replacer(roles)


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for key, inner in value.items() if key != "uid" for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []
