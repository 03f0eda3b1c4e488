"""The database of the next release can be written at any time: every table is filled, on the database of the tests."""

from __future__ import annotations

import json

import pytest
from django.apps import apps

from . import filling, steps, tables

# Verbs write in transactions of their own, and mail after them.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]  # it fills the whole product


def test_every_table_is_filled_and_every_page_shows_what_was_written() -> None:
    content = filling.fill()
    assert set(content["tables"]) == {str(model._meta.label) for model in tables.kept_models(apps)}
    assert all(content["tables"].values())
    assert {page["who"] for page in content["pages"]} >= {"ola", "mira", "sven", "staff_ida", "guest"}
    text = json.dumps(content)
    assert str(filling.ROOT) not in text


def test_a_table_that_nothing_fills_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEPS", ())
    with pytest.raises(SystemExit, match=r"Nothing fills .*internship_xblock\.CalendarFeed.* Add a step to STEPS"):
        filling.fill()
