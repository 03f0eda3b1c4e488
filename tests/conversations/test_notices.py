"""What mails say: that it is written down, or changed, that a step is due; of a concern only that something waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from internship_xblock.core import events
from internship_xblock.core.actor import Actor
from internship_xblock.openedx.letters import Letter, NotSent
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party, Placement
from tests.notices.world import SECRET, World, letters_to, sweep
from tests.platform import TestPlatform
from tests.seats import open_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)  # a Thursday
OSLO = ZoneInfo("Europe/Oslo")
ALL = {"Ola", "Mira", "Sven", "Gunn", "Lars"}


@pytest.fixture
def world(person: Callable[..., Actor], settings: Any) -> World:
    settings.INTERNSHIP_TIME_ZONE = "Europe/Oslo"
    made = World(person)
    made.checkpoints(DAY)
    Notice.objects.all().delete()
    return made


def which(world: World) -> dict[str, Any]:
    return {"placement_id": world.id, "checkpoint": "c0", "day": DAY.isoformat()}


def write(world: World, actor: Actor, agreed: str = SECRET, revision: int = 0, *, is_change: bool = False) -> None:
    conversations.save(
        actor, **which(world), section="talk", revision=revision, typed=[{"agreed": agreed}], is_change=is_change
    )


def subjects(name: str) -> list[str]:
    return [letter.subject for letter in letters_to(f"{name}@example.org")]


def everything(letters: list[Letter]) -> str:
    return repr(letters)


def test_that_it_is_written_down_is_told_to_all_others_once_and_without_its_words(world: World) -> None:
    write(world, world.mira)
    assert world.told("conversation.told") == set(), "nobody is told of what is being written"
    conversations.tell(world.mira, **which(world))
    conversations.tell(world.ola, **which(world))
    assert world.told("conversation.told") == ALL - {"Mira"}
    sweep()
    assert subjects("ola") == ["Mira wrote down the conversation on Thu 26 Nov"]
    assert subjects("gunn") == ["Mira wrote down the conversation on Thu 26 Nov (Ola)"]
    assert SECRET not in everything(TestPlatform.letters)
    assert "/conversation/" in everything(TestPlatform.letters)


def test_each_change_after_that_is_told(world: World) -> None:
    write(world, world.mira, "Monday")
    conversations.tell(world.mira, **which(world))
    Notice.objects.all().delete()
    write(world, world.gunn, SECRET, 1, is_change=True)
    assert world.told("conversation.changed") == ALL - {"Gunn"}
    sweep()
    assert subjects("ola") == ["Gunn changed what is written of the conversation on Thu 26 Nov"]
    assert SECRET not in everything(TestPlatform.letters)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=OSLO)


def steps(world: World, by: date, who: str = "gunn", revision: int = 0) -> None:
    rows = [{"uid": "s1", "what": SECRET, "who": who, "by": by.isoformat()}]
    conversations.save(world.mira, **which(world), section="steps", revision=revision, typed=rows, is_change=revision > 0)


def test_who_is_to_do_something_is_reminded_on_its_day_and_nobody_else(world: World) -> None:
    steps(world, DAY)
    conversations.tell(world.mira, **which(world))
    Notice.objects.all().delete()
    TestPlatform.letters = []
    for day in range(-3, 3):
        reminders.plan(now=at(DAY + timedelta(days=day)), every=timedelta(0))
        sweep(at(DAY + timedelta(days=day)))
    assert world.told("conversation.step") == {"Gunn"}
    assert [one for one in subjects("gunn") if "next step" in one] == ["Today is the day of your next step (Ola)"]
    assert SECRET not in everything(TestPlatform.letters)


@pytest.mark.parametrize("is_found_before", [False, True])
@pytest.mark.parametrize("change", ["pause", "end"])
def test_nobody_is_reminded_in_a_pause_or_after_the_end(world: World, change: str, is_found_before: bool) -> None:
    steps(world, DAY)
    conversations.tell(world.mira, **which(world))
    if is_found_before:
        reminders.plan(now=at(DAY - timedelta(days=1)), every=timedelta(0))
        assert world.told("conversation.step") == {"Gunn"}
    if change == "pause":
        placements.pause(world.mira, placement_id=world.id, known=0, first=DAY)
    else:
        Placement.objects.filter(pk=world.id).update(created=at(DAY - timedelta(days=90)))
        placements.end_early(world.mira, placement_id=world.id, known=0, last=DAY - timedelta(days=1))
    TestPlatform.letters = []
    reminders.plan(now=at(DAY), every=timedelta(0))
    sweep(at(DAY))
    assert [one for one in subjects("gunn") if "next step" in one] == []
    assert bool(world.told("conversation.step")) == is_found_before


@pytest.mark.parametrize("what", ["done", "given to somebody else", "moved"])
def test_what_is_not_so_any_more_is_not_said(world: World, what: str) -> None:
    steps(world, DAY)
    conversations.tell(world.mira, **which(world))
    reminders.plan(now=at(DAY - timedelta(days=1)), every=timedelta(0))
    assert world.told("conversation.step") == {"Gunn"}
    if what == "done":
        conversations.finish_step(world.gunn, **which(world), uid="s1", is_done=True)
    else:
        steps(world, DAY + timedelta(days=what == "moved"), "gunn" if what == "moved" else "mira", revision=1)
    TestPlatform.letters = []
    sweep(at(DAY))
    assert [one for one in subjects("gunn") if "next step" in one] == []


def test_of_a_concern_a_mail_says_only_that_something_waits_and_only_to_those_who_know(world: World) -> None:
    open_in(Client(), world.lars, address="lars@example.org")
    number = conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="mira")
    assert world.told("concern.waits") == {"Sven"}
    conversations.say(world.sven, placement_id=world.id, concern_id=number, text=SECRET)
    conversations.show_to(world.ola, placement_id=world.id, concern_id=number, uid="lars")
    assert world.told("concern.waits") == {"Sven", "Ola", "Lars"}
    sweep()
    for name in ("sven", "ola", "lars"):
        assert {one.removesuffix(" (Ola)") for one in subjects(name)} == {"Something is waiting for you to read"}
    assert subjects("mira") == subjects("gunn") == []
    sent = everything(TestPlatform.letters)
    assert SECRET not in sent
    assert "concern" not in sent.casefold()


def test_who_may_not_read_it_any_more_is_told_nothing(world: World) -> None:
    conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="")
    Party.objects.filter(placement_id=world.id, uid="sven").update(user=None)
    sweep()
    assert subjects("sven") == []


def test_a_guest_is_told_of_a_concern_only_where_they_came_from(world: World) -> None:
    """An address that others typed for them may be anybody's, and to tell it that something waits is to tell of the concern."""
    number = conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="mira")
    conversations.show_to(world.ola, placement_id=world.id, concern_id=number, uid="lars")
    sweep()
    assert subjects("lars") == []
    open_in(Client(), world.lars, address="lars@firm.example")
    conversations.say(world.sven, placement_id=world.id, concern_id=number, text=SECRET)
    sweep()
    assert [letter.subject for letter in letters_to("lars@firm.example")] == ["Something is waiting for you to read (Ola)"]


def test_nobody_learns_of_a_concern_by_a_mail_that_did_not_arrive(world: World) -> None:
    conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="mira")
    TestPlatform.failing = NotSent("SMTPRecipientsRefused", is_final=True)
    sweep()
    TestPlatform.failing = None
    assert [(row.kind, row.state) for row in Notice.objects.all()] == [("concern.waits", Notice.State.UNDELIVERED)]
    assert notices.undelivered(world.ola, placement=world.id) == []


def test_no_tracking_log_hears_of_a_concern(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []
    monkeypatch.setitem(events._listeners, events.Happened, [lambda event: heard.append(event.verb)])
    with django_capture_on_commit_callbacks(execute=True):
        number = conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="mira")
        conversations.say(world.sven, placement_id=world.id, concern_id=number, text="x")
        write(world, world.mira)
        conversations.tell(world.mira, **which(world))
    assert heard == ["conversation.tell"]
