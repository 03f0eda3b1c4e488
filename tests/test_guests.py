"""A guest acts from a seat by a personal link, without an account: they read, comment and sign, and all of it is theirs.

Ola, the student, and Sven, the supervisor, have accounts; so has Mira, one of two mentors. Gunn, the other one, and Lars, the
leader, are guests.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from internship_xblock import retirement
from internship_xblock.core import events
from internship_xblock.core.actor import Actor, Identity
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.openedx import listeners
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import EntryReading, EntryRequest
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanRecord, PlanSignature
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.plans.verification import verify_hash_chains
from tests.plans import shown

from .platform import COURSE
from .seats import guest_of, take_by_link

RULES = plans.PlanRules()
LOG = logs.LogRules()
PLACE = {"usage_key": "plan", "section": "contacts"}


class World:
    def __init__(self, person: Any) -> None:
        self.ola, self.mira, self.sven = person("ola"), person("mira"), person("sven")
        view = placements.start(self.ola, course_key=COURSE, role="student")
        self.id = view.id
        named = [("mira", "mentor"), ("gunn", "mentor"), ("sven", "supervisor"), ("lars", "leader")]
        rows = [placements.PartyRow(uid=name, role=role, name=name.capitalize()) for name, role in named]
        second = placements.PartyRow(uid="second", role="mentor", name="Siri", is_substitute=True)
        placements.save_parties(self.ola, placement_id=self.id, revision=0, rows=[*view.parties, *rows, second])
        for actor, uid in ((self.mira, "mira"), (self.sven, "sven")):
            code = placements.invite(self.ola, placement_id=self.id, party_uid=uid)
            placements.join(actor, course_key=COURSE, code=code)
        self.gunn, self.lars = take_by_link(self.id, "gunn"), take_by_link(self.id, "lars")

    def comment(self, actor: Actor, text: str) -> plans.Comment:
        return plans.comment(actor, placement_id=self.id, **PLACE, text=text)

    def comments(self, actor: Actor) -> list[plans.Comment]:
        return plans.comments(actor, placement=self.id, **PLACE)

    def submit(self) -> int:
        for section, rows in examples.example(RULES, date(2026, 9, 1)).items():
            if section != "parties":
                plans.save_section(
                    self.ola, placement_id=self.id, usage_key="plan", section=section, revision=0, typed=rows, settings=RULES
                )
        return shown.submit(self.mira, placement_id=self.id, usage_key="plan", settings=RULES, possible=0).number

    def sign(self, *actors: Actor) -> plans.Agreement:
        return [shown.sign(actor, placement_id=self.id, usage_key="plan", number=1) for actor in actors][-1]

    def entry(self, level: str = "mentor", draft: int = 1) -> int:
        typed = {"date": "2026-09-21", "text-what": "I rang a customer.", "date_reason": "I was asked to."}
        at: dict[str, Any] = {"usage_key": "log", "rules": LOG}
        made = logs.write(self.ola, placement_id=self.id, draft=draft, revision=0, typed=typed, **at)
        logs.share(self.ola, entry_id=made.id, revision=1, level=level, confirmed=logs.CHECKLIST, **at)
        return made.id

    def read(self, actor: Actor, entry_id: int) -> logs.EntryView:
        return logs.entry_for_review(actor, usage_key="log", entry_id=entry_id)

    def answer(self, actor: Actor, entry_id: int, words: str) -> logs.EntryView:
        return logs.answer(actor, usage_key="log", entry_id=entry_id, observation=words)

    def waiting(self, actor: Actor) -> logs.WaitingPage:
        return logs.waiting(actor, course_key=COURSE)


@pytest.fixture
def world(person: Any) -> World:
    return World(person)


# -- who somebody is -----------------------------------------------------------------------------------------------------


def test_nobody_is_the_same_as_nobody() -> None:
    nobody, account, seat = Identity(), Identity(user_id=7), Identity(seat_id=7)
    for one in (nobody, account, seat):
        for other in (nobody, account, seat):
            assert one.is_same(other) == (one == other and one != nobody), (one, other)


def test_an_actor_has_an_account_or_a_seat() -> None:
    gunn = Actor.guest(seat_id=4, name="Gunn", course_key=COURSE)
    assert (gunn.is_known, gunn.is_guest, gunn.identity) == (True, True, Identity(None, 4))
    with pytest.raises(NotAllowed, match="NotAllowed") as refusal:
        _ = gunn.account
    assert "personal link" in str(refusal.value.message)
    with pytest.raises(NotAllowed) as plain:
        _ = Actor.stranger().account
    assert "personal link" not in str(plain.value.message)
    with pytest.raises(ValueError, match="not by both"):
        Actor(user_id=1, name="Gunn", course_key=COURSE, seat_id=4)


def test_an_account_and_a_seat_of_the_same_number_are_two_people(world: World) -> None:
    """A number alone says nothing: whose it is decides."""
    same = Actor(user_id=world.gunn.seat_id, name="Same", course_key=COURSE)
    said = world.comment(world.gunn, "Which note?")
    view = placements.get(world.gunn, placement_id=world.id)
    assert not any(party.is_of(same) and party.uid == "gunn" for party in view.parties)
    assert not said.is_by(same)
    assert said.is_by(world.gunn)


# -- the seat ------------------------------------------------------------------------------------------------------------


def test_a_guest_has_their_seats_placement_and_no_other(world: World, person: Any) -> None:
    other = placements.start(person("kari"), course_key=COURSE, role="student")
    view = placements.get(world.gunn, placement_id=world.id)
    assert (view.role_labels, view.since is not None, "Gunn" in view.others) == (["Mentor"], True, False)
    assert {"Mira", "Sven", "Lars"} <= set(view.others)
    assert placements.opened(world.gunn, course_key=COURSE) == view
    assert placements.mine(world.gunn, course_key=COURSE).rows == (view,)
    assert list(placements.several(world.gunn, placement_ids=[world.id, other.id])) == [world.id]
    assert placements.roles_held(world.gunn) == {"mentor"}
    with pytest.raises(NotFound):
        placements.get(world.gunn, placement_id=other.id)
    assert placements.mine(replace(world.gunn, course_key="course-v1:Other+X+1"), course_key="course-v1:Other+X+1").rows == ()


@pytest.mark.parametrize("emptied", [{"is_by_link": False}, {"is_by_link": False, "user": "kari"}, {"user": "kari"}])
def test_who_acts_from_a_seat_that_is_theirs_no_more_is_nobody(world: World, person: Any, emptied: dict[str, Any]) -> None:
    """It was emptied, or somebody has taken it with an account."""
    if "user" in emptied:
        emptied = {**emptied, "user": person(emptied["user"]).user_id}
    Party.objects.filter(pk=world.gunn.seat_id).update(**emptied)
    assert placements.mine(world.gunn, course_key=COURSE).rows == ()
    assert placements.opened(world.gunn, course_key=COURSE) is None
    assert placements.roles_held(world.gunn) == frozenset()
    with pytest.raises(NotFound):
        plans.open_plan(world.gunn, placement=world.id, usage_key="plan")


def test_a_seat_that_a_guest_has_taken_is_taken(world: World, person: Any) -> None:
    view = placements.get(world.ola, placement_id=world.id)
    assert {party.uid for party in view.parties if party.has_joined} >= {"gunn", "lars", "mira"}
    code = placements.invite(world.ola, placement_id=world.id, party_uid="gunn")
    assert placements.see_invitation(world.mira, code=code).state == "accepted", "one more key to the same seat"
    with pytest.raises(Invalid, match="Invalid"):
        placements.join(person("kari"), course_key=COURSE, code=code)
    save: Any = {"placement_id": world.id, "revision": view.revision}
    with pytest.raises(Invalid) as left_out:
        placements.save_parties(world.ola, **save, rows=[party for party in view.parties if party.uid != "gunn"])
    assert "Gunn has joined" in str(left_out.value.message)
    renamed = [replace(party, name="Gunn Aas", is_by_link=False) if party.uid == "gunn" else party for party in view.parties]
    forged = [replace(party, is_by_link=True, seat_id=4) if party.uid == "second" else party for party in renamed]
    placements.save_parties(world.ola, **save, rows=forged)
    joined = {party.uid: party.has_joined for party in placements.get(world.gunn, placement_id=world.id).parties}
    assert (joined["gunn"], joined["second"]) == (True, False), "what is typed moves nobody"


@pytest.mark.parametrize("was_forgotten", [True, False])
def test_a_place_that_a_guest_left_can_be_left_out_and_what_they_said_stays(world: World, was_forgotten: bool) -> None:
    world.comment(world.gunn, "Who is that?")
    placements.invite(world.ola, placement_id=world.id, party_uid="second")
    if was_forgotten:
        retirement.forget_seat(world.gunn.seat_id or 0)
    else:  # their link was withdrawn
        Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False)
    view = placements.get(world.ola, placement_id=world.id)
    rows = [party for party in view.parties if party.uid not in ("gunn", "second")]
    placements.save_parties(world.ola, placement_id=world.id, revision=view.revision, rows=rows)
    assert not Party.objects.filter(uid__in=("gunn", "second")).exists()
    (said,) = world.comments(world.ola)
    assert (said.author_seat_id, said.author_name) == (None, "" if was_forgotten else "Gunn")


def test_an_earlier_code_does_not_take_a_guests_seat(world: World, person: Any) -> None:
    code = placements.invite(world.ola, placement_id=world.id, party_uid="second")
    siri = take_by_link(world.id, "second")
    with pytest.raises(Invalid) as refusal:
        placements.join(person("kari"), course_key=COURSE, code=code)
    assert "is open without an account" in str(refusal.value.fields["code"])
    assert placements.get(siri, placement_id=world.id).role_labels == ["Mentor"]


# -- the plan ------------------------------------------------------------------------------------------------------------


def test_a_guest_opens_the_plan_and_writes_nothing_in_it(world: World) -> None:
    world.submit()
    assert plans.open_plan(world.mira, placement=world.id, usage_key="plan").writable
    seen = plans.open_plan(world.gunn, placement=world.id, usage_key="plan")
    assert (seen.writable, seen.sections["tasks"].is_begun) == (frozenset(), True)
    with pytest.raises(NotAllowed):
        plans.save_section(
            world.gunn, placement_id=world.id, usage_key="plan", section="contacts", revision=1, typed=[{}], settings=RULES
        )
    with pytest.raises(NotAllowed) as refusal:
        shown.submit(world.gunn, placement_id=world.id, usage_key="plan", settings=RULES, possible=0)
    assert "personal link" in str(refusal.value.message)


def test_the_owner_gives_a_guest_no_section_to_write_in(world: World) -> None:
    everything = plans.open_plan(world.ola, placement=world.id, usage_key="plan").sections
    plans.allow(world.ola, placement_id=world.id, usage_key="plan", revision=0, ticked={"gunn": list(everything)})
    assert not plans.open_plan(world.gunn, placement=world.id, usage_key="plan").writable


def test_a_guest_comments_and_is_answered(world: World) -> None:
    asked = world.comment(world.gunn, "Who is that?")
    assert (asked.author_name, asked.is_mine, asked.may_withdraw) == ("Gunn", True, True)
    for other in (world.ola, world.mira, world.lars):
        (seen,) = world.comments(other)
        assert (seen.author_name, seen.is_mine, seen.may_withdraw) == ("Gunn", False, False)
        with pytest.raises(NotAllowed):
            plans.withdraw_comment(other, placement_id=world.id, usage_key="plan", comment_id=asked.id)
    world.comment(world.lars, "I know him.")
    assert [(one.is_mine, one.may_withdraw) for one in world.comments(world.gunn)] == [(True, False), (False, False)]
    last = world.comment(world.gunn, "Good.")
    plans.withdraw_comment(world.gunn, placement_id=world.id, usage_key="plan", comment_id=last.id)
    plans.settle(world.gunn, placement_id=world.id, **PLACE, upto=last.id)
    assert [(one.text, one.settled_by) for one in world.comments(world.ola)] == [
        ("Who is that?", "Gunn"), ("I know him.", "Gunn"),
    ]  # fmt: skip


def test_a_guest_signs_and_the_agreement_counts_it(world: World) -> None:
    world.submit()
    before = plans.agreement(world.gunn, placement=world.id, usage_key="plan", number=1)
    assert before.mine is not None
    assert (before.mine.party_uid, before.mine.must) == ("gunn", True)
    world.sign(world.gunn)
    again = world.sign(world.gunn)
    assert again.mine is None
    assert not world.sign(world.ola, world.mira).is_agreed
    assert world.sign(world.sven).is_agreed
    assert world.sign(world.lars).lines[-1].signed_at is not None
    marks = {mark.party_uid: mark for mark in PlanSignature.objects.all()}
    assert (marks["gunn"].author_id, marks["gunn"].author_seat_id) == (None, world.gunn.seat_id)
    assert (marks["mira"].author_id, marks["mira"].author_seat_id) == (world.mira.user_id, None)
    verdict = verify_hash_chains()
    assert (verdict.signatures, verdict.breaks) == (5, [])


BY_ANOTHER = ("signature of gunn under version 1", "another person gave it than it says")


@pytest.mark.parametrize("whose", ["another guest", "an account of the same number", "an account beside the seat"])
def test_a_guests_signature_is_that_seats(world: World, whose: str) -> None:
    world.submit()
    world.sign(world.gunn)
    same, _made = get_user_model().objects.get_or_create(pk=world.gunn.seat_id, defaults={"username": "same"})
    change: dict[str, Any] = {
        "another guest": {"author_seat_id": world.lars.seat_id},
        "an account of the same number": {"author_id": same.pk, "author_seat_id": None},
        "an account beside the seat": {"author_id": same.pk},
    }[whose]
    PlanSignature.objects.update(**change)
    assert [(one.what, one.reason) for one in verify_hash_chains().breaks] == [BY_ANOTHER]


# -- the log -------------------------------------------------------------------------------------------------------------


def test_a_guest_reads_what_is_shared_with_their_role(world: World) -> None:
    found = {level: world.entry(level, draft) for draft, level in enumerate(("mentor", "supervisor", "cohort"), 1)}
    seen = {actor.name: [one.sharing for one in logs.list_entries(actor, placement=world.id, usage_key="log").entries]
            for actor in (world.gunn, world.lars)}  # fmt: skip
    assert {name: set(levels) for name, levels in seen.items()} == {"Gunn": set(found), "Lars": {"cohort"}}
    with pytest.raises(NotFound):
        world.read(world.lars, found["mentor"])
    assert logs.figures(world.gunn, placement=world.id, usage_key="log").entries == 3
    summary = logs.summary(world.gunn, placement=world.id, usage_key="log")
    assert (summary.own, summary.others_waiting) == (0, 3)


def test_a_guest_answers_and_the_author_sees_who(world: World) -> None:
    entry = world.entry()
    assert [row.entry_id for row in world.waiting(world.gunn).waiting] == [entry]
    assert world.waiting(world.lars).waiting == ()
    world.answer(world.gunn, entry, "You asked first.")
    mine = world.answer(world.gunn, entry, "You asked first.")  # a button pressed twice
    assert [(turn.author_name, turn.role, turn.is_mine) for turn in mine.comments] == [("Gunn", "mentor", True)]
    assert (mine.spoke_last, mine.has_news, world.waiting(world.gunn).waiting) == (True, False, ())
    theirs = world.read(world.ola, entry)
    assert (theirs.last_turn_name, theirs.has_news, theirs.comments[0].is_mine) == ("Gunn", True, False)
    beside = world.read(world.mira, entry)
    assert (beside.spoke_last, beside.comments[0].is_mine) == (False, False)
    logs.reply(world.ola, usage_key="log", entry_id=entry, text="Thank you.")
    assert [row.is_reply for row in world.waiting(world.gunn).unread] == [True]
    assert world.waiting(world.mira).unread == (), "who has not spoken about it is told of no reply"
    assert world.read(world.gunn, entry).has_news
    assert world.waiting(world.gunn).unread == ()


def test_an_entry_with_a_guest_for_its_only_mentor_has_a_reader(world: World) -> None:
    Party.objects.filter(placement_id=world.id, uid="mira").delete()
    levels = {level.value: level for level in logs.share_levels(world.ola, placement_id=world.id, rules=LOG)}
    assert (levels["mentor"].has_readers, levels["mentor"].names) == (True, ("Gunn", "Siri (has not joined yet)"))
    world.entry()
    assert logs.summary(world.ola, placement=world.id, usage_key="log").own_unheard == 0
    assert world.waiting(world.sven).waiting == (), "a mentor is there to answer"


def test_who_saw_an_entry_names_two_mentors_and_counts_each_once(world: World) -> None:
    entry = world.entry()
    for actor in (world.gunn, world.mira, world.gunn):
        world.read(actor, entry)
    saw = logs.who_saw(world.ola, usage_key="log", entry_id=entry)
    assert sorted((one.name, one.role_label, one.times) for one in saw) == [("Gunn", "Mentor", 1), ("Mira", "Mentor", 1)]
    assert EntryReading.objects.filter(entry_id=entry, author_seat_id=world.gunn.seat_id).count() == 1


def test_a_guest_asks_to_keep_an_entry_from_the_cohort(world: World) -> None:
    entry = world.entry("cohort")
    logs.ask_to_withhold(world.gunn, usage_key="log", entry_id=entry, reason="It names a customer of ours.")
    request = world.read(world.ola, entry).request
    assert request is not None
    assert request.name == "Gunn"
    with pytest.raises(NotFound):
        world.read(world.lars, entry)


def test_what_a_guest_does_is_counted_by_their_seat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[events.Happened] = []
    monkeypatch.setattr(events, "publish", heard.append)
    world.answer(world.gunn, world.entry(), "You asked first.")
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        listeners, "get_platform", lambda: type("Site", (), {"track": lambda self, name, what: told.append({name: what})})()
    )
    listeners.on_happened(heard[-1])
    (line,) = told[0].items()
    assert line[0] == "internship.log.answer"
    assert (line[1]["user_id"], line[1]["seat_id"]) == (None, world.gunn.seat_id)


# -- forgotten -----------------------------------------------------------------------------------------------------------


def test_a_guest_is_forgotten_by_their_seat_and_nobody_else_is(world: World) -> None:
    world.submit()
    world.sign(world.gunn, world.ola, world.mira, world.sven)
    entry = world.entry("cohort")
    world.answer(world.gunn, entry, "You asked first.")
    world.answer(world.mira, entry, "And you listened, as Gunn says.")
    logs.ask_to_withhold(world.gunn, usage_key="log", entry_id=entry, reason="It names a customer of ours.")
    world.comment(world.gunn, "Who is that?")
    world.comment(world.mira, "Ask Gunn.")
    salts = set(PlanSignature.objects.values_list("salt", flat=True))
    assert world.gunn.seat_id is not None
    retirement.forget_seat(world.gunn.seat_id)
    assert [(one.author_name, one.text) for one in world.comments(world.ola)] == [("", ""), ("Mira", "Ask ….")]
    said = world.read(world.ola, entry).comments
    assert [(turn.author_name, bool(turn.parts)) for turn in said] == [("", False), ("Mira", True)]
    saw = {one.name for one in logs.who_saw(world.ola, usage_key="log", entry_id=entry)}
    assert saw == {"", "Mira"}
    assert EntryRequest.objects.values_list("author_name", "author_seat", "reason").get() == ("", None, "")
    seat = next(party for party in placements.get(world.ola, placement_id=world.id).parties if party.uid == "gunn")
    assert (seat.name, seat.has_joined, seat.has_left) == ("", False, True)
    with pytest.raises(NotFound):
        placements.get(world.gunn, placement_id=world.id)
    agreed = plans.agreement(world.ola, placement=world.id, usage_key="plan", number=1)
    assert agreed.is_agreed, "what was signed stays signed"
    assert verify_hash_chains().breaks == []
    assert len(salts & set(PlanSignature.objects.values_list("salt", flat=True))) == 3


def test_a_placement_that_a_guest_is_left_in_stays(world: World) -> None:
    for actor in (world.ola, world.mira, world.sven):
        retirement.forget(actor.account)
    assert placements.get(world.lars, placement_id=world.id).role_labels == ["Leader at the host"]
    for guest in (world.gunn, world.lars):
        retirement.forget_seat(guest.seat_id or 0)
    assert not Party.objects.exists()


def test_a_plan_that_was_a_guests_alone_goes_with_them_and_is_not_missed(world: World) -> None:
    world.submit()
    for actor in (world.ola, world.mira, world.sven):
        retirement.forget(actor.account)
    for guest in (world.lars, world.gunn):
        assert Plan.objects.exists()
        retirement.forget_seat(guest.seat_id or 0)
    assert not Plan.objects.exists()
    assert list(PlanRecord.objects.values_list("kind", flat=True)) == ["erased"]
    assert verify_hash_chains().breaks == []


def test_a_guest_who_is_named_later_is_one_of_two(world: World) -> None:
    """Two guests in one placement never stand for each other."""
    third = guest_of(world.id, "mentor", "Gunn")
    entry = world.entry()
    world.answer(world.gunn, entry, "You asked first.")
    assert [turn.is_mine for turn in world.read(third, entry).comments] == [False]
    world.answer(third, entry, "You asked first.")
    assert [turn.is_mine for turn in world.read(third, entry).comments] == [False, True]
