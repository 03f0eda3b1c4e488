"""The shape of a frozen record's sections as JSON Schema, for whoever reads the file with a program of their own. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .schema import Field, Section

Schema = dict[str, Any]

_NUMBER = "number"
# What fields refer to, as `#/$defs/...`.
DEFINITIONS: dict[str, Schema] = {
    "uid": {"type": "string", "minLength": 1},
    "day": {"description": 'An ISO date, or "" while it is open.', "type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"},
    "number": {
        "description": 'A number (of hours, where hours are asked for), or "" while it is open.',
        "anyOf": [{"type": _NUMBER, "minimum": 0}, {"const": ""}],
    },
    "person": {
        "description": 'Who it is, as a key of `people`, or "" where nobody is named. What the key means may have been erased.',
        "type": "string",
    },
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "time": {"description": "ISO 8601 in UTC.", "type": "string", "format": "date-time"},
}
_KINDS: dict[str, Schema] = {
    "date": {"$ref": "#/$defs/day"},
    "day": {"$ref": "#/$defs/number"},
    "hours": {"$ref": "#/$defs/number"},
    "number": {"$ref": "#/$defs/number"},
    "tick": {"type": "boolean"},
    "links": {"type": "array", "items": {"$ref": "#/$defs/uid"}},
}


def properties(sections: Iterable[Section]) -> dict[str, Schema]:
    """Describe the sections of a document, by their names."""
    return {section.name: of_section(section) for section in sections}


def of_section(section: Section) -> Schema:
    """Describe one section: its rows as an array, its single answers as an object. E-mail addresses are never frozen."""
    uid = {"uid": {"$ref": "#/$defs/uid"}} if section.has_rows else {}
    fields = {**uid, **{field.name: of_field(field) for field in section.fields if field.kind != "email"}}
    said = {"description": str(section.title), "type": "object", "properties": fields, "required": list(fields)}
    if not section.has_rows:
        return said
    return {"description": said.pop("description"), "type": "array", "items": said}


def of_field(field: Field) -> Schema:
    """Describe an answer. Its description is the question, in the language that is active."""
    shape = _KINDS.get(field.kind, {"type": "string"})
    if field.kind == "choice":
        shape = {"enum": [key for key, _words in field.choices]}
    elif field.names_people:
        shape = {"$ref": "#/$defs/person"}
    return {"description": str(field.label), **shape}
