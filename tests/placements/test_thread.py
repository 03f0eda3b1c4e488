"""The thread of a placement: who writes, who reads, what is taken back, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.authorship import move_seat
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.records.comments import COMMENT_LIMIT
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import Thread
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.placements.thread import writing
from internship_xblock.tools.placements.thread.models import ThreadMessage
from internship_xblock.tools.placements.thread.reading import PAGE
from tests.logs.world import World
from tests.plans.conftest import Draft
from tests.seats import guest_of

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None, person: Callable[..., Actor]) -> World:
    return World(person)


def write(world: World, actor: Actor, text: str) -> int:
    return placements.write_message(actor, placement_id=world.placement_id, text=text).id


def read(world: World, actor: Actor, before: int = 0) -> Thread:
    return placements.thread(actor, placement=world.placement_id, before=before)


def texts(world: World, actor: Actor, before: int = 0) -> list[str]:
    return [one.text for one in read(world, actor, before).messages]


def unread(world: World, actor: Actor) -> int | None:
    newest = placements.get(actor, placement_id=world.placement_id).unread
    return newest.id if newest is not None else None


def test_everybody_in_a_placement_reads_what_one_writes_a_late_joiner_too(world: World) -> None:
    write(world, world.student, "My train is late.")
    late = guest_of(world.placement_id, "mentor")
    for actor in (world.student, world.mentor, world.supervisor, world.leader, world.other, late):
        assert texts(world, actor) == ["My train is late."]
    write(world, late, "Take the next one.")
    assert texts(world, world.student) == ["My train is late.", "Take the next one."]


def test_nobody_else_reads_it(world: World) -> None:
    write(world, world.student, "My train is late.")
    for actor in (world.staff, replace(world.staff, masquerading=True), replace(world.mentor, masquerading=True)):
        with pytest.raises(NotAllowed):
            read(world, actor)
    for actor in (world.outsider, world.other_staff, world.stranger):
        with pytest.raises(NotFound):
            read(world, actor)
    guest = guest_of(world.placement_id, "mentor")
    Party.objects.filter(pk=guest.seat_id).update(is_by_link=False)  # taken out
    with pytest.raises(NotFound):
        read(world, guest)
    with pytest.raises(NotFound):
        write(world, guest, "I am still here")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (COMMENT_LIMIT + 1)])
def test_what_says_nothing_or_too_much_is_refused_at_its_field(world: World, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(world, world.student, text)
    assert list(refused.value.fields) == ["text"]
    assert not ThreadMessage.objects.exists()


def test_the_same_words_sent_again_are_one_message(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(world, world.student, "Are you there?")
    assert write(world, world.student, "Are you there?\n") == first
    answer = write(world, world.mentor, "Are you there?")
    assert answer != first, "by somebody else it is an answer"
    assert write(world, world.student, "Are you there?") not in (first, answer), "after an answer it is said anew"
    later = timezone.now() + writing.AGAIN + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    write(world, world.student, "Are you there?")
    assert len(texts(world, world.mentor)) == 4


def test_one_s_own_is_taken_back_until_somebody_writes_after_it(world: World) -> None:
    first, second = write(world, world.student, "One"), write(world, world.student, "Two")
    assert [one.may_withdraw for one in read(world, world.student).messages] == [True, True]
    assert [one.may_withdraw for one in read(world, world.mentor).messages] == [False, False]
    with pytest.raises(NotAllowed):
        placements.withdraw_message(world.mentor, placement_id=world.placement_id, message_id=second)
    placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=second)
    with pytest.raises(NotFound):
        placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=second)
    write(world, world.mentor, "Read")
    with pytest.raises(Invalid) as refused:
        placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=first)
    assert "so it stays" in str(refused.value.message)
    assert texts(world, world.student) == ["One", "Read"]


def test_a_message_of_another_placement_is_not_found(world: World) -> None:
    other = placements.start(world.outsider, course_key=world.student.course_key, role="mentor")
    theirs = placements.write_message(world.outsider, placement_id=other.id, text="Elsewhere").id
    with pytest.raises(NotFound):
        placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=theirs)
    placements.mark_thread_read(world.student, placement_id=world.placement_id, upto=theirs)
    write(world, world.mentor, "Here")
    assert unread(world, world.student) is not None


def test_it_is_unread_until_it_is_shown_or_answered(world: World) -> None:
    first = write(world, world.student, "My train is late.")
    assert (unread(world, world.student), unread(world, world.mentor)) == (None, first)
    read(world, world.mentor)
    assert unread(world, world.mentor) == first, "what only reads notes nothing"
    placements.mark_thread_read(world.mentor, placement_id=world.placement_id, upto=10**9)
    assert unread(world, world.mentor) is None
    second = write(world, world.student, "I am here.")
    assert unread(world, world.mentor) == second, "nobody has read what was not written yet"
    placements.mark_thread_read(world.mentor, placement_id=world.placement_id, upto=first)
    assert unread(world, world.mentor) == second
    write(world, world.mentor, "Good.")
    assert unread(world, world.mentor) is None
    assert unread(world, world.staff) is None


def test_a_message_taken_back_is_unread_by_nobody(world: World) -> None:
    first = write(world, world.student, "One")
    placements.mark_thread_read(world.mentor, placement_id=world.placement_id, upto=first)
    second = write(world, world.student, "Two")
    placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=second)
    assert unread(world, world.mentor) is None
    assert unread(world, world.supervisor) == first


def test_a_forgotten_author_leaves_an_empty_place_and_no_name(world: World) -> None:
    write(world, world.mentor, "Ask for me.")
    write(world, world.student, "I ask Mira and nobody else.")
    retirement.forget(world.mentor.account)
    first, second = read(world, world.student).messages
    assert (first.text, first.author_name, first.author_id) == ("", "", None)
    assert "Mira" not in second.text


def test_a_guest_who_joins_with_an_account_keeps_their_words_and_what_they_read(
    world: World, person: Callable[..., Actor]
) -> None:
    guest = guest_of(world.placement_id, "mentor", "Gunn")
    said = write(world, guest, "From my phone")
    joined = person("gunn")
    Party.objects.filter(pk=guest.seat_id).update(user_id=joined.user_id, is_by_link=False)
    move_seat(guest.seat_id or 0, joined.account, [ThreadMessage])
    (message,) = read(world, joined).messages
    assert (message.is_mine, message.may_withdraw, unread(world, joined)) == (True, True, None)
    placements.withdraw_message(joined, placement_id=world.placement_id, message_id=said)


# -- the end -------------------------------------------------------------------------------------------------------------


def ended(world: World, days_ago: int) -> date:
    last = timezone.localdate() - days_ago * DAY
    Draft(world.student, world.placement_id).save(
        "periods", [{"uid": "p1", "start": (last - 30 * DAY).isoformat(), "end": last.isoformat(), "hours": "100"}]
    )
    return last


def test_after_the_last_day_there_is_still_something_to_say(world: World) -> None:
    ended(world, 60)
    write(world, world.student, "Thank you for everything.")
    assert read(world, world.mentor).closed_on is None


def test_long_after_the_end_everybody_reads_and_nobody_writes(world: World) -> None:
    write(world, world.student, "Thank you.")
    last = ended(world, 61)
    assert (texts(world, world.mentor), read(world, world.mentor).closed_on) == (["Thank you."], last)
    with pytest.raises(Invalid) as refused:
        write(world, world.mentor, "Hello again")
    assert "nobody writes here any more" in str(refused.value.message)
    placements.mark_thread_read(world.mentor, placement_id=world.placement_id, upto=10**9)
    assert unread(world, world.mentor) is None


# -- how much ------------------------------------------------------------------------------------------------------------


def fill(world: World, actor: Actor, count: int) -> None:
    now = timezone.now()
    ThreadMessage.objects.bulk_create(
        ThreadMessage(placement_id=world.placement_id, author_id=actor.user_id, text=f"No. {at}", at=now) for at in range(count)
    )


def test_a_thousand_are_read_in_pages_each_once(world: World) -> None:
    fill(world, world.student, 1_000)
    found: list[str] = []
    page, before = read(world, world.mentor), 0
    while page.messages:
        assert len(page.messages) <= PAGE
        found = [one.text for one in page.messages] + found
        assert page.older == 1_000 - len(found)
        before = page.messages[0].id
        page = read(world, world.mentor, before)
    assert found == [f"No. {at}" for at in range(1_000)]


def test_what_is_on_an_older_page_is_taken_back_as_what_is_on_the_first(world: World) -> None:
    fill(world, world.student, PAGE + 5)
    before = read(world, world.student).messages[0].id
    assert all(one.may_withdraw for one in read(world, world.student, before).messages)
    write(world, world.mentor, "Read")
    assert not any(one.may_withdraw for one in read(world, world.student, before).messages)


@pytest.mark.parametrize("count", [10, 1_000])
def test_queries_are_the_same_however_many_there_are(world: World, count: int) -> None:
    fill(world, world.student, count)
    view = placements.get(world.mentor, placement_id=world.placement_id)
    newest = read(world, world.mentor).messages[-1].id
    for work, most in (
        (lambda: placements.thread(world.mentor, placement=view), 2),
        (lambda: placements.thread(world.mentor, placement=view, before=newest), 3),
        (lambda: placements.mark_thread_read(world.mentor, placement_id=world.placement_id, upto=newest), 2),
        (lambda: write(world, world.mentor, "One more"), 13),
    ):
        with CaptureQueriesContext(connection) as asked:
            work()
        assert len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= most


def test_a_full_thread_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MESSAGES_LIMIT", 2)
    fill(world, world.student, 2)
    with pytest.raises(Invalid) as refused:
        write(world, world.mentor, "One more")
    assert "the highest number possible" in str(refused.value.message)
