"""What Today, the placement's page, calendars and mails say of times that are proposed, chosen, moved and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.language import formats
from internship_xblock.core.today import said_by_all
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import AgreedTime, TimeAnswer, TimeProposal
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from tests.notices.world import SECRET, World, letters_to, sweep
from tests.overview.conftest import look as look_at
from tests.plans.conftest import fill
from tests.platform import TestPlatform
from tests.seats import guest_of
from tests.today.conftest import browser_of, look

from .conftest import Story
from .timed import LINK, OSLO, answer, choose, in_oslo, passed, placed, propose, propose_another, proposed, typed, withdraw

pytestmark = pytest.mark.django_db


def mine(actor: Actor) -> list[str]:
    return [line for line in look(actor).mine if "when" in line or "imes" in line]


def others(actor: Actor) -> list[str]:
    return [line for line in look(actor).others if "when they can" in line]


# -- Today -----------------------------------------------------------------------------------------------------------------


def test_who_has_not_ticked_is_asked_and_whoever_proposed_chooses(story: Story) -> None:
    propose(story, story.mentor)
    asked = "Say when you can: Mira proposes three times. Say when you can"
    for actor in (story.student, story.supervisor, story.leader, story.other):
        assert [line for line in mine(actor) if asked in line], actor.name
    assert mine(story.mentor) == []
    assert "4 people have not said when they can talk" in look(story.mentor).words
    answer(story, story.student, "yes", "yes")
    assert mine(story.student), "one time is still open"
    answer(story, story.student, "yes", "yes", "no")
    assert mine(story.student) == []
    for actor in (story.supervisor, story.leader, story.other):
        answer(story, actor, "yes", "no", "no")
    assert others(story.mentor) == []
    (said,) = mine(story.mentor)
    assert said.endswith("All have said when they can talk. Choose a time")
    assert "#" in next(link for link in look(story.mentor).links if link.endswith("-times"))
    choose(story, story.mentor)
    assert mine(story.mentor) == []


def test_what_has_passed_or_ended_asks_nobody_but_who_proposed(story: Story) -> None:
    propose(story, story.mentor)
    passed(story)
    assert mine(story.student) == []
    (said,) = mine(story.mentor)
    assert said.endswith("The times that you proposed have passed. Propose others")
    story.end(story.past)
    assert mine(story.mentor) == []


def test_who_is_not_asked_is_told_nothing(story: Story) -> None:
    propose(story, story.mentor, asked=[story.uid("student"), story.uid("mentor")])
    assert mine(story.supervisor) == []
    choose(story, story.mentor)
    said = said_by_all(story.supervisor, [placed(story, story.supervisor)])
    assert [one for one in said.dates if one.key == "c2"] == []
    assert [one.time is not None for one in said.meetings if one.key == "c2"] == [True], "it is no secret"


def test_dates_follow_the_time_that_was_chosen(story: Story) -> None:
    later = story.coming + timedelta(days=3)
    propose(story, story.mentor, times=typed(story, "10:00", day=later))
    before = {one.day for one in said_by_all(story.student, [placed(story, story.student)]).dates if one.key}
    assert before == {story.coming}
    slot = choose(story, story.mentor)
    said = said_by_all(story.student, [placed(story, story.student)])
    (date_of,) = [one for one in said.dates if one.key == "c2"]
    assert (date_of.day, date_of.time, date_of.sentence) == (later, slot, "Checkpoint halfway")
    (meeting,) = [one for one in said.meetings if one.key == "c2"]
    assert (meeting.day, meeting.time) == (later, slot)
    page = look_at(story.student, story.placement_id)
    assert formats.day_and_year(later) in page.words
    assert formats.day_and_year(story.coming) not in page.words
    clock = f"{timezone.localtime(slot.starts_at):%H:%M}"
    assert clock in look(story.student).words
    story.pause(later, later)
    said = said_by_all(story.student, [placed(story, story.student)])
    assert [one for one in (*said.dates, *said.meetings) if one.key == "c2"] == [], "it does not take place"
    placements.resume(story.mentor, placement_id=story.placement_id, known=1, on=timezone.localdate())
    withdraw(story, story.mentor)
    after = {one.day for one in said_by_all(story.student, [placed(story, story.student)]).dates if one.key}
    assert after == {story.coming}


def test_it_is_to_be_written_down_once_it_has_begun(story: Story) -> None:
    story.write()
    story.tell()
    propose(story, story.mentor)
    choose(story, story.mentor)
    assert "is not written down yet" not in look(story.mentor).words
    passed(story)
    assert "is not written down yet" in look(story.mentor).words


def test_one_that_no_plan_names_is_a_date_too(story: Story) -> None:
    view = propose_another(story, story.mentor, "10:00")
    assert "A time is being found" in look_at(story.student, story.placement_id).words
    conversations.choose_time(
        story.mentor, placement_id=story.placement_id, checkpoint=view.checkpoint, day=view.day.isoformat(),
        revision=view.times_revision, key=view.proposal.slots[0].key if view.proposal else "",
    )  # fmt: skip
    assert "Conversation with Ola" in look(story.mentor).words
    assert "Conversation with" not in look(story.student).words


# -- calendars -------------------------------------------------------------------------------------------------------------


def events(content: bytes) -> dict[str, icalendar.Event]:
    return {str(one["uid"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}


def fed(code: str) -> dict[str, icalendar.Event]:
    cache.clear()
    return events(Client().get(f"/internship/calendar/{code}.ics").content)


def test_the_feed_has_the_time_in_its_zone_with_the_link_and_no_words(story: Story) -> None:
    code = feeds.make(story.student)
    (uid, whole) = next((uid, one) for uid, one in fed(code).items() if uid.partition("@")[0].endswith("-c2"))
    propose(story, story.mentor, place=SECRET, link=LINK)
    assert fed(code)[uid]["dtstart"].dt == story.coming, "what is proposed is no date yet"
    choose(story, story.mentor, 1)
    timed = fed(code)[uid]
    assert timed["dtstart"].dt == in_oslo(story.coming, "13:00")
    assert timed["dtend"].dt == in_oslo(story.coming, "13:45")
    assert timed["dtstart"].params["TZID"] == OSLO
    assert str(timed["location"]) == LINK
    assert timed["sequence"] > whole["sequence"]
    content = Client().get(f"/internship/calendar/{code}.ics").content.decode()
    assert "BEGIN:VTIMEZONE" in content
    assert SECRET not in content
    withdraw(story, story.mentor)
    again = fed(code)[uid]
    assert (again["dtstart"].dt, again.get("location")) == (story.coming, None)
    assert again["sequence"] > timed["sequence"]


def test_the_feed_of_who_is_not_to_be_there_and_of_what_is_withdrawn(story: Story) -> None:
    mentor, leader = feeds.make(story.mentor), feeds.make(story.leader)
    propose(story, story.mentor, asked=[story.uid("student"), story.uid("mentor")])
    choose(story, story.mentor)
    assert any(uid.partition("@")[0].endswith("-c2") for uid in fed(mentor))
    assert not any(uid.partition("@")[0].endswith("-c2") for uid in fed(leader))
    view = propose_another(story, story.mentor, "09:00")
    which = {"placement_id": story.placement_id, "checkpoint": view.checkpoint, "day": view.day.isoformat()}
    assert view.proposal is not None
    conversations.choose_time(story.mentor, **which, revision=view.times_revision, key=view.proposal.slots[0].key)
    (extra,) = [one for uid, one in fed(mentor).items() if uid.startswith("conversation-")]
    assert (str(extra["summary"]), str(extra["status"])) == ("Conversation", "CONFIRMED")
    conversations.withdraw_times(story.mentor, **which, revision=view.times_revision + 1)
    (gone,) = [one for uid, one in fed(mentor).items() if uid.startswith("conversation-")]
    assert (str(gone["summary"]), str(gone["status"])) == ("Cancelled: Conversation", "CANCELLED")


def test_the_file_of_a_version_follows_the_time(story: Story) -> None:
    fill(story.plan, timezone.localdate())
    rows = story.plan.view().sections["checkpoints"].rows
    row = next(one for one in rows if one["kind"] == "end")
    day = date.fromisoformat(row["date"])
    story.plan.submit()
    files = [one for paper in said_by_all(story.student, [placed(story, story.student)]).papers for one in paper.files]
    address = next(where for _words, where in files if where.endswith("ics"))

    def in_file() -> icalendar.Event:
        found = events(browser_of(story.student).get(address).content)
        return next(one for uid, one in found.items() if uid.partition("@")[0].endswith(f"-{row['uid']}"))

    whole = in_file()
    assert whole["dtstart"].dt == day
    which = {"placement_id": story.placement_id, "checkpoint": row["uid"], "day": row["date"]}
    people = [party.uid for party in conversations.to_be_there(placed(story, story.mentor), [])]
    conversations.propose_times(
        story.mentor, **which, revision=0, times=typed(story, "10:00", day=day), minutes=60, zone=OSLO, asked=people, link=LINK,
        place="Room 2",
    )  # fmt: skip
    proposal = story.views()[row["uid"]].proposal
    assert proposal is not None
    conversations.choose_time(story.mentor, **which, revision=1, key=proposal.slots[0].key)
    timed = in_file()
    assert (timed["dtstart"].dt, timed["dtend"].dt) == (in_oslo(day, "10:00"), in_oslo(day, "11:00"))
    assert str(timed["location"]) == f"Room 2, {LINK}"
    assert timed["sequence"] > whole["sequence"]
    assert len(timed.walk("VALARM")) == 2


def test_of_a_weekly_one_a_single_week_has_a_time(story: Story) -> None:
    monday = story.coming
    story.plan.save(
        "periods",
        [
            {
                "uid": "p1",
                "label": "",
                "start": monday.isoformat(),
                "end": (monday + timedelta(days=27)).isoformat(),
                "hours": "75",
            }
        ],
    )
    story.plan.save("checkpoints", [{"uid": "c2", "kind": "weekly", "date": monday.isoformat(), "about": SECRET}])
    code = feeds.make(story.student)
    second = monday + timedelta(days=7)
    which = {"placement_id": story.placement_id, "checkpoint": "c2", "day": second.isoformat()}
    people = [party.uid for party in conversations.to_be_there(placed(story, story.mentor), [])]
    times = typed(story, "10:00", day=second + timedelta(days=1))
    conversations.propose_times(
        story.mentor, **which, revision=0, times=times, minutes=30, zone=OSLO, asked=people
    )  # fmt: skip
    (view,) = [one for one in conversations.conversations(story.mentor, placement=story.placement_id) if one.proposal]
    assert view.proposal is not None
    conversations.choose_time(story.mentor, **which, revision=1, key=view.proposal.slots[0].key)
    found = {uid.partition("@")[0]: one for uid, one in fed(code).items() if "-c2" in uid}
    weekly = next(one for uid, one in found.items() if uid.endswith("-c2"))
    (timed,) = [one for uid, one in found.items() if not uid.endswith("-c2")]
    assert [one.dt for one in weekly["exdate"].dts] == [second]
    assert timed["dtstart"].dt == in_oslo(second + timedelta(days=1), "10:00")


# -- mails -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def world(person: Callable[..., Actor], settings: Any) -> World:
    settings.INTERNSHIP_TIME_ZONE = OSLO
    made = World(person)
    made.checkpoints(day_of())
    Notice.objects.all().delete()
    TestPlatform.letters = []
    return made


def day_of() -> date:
    return timezone.localdate() + timedelta(days=20)


def here(world: World) -> dict[str, Any]:
    return {"placement_id": world.id, "checkpoint": "c0", "day": day_of().isoformat()}


def ask(world: World, actor: Actor, clock: str = "10:00", revision: int = 0, **more: Any) -> None:
    people = [party.uid for party in placements.get(world.ola, placement_id=world.id).parties]
    given = {"times": [(day_of().isoformat(), clock)], "minutes": 45, "zone": OSLO, "asked": people, **more}
    conversations.propose_times(
        actor, **here(world), revision=revision, place=SECRET, link=f"https://example.org/{SECRET}", **given
    )


def take(world: World, actor: Actor, revision: int) -> None:
    (view,) = conversations.conversations(actor, placement=world.id)
    assert view.proposal is not None
    conversations.choose_time(actor, **here(world), revision=revision, key=view.proposal.slots[0].key)


def subjects(name: str) -> list[str]:
    return [letter.subject for letter in letters_to(f"{name}@example.org")]


ALL = {"Ola", "Mira", "Sven", "Gunn", "Lars"}


def test_each_is_told_once_of_what_still_holds(world: World) -> None:
    ask(world, world.mira)
    assert world.told("conversation.times_proposed") == ALL - {"Mira"}
    sweep()
    assert subjects("gunn") == ["Mira proposes one time for a conversation (Ola)"]
    take(world, world.mira, 1)
    ask(world, world.ola, "12:00", 2)
    take(world, world.sven, 3)
    sweep()
    day = formats.day(day_of())
    assert subjects("gunn")[1:] == [f"Sven moved a conversation to another time: {day}, 12:00–12:45 (Europe/Oslo) (Ola)"]
    conversations.withdraw_times(world.sven, **here(world), revision=4)
    sweep()
    assert subjects("gunn")[2:] == ["Sven has withdrawn the time of a conversation (Ola)"]
    assert SECRET not in repr(TestPlatform.letters)


def test_what_is_withdrawn_before_anybody_was_told_is_told_to_nobody(world: World) -> None:
    ask(world, world.mira)
    conversations.withdraw_times(world.mira, **here(world), revision=1)
    sweep()
    assert TestPlatform.letters == []
    ask(world, world.mira, "11:00", 2)
    sweep()
    conversations.withdraw_times(world.mira, **here(world), revision=3)
    sweep()
    assert subjects("ola")[1:] == ["Mira has withdrawn the times that were proposed for a conversation"]


def test_those_who_are_to_be_there_are_reminded_of_the_time_and_not_of_the_day(world: World) -> None:
    ask(world, world.mira, asked=["gunn", "mira"])
    take(world, world.mira, 1)
    sweep()
    TestPlatform.letters = []
    for day in range(-4, 2):
        on = day_of() + timedelta(days=day)
        now = datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo(OSLO))
        reminders.plan(now=now, every=timedelta(0))
        sweep(now)
    said = f"{formats.day(day_of())}, 10:00–10:45 (Europe/Oslo) (Ola)"
    assert subjects("gunn") == [f"A conversation is coming up: {said}", f"Tomorrow there is a conversation: {said}"]
    assert subjects("ola") == []
    assert SECRET not in repr(TestPlatform.letters)


def test_nobody_is_reminded_of_what_was_moved_after_the_reminder_was_found(world: World) -> None:
    ask(world, world.mira)
    take(world, world.mira, 1)
    sweep()
    TestPlatform.letters = []
    on = day_of() - timedelta(days=1)
    now = datetime(on.year, on.month, on.day, 9, tzinfo=ZoneInfo(OSLO))
    reminders.plan(now=now, every=timedelta(0))
    conversations.withdraw_times(world.mira, **here(world), revision=2)
    Notice.objects.filter(kind="conversation.time_withdrawn").delete()
    sweep(now)
    assert subjects("gunn") == []


# -- who is forgotten ------------------------------------------------------------------------------------------------------


def test_what_a_person_proposed_and_ticked_goes_with_them(story: Story) -> None:
    leader = guest_of(story.placement_id, "leader", "Lars Vik")
    propose(story, story.mentor, place="At Lars Vik's office", link=LINK)
    answer(story, leader, "yes", "no", "no")
    retirement.forget_seat(leader.seat_id or 0)
    (row,) = TimeAnswer.objects.all()
    assert (row.author_name, row.answers) == ("", {})
    assert "Lars" not in TimeProposal.objects.get().place
    assert proposed(story).link == LINK
    choose(story, story.mentor)
    propose(story, story.mentor, "18:00", link=LINK)
    retirement.forget(story.mentor.account)
    agreed, proposal = AgreedTime.objects.get(), TimeProposal.objects.get()
    assert (agreed.link, agreed.place, agreed.author_name, agreed.chosen_by_name) == ("", "", "", "")
    assert (proposal.link, proposal.author_name) == ("", "")
    assert story.view("c2", story.student).slot is not None
    assert mine(story.student), "the times are still there to be ticked"
