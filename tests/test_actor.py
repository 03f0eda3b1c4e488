"""Who is asking, whatever the platform calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.language.text import NAME_LIMIT
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from tests.platform import COURSE


@pytest.mark.parametrize(
    ("called", "name"),
    [("x" * 255, "x" * NAME_LIMIT), ("Mira\x00\n", "Mira"), ("A\u030asa", "\u00c5sa"), ("Ŋiillas", "Ŋiillas"), ("", "")],
)
def test_a_name_is_what_our_tables_can_hold(called: str, name: str) -> None:
    assert Actor(user_id=1, name=called, course_key=COURSE).name == name


def test_a_name_as_long_as_the_platform_allows_can_be_kept_and_saved_again(person: Callable[..., Actor]) -> None:
    actor = Actor(user_id=person("mira").user_id, name="M" * 255, course_key=COURSE)
    view = placements.start(actor, course_key=COURSE, role="mentor")
    assert Party.objects.get().name == "M" * NAME_LIMIT
    placements.save_parties(actor, placement_id=view.id, revision=view.revision, rows=view.parties)
