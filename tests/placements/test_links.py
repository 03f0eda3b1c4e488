"""Personal links: made, opened, confirmed, declined, replaced, ended; and the faults of others' links that ours do not have.

Ola, the student, begins; Gunn, a mentor, comes by a link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation

from internship_xblock import retirement
from internship_xblock.core import events, limits
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound, SavedButRefused
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.codes import CODE, are_digits, digits_mac
from internship_xblock.tools.placements.links.confirming import CODES_A_SESSION
from internship_xblock.tools.placements.links.models import Invitation, LinkSession
from internship_xblock.tools.placements.links.sessions import guests
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanSignature
from internship_xblock.tools.plans.verification import verify_hash_chains
from tests.platform import COURSE
from tests.seats import Post
from tests.test_guests import World

NOBODY = Actor.stranger()
LINK = "https://lms.example.org/internship/join/#"


class Story(World):
    """The world of the guests, in which Siri's seat is open to a link."""

    def link(self, uid: str = "second", **more: Any) -> str:
        return placements.invite(self.ola, placement_id=self.id, party_uid=uid, **more)

    def open(self, code: str, key: str = "", **more: Any) -> placements.Accepted:
        return placements.accept(NOBODY, code=code, key=key, **more)

    @property
    def own_uid(self) -> str:
        """The party that Ola is."""
        return Party.objects.get(placement_id=self.id, role="student").uid

    def seat(self, uid: str = "second") -> Party:
        return Party.objects.get(uid=uid, placement_id=self.id)

    def state(self, code: str) -> str:
        return placements.see_invitation(NOBODY, code=code).state

    def row(self, code: str) -> placements.InvitationRow:
        pk = Invitation.objects.get(code_hash=CODE.hashed_from(code)).pk
        return next(one for one in placements.invitations(self.ola, placement=self.id) if one.id == pk)

    def guest(self, accepted: placements.Accepted) -> Actor:
        return next(one.actor for one in guests(accepted.key) if one.is_live)


@pytest.fixture
def story(person: Callable[..., Actor]) -> Story:
    return Story(person)


@pytest.fixture
def mail(db: None) -> Post:
    post = Post()
    placements.connect_post(post)
    return post


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[events.Happened]:
    heard: list[events.Happened] = []
    monkeypatch.setattr(events, "publish", heard.append)
    return heard


def verbs(told: list[events.Happened]) -> list[str]:
    return [one.verb for one in told]


def commit(work: Callable[[], Any]) -> Any:
    """Do something as a request does, with what follows its commit (pytest's own transaction never commits)."""
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        return work()


# -- the way in --------------------------------------------------------------------------------------------------------


def test_whoever_comes_first_takes_the_seat_and_the_link_is_its_key(story: Story, told: list[events.Happened]) -> None:
    code = story.link()
    assert (story.state(code), story.row(code).state) == ("open", "open")
    first = story.open(code)
    assert (first.is_first, first.waits, story.state(code), story.row(code).state) == (True, False, "accepted", "accepted")
    guest = story.guest(first)
    assert placements.get(guest, placement_id=story.id).role_labels == ["Mentor"]
    second = story.open(code)
    assert (second.is_first, second.key != first.key) == (False, True)
    assert story.guest(second).identity == guest.identity
    assert verbs(told) == ["placement.invite", "placement.accept", "placement.new_browser"]
    assert {one.seat_id for one in told[1:]} == {story.seat().pk}


def test_opening_again_in_the_same_browser_is_nothing_new(story: Story, told: list[events.Happened]) -> None:
    code = story.link()
    key = story.open(code).key
    again = story.open(code, key)
    assert (again.key, LinkSession.objects.count(), verbs(told)[2:]) == (key, 1, [])


def test_what_has_not_the_form_of_a_key_is_not_taken_for_one(story: Story) -> None:
    """A cookie that has not the form of our keys, and could be guessed, opens no seat. (One that has: threat-model.md.)"""
    for made_up in ("x", "", "a b" * 20, "é" * 43, "A" * 42):
        assert story.open(story.link(), made_up).key != made_up


def test_one_browser_holds_one_seat_of_a_placement(story: Story) -> None:
    view = placements.get(story.ola, placement_id=story.id)
    row = placements.PartyRow(uid="third", role="leader", name="Liv")
    placements.save_parties(story.ola, placement_id=story.id, revision=view.revision, rows=[*view.parties, row])
    key = story.open(story.link()).key
    other = story.open(story.link("third"), key)
    assert story.guest(other).seat_id == story.seat("third").pk
    assert LinkSession.objects.filter(ended_at=None).count() == 1
    assert story.seat().is_by_link, "her own link opens the first seat again"


def test_one_person_sits_in_two_placements_from_one_browser(story: Story, person: Callable[..., Actor]) -> None:
    other = placements.start(person("kari"), course_key=COURSE, role="student")
    row = placements.PartyRow(uid="hers", role="mentor", name="Siri")
    placements.save_parties(other.seen_by, placement_id=other.id, revision=0, rows=[*other.parties, row])
    key = story.open(story.link()).key
    second = placements.accept(NOBODY, code=placements.invite(other.seen_by, placement_id=other.id, party_uid="hers"), key=key)
    assert second.key == key
    assert LinkSession.objects.filter(ended_at=None).count() == 2


def test_a_seat_that_an_account_took_is_opened_by_no_link(story: Story, person: Callable[..., Actor]) -> None:
    code, second = story.link(), story.link()
    placements.join(person("siri"), course_key=COURSE, code=code)
    for one in (code, second):
        assert story.state(one) == "taken"
        with pytest.raises(Invalid):
            story.open(one)
    assert placements.see_invitation(person("siri"), code=code).is_mine


def test_an_account_takes_no_seat_that_a_guest_has(story: Story, person: Callable[..., Actor]) -> None:
    code = story.link()
    story.open(code)
    with pytest.raises(Invalid) as refusal:
        placements.join(person("kari"), course_key=COURSE, code=code)
    assert "open without an account" in str(refusal.value.fields["code"])


# -- until when --------------------------------------------------------------------------------------------------------


def plan_periods(story: Story, *spans: tuple[str, str]) -> None:
    rows = [{"uid": f"p{n}", "label": "", "start": first, "end": last} for n, (first, last) in enumerate(spans)]
    found = plans.open_plan(story.ola, placement=story.id, usage_key="plan").sections["periods"]
    plans.save_section(
        story.ola, placement_id=story.id, usage_key="plan", section="periods", revision=found.revision, typed=rows,
        settings=plans.PlanRules(),
    )  # fmt: skip


def expires(code: str) -> datetime:
    return Invitation.objects.get(code_hash=CODE.hashed_from(code)).expires


def test_a_link_lives_until_sixty_days_after_the_last_period(story: Story) -> None:
    made = timezone.now()
    assert timedelta(days=59) < expires(story.link()) - made <= timedelta(days=60, seconds=5)
    assert timedelta(days=6) < expires(story.link(days=7)) - made <= timedelta(days=7, seconds=5), "the author may say less"
    assert expires(story.link(days=9_999)) - made < timedelta(days=61), "and never more"
    last = date.today() + timedelta(days=100)
    plan_periods(story, (str(last - timedelta(days=50)), str(last)), ("2026-01-05", "2026-01-09"))
    assert expires(story.link()).date() in (last + timedelta(days=60), last + timedelta(days=61))
    seen = placements.see_invitation(NOBODY, code=story.link())
    assert (seen.first_day, seen.last_day) == (date(2026, 1, 5), last)


def test_no_link_is_dead_on_arrival(story: Story) -> None:
    """bagofwords #370: a link that is copied opens something."""
    plan_periods(story, ("2020-01-06", "2020-01-10"))
    assert expires(story.link()) > timezone.now() + timedelta(days=13)


def test_a_placement_that_goes_on_longer_keeps_its_links(story: Story) -> None:
    """documenso #3185: an old date that nothing clears locks somebody out."""
    code = story.link()
    Invitation.objects.update(expires=timezone.now() - timedelta(days=1), created=timezone.now() - timedelta(days=100))
    assert story.state(code) == "ended"
    plan_periods(story, (str(date.today()), str(date.today() + timedelta(days=5))))
    assert story.state(code) == "open"
    story.open(code)
    assert expires(code) > timezone.now() + timedelta(days=60)


# -- sending again, replacing, ending ----------------------------------------------------------------------------------


def test_sending_again_leaves_the_earlier_link_alive(story: Story) -> None:
    """owncloud #38954: the link that somebody is about to press. documenso #3185: the new date is reckoned anew."""
    first = story.link(days=5)
    second = story.link(days=50)
    assert (story.state(first), story.state(second)) == ("open", "open")
    assert expires(second) > expires(first) + timedelta(days=40)
    story.open(first)
    assert story.state(second) == "accepted", "both are keys to the seat"
    story.open(second)


def test_a_new_link_ends_the_earlier_ones_and_the_browsers_they_are_open_in(story: Story) -> None:
    """citizenos-fe-old #992, quackback #229: what was replaced opens nothing. SecretSanta #20: a new link for everybody."""
    first, other = story.link(), story.link()
    accepted = story.open(first)
    fresh = story.link(replaces=True)
    assert (story.state(first), story.state(other), story.state(fresh)) == ("ended", "ended", "accepted")
    with pytest.raises(StopIteration):
        story.guest(accepted)
    with pytest.raises(NotFound):
        story.open(first, accepted.key)
    again = story.open(fresh, accepted.key)
    assert story.guest(again).seat_id == story.seat().pk, "the seat, and what was said from it, is the same"


def test_revoking_is_looked_at_whenever_a_link_is_used(story: Story) -> None:
    code = story.link()
    accepted = story.open(code)
    placements.revoke(story.ola, placement_id=story.id, invitation_id=story.row(code).id)
    assert (story.state(code), story.row(code).state) == ("ended", "revoked")
    with pytest.raises(StopIteration):
        story.guest(accepted)
    with pytest.raises(NotFound, match="NotFound"):
        placements.revoke(story.ola, placement_id=story.id, invitation_id=story.row(code).id)


def test_a_link_sent_after_a_revoked_or_declined_one_opens(story: Story) -> None:
    """discourse #11013, pretix #2467: the new one is neither revoked with the old one, nor is the old one alive with it."""
    revoked, declined = story.link(), story.link()
    placements.revoke(story.ola, placement_id=story.id, invitation_id=story.row(revoked).id)
    placements.decline(NOBODY, code=declined, reason="Not this year.")
    fresh = story.link()
    assert [story.state(one) for one in (revoked, declined, fresh)] == ["ended", "ended", "open"]
    assert (story.row(declined).state, story.row(declined).reason) == ("declined", "Not this year.")


def test_a_seat_that_is_taken_is_declined_by_nobody(story: Story) -> None:
    """discourse #40025: who holds a link late undoes nothing of what stands."""
    code = story.link()
    story.open(code)
    with pytest.raises(Invalid):
        placements.decline(NOBODY, code=code)
    assert story.state(code) == "accepted"


def test_asking_for_a_new_link_tells_once_and_only_of_what_ended(story: Story, told: list[events.Happened]) -> None:
    code = story.link()
    placements.ask_again(NOBODY, code=code)
    assert verbs(told) == ["placement.invite"], "this one opens"
    placements.revoke(story.ola, placement_id=story.id, invitation_id=story.row(code).id)
    for _press in range(3):
        placements.ask_again(NOBODY, code=code)
    placements.ask_again(NOBODY, code="Z" * 24)
    assert verbs(told)[2:] == ["placement.ask_again"]
    assert story.row(code).asked_at is not None


def test_nobody_makes_ten_thousand_links(story: Story) -> None:
    seat, now = story.seat(), timezone.now()
    Invitation.objects.bulk_create(
        Invitation(party=seat, code_hash=f"{number:064d}", expires=now, author_id=story.ola.user_id)
        for number in range(placements.INVITATIONS_LIMIT)
    )
    with pytest.raises(Invalid) as refusal:
        story.link()
    assert "go on tomorrow" in str(refusal.value.message)
    assert placements.invite(story.sven, placement_id=story.id, party_uid="second"), "it is one person's limit"


# -- letters -----------------------------------------------------------------------------------------------------------


def test_a_letter_says_who_invites_to_what_in_the_language_that_was_chosen(story: Story) -> None:
    plan_periods(story, ("2026-09-21", "2026-10-09"))
    code = story.link(address="Siri@Firm.example", language="nb", zone="Europe/Oslo")
    with translation.override("en"):
        letter = placements.letter(story.ola, placement_id=story.id, code=code, link=LINK + code)
        assert translation.get_language() == "en"
    assert (letter.to, letter.language, letter.kind) == ("Siri@Firm.example", "nb", "invitation")
    for words in ("Ola", "Siri", "21. sep.", LINK + code):
        assert words in letter.body, words
    assert "\n" not in letter.subject


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""), ("  siri@firm.example ", "siri@firm.example"), ("Siri@FIRM.Example", "Siri@FIRM.Example"),
        ("siri@xn--blbr-0oa.example", "siri@xn--blbr-0oa.example"), ("åse@blåbær.example", "åse@blåbær.example"),
    ],
)  # fmt: skip
def test_an_address_is_kept_as_it_was_typed(story: Story, typed: str, kept: str) -> None:
    story.link(address=typed)
    assert Invitation.objects.latest("pk").address == kept


@pytest.mark.parametrize(
    "typed",
    [
        "siri@firm.example\nBcc: all@firm.example", "siri", "a b@firm.example", "@firm.example", "siri@firm",
        "x" * 300 + "@firm.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_its_field(story: Story, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        story.link(address=typed)
    assert "address" in refusal.value.fields


@pytest.mark.parametrize("what", [{"language": "xx"}, {"zone": "../../etc/passwd"}, {"language": "nb-NO' --", "zone": "Mars"}])
def test_a_language_or_zone_that_is_none_is_left_out(story: Story, what: dict[str, str]) -> None:
    story.link(**what)
    link = Invitation.objects.latest("pk")
    assert (link.language, link.zone) == ("", "")


def test_sent_is_written_after_the_answer_of_the_mail_server(story: Story, mail: Post) -> None:
    """documenso #3194. A letter says nothing of whether its address has an account: it is the same for all."""
    code = story.link(address="siri@firm.example")
    known = {"placement_id": story.id, "code": code, "link": LINK + code}
    mail.takes = False
    assert commit(lambda: placements.send_invitation(story.ola, **known))
    assert story.row(code).sent_at is None
    mail.takes = True
    commit(lambda: placements.send_invitation(story.ola, **known))
    assert story.row(code).sent_at is not None
    assert mail.sent[-1].to == "siri@firm.example"


def test_a_mail_server_that_fails_undoes_nothing(story: Story, mail: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(letter: placements.Letter) -> None:
        raise OSError("siri@firm.example has no mailbox")

    monkeypatch.setattr(mail, "send", fail)
    code = story.link(address="siri@firm.example")
    commit(lambda: placements.send_invitation(story.ola, placement_id=story.id, code=code, link=LINK))
    assert (story.state(code), story.row(code).sent_at) == ("open", None)


def test_without_mail_or_an_address_nothing_is_sent(story: Story) -> None:
    code = story.link(address="siri@firm.example")
    assert not placements.send_invitation(story.ola, placement_id=story.id, code=code, link=LINK)
    placements.connect_post(Post())
    bare = story.link()
    assert not placements.send_invitation(story.ola, placement_id=story.id, code=bare, link=LINK)


def test_a_letter_is_for_links_of_its_own_placement(story: Story, person: Callable[..., Actor]) -> None:
    other = placements.start(person("kari"), course_key=COURSE, role="student")
    code = story.link()
    with pytest.raises(NotFound):
        placements.letter(other.seen_by, placement_id=other.id, code=code, link=LINK)


# -- codes by mail -----------------------------------------------------------------------------------------------------


def waiting(story: Story) -> placements.Accepted:
    """A further browser, which waits for its code."""
    code = story.link(address="siri@firm.example", language="nb")
    story.open(code)
    return story.open(code)


def ask(story: Story, found: placements.Accepted) -> None:
    commit(lambda: placements.send_code(NOBODY, key=found.key, placement_id=story.id))


def confirm(story: Story, found: placements.Accepted, digits: str) -> Any:
    return placements.confirm(NOBODY, key=found.key, placement_id=story.id, digits=digits)


def test_a_further_browser_confirms_a_code(story: Story, mail: Post, told: list[events.Happened]) -> None:
    found = waiting(story)
    assert found.waits
    with pytest.raises(StopIteration):
        story.guest(found)
    assert "placement.new_browser" not in verbs(told)
    ask(story, found)
    assert (mail.sent[-1].to, mail.sent[-1].kind, mail.sent[-1].language) == ("siri@firm.example", "code", "nb")
    assert "http" not in mail.sent[-1].body, "nothing in it acts"
    confirm(story, found, mail.digits)
    assert story.guest(found).is_confirmed
    assert verbs(told)[-1] == "placement.new_browser"


def test_five_wrong_codes_end_it_and_a_new_one_begins_again(story: Story, mail: Post) -> None:
    found = waiting(story)
    ask(story, found)
    wrong = f"{(int(mail.digits) + 1) % 10**6:06d}"
    for _try in range(5):
        with pytest.raises(SavedButRefused):
            confirm(story, found, wrong)
    with pytest.raises(SavedButRefused) as refusal:
        confirm(story, found, mail.digits)
    assert "does not count any more" in str(refusal.value.message)
    ask(story, found)
    confirm(story, found, mail.digits)


def test_a_code_counts_for_ten_minutes_and_once(story: Story, mail: Post) -> None:
    found = waiting(story)
    ask(story, found)
    LinkSession.objects.update(code_until=timezone.now())
    with pytest.raises(SavedButRefused):
        confirm(story, found, mail.digits)
    LinkSession.objects.update(code_until=timezone.now() + timedelta(minutes=1))
    confirm(story, found, mail.digits)
    with pytest.raises(SavedButRefused):
        confirm(story, found, mail.digits)


def test_codes_are_sent_a_few_times_and_not_to_everybody(story: Story, mail: Post) -> None:
    found = waiting(story)
    for _time in range(CODES_A_SESSION.most):
        ask(story, found)
    with pytest.raises(Invalid) as refusal:
        ask(story, found)
    assert "wait ten minutes" in str(refusal.value.message)
    confirm(story, found, mail.digits)


def test_what_is_counted_names_nobody(story: Story, mail: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(limits.cache, "add", lambda key, *more: kept.append(key) or True)
    ask(story, waiting(story))
    assert kept
    assert not any("siri" in key or "firm" in key for key in kept)


def test_digits_may_be_typed_in_many_ways_and_no_plain_hash_of_them_is_kept() -> None:
    mac = digits_mac(7, "012345")
    assert all(are_digits(7, mac, typed) for typed in ("012345", " 012 345 ", "٠١٢٣٤٥", "０１２３４５"))
    assert not any(are_digits(7, mac, typed) for typed in ("", "12345", "0123456", "x", "²12345"))
    assert not are_digits(8, mac, "012345")
    assert not are_digits(7, "", "")


def test_without_mail_or_an_address_a_further_browser_goes_on(story: Story) -> None:
    assert not waiting(story).waits
    placements.connect_post(Post())
    code = story.link("lars")
    assert not story.open(code).waits


def test_a_browser_that_holds_two_links_to_one_seat_confirms_once(story: Story, mail: Post) -> None:
    first = story.open(story.link(address="siri@firm.example", language="nb"))
    story.open(story.link(address="siri@firm.example"), key=first.key)
    assert LinkSession.objects.count() == 2
    commit(lambda: placements.send_code(NOBODY, key=first.key, placement_id=story.id))
    confirm(story, first, mail.digits)
    assert all(LinkSession.objects.values_list("confirmed_at", flat=True))
    assert story.guest(first).is_confirmed


@pytest.mark.parametrize("how", ["typed", "in the plan", "replaced", "made before", "stored before"])
def test_codes_for_a_taken_seat_go_where_its_guest_came_from_whatever_is_typed(story: Story, mail: Post, how: str) -> None:
    """Whoever makes a further link chooses where it goes: if codes went there, they could come in as the guest."""
    first = story.link(address="siri@firm.example")
    code = story.link(address="mine@else.example")
    story.open(first)
    if how != "made before":
        if how == "in the plan":
            Party.objects.filter(pk=story.seat().pk).update(email="mine@else.example")
        address = "" if how == "in the plan" else "mine@else.example"
        code = story.link(address=address, replaces=how == "replaced")
        assert story.row(code).address == "siri@firm.example"
    if how == "stored before":
        Invitation.objects.filter(code_hash=CODE.hashed_from(code)).update(address="mine@else.example")
    further = story.open(code)
    assert further.waits
    commit(lambda: placements.send_code(NOBODY, key=further.key, placement_id=story.id))
    assert mail.sent[-1].to == "siri@firm.example"


def test_where_a_seat_was_taken_by_a_link_without_an_address_no_code_can_be_had(story: Story, mail: Post) -> None:
    first = story.open(story.link())
    assert not story.open(story.link(address="mine@else.example")).waits
    assert not placements.needs_code(story.guest(first))
    with pytest.raises(Invalid):
        placements.send_code(NOBODY, key=first.key, placement_id=story.id)


def test_a_browser_is_known_to_be_the_guests_as_the_first_or_by_a_code(story: Story, mail: Post) -> None:
    code = story.link(address="siri@firm.example")
    first = story.open(code)
    assert story.guest(first).is_confidant
    story.open(story.link(), key=first.key)
    assert story.guest(first).is_confidant, "by whichever link"
    further = story.open(code)
    assert not further.seat.actor.is_confidant
    commit(lambda: placements.send_code(NOBODY, key=further.key, placement_id=story.id))
    confirm(story, further, mail.digits)
    assert story.guest(further).is_confidant
    placements.connect_post(None)
    assert not story.guest(story.open(code)).is_confidant


# -- signing -----------------------------------------------------------------------------------------------------------


def sign(story: Story, actor: Actor) -> PlanSignature:
    story.sign(actor)
    return PlanSignature.objects.latest("pk")


@pytest.fixture
def submitted(story: Story) -> Story:
    story.submit()
    return story


def signer(story: Story) -> placements.Accepted:
    Party.objects.filter(uid="gunn").update(is_by_link=False, joined_at=None, user=None)
    return story.open(story.link("gunn", address="gunn@firm.example"))


def test_what_is_signed_by_a_link_says_that_the_address_is_not_confirmed(submitted: Story) -> None:
    mark = sign(submitted, submitted.guest(signer(submitted)))
    agreement = plans.agreement(submitted.ola, placement=submitted.id, usage_key="plan", number=1)
    assert mark.is_unconfirmed
    assert [line.is_unconfirmed for line in agreement.lines if line.party_uid == "gunn"] == [True]
    assert not sign(submitted, submitted.ola).is_unconfirmed
    assert verify_hash_chains().breaks == []
    PlanSignature.objects.update(is_unconfirmed=False)
    assert [one.what for one in verify_hash_chains().breaks] == ["signature of gunn under version 1"]


def test_signing_asks_for_a_code_where_one_can_be_sent(submitted: Story, mail: Post) -> None:
    found = signer(submitted)
    with pytest.raises(NotAllowed) as refusal:
        sign(submitted, submitted.guest(found))
    assert "Nothing was signed" in str(refusal.value.message)
    assert not PlanSignature.objects.exists()
    ask(submitted, found)
    confirm(submitted, found, mail.digits)
    assert not sign(submitted, submitted.guest(found)).is_unconfirmed


# -- an account later --------------------------------------------------------------------------------------------------


def test_joining_a_seat_to_an_account_loses_nothing(submitted: Story, person: Callable[..., Actor]) -> None:
    found = signer(submitted)
    guest, entry = submitted.guest(found), submitted.entry()
    said = submitted.comment(guest, "Which note?")
    sign(submitted, guest)
    submitted.answer(guest, entry, "You asked first.")
    gunn = person("gunn")
    view = placements.join_seat(gunn, course_key=COURSE, placement_id=submitted.id, key=found.key)
    assert view.role_labels == ["Mentor"]
    (comment,) = submitted.comments(gunn)
    assert (comment.id, comment.is_mine, comment.author_name) == (said.id, True, "Gunn")
    assert [turn.is_mine for turn in submitted.read(gunn, entry).comments] == [True]
    agreement = plans.agreement(gunn, placement=submitted.id, usage_key="plan", number=1)
    assert (agreement.mine, [line.name for line in agreement.lines if line.signed_at]) == (None, ["Gunn"])
    assert verify_hash_chains().breaks == []
    with pytest.raises(StopIteration):
        submitted.guest(found)
    assert b"plans/plansignature.json" in placements.own_data(gunn)
    retirement.forget(gunn.account)
    assert PlanSignature.objects.values_list("name", "author_name", "author_seat").get() == ("", "", None)
    assert verify_hash_chains().breaks == []


def test_what_the_account_has_already_is_not_lost_either(story: Story, person: Callable[..., Actor]) -> None:
    """She read the entry by the link, and as an instructor before: of readings there is one for each person."""
    found, entry = signer(story), story.entry()
    story.read(story.guest(found), entry)
    gunn = person("gunn", is_staff=True)
    placements.join_seat(gunn, course_key=COURSE, placement_id=story.id, key=found.key)
    assert sorted(one.name for one in logs.who_saw(story.ola, usage_key="log", entry_id=entry)) == ["Gunn"]


@pytest.mark.parametrize("how", ["no key", "another's key", "already in"])
def test_who_has_not_opened_the_seat_does_not_join_it(story: Story, person: Callable[..., Actor], how: str) -> None:
    found = signer(story)
    key = {"no key": "", "another's key": "k" * 43, "already in": found.key}[how]
    actor = story.mira if how == "already in" else person("kari")
    with pytest.raises((NotAllowed, Invalid)):
        placements.join_seat(actor, course_key=COURSE, placement_id=story.id, key=key)
    assert story.seat("gunn").is_by_link


# -- somebody else takes over, somebody is forgotten -------------------------------------------------------------------


def test_who_takes_over_sits_beside_what_the_earlier_one_wrote(story: Story) -> None:
    found = signer(story)
    guest = story.guest(found)
    story.comment(guest, "Which note?")
    uid = placements.substitute(story.ola, placement_id=story.id, party_uid="gunn", name="Grete", email="grete@firm.example")
    with pytest.raises(NotFound):
        placements.get(guest, placement_id=story.id)
    (said,) = story.comments(story.ola)
    assert (said.author_name, said.text) == ("Gunn", "Which note?")
    rows = {one.uid: one for one in placements.get(story.ola, placement_id=story.id).parties}
    assert (rows["gunn"].has_left, rows["gunn"].name) == (True, "Gunn")
    assert (rows[uid].role, rows[uid].name, rows[uid].has_joined) == ("mentor", "Grete", False)
    newcomer = story.guest(story.open(story.link(uid)))
    assert [one.is_mine for one in story.comments(newcomer)] == [False]


@pytest.mark.parametrize("uid", ["second", "nobody", ""])
def test_only_who_has_joined_is_taken_over_from(story: Story, uid: str) -> None:
    with pytest.raises(NotFound):
        placements.substitute(story.ola, placement_id=story.id, party_uid=uid, name="Grete")


def test_an_account_that_leaves_has_no_access(story: Story) -> None:
    placements.substitute(story.ola, placement_id=story.id, party_uid="mira", name="Grete")
    with pytest.raises(NotFound):
        placements.get(story.mira, placement_id=story.id)


def test_whoever_began_the_placement_and_is_replaced_has_no_access(story: Story) -> None:
    placements.substitute(story.sven, placement_id=story.id, party_uid=story.own_uid, name="Grete")
    with pytest.raises(NotFound):
        placements.get(story.ola, placement_id=story.id)
    assert not placements.mine(story.ola, course_key=COURSE).rows


def test_nobody_replaces_themselves_or_with_nobody(story: Story) -> None:
    with pytest.raises(Invalid):
        placements.substitute(story.sven, placement_id=story.id, party_uid="sven", name="Grete")
    with pytest.raises(Invalid) as refusal:
        placements.substitute(story.ola, placement_id=story.id, party_uid="gunn", name=" ")
    assert "name" in refusal.value.fields


def test_forgetting_a_guest_ends_their_links_and_erases_address_and_reason(story: Story) -> None:
    found = signer(story)
    Invitation.objects.update(reason="I am ill.")
    retirement.forget_seat(story.seat("gunn").pk)
    link = Invitation.objects.get(party__uid="gunn")
    assert (link.address, link.reason, link.revoked_at is not None) == ("", "", True)
    assert not LinkSession.objects.filter(invitation=link).exists()
    with pytest.raises(StopIteration):
        story.guest(found)


def test_no_code_or_key_leaves_the_server_but_once(story: Story) -> None:
    """documenso #844: what others' links are is in no answer, no event, no table."""
    code = story.link(address="siri@firm.example")
    found = story.open(code)
    stored = [str(list(table.objects.values())) for table in (Invitation, LinkSession, Party)]
    shown = [repr(placements.invitations(story.ola, placement=story.id)), repr(placements.see_invitation(NOBODY, code=code))]
    for text in (*stored, *shown, placements.own_data(story.ola).decode("latin-1")):
        assert code not in text
        assert found.key not in text


def test_leaving_ends_every_link_of_the_browser(story: Story) -> None:
    found = story.open(story.link())
    assert placements.leave(NOBODY, key=found.key) == [story.seat().pk]
    with pytest.raises(StopIteration):
        story.guest(found)
    assert placements.leave(NOBODY, key="") == []


def test_all_or_nothing(story: Story) -> None:
    code = story.link()
    with transaction.atomic():
        story.open(code)
        transaction.set_rollback(True)
    assert (story.state(code), story.seat().is_by_link) == ("open", False)


def test_where_a_link_goes_and_why_somebody_declined_is_for_those_who_invite(story: Story) -> None:
    code = story.link(address="siri@firm.example")
    placements.decline(NOBODY, code=code, reason="I am ill.")
    for actor, sees in ((story.ola, True), (story.sven, True), (story.mira, False), (story.gunn, False)):
        row = placements.invitations(actor, placement=story.id)[0]
        assert (row.address, row.reason) == (("siri@firm.example", "I am ill.") if sees else ("", ""))


def test_what_a_seat_is_called_waits_for_the_language_of_the_link(story: Story, mail: Post) -> None:
    """Who asks for a link's page is known to speak its language only by looking, and its letter goes to somebody else."""
    Party.objects.filter(pk=story.seat().pk).update(role="supervisor")
    code = story.link(language="nb", address="siri@example.org")
    seen = placements.see_invitation(NOBODY, code=code)
    (seat,) = guests(story.open(code).key)
    with translation.override("nb"):
        assert (seen.role_label, str(seat.role_label)) == ("Veileder ved universitetet",) * 2
    written = placements.letter(story.ola, placement_id=story.id, code=code, link=LINK)
    assert "Din rolle: veileder ved universitetet." in written.body
