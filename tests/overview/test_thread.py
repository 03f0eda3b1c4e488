"""The thread on the placement's page, on Today and in mails."""

from __future__ import annotations

from datetime import timedelta

import lxml.html
import pytest
from django.test import Client
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.placements.thread.models import ThreadMessage
from internship_xblock.tools.placements.web.block import PlacementBlock
from tests.logs.world import World
from tests.notices.world import sweep
from tests.plans.conftest import Draft, fill
from tests.runtime import call, make_block
from tests.seats import guest_of, open_in
from tests.today.conftest import browser_of, queries_of
from tests.today.conftest import look as today_of

from .conftest import address, look
from .test_changing import send, words_of

pytestmark = pytest.mark.django_db
LATE = "My train is late."


def thread_of(world: World, actor: Actor, **more: str) -> str:
    return send(actor, world, "thread", method="get", **more)


def newest(world: World) -> ThreadMessage:
    return ThreadMessage.objects.filter(placement_id=world.placement_id).latest("pk")


def see(world: World, actor: Actor) -> None:
    """What the page sends by itself once the newest message is before somebody's eyes."""
    html = thread_of(world, actor)
    (marker,) = lxml.html.fromstring(html).xpath("//li[contains(@hx-trigger, 'intersect')]")
    assert str(marker.get("hx-post")).endswith("/read_thread")
    assert send(actor, world, "read_thread", upto=str(newest(world).pk)) == ""


def test_one_writes_the_others_read_and_answer(world: World) -> None:
    assert "Nobody has written here yet" in words_of(thread_of(world, world.student))
    sent = words_of(send(world.student, world, "write_message", text=LATE))
    assert LATE in sent
    assert "Sent. Everybody in this placement can read it." in sent
    html = thread_of(world, world.mentor)
    assert f"Ola {timezone.localtime(newest(world).at):%a}" in words_of(html).replace("O Ola", "Ola")
    send(world.mentor, world, "write_message", text="Take the next one.")
    said = words_of(thread_of(world, world.student))
    assert 0 < said.index(LATE) < said.index("Take the next one.")


def test_it_says_beside_the_box_who_reads_it(world: World) -> None:
    said = words_of(thread_of(world, world.student))
    assert "Everybody in this placement reads this: Ola, Mira, Sven, Lea, Gro." in said
    assert "Whoever joins later can read all of it; the course team cannot." in said
    assert "whoever opened the placement" not in said
    Party.objects.filter(placement_id=world.placement_id, role="student").update(user=None)
    assert "Mira, Sven, Lea, Gro, whoever opened the placement." in words_of(thread_of(world, world.mentor))


def test_the_page_has_a_place_for_it_for_those_who_are_in_the_placement(world: World) -> None:
    placements.write_message(world.mentor, placement_id=world.placement_id, text=LATE)
    page = look(world.student, world.placement_id)
    assert "The newest message is from Mira" in page.part("thread")
    assert LATE not in page.words, "what is read is brought by a request of its own"
    assert look(world.staff, world.placement_id).part("thread") == ""
    send(world.staff, world, "thread", 403, "get")
    send(world.staff, world, "write_message", 403, text=LATE)


def test_looking_at_the_page_changes_nothing(world: World) -> None:
    """A program that follows every link of a page, in somebody's own browser, has read nothing for them."""
    placements.write_message(world.mentor, placement_id=world.placement_id, text=LATE)
    before = list(Party.objects.order_by("pk").values())
    look(world.student, world.placement_id)
    thread_of(world, world.student)
    assert list(Party.objects.order_by("pk").values()) == before
    assert any("Mira wrote in your placement" in one for one in today_of(world.student).mine)


def test_today_says_who_wrote_until_it_is_seen_or_answered(world: World) -> None:
    placements.write_message(world.student, placement_id=world.placement_id, text=LATE)
    (said,) = [one for one in today_of(world.mentor).mine if "wrote in" in one]
    assert "Ola wrote in the placement on " in said
    assert said.endswith("Read and answer")
    assert not any("wrote in" in one for actor in (world.student, world.staff) for one in today_of(actor).mine)
    assert any(one.endswith("-thread-title") for one in today_of(world.mentor).links)
    assert "Ola wrote in the placement" in look(world.mentor, world.placement_id).part("next") + " ".join(
        look(world.mentor, world.placement_id).lines("rest")
    )
    placements.write_message(world.supervisor, placement_id=world.placement_id, text="So is mine.")
    assert any("Sven wrote in the placement of Ola on " in one for one in today_of(world.mentor).mine)
    see(world, world.mentor)
    assert not any("wrote in" in one for one in today_of(world.mentor).mine)
    assert any("Sven wrote in your placement" in one for one in today_of(world.student).mine)
    answer = send(world.student, world, "write_message", text="We wait.")
    assert "-beside" in answer, "what comes next is said anew"
    assert not any("wrote in your" in one for one in today_of(world.student).mine)


def test_older_messages_come_page_by_page(world: World) -> None:
    now = timezone.now()
    ThreadMessage.objects.bulk_create(
        ThreadMessage(placement_id=world.placement_id, author_id=world.mentor.user_id, text=f"No. {at}.", at=now)
        for at in range(1_000)
    )
    html = thread_of(world, world.student)
    assert len(html) < 20_000
    assert "No. 999." in html
    assert "No. 989." not in html
    assert "Show 10 more of 990" in words_of(html)
    first = newest(world).pk - 9
    older = thread_of(world, world.student, after=str(first))
    assert "No. 989." in older
    assert "No. 990." not in older
    assert "Your message" not in older
    for wrong in ("-1", "x", "9" * 20):
        send(world.student, world, "thread", 400, "get", after=wrong)


def test_what_is_refused_is_said_at_the_box(world: World) -> None:
    assert "-thread-text-error" in send(world.student, world, "write_message", 422, text="")
    assert "-thread-text-error" in send(world.student, world, "write_message", 422, text="x" * 2_001)
    assert not ThreadMessage.objects.exists()


def test_one_s_own_is_withdrawn_from_the_page(world: World) -> None:
    send(world.student, world, "write_message", text=LATE)
    assert "Withdraw" in words_of(thread_of(world, world.student))
    assert "Withdraw" not in words_of(thread_of(world, world.mentor))
    said = words_of(send(world.student, world, "withdraw_message", message=str(newest(world).pk)))
    assert "Withdrawn. Nobody had written after it." in said
    assert LATE not in said


def test_a_guest_reads_and_writes_by_their_link(world: World) -> None:
    placements.write_message(world.student, placement_id=world.placement_id, text=LATE)
    guest, browser = guest_of(world.placement_id, "mentor", "Gunn"), Client()
    open_in(browser, guest)
    where, form = address(world.placement_id), {"placement": str(world.placement_id)}
    assert LATE in browser.get(f"{where}thread", form).content.decode()
    known = {"content_type": "application/x-www-form-urlencoded"}
    answer = browser.post(f"{where}write_message", f"placement={world.placement_id}&text=Take+the+next", **known)
    assert answer.status_code == 200, answer.content.decode()
    assert newest(world).author_seat_id == guest.seat_id
    assert "Gunn" in words_of(thread_of(world, world.student))
    Party.objects.filter(pk=guest.seat_id).update(is_by_link=False)
    assert browser.post(f"{where}write_message", f"placement={world.placement_id}&text=Again", **known).status_code != 200
    assert ThreadMessage.objects.count() == 2


def test_it_stands_in_the_block_too(world: World) -> None:
    block = make_block(PlacementBlock, world.student)
    assert "Messages" in block.student_view().content
    form = {"placement": str(world.placement_id)}
    assert call(block, "write_message", {**form, "text": LATE}).status_code == 200
    assert LATE in call(make_block(PlacementBlock, world.mentor), "thread", form, method="GET").text


def test_long_after_the_end_there_is_no_box_and_the_reason_stands_there(world: World, draft: Draft) -> None:
    placements.write_message(world.student, placement_id=world.placement_id, text=LATE)
    last = timezone.localdate() - timedelta(days=61)
    draft.save("periods", [{"uid": "p1", "start": last.isoformat(), "end": last.isoformat(), "hours": "8"}])
    said = words_of(thread_of(world, world.mentor))
    assert LATE in said
    assert "nobody writes here any more. Everything can still be read." in said
    assert "Your message" not in said
    refused = send(world.mentor, world, "write_message", 422, text="Hello")
    assert "nobody writes here any more" in words_of(refused)


# -- mail once -----------------------------------------------------------------------------------------------------------


def mails_to(world: World, actor: Actor) -> list[str]:
    return list(
        Notice.objects.filter(kind="placement.message", reader_id=actor.user_id).order_by("pk").values_list("state", flat=True)
    )


def test_several_messages_are_one_mail_until_they_are_read(world: World) -> None:
    for text in ("One", "Two"):
        placements.write_message(world.student, placement_id=world.placement_id, text=text)
    placements.write_message(world.supervisor, placement_id=world.placement_id, text="Three")
    assert len(mails_to(world, world.mentor)) == 1
    Notice.objects.filter(kind="placement.message").update(state=Notice.State.SENT)
    placements.write_message(world.student, placement_id=world.placement_id, text="Four")
    assert len(mails_to(world, world.mentor)) == 1, "they were told, and have not looked"
    see(world, world.mentor)
    placements.write_message(world.student, placement_id=world.placement_id, text="Five")
    assert mails_to(world, world.mentor) == ["sent", "waiting"]
    assert mails_to(world, world.student) == ["sent"], "of what the supervisor wrote"


def test_what_was_read_meanwhile_is_not_mailed_and_the_next_is(world: World) -> None:
    placements.write_message(world.student, placement_id=world.placement_id, text="One")
    see(world, world.mentor)
    sweep()
    placements.write_message(world.student, placement_id=world.placement_id, text="Two")
    assert mails_to(world, world.mentor) == ["skipped", "waiting"]


def test_what_was_taken_back_before_it_was_mailed_keeps_the_next_from_nobody(world: World) -> None:
    said = placements.write_message(world.student, placement_id=world.placement_id, text="One")
    placements.withdraw_message(world.student, placement_id=world.placement_id, message_id=said.id)
    sweep()
    placements.write_message(world.student, placement_id=world.placement_id, text="Two")
    assert mails_to(world, world.mentor) == ["skipped", "waiting"]


# -- what it costs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [10, 1_000])
def test_reading_it_costs_five_queries_however_much_there_is(world: World, count: int) -> None:
    now = timezone.now()
    ThreadMessage.objects.bulk_create(
        ThreadMessage(placement_id=world.placement_id, author_id=world.mentor.user_id, text="Word", at=now)
        for _at in range(count)
    )
    asked, _html = queries_of(world.student, f"{address(world.placement_id)}thread?placement={world.placement_id}")
    assert asked == 5


def test_it_costs_the_page_and_today_no_query(world: World, draft: Draft) -> None:
    fill(draft, timezone.localdate())
    places = (address(world.placement_id), "/internship/")
    before = [queries_of(world.student, place)[0] for place in places]
    for at in range(30):
        placements.write_message(world.mentor, placement_id=world.placement_id, text=f"No. {at}")
    assert [queries_of(world.student, place)[0] for place in places] == before
    assert browser_of(world.student).get(places[0]).content.count(b"No. 2") == 0
