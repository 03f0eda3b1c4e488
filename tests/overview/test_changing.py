"""Something has changed: said before it is done, on the placement's page, and followed by the page, Today and the mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import TestCase
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from tests.logs.world import World
from tests.plans.conftest import Draft, fill
from tests.today.conftest import browser_of, queries_of
from tests.today.conftest import look as today_of

from .conftest import Page, address, look

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REASON = "The hall is rebuilt."


def send(actor: Actor, world: World, action: str, status: int = 200, method: str = "post", **fields: Any) -> str:
    """What the page answers to a form, as text."""
    url, data = address(world.placement_id) + action, {"placement": str(world.placement_id), **fields}
    client = browser_of(actor)
    with TestCase.captureOnCommitCallbacks(execute=True):
        if method == "get":
            answer = client.get(url, data)
        else:
            body = "&".join(f"{key}={value}" for key, value in data.items())
            answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def words_of(html: str) -> str:
    return " ".join(lxml.html.fromstring(html).text_content().split())


def iso(days: int) -> str:
    return (timezone.localdate() + days * DAY).isoformat()


@pytest.fixture
def planned(world: World, draft: Draft) -> Draft:
    """A plan whose first period is this week."""
    fill(draft, timezone.localdate() - timedelta(weeks=2))
    return draft


def test_a_pause_is_said_on_the_page_on_today_and_by_mail_and_why_only_on_the_page(world: World, planned: Draft) -> None:
    page = Page(send(world.mentor, world, "pause", known="0", first=iso(0), last=iso(13), reason=REASON))
    assert "everybody in the placement is told" in page.words
    for actor in (world.student, world.supervisor):
        page = look(actor, world.placement_id)
        assert page.order[0].startswith("Paused until")
        assert "It is paused until" in page.part("stay")
        assert REASON in words_of(send(actor, world, "changing", method="get"))
        said = today_of(actor)
        assert "Paused until" in said.words
        assert "he placement resumes" in said.words
        assert REASON not in said.words
    told = Notice.objects.filter(kind="placement.changed")
    assert told.count() == 4  # all but Mira
    assert REASON not in str(list(told.values()))


def test_conversations_in_a_pause_do_not_take_place(world: World, planned: Draft) -> None:
    days = [row["date"] for row in planned.view().sections["checkpoints"].rows]
    coming = sorted(day for day in days if day >= iso(1))
    before = look(world.student, world.placement_id).lines("talks")
    send(world.mentor, world, "pause", known="0", first=iso(1), last="")
    after = look(world.student, world.placement_id).lines("talks")
    assert coming
    assert len(after) < len(before)
    assert not any("Checkpoint" in line for line in today_of(world.student).words.split("Next dates")[1:])


def test_an_early_end_and_its_undoing(world: World, draft: Draft) -> None:
    fill(draft, timezone.localdate() - timedelta(weeks=4))  # so that it has begun, whichever day of the week it is
    page = Page(send(world.supervisor, world, "end_early", known="0", last=iso(2), reason=""))
    assert page.order[0].startswith("Ends early, on")
    page = Page(send(world.supervisor, world, "end_early", known="1", last=iso(-1), reason=""))
    assert page.order[0].startswith("Ended early, on")
    assert "It was ended early: the last day was" in page.part("stay")
    page = Page(send(world.mentor, world, "reopen", known="2", reason=""))
    assert not page.order[0].startswith("End")
    assert "Continues after all" in words_of(send(world.mentor, world, "changing", method="get"))


def test_what_would_move_is_shown_first_and_then_moves_in_the_draft(world: World, planned: Draft) -> None:
    before = planned.view().sections["periods"].rows
    shown = send(world.mentor, world, "look_at_move", method="get", known="0", weeks="2", first="", last="")
    assert planned.view().sections["periods"].rows == before
    words = words_of(shown)
    assert "things move" in words
    fields = {one.get("name"): one.get("value") for one in lxml.html.fromstring(shown).xpath("//input")}
    assert fields["weeks"] == "2"
    page = Page(send(world.mentor, world, "move_dates", **{name: fields[name] for name in ("weeks", "first", "last", "shown")}))
    assert "The dates are moved in the draft of the plan" in page.words
    now = planned.view().sections["periods"].rows
    assert [row["uid"] for row in now] == [row["uid"] for row in before]
    assert now[-1]["end"] > before[-1]["end"]
    assert Notice.objects.filter(kind="plan.moved").count() == 4
    again = send(world.mentor, world, "move_dates", 422, weeks="2", first="", last="", shown=fields["shown"])
    assert "Nothing was moved" in again


def test_what_cannot_be_meant_is_said_at_its_field_and_nothing_changes(world: World, planned: Draft) -> None:
    for action, fields, place in (
        ("pause", {"known": "0", "first": "soon", "last": ""}, "pause-first"),
        ("pause", {"known": "0", "first": iso(3), "last": iso(1)}, "pause-last"),
        ("end_early", {"known": "0", "last": "2999-01-01"}, "end-last"),
    ):
        assert f"-{place}" in send(world.mentor, world, action, 422, **fields)
    assert "-move-weeks" in send(world.mentor, world, "look_at_move", 422, method="get", known="0", weeks="soon")
    assert placements.get(world.mentor, placement_id=world.placement_id).timing.number == 0


def test_who_may_change_is_offered_it_and_everybody_else_is_not(world: World, planned: Draft) -> None:
    """Ola has opened the placement; the leader and others only read."""
    for actor in (world.student, world.mentor, world.supervisor, world.staff):
        words = words_of(send(actor, world, "changing", method="get"))
        assert "Pause the placement" in words
        assert ("Move the dates" in words) == (actor is not world.staff)
    for actor in (world.leader, world.other):
        words = words_of(send(actor, world, "changing", method="get"))
        assert "Pause the placement" not in words
        assert "Talk to them" in words
        send(actor, world, "pause", 403, known="0", first=iso(0))


def test_a_question_for_a_change_waits_on_today_for_those_who_decide(person: Callable[..., Actor], course: None) -> None:
    mira, nils = person("mira"), person("nils")
    view = placements.start(mira, course_key=mira.course_key, role="mentor")
    row = placements.PartyRow(uid="nils", role="student", name="Nils")
    placements.save_parties(mira, placement_id=view.id, revision=view.revision, rows=[*view.parties, row])
    placements.join(nils, course_key=mira.course_key, code=placements.invite(mira, placement_id=view.id, party_uid="nils"))
    world = type("Place", (), {"placement_id": view.id})()
    assert "Ask for a change" in words_of(send(nils, world, "changing", method="get"))
    send(nils, world, "ask_for_change", known="0", reason="Two weeks later?")
    assert any("Nils asks for a change" in one for one in today_of(mira).mine)
    assert any("waiting for an answer" in one for one in today_of(nils).others)
    assert "Two weeks later?" in words_of(send(mira, world, "changing", method="get"))
    send(mira, world, "keep_as_it_is", known="1", reason="We agreed on Monday.")
    assert not any("asks for a change" in one for one in today_of(mira).mine)


def test_a_pause_costs_no_query(world: World, planned: Draft) -> None:
    page, today = (queries_of(world.mentor, where)[0] for where in (address(world.placement_id), "/internship/"))
    for number in range(4):
        placements.pause(
            world.mentor, placement_id=world.placement_id, known=number,
            first=timezone.localdate() + 10 * number * DAY, last=timezone.localdate() + (10 * number + 3) * DAY,
        )  # fmt: skip
    later_page, later_today = (queries_of(world.mentor, where)[0] for where in (address(world.placement_id), "/internship/"))
    assert (later_page, later_today) == (page, today)
