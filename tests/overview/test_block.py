"""The placement as a block: begun in it, chosen in it, set by an author in Studio, written in OLX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.web.block import PlacementBlock
from tests.logs.world import World
from tests.platform import COURSE
from tests.runtime import UsageKey, call, make_block

from .conftest import Page

pytestmark = pytest.mark.django_db


def shown(block: Any) -> Page:
    return Page(block.student_view().content)


def test_whoever_comes_first_begins_a_placement_and_sees_it(person: Callable[..., Actor], clean_platform: None) -> None:
    ola = person("ola")
    block = make_block(PlacementBlock, ola)
    assert "Who are you in this placement?" in shown(block).words

    answer = call(block, "start_placement", {"role": "student"})
    assert answer.status_code == 200
    page = shown(make_block(PlacementBlock, ola))
    assert "Ola Student · you · joined" in page.lines("people")
    assert "Change placement" in page.words


def test_a_block_for_new_employees_shows_no_internship(world: World) -> None:
    assert "Who are you in this onboarding?" in shown(make_block(PlacementBlock, world.student, staff_mode=True)).words
    view = placements.start(world.student, course_key=COURSE, role="student", kind=placements.ONBOARDING)
    page = shown(make_block(PlacementBlock, world.student, staff_mode=True))
    assert "Ola New employee · you · joined" in page.lines("people")
    assert placements.get(world.student, placement_id=view.id).kind == placements.ONBOARDING


def test_what_one_chooses_in_a_block_stays_open(world: World) -> None:
    second = placements.start(world.student, course_key=COURSE, role="student")
    block = make_block(PlacementBlock, world.student)
    assert "Mira" not in shown(block).part("people")  # the one begun last

    assert call(block, "choose_placement", {"placement": str(world.placement_id)}).status_code == 200
    assert "Mira" in shown(block).part("people")
    assert second.id != world.placement_id


def test_links_are_made_from_it(world: World) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="tor", role="other", name="Tor")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    block = make_block(PlacementBlock, world.student)
    made = call(block, "make_link", {"placement": str(world.placement_id), "uid": "tor"})
    assert made.status_code == 200
    assert "/internship/join/" in made.text

    refused = call(make_block(PlacementBlock, world.mentor), "make_link", {"placement": str(world.placement_id), "uid": "tor"})
    assert refused.status_code == 403


# -- Studio ----------------------------------------------------------------------------------------------------------

GOOD = {"display_name": "Where we meet", "staff_mode": "on", "owner_role": "supervisor", "link_days": "30"}


def author(person: Callable[..., Actor]) -> Any:
    return make_block(PlacementBlock, person("staff_sindre", is_staff=True))


def test_an_author_sets_it(person: Callable[..., Actor], clean_platform: None) -> None:
    block = author(person)
    form = lxml.html.fromstring(block.studio_view().content)
    assert {str(one) for one in form.xpath("//form//@name")} >= set(GOOD)

    assert call(block, "studio_save", GOOD).status_code == 200
    assert (block.display_name, block.staff_mode, block.owner_role, block.link_days) == (
        "Where we meet",
        True,
        "supervisor",
        30,
    )
    assert call(block, "studio_save", {**GOOD, "link_days": ""}).status_code == 200
    assert block.link_days == placements.INVITATION_DAYS


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"display_name": " "}, "display_name"),
        ({"owner_role": "king"}, "owner_role"),
        ({"link_days": "0"}, "link_days"),
        ({"link_days": "61"}, "link_days"),
        ({"link_days": "soon"}, "link_days"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_saved(
    person: Callable[..., Actor], clean_platform: None, wrong: dict[str, str], at: str
) -> None:
    block = author(person)
    answer = call(block, "studio_save", {**GOOD, **wrong})
    assert answer.status_code == 422
    assert f"{at}-error" in answer.text
    assert block.display_name == "Your placement"


def test_a_learner_changes_no_settings(person: Callable[..., Actor], clean_platform: None) -> None:
    assert call(make_block(PlacementBlock, person("ola")), "studio_save", GOOD).status_code == 403


@pytest.mark.parametrize("staff_mode", [False, True])
def test_studio_shows_an_example(person: Callable[..., Actor], clean_platform: None, staff_mode: bool) -> None:
    block = make_block(PlacementBlock, person("staff_sindre", is_staff=True), staff_mode=staff_mode)
    html = block.author_view().content
    assert "An example." in html
    assert ("New employee" in html) is staff_mode
    assert "hx-post" not in html


def test_it_is_the_same_in_olx(person: Callable[..., Actor]) -> None:
    block = author(person)
    block.display_name, block.owner_role, block.link_days = "Møteplass", "student", 14
    node = etree.Element("internship_placement")
    block.add_xml_to_node(node)
    keys = ScopeIds(None, "internship_placement", UsageKey("a"), UsageKey("b"))
    again = PlacementBlock.parse_xml(etree.fromstring(etree.tostring(node)), block.runtime, keys)
    assert (again.display_name, again.owner_role, again.link_days, again.staff_mode) == ("Møteplass", "student", 14, False)
