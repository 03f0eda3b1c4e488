"""The checklist on the placement's page, on Today and in Studio."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock.tools.placements.checklist.lines import lines_of, usual
from internship_xblock.tools.placements.web.block import PlacementBlock
from tests.logs.world import World
from tests.plans.conftest import Draft, fill
from tests.platform import TestPlatform
from tests.runtime import UsageKey, call, make_block
from tests.today.conftest import look as today_of
from tests.today.conftest import queries_of

from .conftest import Page, address, look
from .test_changing import send

pytestmark = pytest.mark.django_db
HERE = "block-v1:Test+Mentor+2026+type@internship_placement+block@placement"
ROWS: list[dict[str, Any]] = [
    {"id": "secrecy", "text": "The declaration is signed", "whose": "student", "seen_by": "mentor", "must": "yes"},
    {"id": "police", "text": "Police certificate", "whose": "student", "seen_by": "supervisor", "until": "yes"},
    {"id": "desk", "text": "A desk is ready", "whose": "mentor"},
]


@pytest.fixture(autouse=True)
def checklist(course: None) -> None:
    TestPlatform.blocks[HERE] = make_block(PlacementBlock, None, usage=HERE, checklist=ROWS)


@pytest.fixture
def planned(world: World, draft: Draft) -> Draft:
    """A plan that begins within a week."""
    fill(draft, timezone.localdate() - timedelta(weeks=2))
    return draft


def test_each_sees_all_lines_and_ticks_their_own(world: World) -> None:
    page = look(world.student, world.placement_id)
    assert len(page.lines("checks")) == 3
    assert "Tick what is in place" in page.part("checks")
    html = send(world.student, world, "tick", line="secrecy", kind="done")
    assert "Done: Ola" in html
    assert "I have seen it" not in html
    html = send(world.mentor, world, "tick", line="secrecy", kind="seen")
    assert "Seen by Mira" in html
    assert "Seen by Mira" in look(world.supervisor, world.placement_id).part("checks")


def test_a_line_that_its_author_changed_asks_to_be_looked_at_again(world: World) -> None:
    send(world.mentor, world, "tick", line="desk", kind="done")
    changed = [*ROWS[:2], {**ROWS[2], "text": "A desk and a key are ready"}]
    TestPlatform.blocks[HERE] = make_block(PlacementBlock, None, usage=HERE, checklist=changed)
    page = look(world.mentor, world.placement_id)
    (line,) = [one for one in page.lines("checks") if "a key" in one]
    assert "Still open" in line
    assert "The line was changed since: look again Done, as it was worded before: Mira, " in line
    assert any("A desk and a key are ready" in one or "things to see to" in one for one in today_of(world.mentor).mine)
    assert "look again" not in send(world.mentor, world, "tick", line="desk", kind="done")


def test_what_is_refused_is_said_at_its_field(world: World) -> None:
    send(world.student, world, "tick", line="police", kind="done")
    html = send(world.supervisor, world, "tick", 422, line="police", kind="seen", until="")
    assert "-check-police-until" in html
    send(world.supervisor, world, "tick", 422, line="police", kind="seen", until="soon")
    send(world.leader, world, "tick", 403, line="police", kind="seen")


def test_what_nobody_starts_without_is_the_first_state_once_the_day_is_near(world: World, planned: Draft) -> None:
    page = look(world.supervisor, world.placement_id)
    assert page.order[0] == "May not start yet"
    assert "Not in place: The declaration is signed" in page.order
    assert any("You may not start before this is in place" in one for one in today_of(world.student).mine)
    send(world.student, world, "tick", line="secrecy", kind="done")
    assert any("Ola may not start before this is in place" in one for one in today_of(world.mentor).mine)
    send(world.mentor, world, "tick", line="secrecy", kind="seen")
    assert look(world.supervisor, world.placement_id).order[0] != "May not start yet"
    assert not any("may not start" in one for one in today_of(world.mentor).mine)


def test_today_says_what_runs_out(world: World) -> None:
    until = timezone.localdate() + timedelta(days=10)
    send(world.supervisor, world, "tick", line="police", kind="seen", until=until.isoformat())
    for actor in (world.student, world.supervisor):
        assert any("Police certificate: valid until" in one for one in today_of(actor).mine)
    assert not any("Police certificate" in one for one in today_of(world.mentor).mine)


def test_a_course_without_lines_has_no_checklist(world: World) -> None:
    TestPlatform.blocks[HERE] = make_block(PlacementBlock, None, usage=HERE)
    assert look(world.student, world.placement_id).part("checks") == ""
    assert not any("first day" in one for one in today_of(world.student).mine)


def test_it_costs_no_query(world: World, planned: Draft) -> None:
    with_lines = [queries_of(world.mentor, where)[0] for where in (address(world.placement_id), "/internship/")]
    TestPlatform.blocks[HERE] = make_block(PlacementBlock, None, usage=HERE)
    without = [queries_of(world.mentor, where)[0] for where in (address(world.placement_id), "/internship/")]
    assert with_lines == without


# -- the author's ----------------------------------------------------------------------------------------------------------


def author(world: World, **fields: Any) -> Any:
    return make_block(PlacementBlock, world.staff, usage=HERE, **fields)


def fields_of(html: str) -> dict[str, str]:
    tree = lxml.html.fromstring(html)
    found = {one.get("name"): one.get("value") or "on" for one in tree.xpath("//input[@checked or @type!='checkbox']")}
    return found | {one.get("name"): (one.xpath("option[@selected]/@value") or [""])[0] for one in tree.xpath("//select")}


def test_an_author_adds_changes_and_removes_lines(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PlacementBlock, "require_author", lambda self, actor: None)
    block = author(world, checklist=ROWS)
    sent = fields_of(block.studio_form())
    assert sent["check-secrecy-text"] == "The declaration is signed"
    sent["check-secrecy-text"] = "The declaration is signed by both"
    sent["check-desk-text"] = ""
    sent |= {"check-new1-text": "Keys are there", "check-new1-whose": "leader", "check-new1-seen_by": ""}
    assert call(block, "studio_save", sent).status_code == 200
    assert [(line.id, line.text, line.whose, line.is_must) for line in block.lines] == [
        ("secrecy", "The declaration is signed by both", "student", True), ("police", "Police certificate", "student", False),
        ("new1", "Keys are there", "leader", False),
    ]  # fmt: skip


def test_the_usual_lines_are_suggested_and_nothing_is_kept_before_it_is_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlacementBlock, "require_author", lambda self, actor: None)
    block = author(world)
    assert block.lines == ()
    answer = call(block, "studio_check", {"number": "1", "usual": "yes", "known": ["police"]}, method="GET")
    assert answer.status_code == 200
    texts = lxml.html.fromstring(answer.text).xpath("//input[contains(@name, '-text')]/@value")
    assert texts == [line.text for line in usual() if line.id != "police"]
    assert block.lines == ()


def test_the_lines_survive_olx(world: World) -> None:
    block = author(world, checklist=ROWS)
    node = etree.Element("internship_placement")
    block.add_xml_to_node(node)
    assert [child.tag for child in node] == ["check"] * 3
    assert node[0].text == "The declaration is signed"
    again = etree.fromstring(etree.tostring(node))
    ids = ScopeIds(None, "internship_placement", UsageKey(HERE), UsageKey(HERE))
    read = PlacementBlock.parse_xml(again, block.runtime, ids)
    assert lines_of(read.checklist) == block.lines


def test_a_page_shows_nothing_of_a_checklist_to_somebody_else(world: World) -> None:
    assert isinstance(look(world.staff, world.placement_id), Page)
    assert "I have seen it" not in look(world.staff, world.placement_id).part("checks")
