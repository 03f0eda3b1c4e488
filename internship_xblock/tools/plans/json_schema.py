"""What a plan's JSON file looks like: exports/plan.schema.json, which `scripts/schemas.py` writes. Pure."""

from __future__ import annotations

from typing import Any

from ...records.json_schema import DEFINITIONS, Schema, properties
from ..placements.api import PLACEMENT, roles_of
from .schema.frozen_text import SCHEMA
from .schema.layout import EVERY
from .schema.private import SEPARATELY
from .schema.sections import SECTIONS
from .sources.importing import FORMAT, SCHEMA_ID

_ABOUT = (
    "One frozen version. sha256 is the SHA-256, in lower-case hexadecimal, over previous_sha256 followed by the canonical form "
    "of document, both in UTF-8. Canonical: keys sorted by code point, no white space, characters not escaped beyond what JSON "
    'asks for, as Python\'s json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False) writes it. Further '
    "keys may be added; a reader ignores those it does not know."
)
_PEOPLE = (
    "Whom the document names: each key stands in it where somebody is named, and is person: followed by the SHA-256 over salt "
    'and {"name":...,"party":...} in canonical form. Where a person was forgotten, name and salt are empty.'
)
_CONFIRMED = "False: by a personal link, in a browser in which no code had confirmed the signer's address."
_INTACT = (
    "Whether this is the version that was submitted, with all versions before it and the signatures as they were given, as far "
    "as the site knows."
)
_HASH: Schema = {"$ref": "#/$defs/sha256"}
_PREVIOUS: Schema = {"anyOf": [_HASH, {"const": ""}]}
_TIME: Schema = {"$ref": "#/$defs/time"}
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 1}


def plan_schema() -> Schema:
    """Return the schema, with the questions in the language that is active."""
    whole: dict[str, Schema] = {
        "format": {"const": FORMAT},
        "schema": {"const": SCHEMA_ID},
        "version": _NUMBER,
        "submitted": _object({"at": _TIME, "by": _TEXT}),
        "previous_sha256": _PREVIOUS,
        "sha256": _HASH,
        "chain": _array(
            "All versions up to this one, the first one first; each names the hash of the one before.",
            {"version": _NUMBER, "at": _TIME, "previous_sha256": _PREVIOUS, "sha256": _HASH},
            minItems=1,
        ),
        "signatures": _array(
            "Who signed this version; party is the uid of a row of document.parties. Not part of the hash.",
            {
                "party": {"$ref": "#/$defs/uid"},
                "name": _TEXT,
                "role": {"$ref": "#/$defs/role"},
                "sentence": _TEXT,
                "at": _TIME,
                "is_confirmed": {"description": _CONFIRMED, "type": "boolean"},
            },
        ),
        "intact": {"description": _INTACT, "type": "boolean"},
        "warnings": {
            "description": "Where intact is false: what is wrong, in sentences in the language of whoever took it along.",
            "type": "array",
            "items": _TEXT,
        },
        "document": {"description": "What was agreed. A row keeps its uid from version to version.", **_document()},
        "people": {
            "description": _PEOPLE,
            "type": "object",
            "additionalProperties": _object({"name": _TEXT, "salt": _TEXT, "party": _TEXT}),
        },
    }
    roles = {"role": {"enum": [role for role, _words in roles_of(PLACEMENT)]}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A version of an internship plan",
        "description": _ABOUT,
        **_object(whole),
        "$defs": {**DEFINITIONS, **roles},
    }


def _document() -> Schema:
    headings = _array("The course's headings for learning outcomes.", {"id": _TEXT, "text": _TEXT})
    layout = _object(
        {"staff": {"type": "boolean"}, "off": {"description": "Sections left out.", "type": "array", "items": _TEXT}}
    )
    layout["properties"]["erasmus"] = {
        "description": "Present and true in an Erasmus+ agreement, which has the sections erasmus_*.",
        "type": "boolean",
    }
    sections = properties(EVERY.values())
    party: dict[str, Any] = sections["parties"]["items"]["properties"]
    party["role"] = {"$ref": "#/$defs/role"}
    sections["outcomes"]["items"]["properties"]["heading"]["description"] = "The id of a heading."
    usual = [section.name for section in SECTIONS]
    return {
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "layout": {"description": "What is different from a usual plan; absent in one.", **layout},
            "headings": headings,
            **sections,
            **properties([SEPARATELY]),
        },
        "required": ["schema", "headings", *usual],
    }


def _object(fields: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": fields, "required": list(fields)}


def _array(about: str, fields: dict[str, Schema], **more: Any) -> Schema:
    return {"description": about, "type": "array", **more, "items": _object(fields)}
