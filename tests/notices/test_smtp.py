"""Every kind, sent to a real mail server and read back: in both languages, as text and as HTML."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from django.utils import timezone

from internship_xblock.core import events
from internship_xblock.core.actor import Actor
from internship_xblock.core.notices import kinds
from internship_xblock.openedx import letters
from internship_xblock.openedx.letters import NotSent
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.models import PlaceRequest
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.notices.web.post import Post
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.units.models import UnitRecord
from tests.platform import COURSE, TestPlatform

from . import smtp
from .smtp import Inbox, point_to
from .world import LOG, PLAN, SECRET, World, later, sweep

ROOT = "https://lms.example.org"
NASTY = 'Gunn <b>"Å"</b> & co'
OSLO = ZoneInfo("Europe/Oslo")


def parts(letter: EmailMessage) -> tuple[str, str]:
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def everything(world: World) -> None:
    """Let people do all that anybody is told of. `seat_of_link`: what the placements tool publishes of a link."""
    link = {"placement_id": world.id, "seat_of_link": world.gunn.seat_id or 0}
    world.comment(world.mira)
    plans.allow(world.ola, placement_id=world.id, usage_key=PLAN, revision=0, ticked={"mira": []})
    plans.allow(world.ola, placement_id=world.id, usage_key=PLAN, revision=1, ticked={"mira": ["contacts"]})
    world.submit()
    world.sign(world.ola)
    for verb in ("placement.accept", "placement.ask_again", "placement.new_browser"):
        events.happened(world.gunn, verb, "", **link)
    entry = world.share(world.write(), "cohort")
    logs.answer(world.gunn, usage_key=LOG, entry_id=entry.id, observation=f"{SECRET}, you asked first.")
    logs.answer(world.mira, usage_key=LOG, entry_id=entry.id, question=f"{SECRET}, what did you try?")
    logs.reply(world.ola, usage_key=LOG, entry_id=entry.id, text=SECRET)
    logs.ask_to_withhold(world.gunn, usage_key=LOG, entry_id=entry.id, reason=f"{SECRET}: a client is named there.")
    talk(world)


def talk(world: World) -> None:
    """A conversation that is written down and changed, with a next step; and something that is not right."""
    checkpoint, day = conversations.begin(world.mira, placement_id=world.id, day="2026-09-25")
    here: dict[str, Any] = {"placement_id": world.id, "checkpoint": checkpoint, "day": day}
    steps = [{"uid": "s1", "what": SECRET, "who": "mira", "by": "2026-10-06"}]
    conversations.save(world.mira, **here, section="steps", revision=0, typed=steps)
    conversations.tell(world.mira, **here)
    conversations.save(world.ola, **here, section="talk", revision=0, typed=[{"agreed": SECRET}], is_change=True)
    conversations.raise_concern(world.ola, placement_id=world.id, text=SECRET, to=["sven"], about="mira")
    find_times(world)


def find_times(world: World) -> None:
    """Times are proposed, told of and withdrawn; others chosen, told of and withdrawn; one is near (see `then`)."""
    day_of = timezone.now().astimezone(OSLO).date() + timedelta(days=4)  # after the pause (`changes`)
    given = {
        "times": [(day_of.isoformat(), "23:00")], "minutes": 45, "zone": "Europe/Oslo", "place": SECRET,
        "asked": [party.uid for party in placements.get(world.ola, placement_id=world.id).parties],
        "link": f"https://example.org/{SECRET}",
    }  # fmt: skip
    here: dict[str, Any] = {"placement_id": world.id}
    checkpoint, day = conversations.propose_times(world.mira, **here, checkpoint="", day="", revision=0, **given)
    here |= {"checkpoint": checkpoint, "day": day}
    sweep()
    conversations.withdraw_times(world.mira, **here, revision=1)
    sweep()
    conversations.propose_times(world.mira, **here, revision=2, **given)
    for revision in (3, 6):
        views = conversations.conversations(world.mira, placement=world.id)
        proposal = next(one.proposal for one in views if one.proposal is not None)
        conversations.choose_time(world.mira, **here, revision=revision, key=proposal.slots[0].key)
        sweep()
        if revision == 3:
            conversations.withdraw_times(world.mira, **here, revision=4)
            sweep()
            conversations.propose_times(world.mira, **here, revision=5, **given)


def then(world: World) -> None:
    """What can only be after the first was told."""
    entry = logs.list_entries(world.ola, placement=world.id, usage_key=LOG).entries[0]
    logs.decide_withholding(world.ola, usage_key=LOG, entry_id=entry.id, is_granted=True)
    fresh = world.share(world.write(draft=2, day=date(2026, 9, 22)), "mentor")
    sweep()
    logs.take_back(world.ola, usage_key=LOG, entry_id=fresh.id, revision=fresh.revision, rules=logs.LogRules())
    world.sign(world.mira, world.gunn, world.sven)
    record = UnitRecord.objects.create(learner_id=world.ola.account, course_key=COURSE, usage_key="unit")
    reviews.submit_own(
        world.ola, usage_key="unit", kind="unit", subject_id=record.pk, subject_version=1, title="A lesson", possible=0
    )
    for verb in ("comment", "give_back", "approve"):
        for kind in ("plan", "entry", "unit"):
            world.decide(verb, kind)
        sweep()
    statements.show_draft(world.mira, placement_id=world.id)
    statements.comment(world.ola, placement_id=world.id, text=SECRET)
    sweep()
    world.issue()
    world.issue_to_host()
    sweep()
    statements.withdraw(world.mira, placement_id=world.id, number=1, reason="mistake")
    statements.withdraw(world.sven, placement_id=world.id, number=1, reason="mistake", kind="host")
    Party.objects.filter(placement_id=world.id, uid="second").update(email="siri@example.org")
    second = Party.objects.get(placement_id=world.id, uid="second")
    events.happened(world.gunn, "placement.decline", "", placement_id=world.id, seat_of_link=second.pk)
    sweep()
    day = date(2026, 9, 22) + timedelta(days=14)  # within the example's period, two weeks after the last entry
    world.period(date(2026, 9, 1), date(2026, 12, 20))
    world.checkpoints(day + timedelta(days=3), day + timedelta(days=1))
    now = datetime(day.year, day.month, day.day, 9, tzinfo=OSLO)
    reminders.plan(now=now, every=timedelta(0))
    sweep(now)
    now = timezone.now().astimezone(OSLO).replace(hour=9) + timedelta(days=1)  # three days before a time that was chosen
    reminders.plan(now=now, every=timedelta(0))
    sweep(now)


def changes(world: World) -> None:
    """A placement that pauses, after somebody asked for something else; and what a coordinator reminds people of."""
    where: dict[str, Any] = {"placement_id": world.id}
    today = timezone.localdate()
    world.period(date(2026, 9, 1), today + timedelta(days=60))  # the log has been silent for long
    reminded = {**where, "day": today.toordinal()}
    student = Party.objects.get(placement_id=world.id, role="student")
    for what, seat in (("signing", world.gunn.seat_id or 0), ("writing", student.pk)):
        events.happened(world.staff, "coordination.remind", "", **reminded, for_seat=seat, **{what: 1})
    host_id = hosts.keep_host(world.staff, course_key=COURSE, name="Tana Fisk")
    places = hosts.Asked(first_day=today, last_day=today, places=2, answer_by=today, wishes=SECRET)
    (made,) = hosts.ask_hosts(world.staff, host_ids=[host_id], asked=places)
    PlaceRequest.objects.update(author_id=world.sven.account)  # whose letters are looked at
    hosts.answer_request(Actor.stranger(), code=made.code, revision=0, answer=hosts.Answer(offered=2, remark=SECRET))
    placements.ask_for_change(world.ola, **where, known=0, reason=SECRET)
    sweep()
    placements.keep_as_it_is(world.mira, **where, known=1, reason=SECRET)
    sweep()
    placements.pause(world.mira, **where, known=2, first=today, last=today + timedelta(days=3), reason=SECRET)
    events.happened(world.mira, "plan.move_dates", PLAN, **where)
    placements.write_message(world.ola, **where, text=SECRET)
    placements.write_message(world.mira, **where, text=SECRET)
    sweep()


@pytest.mark.slow  # a whole placement, twice
@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_kind_arrives_in_both_languages(world: World, inbox: Inbox, language: str) -> None:
    for actor in (world.ola, world.mira, world.sven):
        TestPlatform.preferences[actor.account] = {"language": language, "zone": "Europe/Oslo"}
    Party.objects.filter(pk=world.gunn.seat_id).update(name=NASTY)
    everything(world)
    sweep()
    changes(world)
    then(world)
    sent = set(Notice.objects.filter(state="sent").values_list("kind", flat=True))
    assert set(kinds()) - sent == set()
    assert Notice.objects.filter(state="undelivered").count() == 0
    to_accounts = [one for one in inbox.letters if one["To"].split("@")[0] in ("ola", "mira", "sven")]
    assert len(to_accounts) > 12
    for letter in inbox.letters:
        check_letter(letter)
    for letter in to_accounts:
        text, html = parts(letter)
        assert f'lang="{language}"' in html
        assert ("You get this because" in text) is (language == "en")
        assert ("Du får dette fordi" in text) is (language == "nb")


def check_letter(letter: EmailMessage) -> None:
    """What holds for every letter."""
    text, html = parts(letter)
    page = lxml.html.fromstring(html)
    links = [link.get("href") for link in page.iter("a")]
    assert SECRET not in letter.as_string() + text + html
    assert all(link.startswith(f"{ROOT}/") for link in links)
    assert all(link.startswith(f"{ROOT}/") for link in re.findall(r"https?://\S+", text))
    assert "<b>" not in html  # a name is a name
    buttons = page.xpath("//td[@bgcolor]/a")
    assert len(buttons) == 1
    (leave,) = re.findall(r"^<(.*)>$", letter["List-Unsubscribe"])
    assert (letter["List-Unsubscribe-Post"], leave in links, leave in text) == ("List-Unsubscribe=One-Click", True, True)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@lms.example.org>")
    assert letter["Subject"].strip()
    assert "\n" not in letter["Subject"]
    assert page.xpath("//h1")[0].text_content().strip() == letter["Subject"].strip()
    assert "&amp;" not in text
    assert "&lt;" not in text
    assert not page.xpath("//form | //script | //img")


def test_a_name_with_a_line_break_becomes_no_header(world: World, inbox: Inbox) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(name="Gunn\r\nBcc: everybody@example.org")
    world.comment(world.gunn)
    sweep()
    for letter in inbox.letters:
        assert letter["Bcc"] is None
        assert letter["Subject"].startswith("Gunn Bcc: everybody@example.org commented")
    assert {address for one in inbox.envelopes for address in one.rcpt_tos} == {
        f"{name}@example.org" for name in ("ola", "mira", "sven", "lars")
    }


def test_a_letter_in_a_script_from_right_to_left(world: World, inbox: Inbox) -> None:
    TestPlatform.preferences = {world.ola.account: {"language": "ar"}}
    world.comment(world.mira)
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()
    sweep()
    (letter,) = inbox.letters
    assert 'lang="ar" dir="rtl"' in parts(letter)[1]


# -- servers that do not do as they should ----------------------------------------------------------------------


def states() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("state", "reason"))


def test_a_server_that_hangs_is_left_after_the_timeout(world: World, inbox: Inbox, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(letters, "TIMEOUT", 0.4)
    world.comment(world.mira)
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()
    with smtp.silent() as port:
        point_to(settings, port)
        began = time.monotonic()
        assert sweep().failed == 1
        assert time.monotonic() - began < 5
    assert states() <= {("waiting", "TimeoutError"), ("waiting", "SMTPServerDisconnected")}  # smtplib's own word for both


def test_a_server_that_hangs_up_or_is_not_there(world: World, inbox: Inbox, settings: Any) -> None:
    world.comment(world.mira)
    Notice.objects.exclude(reader_id=world.ola.user_id).delete()
    with smtp.hanging_up() as port:
        point_to(settings, port)
        sweep()
    assert states() == {("waiting", "SMTPServerDisconnected")}
    point_to(settings, smtp.free_port())
    Notice.objects.update(due_at=timezone.now())
    sweep()
    assert states() == {("waiting", "ConnectionRefusedError")}


def test_an_address_that_the_server_does_not_know_is_final_for_that_one_alone(world: World, inbox: Inbox) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(email=f"{smtp.REFUSED}@example.org")
    world.comment(world.mira)
    assert sweep().mails == 3
    assert states() == {("sent", ""), ("undelivered", "SMTPRecipientsRefused")}


@pytest.mark.parametrize(
    ("says", "state"),
    [("451 try later", "waiting"), ("552 too large", "undelivered"), ("421 going down", "waiting")],
)
def test_what_a_server_says_of_a_letter(world: World, inbox: Inbox, says: str, state: str) -> None:
    inbox.says = says
    world.comment(world.mira)
    sweep()
    assert {one for one, _reason in states()} == {state}
    inbox.says = ""
    Notice.objects.filter(state="waiting").update(due_at=timezone.now())
    sweep(later())
    assert len(inbox.letters) == (4 if state == "waiting" else 0)
    numbers = [letter["Message-ID"] for letter in inbox.letters]
    assert len(set(numbers)) == len(numbers)


# -- letters that another tool writes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    to: str
    subject: str
    body: str
    language: str = ""


INVITATION = "Hello Gunn,\n\nMira invites you. Dates: autumn.\n\nYour personal link:\n{link}\n\nIt works until Monday.\n"


def test_an_invitation_goes_out_as_it_was_written(world: World, inbox: Inbox) -> None:
    link = f"{ROOT}/internship/join/#{'a' * 24}"
    body = INVITATION.format(link=link)
    assert Post().can_send()
    Post().send(Written("Gunn@EXAMPLE.org", "Mira invites you\nBcc: x@example.org", body, "nb"))
    (letter,) = inbox.letters
    text, html = parts(letter)
    assert (letter["To"], letter["Bcc"]) == ("Gunn@example.org", None)
    assert letter["List-Unsubscribe"] is None  # nothing to unsubscribe from yet
    assert text.replace("\r\n", "\n").strip() == body.strip()
    page = lxml.html.fromstring(html)
    assert [one.get("href") for one in page.xpath("//td[@bgcolor]/a")] == [link]
    assert "It works until Monday." in html
    assert 'lang="nb"' in html


def test_a_code_has_no_button(world: World, inbox: Inbox) -> None:
    Post().send(Written("gunn@example.org", "Your code: 123456", "Your code: 123456\n\nType it where your link is open."))
    page = lxml.html.fromstring(parts(inbox.letters[0])[1])
    assert not page.xpath("//a")


@pytest.mark.parametrize("to", ["", "günn@example.org", "gunn@example.org\nBcc: x@example.org", f"{smtp.REFUSED}@example.org"])
def test_whoever_asked_for_it_is_told_that_it_did_not_go_out(world: World, inbox: Inbox, to: str) -> None:
    with pytest.raises(NotSent) as said:
        Post().send(Written(to, "Mira invites you", INVITATION.format(link=f"{ROOT}/x")))
    assert (said.value.is_final, inbox.letters) == (True, [])


def test_without_an_address_of_the_site_nothing_goes_out(world: World, inbox: Inbox, settings: Any) -> None:
    from internship_xblock.tools.notices.web.running import run

    settings.LMS_ROOT_URL = ""
    world.comment(world.mira)
    Notice.objects.update(due_at=timezone.now())
    assert (Post().can_send(), run().mails, inbox.letters) == (False, 0, [])
    assert states() == {("waiting", "")}
