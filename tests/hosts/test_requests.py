"""Places asked for and offered: the link's safety, the answer, the placements made of it, reminders, who is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotFound, Stale
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.api import Answer, MadeLink, Mentor
from internship_xblock.tools.hosts.models import OfferedPlace, PlaceRequest, RequestLink
from internship_xblock.tools.hosts.web.links import offer_address
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.notices.web.post import Post
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links import delivery
from internship_xblock.tools.placements.models import Party, Placement
from tests.platform import COURSE, TestPlatform

from .conftest import SECRET, asked, send, today

NOBODY = Actor.stranger()
OFFER = "/internship/offer/"
ANSWER = Answer(offered=3, mentors=[Mentor("Mira Dahl", "mira@tana.example"), Mentor("Nils")], remark="Bring boots")


def row() -> PlaceRequest:
    return PlaceRequest.objects.get()


def answered(made: MadeLink, answer: Answer = ANSWER, revision: int = 0) -> hosts.RequestView:
    return hosts.answer_request(NOBODY, code=made.code, revision=revision, answer=answer)


def opened(made: MadeLink, client: Client | None = None) -> Client:
    client = client or Client()
    response = send(client, OFFER, {"code": made.code})
    assert response.status_code == 302
    assert response["Location"] == f"{OFFER}{made.request_id}/"
    return client


# -- asking -----------------------------------------------------------------------------------------------------------


def test_each_host_that_is_asked_has_a_link_of_its_own_which_is_stored_nowhere(ida: Actor, tana: int) -> None:
    alta = hosts.keep_host(ida, course_key=COURSE, name="Alta Bygg")
    made = hosts.ask_hosts(ida, host_ids=[tana, alta, alta], asked=asked())
    assert [one.host for one in made] == ["Alta Bygg", "Tana Fisk AS"]
    assert len({one.code for one in made}) == 2
    assert not RequestLink.objects.filter(code_hash__in=[one.code for one in made]).exists()
    assert [hosts.see_request(NOBODY, code=one.code).host for one in made] == ["Alta Bygg", "Tana Fisk AS"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"places": 0}, "places"), ({"places": 31}, "places"), ({"places": None}, "places"), ({"first_day": None}, "first_day"),
        ({"first_day": today() + timedelta(days=130)}, "last_day"), ({"answer_by": today() - timedelta(days=1)}, "answer_by"),
        ({"answer_by": today() + timedelta(days=200)}, "answer_by"), ({"wishes": "x" * 4_001}, "wishes"),
        ({"last_day": today() + timedelta(days=5_000)}, "last_day"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_field(ida: Actor, tana: int, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        hosts.ask_hosts(ida, host_ids=[tana], asked=asked(**changes))
    assert list(refused.value.fields) == [field]
    assert not PlaceRequest.objects.exists()


def test_a_host_of_another_organisation_is_not_asked(ida: Actor, tana: int) -> None:
    neighbour = replace(ida, course_key="course-v1:Other+Mentor+2026")
    with pytest.raises(NotFound):
        hosts.ask_hosts(neighbour, host_ids=[tana], asked=asked())


# -- the link ---------------------------------------------------------------------------------------------------------


def test_it_is_opened_by_a_post_into_a_cookie_and_the_address_has_nothing_in_it(request_: MadeLink) -> None:
    client = opened(request_)
    cookie = client.cookies[f"internship_offer_{request_.request_id}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (OFFER, True, "Lax")
    page = client.get(f"{OFFER}{request_.request_id}/")
    assert page.status_code == 200
    html = page.content.decode()
    assert SECRET in html
    assert request_.code not in html
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "strict-origin"


def test_looking_changes_nothing_whoever_looks(request_: MadeLink) -> None:
    before = [PlaceRequest.objects.values().get(), RequestLink.objects.values().get()]
    client = opened(request_)
    for path in (OFFER, f"{OFFER}{request_.request_id}/"):
        client.get(path)
        client.head(path)
        client.get(path, {"code": request_.code, "offered": "3", "send": "1"})
    assert [PlaceRequest.objects.values().get(), RequestLink.objects.values().get()] == before


def test_unknown_expired_replaced_and_withdrawn_ones_are_answered_alike(ida: Actor, tana: int, request_: MadeLink) -> None:
    def answer(code: str) -> tuple[int, str]:
        response = send(Client(), OFFER, {"code": code})
        html = response.content.decode()
        return response.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)

    unknown = answer("a" * 24)
    assert unknown[0] == 404
    open_in = opened(request_)
    renewed = hosts.renew_link(ida, request_id=request_.request_id, replaces=True)
    assert answer(request_.code) == unknown
    assert open_in.get(f"{OFFER}{request_.request_id}/").status_code == 404  # in the browser where it was open, at once
    PlaceRequest.objects.update(answer_by=today() - timedelta(days=31))
    assert answer(renewed.code) == unknown
    PlaceRequest.objects.update(answer_by=today())
    open_in = opened(renewed)
    hosts.withdraw_request(ida, request_id=request_.request_id)
    assert answer(renewed.code) == unknown
    with pytest.raises(NotFound):
        answered(renewed)
    assert send(open_in, f"{OFFER}{request_.request_id}/", {"offered": "1", "revision": "0"}).status_code == 404
    assert row().offered is None


def test_one_more_link_leaves_the_earlier_one_and_neither_opens_another_request(
    ida: Actor, tana: int, request_: MadeLink
) -> None:
    more = hosts.renew_link(ida, request_id=request_.request_id)
    other = hosts.ask_hosts(ida, host_ids=[tana], asked=asked(wishes="Other"))[0]
    for one in (request_, more):
        assert hosts.see_request(NOBODY, code=one.code).id == request_.request_id
    client = opened(request_)
    client.cookies[f"internship_offer_{other.request_id}"] = request_.code
    assert client.get(f"{OFFER}{other.request_id}/").status_code == 404
    assert Client().get(f"{OFFER}{request_.request_id}/").status_code == 404


def test_guessing_is_stopped_and_locks_nobody_out(request_: MadeLink) -> None:
    for _try in range(30):
        assert send(Client(), OFFER, {"code": "b" * 24}).status_code == 404
    assert send(Client(), OFFER, {"code": "b" * 24}).status_code == 429
    opened(request_)
    cache.clear()


def test_the_host_reads_neither_notes_nor_what_others_were_asked(ida: Actor, tana: int, request_: MadeLink) -> None:
    hosts.note_host(ida, host_id=tana, text="NOTED OF THEM")
    other = hosts.keep_host(ida, course_key=COURSE, name="Alta Bygg")
    hosts.ask_hosts(ida, host_ids=[other], asked=asked(wishes="FOR OTHERS"))
    html = opened(request_).get(f"{OFFER}{request_.request_id}/").content.decode()
    assert "NOTED OF THEM" not in html
    assert "FOR OTHERS" not in html
    assert "per@tana.example" not in html


def test_leaving_the_device_closes_it_there(request_: MadeLink) -> None:
    client = opened(request_)
    page = send(client, f"{OFFER}{request_.request_id}/", {"leave": "1"})
    assert f'data-forgets-copies="host-{request_.request_id}"' in page.content.decode()
    assert client.get(f"{OFFER}{request_.request_id}/").status_code == 404
    opened(request_)


# -- the answer -------------------------------------------------------------------------------------------------------


def test_an_answer_by_the_page_is_kept_and_can_be_changed(ida: Actor, tana: int, request_: MadeLink) -> None:
    client, here = opened(request_), f"{OFFER}{request_.request_id}/"
    sent = {
        "revision": "0", "offered": "2", "mentor-1-name": " Mira  Dahl", "mentor-1-email": "mira@tana.example",
        "mentor-2-name": "", "mentor-2-email": "", "remark": "Bring boots", "send": "1",
    }  # fmt: skip
    assert send(client, here, sent).status_code == 302
    view = hosts.get_request(ida, request_id=request_.request_id)
    assert (view.state, view.offered, view.remark) == (hosts.ANSWERED, 2, "Bring boots")
    assert view.mentors == (Mentor("Mira Dahl", "mira@tana.example"),)
    html = client.get(f"{here}?sent=1").content.decode()
    assert "Mira Dahl" in html
    send(client, here, {"revision": "1", "none": "1", "offered": "2", "mentor-1-name": "Mira", "remark": "Too busy"})
    view = hosts.get_request(ida, request_id=request_.request_id)
    assert (view.state, view.offered, view.mentors, view.remark) == (hosts.DECLINED, 0, (), "Too busy")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"offered": "many"}, "offered"), ({"offered": "2,5"}, "offered"), ({"offered": "31"}, "offered"),
        ({"offered": "-1"}, "offered"), ({"offered": "1", "mentor-1-email": "mira@"}, "mentor-1-email"),
        ({"offered": "1", "mentor-1-name": "A", "mentor-2-name": "B"}, "offered"),
        ({"offered": "1", "remark": "x" * 4_001}, "remark"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("script", [False, True])
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    request_: MadeLink, sent: dict[str, str], field: str, script: bool
) -> None:
    headers = {"HX-Request": "true"} if script else {}
    typed = {"mentor-1-name": "Mira", **sent, "revision": "0", "send": "1"}
    response = send(opened(request_), f"{OFFER}{request_.request_id}/", typed, **headers)
    assert response.status_code == 422
    html = response.content.decode()
    assert f"offer-{field}-error" in html
    assert script or typed["mentor-1-name"] in html
    assert row().offered is None


def test_two_at_the_host_who_answer_at_once_see_both_answers(request_: MadeLink) -> None:
    answered(request_)
    with pytest.raises(Stale) as refused:
        answered(request_, Answer(offered=1))
    assert {(one.mine, one.theirs) for one in refused.value.differences} >= {("1", "3")}
    response = send(
        opened(request_), f"{OFFER}{request_.request_id}/", {"revision": "0", "offered": "1"}, **{"HX-Request": "true"}
    )
    assert response.status_code == 409
    assert row().offered == 3


def test_who_asked_is_told_once_of_the_last_answer_and_what_was_written_is_not_said(
    ida: Actor, request_: MadeLink, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    from internship_xblock.core.events import Happened
    from internship_xblock.tools.hosts.web.notices import _say

    answered(request_)
    answered(request_, Answer(offered=0, remark=SECRET), revision=1)
    notices = list(Notice.objects.filter(kind="host.answered").order_by("pk"))
    assert [one.reader_id for one in notices] == [ida.user_id] * 2

    def said(notice: Notice, reader: Actor) -> str | None:
        event = Happened(course_key=COURSE, usage_key="", verb="host.answer", user_id=None, ids=notice.ids)
        found = _say(reader, event)
        return found.sentence if found else None

    reader = Actor(ida.user_id, ida.name, COURSE)  # as a notice is read: not as staff
    assert said(notices[0], reader) is None
    assert said(notices[1], reader) == "Tana Fisk AS cannot take interns this time"
    with pytest.raises(NotFound):
        said(notices[1], Actor((ida.user_id or 0) + 1, "Else", COURSE))


# -- placements made of it --------------------------------------------------------------------------------------------


def test_as_many_empty_placements_as_were_offered_each_with_its_mentor(ida: Actor, request_: MadeLink) -> None:
    answered(request_)
    placed = hosts.make_placements(ida, request_id=request_.request_id, place=None)
    assert placed.is_new
    assert len(placed.placement_ids) == 3
    parties = [
        list(Party.objects.filter(placement=pk).values_list("role", "name", "organisation", "email"))
        for pk in placed.placement_ids
    ]
    assert parties == [
        [("mentor", "Mira Dahl", "Tana Fisk AS", "mira@tana.example")], [("mentor", "Nils", "Tana Fisk AS", "")],
        [("mentor", "", "Tana Fisk AS", "")],
    ]  # fmt: skip
    assert set(Placement.objects.values_list("owner", flat=True)) == {None}


def test_pressing_twice_or_two_coordinators_make_them_once(ida: Actor, kari: Actor, request_: MadeLink) -> None:
    answered(request_)
    first = hosts.make_placements(ida, request_id=request_.request_id, place=None)
    second = hosts.make_placements(kari, request_id=request_.request_id, place=None)
    assert (second.placement_ids, second.is_new) == (first.placement_ids, False)
    assert Placement.objects.count() == 3
    with pytest.raises(Invalid):
        answered(request_, Answer(offered=1), revision=1)
    with pytest.raises(Invalid):
        hosts.withdraw_request(ida, request_id=request_.request_id)


def test_nothing_is_made_of_no_places_nor_of_a_request_of_another_course(ida: Actor, request_: MadeLink) -> None:
    with pytest.raises(Invalid):
        hosts.make_placements(ida, request_id=request_.request_id, place=None)
    answered(request_, Answer(offered=0))
    with pytest.raises(Invalid):
        hosts.make_placements(ida, request_id=request_.request_id, place=None)
    elsewhere = replace(ida, course_key="course-v1:Test+Mentor+2027")
    with pytest.raises(NotFound):
        hosts.make_placements(elsewhere, request_id=request_.request_id, place=None)
    assert not Placement.objects.exists()


def test_where_one_fails_none_is_made(ida: Actor, request_: MadeLink) -> None:
    answered(request_)
    create = OfferedPlace.objects.create

    def failing(**values: Any) -> Any:
        if values["number"] == 3:
            raise RuntimeError
        return create(**values)

    with patch.object(OfferedPlace.objects, "create", failing), pytest.raises(RuntimeError):
        hosts.make_placements(ida, request_id=request_.request_id, place=None)
    assert not Placement.objects.exists()
    assert row().made_at is None


# -- letters, reminders, Today ----------------------------------------------------------------------------------------


@pytest.fixture
def mailing(clean_platform: None, django_capture_on_commit_callbacks: Callable[..., Any]) -> Iterator[Any]:
    """Mail goes out by the real way; the value runs what waits for a commit."""
    placements.connect_post(Post())
    yield django_capture_on_commit_callbacks
    placements.connect_post(None)


def test_the_letter_has_the_link_and_the_facts_and_no_wishes(ida: Actor, request_: MadeLink, mailing: Any) -> None:
    link = offer_address(request_.code)
    with mailing(execute=True):
        assert hosts.send_request(ida, request_id=request_.request_id, link=link, course="The course")
    (letter,) = TestPlatform.letters
    assert letter.address == "per@tana.example"
    assert link in letter.text
    assert "3 places" in letter.text
    assert SECRET not in letter.text + letter.html
    assert row().sent_at is not None


def test_a_mail_server_that_says_nothing_is_waited_for_once(
    ida: Actor, tana: int, mailing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty hosts asked with one press would wait for fifty time-outs."""
    tried: list[str] = []

    def silent(_platform: Any, letter: Any) -> None:
        tried.append(letter.address)
        raise NotSent("TimeoutError", is_silent=True)

    monkeypatch.setattr(delivery, "_silent_until", [0.0])
    monkeypatch.setattr(TestPlatform, "send_mail", silent)
    made = [hosts.ask_hosts(ida, host_ids=[tana], asked=asked())[0] for _time in range(5)]
    with mailing(execute=True):
        for one in made:
            assert hosts.send_request(ida, request_id=one.request_id, link=offer_address(one.code), course="The course")
    assert len(tried) == 1
    assert all(row.lost_from <= timezone.now() for row in PlaceRequest.objects.filter(pk__in=[one.request_id for one in made]))


def remind(mailing: Any) -> int:
    with mailing(execute=True):
        return hosts.remind_due(offer_address, lambda key: "The course")


def test_a_host_is_reminded_once_three_days_before_by_a_link_that_opens(request_: MadeLink, mailing: Any) -> None:
    PlaceRequest.objects.update(created=timezone.now() - timedelta(days=5))
    PlaceRequest.objects.update(answer_by=today() + timedelta(days=4))
    assert remind(mailing) == 0
    PlaceRequest.objects.update(answer_by=today() + timedelta(days=3))
    assert remind(mailing) == 1
    assert remind(mailing) == 0
    (letter,) = TestPlatform.letters
    code = re.search(r"/internship/offer/#(\S+)", letter.text)
    assert code is not None
    assert hosts.see_request(NOBODY, code=code[1]).id == request_.request_id
    assert hosts.see_request(NOBODY, code=request_.code).id == request_.request_id  # and the first one still does


@pytest.mark.parametrize(
    "change", [{"offered": 2}, {"revoked_at": timezone.now()}, {"to_address": ""}, {"answer_by": today() - timedelta(days=1)}]
)
def test_nobody_is_reminded_who_answered_or_cannot_be(request_: MadeLink, mailing: Any, change: dict[str, Any]) -> None:
    early = timezone.now() - timedelta(days=5)
    PlaceRequest.objects.update(**{"created": early, "answer_by": today() + timedelta(days=2), **change})
    assert remind(mailing) == 0


def test_today_says_who_is_waited_for_and_who_waits(ida: Actor, tana: int, request_: MadeLink, client_of: Any) -> None:
    client = client_of("staff_ida")

    def said() -> str:
        return str(client.get("/internship/", {"course": COURSE}).content.decode())

    assert "1 host has been asked for places" in said()
    PlaceRequest.objects.update(answer_by=today() - timedelta(days=1))
    assert "the answer of 1 host is overdue" in said()
    PlaceRequest.objects.update(answer_by=today())
    answered(request_)
    assert "1 host offers places" in said()
    hosts.make_placements(ida, request_id=request_.request_id, place=None)
    assert "offers places" not in said()


def test_the_site_without_mail_shows_links_alone(ida: Actor, request_: MadeLink) -> None:
    with patch.object(settings, "LMS_ROOT_URL", ""):
        assert not hosts.send_request(ida, request_id=request_.request_id, link="x", course="")
    assert row().sent_at is None
