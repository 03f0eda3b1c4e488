"""Finding a time on the page of conversations: the same for an account and for a guest, by everybody's own clock."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.conversations import api as conversations
from tests.seats import guest_of
from tests.today.conftest import queries_of

from .conftest import Story, address, client_of, post
from .test_pages import form, read, words
from .timed import LINK, OSLO, answer, choose, passed, placed, propose, proposed, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["account", "guest"])
def mentor(request: pytest.FixtureRequest, story: Story) -> Actor:
    return guest_of(story.placement_id, "mentor", "Gunn") if request.param == "guest" else story.mentor


def filled(story: Story, *clocks: str, **more: Any) -> dict[str, Any]:
    times = {f"day{at}": story.coming.isoformat() for at in range(1, len(clocks) + 1)}
    times |= {f"clock{at}": clock for at, clock in enumerate(clocks, start=1)}
    people = [party.uid for party in conversations.to_be_there(placed(story, story.student), [])]
    known = {"revision": 0, "minutes": 45, "zone": OSLO, "asked": people, "link": LINK, "place": "Room 2", **times}
    return form(story, "c2", **{**known, **more})


def opened(story: Story, actor: Actor, **headers: str) -> str:
    answer = client_of(actor).get(address(story, "show_conversation"), form(story, "c2"), headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_from_the_first_proposal_to_the_time_that_is_chosen(story: Story, mentor: Actor) -> None:
    assert "No time is chosen yet." in opened(story, mentor)
    empty = read(story, mentor, "show_times_form", **form(story, "c2"))
    assert f'value="{story.coming.isoformat()}"' in empty, "the planned day is proposed"
    done = post(mentor, address(story, "propose_times"), filled(story, "10:00", "13:00", "15:30"))
    assert done.status_code == 200, done.content.decode()
    assert "The times are proposed." in done.content.decode()
    seen = opened(story, story.student)
    assert f"{mentor.name} proposes three times." in words(seen)
    assert "When can you?" in seen
    keys = [slot.key for slot in proposed(story).slots]
    ticks = {f"tick-{key}": tick for key, tick in zip(keys, ("no", "yes", "maybe"), strict=True)}
    saved = post(story.student, address(story, "answer_times"), form(story, "c2", revision=0, **ticks))
    assert saved.status_code == 200, saved.content.decode()
    assert "Change your answer" in saved.content.decode()
    for other in (story.supervisor, story.leader, story.other, *([story.mentor] if mentor.is_guest else [])):
        answer(story, other, "yes", "yes", "yes")
    table = lxml.html.fromstring(opened(story, mentor)).xpath("//table")[0]
    rows = [" ".join(row.text_content().split()) for row in table.xpath(".//tbody/tr")]
    count = 6 if mentor.is_guest else 5
    assert f"All {count} can" in rows[0]
    assert "13:00" in rows[0]
    assert "Suits everybody" in rows[0]
    assert "1 cannot" in rows[-1]
    assert not any("Suits" in row for row in rows[1:])
    assert len(table.xpath(".//thead//th[@scope='col']")) == count + 3
    assert len(table.xpath(".//tbody//th[@scope='row']")) == 3
    chosen = {"revision": story.view("c2").times_revision, "time": keys[1]}
    done = post(mentor, address(story, "choose_time"), form(story, "c2", **chosen))
    assert done.status_code == 200, done.content.decode()
    text = words(opened(story, story.student, **{"X-Internship-Zone": OSLO}))
    assert re.search(r", 13:00 – 13:45", text), text
    assert "Room 2" in text
    gone = post(mentor, address(story, "withdraw_times"), form(story, "c2", revision=story.view("c2").times_revision))
    assert "It is withdrawn." in gone.content.decode()
    assert LINK.partition("?")[0] not in opened(story, story.student)


def test_a_link_leads_away_and_tells_nobody_where_from(story: Story) -> None:
    propose(story, story.mentor, link=LINK)
    html = opened(story, story.student)
    (link,) = [one for one in lxml.html.fromstring(html).iter("a") if "meet.example" in str(one.get("href"))]
    assert link.get("href") == LINK
    assert link.get("rel") == "noopener noreferrer"
    assert "pwd=1&amp;x=2" in html


def test_each_sees_the_times_by_their_own_clock_and_is_told_where_another_holds(story: Story) -> None:
    propose(story, story.mentor, "10:00")
    html = opened(story, story.student, **{"X-Internship-Zone": "America/New_York"})
    (elsewhere,) = {one.text_content() for one in lxml.html.fromstring(html).xpath("//*[@data-elsewhere]")}
    text = words(html)
    assert "10:00–10:45 Europe/Oslo" in elsewhere
    assert "04:00 – 04:45" in text or "05:00 – 05:45" in text  # for three weeks of a year it is an hour less
    html = opened(story, story.student, **{"X-Internship-Zone": "Europe/Berlin"})
    assert all(one.get("hidden") is not None for one in lxml.html.fromstring(html).xpath("//*[@data-elsewhere]"))
    zone = client_of(story.student).get(
        address(story, "show_times_form"), form(story, "c2"), headers={"X-Internship-Zone": "Asia/Tokyo"}
    )
    assert 'name="zone" value="Asia/Tokyo"' in zone.content.decode()


def test_what_is_refused_stands_at_its_field(story: Story, mentor: Actor) -> None:
    typed = filled(story, "10:00", "10:00", link="http://meet.example.org")
    refused = post(mentor, address(story, "propose_times"), typed)
    assert refused.status_code == 422
    html = refused.content.decode()
    place = f"c-c2-{story.coming:%Y%m%d}-times"
    for field in ("clock2", "link"):
        assert f"-{place}-{field}" in html, field
        assert f'id="{html.split("#", 1)[1].split(place)[0]}{place}-{field}"' in read(
            story, mentor, "show_times_form", **form(story, "c2")
        )
    assert story.view("c2").proposal is None


def test_a_stale_window_is_shown_both(story: Story) -> None:
    propose(story, story.mentor, "10:00", "13:00")
    answer(story, story.student, "yes", "no")
    key = proposed(story).slots[0].key
    stale = post(story.student, address(story, "answer_times"), form(story, "c2", revision=0, **{f"tick-{key}": "no"}))
    assert stale.status_code == 409
    assert "What you typed" in stale.content.decode()
    assert "data-keep-mine" in stale.content.decode()
    again = post(story.supervisor, address(story, "propose_times"), filled(story, "17:00"))
    assert again.status_code == 409
    assert "17:00" in again.content.decode()


def test_for_another_day_and_once_it_has_passed(story: Story, mentor: Actor) -> None:
    page = read(story, mentor)
    assert "Find a time for another conversation" in page
    form_of_new = read(story, mentor, "show_times_form")
    assert "-new-times-day1" in form_of_new
    typed = {**filled(story, "10:00"), "checkpoint": "", "day": ""}
    done = post(mentor, address(story, "propose_times"), typed)
    assert done.status_code == 200, done.content.decode()
    (view,) = [one for one in story.views().values() if one.is_extra]
    assert view.proposal is not None
    passed(story, view.checkpoint)
    html = words(read(story, mentor, "show_conversation", checkpoint=view.checkpoint, day=view.day.isoformat()))
    assert "All of these times have passed. Propose others." in html
    assert "Choose this time" not in html


def test_whoever_may_not_choose_has_no_button_and_what_is_written_down_has_no_times(story: Story) -> None:
    leader = guest_of(story.placement_id, "leader", "Lars")
    propose(story, story.mentor)
    assert "Choose this time" in opened(story, story.supervisor)
    assert "Choose this time" not in opened(story, leader)
    assert "Withdraw these times" not in opened(story, leader)
    choose(story, story.mentor)
    story.write(checkpoint="c2")
    story.tell(checkpoint="c2")
    assert "Time and place" not in opened(story, leader)


def test_nothing_is_proposed_for_a_day_that_has_passed_or_after_the_end(story: Story) -> None:
    assert "Time and place" not in words(read(story, story.mentor, "show_conversation", **form(story)))
    assert "Propose some" in opened(story, story.mentor)
    view = propose(story, story.mentor)
    assert view.slots
    story.end(timezone.localdate() - timedelta(days=1))
    assert "Propose other times" not in words(opened(story, story.mentor))


def test_a_page_costs_the_same_with_times(story: Story) -> None:
    before, _html = queries_of(story.mentor, address(story))
    propose(story, story.student)
    for actor in (story.mentor, story.supervisor):
        answer(story, actor, "yes", "no", "maybe")
    assert queries_of(story.mentor, address(story))[0] <= before
    choose(story, story.student)
    propose(story, story.student, "18:00")
    assert queries_of(story.mentor, address(story))[0] <= before
    withdraw(story, story.student)


def test_a_day_that_was_dropped_can_be_removed(story: Story) -> None:
    typed = {**filled(story, "10:00"), "checkpoint": "", "day": ""}
    post(story.mentor, address(story, "propose_times"), typed)
    (view,) = [one for one in story.views().values() if one.is_extra]
    which = {"checkpoint": view.checkpoint, "day": view.day.isoformat()}
    assert "Remove this conversation" not in read(story, story.mentor, "show_conversation", **which)
    post(story.mentor, address(story, "withdraw_times"), {**which, "revision": view.times_revision})
    html = read(story, story.mentor, "show_conversation", **which)
    assert "Remove this conversation" in html
    assert "The time was withdrawn" in html
    assert post(story.mentor, address(story, "remove"), which).status_code == 200
    assert view.day - story.coming == timedelta(0)
