"""Before an entry is shared its author is shown what may tell who somebody is. It stops nobody, and nobody else sees it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from django.utils.html import escape

from internship_xblock.core.errors import NotAllowed, NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.rules import PlanRules

from ..runtime import call, make_block
from .world import CHECKED, USAGE, World

pytestmark = pytest.mark.django_db
WHAT = "mira showed me lot 4 on 21.09.2026, 8-16. Ring Kari Antonsen, kari@blåbær.no, +47 912 34 567. Ola was late."
SAID = ["mira", "Kari Antonsen", "kari@blåbær.no", "+47 912 34 567"]


def save(world: World, section: str, **answers: Any) -> None:
    plans.save_section(
        world.mentor, placement_id=world.placement_id, usage_key="plan", section=section, revision=0, typed=[answers],
        settings=PlanRules(),
    )  # fmt: skip


def test_the_author_is_shown_what_may_tell_who_somebody_is(world: World, caplog: pytest.LogCaptureFixture) -> None:
    save(world, "contacts", university="Kari Antonsen, phone at the desk")
    entry = world.write(what=WHAT)
    assert logs.may_tell(world.student, usage_key=USAGE, entry_id=entry.id) == SAID, (
        "not the author's own name, no date, no hours"
    )
    block = make_block(LogBlock, world.student, usage=USAGE)
    with caplog.at_level(logging.DEBUG):
        form = call(block, "entry_foot", {"entry": entry.id, "mode": "share"}, method="GET").text
    assert "These words may identify somebody:" in form
    assert all(escape(f"“{words}”") in form for words in SAID)
    assert not any(words in caplog.text for words in SAID)


def test_who_steps_in_is_a_name_and_the_words_around_it_are_none(world: World) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    rows = [replace(row, stand_in="Siri Berg at the university" if row.role == "mentor" else "") for row in view.parties]
    placements.save_parties(world.student, placement_id=view.id, revision=view.revision, rows=rows)
    entry = world.write(what="I was at the desk of Siri.")
    assert logs.may_tell(world.student, usage_key=USAGE, entry_id=entry.id) == ["Siri"]


def test_it_stops_nobody(world: World) -> None:
    entry = world.write(what=WHAT)
    block = make_block(LogBlock, world.student, usage=USAGE)
    typed = {f"s{entry.id}-{name}": value for name, value in {**CHECKED, "level": "mentor"}.items()}
    told = call(block, "share_entry", {"entry": entry.id, "revision": entry.revision, **typed})
    assert told.status_code == 200
    assert "may identify somebody" not in told.text
    assert world.seen(world.mentor) == [entry.id]


def test_nobody_else_is_told(world: World) -> None:
    entry = world.share(world.write(what=WHAT), "cohort").entry
    for name, actor in world.people().items():
        if name != "student":
            with pytest.raises((NotAllowed, NotFound)):
                logs.may_tell(actor, usage_key=USAGE, entry_id=entry.id)


def test_an_entry_that_names_nobody_says_nothing(world: World) -> None:
    entry = world.write(what="I rang a customer on 21.09.2026 about 1 250 000 kroner.")
    form = call(
        make_block(LogBlock, world.student, usage=USAGE), "entry_foot", {"entry": entry.id, "mode": "share"}, method="GET"
    )
    assert "Before you share" in form.text
    assert "may identify somebody" not in form.text
