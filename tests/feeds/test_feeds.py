"""A calendar one subscribes to: secret, ended by a press, titles without content, days that follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.moving import Wanted
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.feeds.models import CalendarFeed
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.plans import api as plans
from tests.logs.world import World
from tests.plans.conftest import RULES, Draft, fill
from tests.plans.conftest import USAGE as PLAN
from tests.platform import COURSE, TestPlatform
from tests.seats import guest_of, open_in
from tests.today.conftest import browser_of, queries_of

pytestmark = pytest.mark.django_db
PAGE = "/internship/calendar/"
SECRET = "Secretword"


@pytest.fixture
def world(person: Callable[..., Actor], clean_platform: None) -> World:
    cache.clear()
    return World(person)


@pytest.fixture
def planned(world: World) -> Draft:
    """A plan of which everything is to come, and in which people wrote something everywhere."""
    draft = Draft(world.student, world.placement_id)
    fill(draft, timezone.localdate())
    rows = [{**row, "about": SECRET} for row in draft.view().sections["checkpoints"].rows]
    draft.save("checkpoints", rows)
    return draft


def address(code: str) -> str:
    return f"{PAGE}{code}.ics"


def asked(code: str, **headers: Any) -> Any:
    return Client().get(address(code), **headers)


def events(code: str) -> dict[str, icalendar.Event]:
    answer = asked(code)
    assert answer.status_code == 200
    return {str(one["uid"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def days(code: str) -> dict[str, date]:
    return {uid: one["dtstart"].dt for uid, one in events(code).items() if str(one["status"]) == "CONFIRMED"}


# -- what stands in it -----------------------------------------------------------------------------------------------------


def test_the_days_of_ones_placements_stand_in_it_and_nothing_that_was_written(world: World, planned: Draft) -> None:
    code = feeds.make(world.mentor)
    answer = asked(code)
    content = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    found = events(code)
    rows = planned.view().sections["checkpoints"].rows
    assert {one["dtstart"].dt.isoformat() for one in found.values()} >= {row["date"] for row in rows}
    assert len(found) == len(rows) + 2  # and where it begins and ends
    for written in (SECRET, "Ola", "Mira", "Sven"):
        assert written not in content
    assert all(len(one.walk("VALARM")) == 0 for one in found.values())
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content


def test_days_that_move_or_go_follow_under_the_same_uid(world: World, planned: Draft) -> None:
    code = feeds.make(world.supervisor)
    before, then = days(code), events(code)
    where = {"usage_key": PLAN, "settings": RULES, "wanted": Wanted(weeks=2)}
    shown = plans.would_move(world.student, placement=world.placement_id, **where).shown
    plans.move_dates(world.student, placement_id=world.placement_id, shown=shown, **where)
    after, now = days(code), events(code)
    assert after == {uid: day + timedelta(weeks=2) for uid, day in before.items()}
    assert all(now[uid]["sequence"] > then[uid]["sequence"] for uid in now)

    rows = planned.view().sections["checkpoints"].rows
    planned.save("checkpoints", rows[1:])
    gone = next(one for uid, one in events(code).items() if rows[0]["uid"] in uid)
    assert str(gone["status"]) == "CANCELLED"
    assert str(gone["summary"]).startswith("Cancelled: ")


def test_what_is_paused_or_after_the_end_leaves_it(world: World, planned: Draft) -> None:
    code = feeds.make(world.student)
    before, today = days(code), timezone.localdate()
    placements.pause(world.mentor, placement_id=world.placement_id, known=0, first=today, last=None)
    assert days(code) == {}
    placements.resume(world.mentor, placement_id=world.placement_id, known=1, on=today)
    assert days(code) == before
    ends = min(before.values()) + timedelta(days=1)
    placements.end_early(world.mentor, placement_id=world.placement_id, known=2, last=ends)
    left = days(code)
    assert left
    assert max(left.values()) == ends


def test_with_several_placements_initials_say_whose(world: World, planned: Draft) -> None:
    other = placements.start(world.mentor, course_key=COURSE, role="mentor")
    row = placements.PartyRow(uid="emil", role="student", name="Emil Eira")
    placements.save_parties(world.mentor, placement_id=other.id, revision=other.revision, rows=[*other.parties, row])
    fill(Draft(world.mentor, other.id), timezone.localdate())
    titles = {str(one["summary"]) for one in events(feeds.make(world.mentor)).values()}
    assert any(title.endswith("(EE)") for title in titles)
    assert not any("Emil" in title for title in titles)


def test_it_speaks_the_language_in_which_it_was_made(world: World, planned: Draft) -> None:
    with translation.override("nb"):
        code = feeds.make(world.student)
    assert "Praksisen slutter" in {str(one["summary"]) for one in events(code).values()}


def test_a_course_that_is_gone_is_left_out(world: World, planned: Draft) -> None:
    code = feeds.make(world.student)
    TestPlatform.gone = {COURSE}
    assert events(code) == {}


# -- whose it is -----------------------------------------------------------------------------------------------------------


def test_the_secret_is_long_and_only_its_hash_is_kept(world: World) -> None:
    code = feeds.make(world.mentor)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", code)  # 192 bits
    assert code not in str(list(CalendarFeed.objects.values()))


def test_a_new_address_ends_the_one_before_and_ending_ends_all(world: World, planned: Draft) -> None:
    first = feeds.make(world.mentor)
    theirs, second = feeds.make(world.student), feeds.make(world.mentor)
    assert [asked(code).status_code for code in (first, second, theirs)] == [404, 200, 200]
    feeds.end(world.mentor)
    assert feeds.own(world.mentor) is None
    assert [asked(code).status_code for code in (second, theirs)] == [404, 200]


def test_unknown_ended_and_closed_ones_are_answered_alike(world: World) -> None:
    ended, closed, gone = feeds.make(world.mentor), feeds.make(world.student), feeds.make(world.supervisor)
    feeds.end(world.mentor)
    get_user_model().objects.filter(pk=world.student.account).update(is_active=False)
    retirement.forget(world.supervisor.account)
    answers = [asked(code) for code in ("x" * 32, ended, closed, gone, "short", "a" * 500)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_it_may_be_kept_by_nobody_but_its_reader_and_is_not_indexed(world: World) -> None:
    answer = asked(feeds.make(world.mentor))
    assert answer["Cache-Control"].startswith("private")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer
    head = Client().head(address(feeds.make(world.mentor)))
    assert (head.status_code, head.content) == (200, b"")
    for method in ("post", "put", "delete", "patch"):
        assert getattr(Client(), method)(address("x" * 32)).status_code == 405


def test_who_guesses_is_stopped_and_nobody_is_locked_out(world: World) -> None:
    code = feeds.make(world.mentor)
    statuses = {asked("x" * 32).status_code for _try in range(40)}
    assert statuses == {404, 429}
    assert asked(code).status_code == 200


def test_a_feed_that_is_asked_for_without_end_is_asked_to_wait(world: World) -> None:
    code = feeds.make(world.mentor)
    answers = [asked(code) for _try in range(121)]
    assert answers[119].status_code == 200
    assert (answers[120].status_code, answers[120]["Retry-After"]) == (429, "3600")


def test_a_guest_has_one_for_the_seat_for_as_long_as_the_link_lives(world: World, planned: Draft) -> None:
    gunn, client = guest_of(world.placement_id, "mentor"), Client()
    open_in(client, gunn)
    page = client.post(PAGE, f"seat={gunn.seat_id}", content_type="application/x-www-form-urlencoded")
    code = re.search(r"calendar/([\w-]{32})\.ics", page.content.decode())
    assert code is not None
    assert days(code[1])
    Invitation.objects.filter(party_id=gunn.seat_id).update(revoked_at=timezone.now())
    assert asked(code[1]).status_code == 404


def invited(world: World, uid: str, **more: Any) -> str:
    return placements.invite(world.student, placement_id=world.placement_id, party_uid=uid, **more)


def accepted(code: str) -> Actor:
    return placements.accept(Actor.stranger(COURSE), code=code).seat.actor


@pytest.fixture
def seat(world: World) -> str:
    """A seat for Gunn, whom nobody has invited yet: its uid."""
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid="gunn", role="mentor", name="Gunn")
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    return row.uid


def test_a_link_that_is_replaced_takes_its_feed_along_and_the_new_one_has_its_own(world: World, seat: str) -> None:
    code = feeds.make(accepted(invited(world, seat)))
    assert asked(code).status_code == 200
    new = invited(world, seat, replaces=True)
    assert asked(code).status_code == 404
    gunn = accepted(new)
    assert asked(code).status_code == 404
    assert asked(feeds.make(gunn)).status_code == 200


def test_a_feed_ends_with_the_revoked_link_though_another_to_the_seat_lives(world: World, seat: str) -> None:
    code = feeds.make(accepted(invited(world, seat)))
    first = Invitation.objects.latest("pk")
    accepted(invited(world, seat))
    assert asked(code).status_code == 200
    placements.revoke(world.student, placement_id=world.placement_id, invitation_id=first.pk)
    assert asked(code).status_code == 404


def test_a_link_that_was_never_opened_or_is_revoked_later_touches_no_feed(world: World, seat: str) -> None:
    gunn = accepted(invited(world, seat))
    invited(world, seat)
    unopened = Invitation.objects.latest("pk")
    code = feeds.make(gunn)
    later = invited(world, seat)
    accepted(later)
    for link in (unopened, Invitation.objects.latest("pk")):
        placements.revoke(world.student, placement_id=world.placement_id, invitation_id=link.pk)
    assert asked(code).status_code == 200


# -- the page --------------------------------------------------------------------------------------------------------------


def post(actor: Actor, body: str = "seat=") -> str:
    answer = browser_of(actor).post(PAGE, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def test_the_address_is_made_by_a_press_and_shown_once(world: World, settings: Any) -> None:
    settings.LMS_ROOT_URL = "https://lms.example"
    assert browser_of(world.mentor).get(PAGE).status_code == 200
    assert not CalendarFeed.objects.exists()  # looking makes nothing
    tree = lxml.html.fromstring(post(world.mentor))
    (shown,) = tree.xpath("//input[@readonly]/@value")
    assert shown.startswith("https://lms.example/internship/calendar/")
    assert tree.xpath("//a[contains(@href, 'webcal://')]/@href") == [shown.replace("https://", "webcal://")]
    again = browser_of(world.mentor).get(PAGE).content.decode()
    assert shown.rsplit("/", 1)[1] not in again
    assert "New address" in again
    assert "address is ended" in post(world.mentor, "seat=&end=1")


def test_nobody_makes_one_for_somebody_else(world: World) -> None:
    gunn = guest_of(world.placement_id, "mentor")
    answer = browser_of(world.student).post(PAGE, f"seat={gunn.seat_id}", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_today_leads_there(world: World) -> None:
    assert f'href="{PAGE}"' in browser_of(world.mentor).get("/internship/").content.decode()


def test_it_costs_the_same_for_many_placements(world: World, planned: Draft) -> None:
    code = feeds.make(world.mentor)
    few, _html = queries_of(world.mentor, address(code))
    for _number in range(10):
        view = placements.start(world.mentor, course_key=COURSE, role="mentor")
        fill(Draft(world.mentor, view.id), timezone.localdate())
    many, _html = queries_of(world.mentor, address(code))
    assert many == few <= 6
