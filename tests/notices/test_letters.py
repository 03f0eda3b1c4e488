"""Letters with personal links, through a real mail server: one at once, many by and by, none lost and none twice."""

from __future__ import annotations

import logging
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core import outbox
from internship_xblock.core.actor import Actor
from internship_xblock.openedx import letters as mail
from internship_xblock.openedx import queue
from internship_xblock.tools.notices.models import NoticeSweep
from internship_xblock.tools.notices.web import running
from internship_xblock.tools.notices.web.post import Post
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links import sending
from internship_xblock.tools.placements.links.models import Invitation, InvitationLetter, LetterCode
from internship_xblock.tools.placements.web.links.address import join_address
from tests.seats import LINK, send_letters

from . import smtp
from .smtp import Inbox, point_to
from .world import World, committed

NOBODY = Actor.stranger()


@pytest.fixture(autouse=True)
def by_mail(inbox: Inbox) -> None:
    placements.connect_post(Post())
    cache.clear()


def invite(world: World, *names: str) -> list[int]:
    """Put mentors in the placement, and have an invitation mailed to each."""
    view = placements.get(world.ola, placement_id=world.id)
    rows = [
        placements.PartyRow(uid=f"new{name}", role="mentor", name=name.capitalize(), email=f"{name}@example.org")
        for name in names
    ]
    placements.save_parties(world.ola, placement_id=world.id, revision=view.revision, rows=[*view.parties, *rows])
    for row in rows:
        assert placements.invite_by_mail(world.ola, placement_id=world.id, party_uid=row.uid, address=row.email)
    return list(InvitationLetter.objects.order_by("pk").values_list("pk", flat=True))


def states() -> list[tuple[str, str]]:
    return list(InvitationLetter.objects.order_by("pk").values_list("state", "reason"))


def code_in(inbox: Inbox, number: int = -1) -> str:
    text = inbox.letters[number].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    found = re.search(re.escape(LINK) + r"(\S+)", text)
    assert found is not None
    return found[1]


def row_of(world: World, uid: str) -> placements.InvitationRow:
    return next(one for one in placements.invitations(world.ola, placement=world.id) if one.party_uid == uid)


# -- many ------------------------------------------------------------------------------------------------------------------


def test_many_are_sent_by_and_by_and_each_link_opens_its_own_seat(world: World, inbox: Inbox) -> None:
    invite(world, "anne", "bo")
    assert inbox.letters == []
    assert row_of(world, "newanne").mail == "on_its_way"
    assert send_letters().sent == 2
    assert send_letters() == placements.LettersSent()
    assert [one["To"] for one in inbox.letters] == ["anne@example.org", "bo@example.org"]
    assert [placements.see_invitation(NOBODY, code=code_in(inbox, at)).party_name for at in (0, 1)] == ["Anne", "Bo"]
    row = row_of(world, "newanne")
    assert (row.mail, row.sent_at is not None, row.state) == ("", True, "open")
    accepted = placements.accept(NOBODY, code=code_in(inbox, 1))
    assert accepted.seat.actor.name == "Bo"


def test_the_letter_says_what_is_asked_in_the_language_of_the_link(world: World, inbox: Inbox) -> None:
    view = placements.get(world.ola, placement_id=world.id)
    seat = next(one for one in view.parties if one.uid == "second")
    placements.invite_by_mail(
        world.ola, placement_id=world.id, party_uid=seat.uid, address="siri@example.org", language="nb", zone="Europe/Oslo"
    )
    send_letters()
    text = inbox.letters[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Hei, Siri" in text
    assert "Din personlige lenke" in text


def test_no_code_is_kept_and_none_is_logged(world: World, inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        invite(world, "anne", smtp.REFUSED)
        send_letters()
    code = code_in(inbox)
    for table in (Invitation, InvitationLetter, LetterCode):
        assert code not in str(list(table.objects.values()))
    ours = " ".join(record.getMessage() for record in caplog.records if record.name != "mail.log")  # that is the server's
    assert "SMTPRecipientsRefused" in ours
    assert code not in ours
    assert "@example.org" not in ours


def test_who_has_joined_or_whose_link_ended_gets_no_letter(world: World, inbox: Inbox) -> None:
    invite(world, "anne", "bo", "cato")
    code = placements.invite(world.ola, placement_id=world.id, party_uid="newanne")
    placements.accept(NOBODY, code=code)
    placements.revoke(world.ola, placement_id=world.id, invitation_id=row_of(world, "newbo").id)
    assert send_letters() == placements.LettersSent(sent=1, skipped=2)
    assert states() == [("skipped", "joined"), ("skipped", "ended"), ("sent", "")]
    assert row_of(world, "newbo").mail == ""


def test_no_link_is_made_where_no_letter_can_go(world: World) -> None:
    assert not placements.invite_by_mail(world.ola, placement_id=world.id, party_uid="second", address="")
    placements.connect_post(None)
    assert not placements.invite_by_mail(world.ola, placement_id=world.id, party_uid="second", address="s@example.org")
    assert not InvitationLetter.objects.exists()


def test_each_letter_costs_the_same_among_many(world: World) -> None:
    def queries(count: int) -> float:
        with CaptureQueriesContext(connection) as captured:
            assert send_letters().sent == count
        return len(captured) / count

    invite(world, "anne", "bo")
    few = queries(2)
    invite(world, *(f"x{number}" for number in range(12)))
    assert queries(12) <= few <= 22


# -- a server that hangs, refuses, dies ------------------------------------------------------------------------------------


def test_a_server_that_hangs_keeps_nobody_long_and_loses_no_letter(
    world: World, inbox: Inbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.4)
    invite(world, *(f"x{number}" for number in range(10)))
    own = settings.EMAIL_PORT
    with smtp.silent() as port:
        point_to(settings, port)
        began = time.monotonic()
        tally = send_letters()
        assert time.monotonic() - began < 5
    assert (tally.failed, tally.is_silent) == (sending.SILENT_LIMIT, True)  # the others keep their turn, and their attempts
    assert {state for state, _reason in states()} == {"waiting"}
    assert InvitationLetter.objects.filter(attempts=0).count() == 10 - sending.SILENT_LIMIT
    assert row_of(world, "newx0").mail == "tried_again"
    point_to(settings, own)
    assert send_letters().sent == 10 - sending.SILENT_LIMIT
    assert send_letters(timezone.now() + timedelta(minutes=6)).sent == sending.SILENT_LIMIT
    assert sorted(one["To"] for one in inbox.letters) == sorted(f"x{number}@example.org" for number in range(10))


def test_a_letter_that_timed_out_may_have_arrived_so_its_link_works_beside_the_next(
    world: World, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server took it, and its answer was lost."""
    invite(world, "anne")
    hand_over = mail.hand_over

    def lose(send: Any) -> None:
        hand_over(send)
        raise mail.NotSent("TimeoutError", is_silent=True)

    monkeypatch.setattr(mail, "hand_over", lose)
    send_letters()
    monkeypatch.setattr(mail, "hand_over", hand_over)
    send_letters(timezone.now() + timedelta(minutes=6))
    codes = [code_in(inbox, at) for at in (0, 1)]
    assert codes[0] != codes[1]
    assert [placements.see_invitation(NOBODY, code=code).state for code in codes] == ["open", "open"]


def test_who_dies_before_the_answer_leaves_the_letter_to_others(
    world: World, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_args: Any) -> None:
        raise Killed

    invite(world, "anne")
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "sent", die)
        with pytest.raises(Killed):
            send_letters()
    assert states() == [("sending", "")]
    assert send_letters().sent == 0
    InvitationLetter.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert send_letters().sent == 1
    assert [placements.see_invitation(NOBODY, code=code_in(inbox, at)).state for at in (0, 1)] == ["open", "open"]


def test_an_address_that_is_refused_is_tried_once_and_said(world: World, inbox: Inbox) -> None:
    invite(world, smtp.REFUSED, "anne")
    tally = committed(send_letters)
    assert (tally.sent, tally.failed) == (1, 1)
    assert states() == [("undelivered", "SMTPRecipientsRefused"), ("sent", "")]
    assert send_letters(timezone.now() + timedelta(days=2)).failed == 0
    assert row_of(world, f"new{smtp.REFUSED}").mail == "refused"
    assert LetterCode.objects.count() == 1  # nobody has the other


def test_a_server_that_dies_after_five_letters_sends_the_others_later_and_none_twice(
    world: World, inbox: Inbox, settings: Any
) -> None:
    invite(world, *(f"x{number}" for number in range(9)))
    inbox.dies_after = 5
    assert send_letters().sent == 5
    with smtp.server() as (again, port):
        point_to(settings, port)
        send_letters(timezone.now() + timedelta(minutes=6))
        all_of = [one["To"] for one in (*inbox.letters, *again.letters)]
    assert sorted(all_of) == [f"x{number}@example.org" for number in range(9)]
    assert {state for state, _reason in states()} == {"sent"}


def test_what_no_server_takes_is_given_up_in_the_end(world: World, settings: Any) -> None:
    invite(world, "anne")
    point_to(settings, smtp.free_port())
    now = timezone.now()
    for _attempt in range(outbox.LAST_ATTEMPT):
        committed(lambda: send_letters(now))  # noqa: B023
        now = InvitationLetter.objects.get().due_at
    assert states() == [("undelivered", "ConnectionRefusedError")]
    assert row_of(world, "newanne").mail == "lost"
    assert Invitation.objects.get(party__uid="newanne").lost_from is not None


# -- one, at once ----------------------------------------------------------------------------------------------------------


def one(world: World, address: str) -> str:
    code = placements.invite(world.ola, placement_id=world.id, party_uid="second", address=address)
    known = {"placement_id": world.id, "code": code, "link": join_address(code)}
    assert committed(lambda: placements.send_invitation(world.ola, **known))
    return code


def test_one_is_sent_at_once_and_its_code_is_what_the_inviter_sees(world: World, inbox: Inbox) -> None:
    code = one(world, "siri@example.org")
    assert (code_in(inbox), row_of(world, "second").sent_at is not None) == (code, True)


def test_one_that_is_refused_is_told_to_who_invites(world: World) -> None:
    one(world, f"{smtp.REFUSED}@example.org")
    row = row_of(world, "second")
    assert (row.mail, row.address) == ("refused", f"{smtp.REFUSED}@example.org")


def test_one_for_which_the_server_hangs_waits_for_a_sweep(
    world: World, inbox: Inbox, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 0.4)
    own = settings.EMAIL_PORT
    with smtp.silent() as port:
        point_to(settings, port)
        began = time.monotonic()
        code = one(world, "siri@example.org")
        assert time.monotonic() - began < 3
    assert row_of(world, "second").mail == "tried_again"
    point_to(settings, own)
    assert send_letters(timezone.now() + timedelta(minutes=6)).sent == 1
    assert [placements.see_invitation(NOBODY, code=each).state for each in (code, code_in(inbox))] == ["open", "open"]


# -- what sends them -------------------------------------------------------------------------------------------------------


def test_the_timer_sends_letters(world: World, inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    invite(world, "anne")
    call_command("internship_notices")
    assert len(inbox.letters) == 1
    assert "1 letters with links" in capsys.readouterr().out


def test_a_page_sends_letters_soon_after_somebody_invited(world: World, inbox: Inbox) -> None:
    committed(lambda: invite(world, "anne"))
    running.letters_after_a_page()
    assert len(inbox.letters) == 1
    committed(lambda: invite(world, "bo"))
    running.letters_after_a_page()
    assert len(inbox.letters) == 1  # another process has the lease for some seconds
    NoticeSweep.objects.update(leased_until=timezone.now())
    cache.clear()
    running.letters_after_a_page()
    assert len(inbox.letters) == 2


def test_celery_is_asked_once_and_told_no_code(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(queue, "soon", lambda *what: bool(asked.append(what)) or True)
    committed(lambda: invite(world, "anne"))
    assert {what[0] for what in asked} == {running.send_letters}
    assert all(set(map(type, what[1:])) == {int} for what in asked)


def test_without_an_address_of_the_site_no_letter_goes_out(world: World, inbox: Inbox, settings: Any) -> None:
    invite(world, "anne")
    settings.LMS_ROOT_URL = ""
    running.run()
    running.send_letters()
    running.letters_after_a_page()
    assert (inbox.letters, states()) == ([], [("waiting", "")])


def test_only_who_may_invite_sees_what_became_of_a_letter(world: World) -> None:
    one(world, f"{smtp.REFUSED}@example.org")
    rows = placements.invitations(world.mira, placement=world.id)
    assert {row.mail for row in rows} == {""}
