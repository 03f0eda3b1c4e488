"""The way up: what was written before an upgrade is there after it, and says of itself what it now carries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APP = "internship_xblock"


def migrated_to(name: str) -> Any:
    """The models as they are after that migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([(APP, name)])
    return executor.loader.project_state([(APP, name)]).apps


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_entry_of_the_first_release_knows_its_dialogue_and_its_earlier_texts() -> None:
    latest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == APP]
    mira = get_user_model().objects.create(username="mira")
    nils = get_user_model().objects.create(username="nils")
    try:
        before = migrated_to("0001_initial")
        Entry, Text, Comment = (before.get_model(APP, name) for name in ("Entry", "EntryText", "EntryComment"))
        common = {"placement_id": 1, "course_key": "c", "usage_key": "u", "author_id": mira.pk, "model": "driscoll"}
        quiet = Entry.objects.create(**common, draft=1, date=date(2026, 9, 1))
        told = Entry.objects.create(**common, draft=2, date=date(2026, 9, 2), sharing="mentor", revision=7)
        Text.objects.create(entry=told, revision=6, texts={"what": "An earlier word."})
        Comment.objects.create(entry=told, author_id=nils.pk, role="mentor", question="Why?")
        last = Comment.objects.create(entry=told, author_id=mira.pk, role="author", text="Because.")
        Entry = migrated_to(latest[0][1]).get_model(APP, "Entry")
        told, quiet = Entry.objects.get(pk=told.pk), Entry.objects.get(pk=quiet.pk)
        assert (told.turns, told.last_turn, told.last_turn_by_id) == (2, last.pk, mira.pk)
        assert told.last_turn_at == last.at
        assert (told.has_earlier, told.text_revision) == (True, 7)
        assert (quiet.turns, quiet.last_turn, quiet.last_turn_at, quiet.has_earlier) == (0, 0, None, False)
    finally:
        migrated_to(latest[0][1])
