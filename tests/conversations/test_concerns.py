"""What is not right is said to a few, and nobody else learns that anything was said: least of all whoever it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, TestCase
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.core.own_data import own_rows
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Concern, ConcernReader, ConcernTurn
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.sessions import guests
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.ui.pages.actors import COOKIE
from tests.platform import COURSE
from tests.seats import Post, guest_of, take_by_link

from .conftest import ESCALATION, Story, concerns_of

pytestmark = pytest.mark.django_db


def route(story: Story, actor: Actor | None = None) -> conversations.Route:
    return conversations.route(actor or story.student, placement=story.placement_id)


def seen_by(story: Story, actor: Actor) -> list[str]:
    return [one.text for one in conversations.concerns(actor, placement=story.placement_id)]


def read(story: Story, actor: Actor, concern_id: int) -> conversations.ConcernView:
    return conversations.concern(actor, placement=story.placement_id, concern_id=concern_id)


def say(story: Story, actor: Actor, concern_id: int, text: str = "I call you today.") -> None:
    conversations.say(actor, placement_id=story.placement_id, concern_id=concern_id, text=text)


# -- whom to turn to ----------------------------------------------------------------------------------------------------


def test_the_route_is_the_plans_with_the_people_whom_it_means(story: Story) -> None:
    found = route(story)
    assert (found.escalation, found.university) == (ESCALATION, "Sven, by telephone")
    assert [(one.party.name, one.is_named) for one in found.contacts] == [("Mira", True), ("Sven", True)]
    assert [party.name for party in found.recipients] == ["Mira", "Sven"]
    assert [party.name for party in found.others] == ["Mira", "Sven", "Lea", "Gro"]


def test_without_a_plan_the_supervisor_and_who_coordinates_can_be_told(story: Story) -> None:
    story.plan.save("contacts", [{"escalation": "", "university": ""}])
    assert [party.name for party in route(story).recipients] == ["Sven"]
    Placement.objects.filter(pk=story.placement_id).update(owner_id=story.other.account)
    assert [party.name for party in route(story).recipients] == ["Sven", "Gro"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Tell your mentor first", ["Mira", "Sven"]), ("Our manager decides", ["Lea", "Sven"]), ("Ask Gro", ["Gro", "Sven"]),
        ("Miranda at reception", ["Sven"]), ("", ["Sven"]),
    ],
)  # fmt: skip
def test_a_plan_names_people_or_what_they_are(story: Story, words: str, names: list[str]) -> None:
    story.plan.save("contacts", [{"escalation": words, "university": ""}])
    assert sorted(party.name for party in route(story).recipients) == sorted(names)


def test_who_has_not_come_in_is_named_and_cannot_be_told_here(story: Story) -> None:
    Party.objects.filter(placement_id=story.placement_id, role="supervisor").update(user=None, joined_at=None)
    found = route(story)
    assert "Sven" in [one.party.name for one in found.contacts]
    assert [party.name for party in found.recipients] == ["Mira"]


# -- raising one --------------------------------------------------------------------------------------------------------


def test_a_concern_is_between_its_author_and_those_they_chose(story: Story) -> None:
    number = story.raise_concern("I am left alone.")
    assert seen_by(story, story.student) == seen_by(story, story.supervisor) == ["I am left alone."]
    for actor in (story.mentor, story.leader, story.other):
        assert seen_by(story, actor) == []
        with pytest.raises(NotFound):
            read(story, actor, number)
        with pytest.raises(NotFound):
            say(story, actor, number)
    for actor in (story.staff, story.outsider, replace(story.supervisor, masquerading=True)):
        with pytest.raises((NotFound, NotAllowed)):
            read(story, actor, number)
        with pytest.raises((NotFound, NotAllowed)):
            conversations.concerns(actor, placement=story.placement_id)


def test_it_cannot_go_to_whom_it_is_about_nor_to_whom_the_route_does_not_name(story: Story) -> None:
    for to, about in (
        (["mentor"], "mentor"),
        (["mentor", "supervisor"], "mentor"),
        (["leader"], ""),
        ([], ""),
        (["supervisor", "other"], ""),
    ):
        with pytest.raises(Invalid) as refused:
            story.raise_concern(to=[story.uid(role) for role in to], about=story.uid(about) if about else "")
        assert list(refused.value.fields) == ["to"]
    with pytest.raises(Invalid) as refused:
        story.raise_concern(to=["nobody"], about="nobody", text=" ")
    assert set(refused.value.fields) == {"to", "about", "text"}
    assert not Concern.objects.exists()
    assert not ConcernReader.objects.exists()


def test_one_that_is_about_nobody_can_go_to_several(story: Story) -> None:
    story.raise_concern(to=[story.uid("mentor"), story.uid("supervisor")], about="")
    assert len(seen_by(story, story.mentor)) == len(seen_by(story, story.supervisor)) == 1


def test_its_text_has_a_limit_and_so_has_their_number(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid) as refused:
        story.raise_concern("x" * 4_001)
    assert list(refused.value.fields) == ["text"]
    monkeypatch.setattr("internship_xblock.tools.conversations.concerns.writing.CONCERNS_LIMIT", 1)
    story.raise_concern()
    with pytest.raises(Invalid):
        story.raise_concern("Another")
    story.raise_concern(actor=story.supervisor, to=[story.uid("mentor")], about="")


def test_what_is_sent_twice_is_one(story: Story) -> None:
    number = story.raise_concern()
    assert story.raise_concern() == number
    assert Concern.objects.count() == 1
    both = [story.uid("supervisor"), story.uid("mentor")]
    others = [story.raise_concern(about=""), story.raise_concern(to=both, about=""), story.raise_concern("Something else")]
    assert len({number, *others}) == 4
    Concern.objects.filter(pk=number).update(raised_at=ago(1))
    assert story.raise_concern() > max(others), "a day later it is said anew"
    newest = Concern.objects.latest("pk").pk
    conversations.close(story.student, placement_id=story.placement_id, concern_id=newest)
    assert story.raise_concern() > newest, "what was closed is not what is said now"


# -- talking, showing, closing ------------------------------------------------------------------------------------------


def test_they_talk_about_it(story: Story) -> None:
    number = story.raise_concern()
    say(story, story.supervisor, number, "I call you today.")
    say(story, story.student, number, "Thank you.")
    found = read(story, story.student, number)
    assert [(one.name, one.text, one.is_of_author) for one in found.turns] == [
        ("Sven", "I call you today.", False), ("Ola", "Thank you.", True),
    ]  # fmt: skip
    with pytest.raises(Invalid):
        say(story, story.student, number, "  ")


def test_its_author_alone_shows_it_to_somebody_else_and_for_good(story: Story) -> None:
    number = story.raise_concern()
    where: dict[str, Any] = {"placement_id": story.placement_id, "concern_id": number}
    with pytest.raises(NotAllowed):
        conversations.show_to(story.supervisor, **where, uid=story.uid("leader"))
    for _twice in range(2):
        conversations.show_to(story.student, **where, uid=story.uid("leader"))
    assert [reader.name for reader in read(story, story.leader, number).readers] == ["Sven", "Lea"]
    conversations.show_to(story.student, **where, uid=story.uid("mentor"))
    assert read(story, story.mentor, number).text
    for uid in ("nobody", story.uid("student")):
        with pytest.raises(Invalid):
            conversations.show_to(story.student, **where, uid=uid)


def test_its_author_alone_closes_it_with_a_word(story: Story) -> None:
    number = story.raise_concern()
    where: dict[str, Any] = {"placement_id": story.placement_id, "concern_id": number}
    with pytest.raises(NotAllowed):
        conversations.close(story.supervisor, **where, word="Settled")
    conversations.close(story.student, **where, word="We talked.")
    conversations.close(story.student, **where, word="Twice is once.")
    found = read(story, story.supervisor, number)
    assert (found.is_open, found.closing) == (False, "We talked.")
    with pytest.raises(Invalid):
        say(story, story.supervisor, number)


def test_who_takes_over_a_readers_place_does_not_become_a_reader(story: Story) -> None:
    number = story.raise_concern()
    seat = Party.objects.get(placement_id=story.placement_id, role="supervisor")
    uid = placements.substitute(story.student, placement_id=story.placement_id, party_uid=seat.uid, name="Siv")
    siv = take_by_link(story.placement_id, uid)
    assert seen_by(story, siv) == []
    with pytest.raises(NotFound):
        read(story, siv, number)
    with pytest.raises(NotFound):
        read(story, story.supervisor, number)
    (reader,) = read(story, story.student, number).readers
    assert (reader.name, reader.is_here) == ("Sven", False)


def test_guests_raise_read_and_answer(story: Story) -> None:
    guest = guest_of(story.placement_id, "supervisor", "Gunn")
    uid = Party.objects.get(pk=guest.seat_id).uid
    number = story.raise_concern(to=[uid])
    say(story, guest, number, "I call you.")
    assert [one.name for one in read(story, story.student, number).turns] == ["Gunn"]
    own = story.raise_concern("Nobody answers.", guest, to=[story.uid("supervisor")], about="")
    assert read(story, story.supervisor, own).author_name == "Gunn"
    other = guest_of(story.placement_id, "mentor", "Gerd")
    with pytest.raises(NotFound):
        read(story, other, number)


@pytest.fixture
def browsers(story: Story) -> Browsers:
    post = Post()
    placements.connect_post(post)
    return Browsers(story, post)


class Browsers:
    """The mentor invites, and makes links for the student, who is a guest."""

    def __init__(self, story: Story, post: Post) -> None:
        self.story, self.post = story, post
        Placement.objects.filter(pk=story.placement_id).update(owner_id=story.mentor.account)
        Party.objects.filter(placement_id=story.placement_id, role="student").update(user=None, joined_at=None)
        self.uid = Party.objects.get(placement_id=story.placement_id, role="student").uid

    def open(self, address: str) -> placements.Accepted:
        code = placements.invite(self.story.mentor, placement_id=self.story.placement_id, party_uid=self.uid, address=address)
        return placements.accept(Actor.stranger(COURSE), code=code)

    def guest(self, accepted: placements.Accepted) -> Actor:
        return guests(accepted.key)[0].actor

    def raised(self, guest: Actor) -> int:
        to = [Party.objects.get(placement_id=self.story.placement_id, role="supervisor").uid]
        return conversations.raise_concern(guest, placement_id=self.story.placement_id, text="Mira shouts at me.", to=to)


def test_who_makes_links_does_not_read_a_guests_concern_by_one_with_their_own_address(story: Story, browsers: Browsers) -> None:
    ola = browsers.open("ola@example.org")
    number = browsers.raised(browsers.guest(ola))
    further = browsers.open("mira.private@example.org")
    with TestCase.captureOnCommitCallbacks(execute=True):
        placements.send_code(Actor.stranger(COURSE), key=further.key, placement_id=story.placement_id)
    assert (further.waits, browsers.post.sent[-1].to) == (True, "ola@example.org")
    where = {"key": further.key, "placement_id": story.placement_id}
    placements.confirm(Actor.stranger(COURSE), **where, digits=browsers.post.digits)
    assert read(story, browsers.guest(further), number).is_mine, "who has the code from that mailbox is the guest"


def test_in_a_browser_of_which_nobody_can_say_whose_it_is_no_concern_is_shown(
    story: Story, browsers: Browsers, person: Callable[..., Actor]
) -> None:
    ola = browsers.open("")
    number = browsers.raised(browsers.guest(ola))
    assert read(story, browsers.guest(ola), number).is_mine
    further = browsers.open("mira.private@example.org")
    strange = browsers.guest(further)
    assert (further.waits, seen_by(story, strange), waiting(story, strange)) == (False, [], [])
    with pytest.raises(NotFound):
        read(story, strange, number)
    assert "concern" not in own_rows(strange).get("conversations", {})
    for answer in (page_of(story, further.key), page_of(story, ola.key)):
        assert ("not shown in this browser" in answer, "Mira shouts" in answer) in ((True, False), (False, True))
    again = person("again")
    joined = placements.join_seat(again, course_key=COURSE, placement_id=story.placement_id, key=further.key)
    assert joined.roles
    assert seen_by(story, again) == []
    assert "concern" not in own_rows(again).get("conversations", {})


def page_of(story: Story, key: str) -> str:
    client = Client()
    client.cookies[COOKIE] = key
    return client.get(concerns_of(story)).content.decode()


# -- who waits ----------------------------------------------------------------------------------------------------------


def waiting(story: Story, actor: Actor) -> list[tuple[bool, str]]:
    views = [placements.get(actor, placement_id=story.placement_id)]
    found = conversations.open_concerns(actor, views=views)
    return [(one.is_mine, one.author_name) for one in found if one.waits_for_me]


def test_whose_word_is_next(story: Story) -> None:
    number = story.raise_concern()
    assert (waiting(story, story.student), waiting(story, story.supervisor)) == ([], [(False, "Ola")])
    say(story, story.supervisor, number)
    assert (waiting(story, story.student), waiting(story, story.supervisor)) == ([(True, "Ola")], [])
    say(story, story.student, number)
    assert (waiting(story, story.student), waiting(story, story.supervisor)) == ([], [(False, "Ola")])
    say(story, story.supervisor, number)
    conversations.show_to(story.student, placement_id=story.placement_id, concern_id=number, uid=story.uid("leader"))
    assert waiting(story, story.leader) == [(False, "Ola")]
    conversations.close(story.student, placement_id=story.placement_id, concern_id=number)
    assert waiting(story, story.leader) == waiting(story, story.student) == []
    assert waiting(story, story.mentor) == []


def count(story: Story) -> int:
    return conversations.count_unanswered(story.staff, course_key=COURSE)


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def test_the_staff_learn_how_many_have_waited_three_days_and_nothing_else(story: Story) -> None:
    number = story.raise_concern()
    story.raise_concern("A fresh one")
    assert count(story) == 0
    Concern.objects.filter(pk=number).update(raised_at=ago(4))
    assert count(story) == 1
    say(story, story.student, number, "Is anybody there?")
    assert count(story) == 1, "to ask again does not begin the time anew"
    say(story, story.supervisor, number)
    assert count(story) == 0
    say(story, story.student, number, "And now?")
    assert count(story) == 0
    ConcernTurn.objects.filter(is_of_author=False).update(at=ago(6))
    ConcernTurn.objects.filter(text="And now?").update(at=ago(5))
    assert count(story) == 1
    conversations.close(story.student, placement_id=story.placement_id, concern_id=number)
    assert count(story) == 0
    for actor in (story.student, story.supervisor, story.other_staff, story.stranger):
        with pytest.raises(NotAllowed):
            conversations.count_unanswered(actor, course_key=COURSE)


def test_staff_who_have_a_part_learn_of_no_concern_that_they_do_not_know_of(story: Story) -> None:
    number = story.raise_concern()
    Concern.objects.filter(pk=number).update(raised_at=ago(4))
    mentor, supervisor = (replace(one, is_staff=True) for one in (story.mentor, story.supervisor))
    assert conversations.count_unanswered(mentor, course_key=COURSE) == 0
    assert conversations.count_unanswered(supervisor, course_key=COURSE) == count(story) == 1
    Placement.objects.filter(pk=story.placement_id).update(owner_id=story.staff.account)
    assert count(story) == 0, "nor does who owns it"
