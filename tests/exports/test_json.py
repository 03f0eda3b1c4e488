"""The JSON of a plan against its published schema, and its hashes against its text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from internship_xblock import exports
from internship_xblock.tools.plans.documents.as_json import as_json
from internship_xblock.tools.plans.schema import erasmus, frozen_text
from internship_xblock.tools.plans.schema.sections import SECTIONS
from tests.exports import world

SCHEMA = json.loads((Path(exports.__file__).parent / "plan.schema.json").read_text(encoding="utf-8"))


def export(*chain: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(as_json(world.taken(*chain)))
    return content


def test_it_fits_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(export(world.plan(), world.plan(task_count=5)), SCHEMA)


def test_the_schema_refuses_what_is_something_else() -> None:
    for change in ({"format": "x"}, {"version": 0}, {"sha256": "no"}, {"document": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**export(world.plan()), **change}, SCHEMA)


def test_the_schema_knows_every_field_of_a_plan() -> None:
    described = SCHEMA["properties"]["document"]["properties"]
    for section in (*SECTIONS, *erasmus.SECTIONS):
        fields = {field.name for field in section.fields if field.kind != "email"}
        shape = described[section.name]["items"] if section.has_rows else described[section.name]
        assert set(shape["properties"]) - {"uid"} == fields, section.name


def test_an_erasmus_plan_fits_it_too() -> None:
    content = export(world.erasmus())
    jsonschema.validate(content, SCHEMA)
    assert set(content["document"]) - set(SCHEMA["properties"]["document"]["required"]) == {
        "layout", *(section.name for section in erasmus.SECTIONS)
    }  # fmt: skip
    content["document"]["erasmus_a"]["language_level"] = "D1"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, SCHEMA)


def test_the_hashes_can_be_checked_from_the_file_alone() -> None:
    content = export(world.plan(), world.plan(task_count=5))
    assert frozen_text.digest(content["previous_sha256"], frozen_text.canonical(content["document"])) == content["sha256"]
    assert [link["version"] for link in content["chain"]] == [1, 2]
    assert content["chain"][0]["sha256"] == content["chain"][1]["previous_sha256"] == content["previous_sha256"]


def test_names_are_readable_in_it() -> None:
    said = as_json(world.taken(world.plan())).decode()
    assert all(name in said for name in world.PERSON_NAMES)


def test_an_erasmus_plan_imports_again() -> None:
    from internship_xblock.tools.plans.api import Layout
    from internship_xblock.tools.plans.sources import importing

    document = world.erasmus()
    imported = importing.read(as_json(world.taken(document)).decode(), Layout(erasmus=True))
    assert imported.is_intact
    assert imported.source.answers["erasmus_b"] == document["erasmus_b"]
