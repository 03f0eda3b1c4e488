"""Remind with preview: who gets which mail, who does not and why; each person once a day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core import events
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, NotAllowed
from internship_xblock.tools.coordination import api, keeping
from internship_xblock.tools.coordination.models import PlacementState, Reminded
from internship_xblock.tools.coordination.web.inviting import Inviter
from internship_xblock.tools.notices.models import Notice, NoticeChoice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.platform import COURSE
from tests.seats import POST, send_letters


def placed(ida: Actor, address: str = "emil@example.org", name: str = "Emil Eira") -> placements.PlacementView:
    rows = [
        placements.PartyRow(uid="s1", role="student", name=name, email=address),
        placements.PartyRow(uid="m1", role="mentor", name="Mira Dahl", organisation="Tana Fisk", email="mira@example.org"),
    ]
    view = placements.set_up(ida, course_key=COURSE, rows=rows)
    placements.invite(ida, placement_id=view.id, party_uid="s1", language="nb")
    keeping.mark(COURSE, [view.id])
    keeping.refresh(COURSE)
    return view


def see(ida: Actor, state: str = "invited", **more: Any) -> api.Reminders:
    return api.see_reminders(ida, course_key=COURSE, state=state, **more)


def said(found: api.Reminders) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    return [(one.party.name, one.language) for one in found.sent], [(one.party.name, one.skipped) for one in found.skipped]


def nobody(*_asked: Any) -> bool:
    return True


def test_a_preview_says_who_gets_what_and_sends_nothing(ida: Actor) -> None:
    placed(ida)
    placed(ida, address="", name="Nils Aas")
    links = Invitation.objects.count()
    assert said(see(ida)) == ([("Emil Eira", "nb")], [("Nils Aas", "no_address")])  # nobody has invited Mira yet
    assert Invitation.objects.count() == links
    assert not Reminded.objects.exists()


def test_each_is_reminded_once_a_day(ida: Actor, person: Callable[..., Actor]) -> None:
    view, told = placed(ida), []

    def invite(_view: Any, party: Any, language: str) -> bool:
        told.append((party.name, language))
        return True

    where: dict[str, Any] = {"course_key": COURSE, "state": "invited", "placement_ids": [view.id], "invite": invite}
    assert api.remind(ida, **where) == 1
    assert api.remind(person("staff_olav", is_staff=True), **where) == 0
    assert told == [("Emil Eira", "nb")]
    assert said(see(ida)) == ([], [("Emil Eira", "today")])
    Reminded.objects.update(day=timezone.localdate() - timezone.timedelta(days=1))
    assert api.remind(ida, **where) == 1


def test_placements_are_locked_in_their_order_and_before_anything_is_written(
    ida: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = placed(ida), placed(ida, name="Nils Aas")
    PlacementState.objects.filter(pk=second.id).update(invited_since=timezone.localdate() - timezone.timedelta(days=9))
    found = see(ida)
    assert [one.view.id for one in found.sent] == [second.id, first.id]  # who has waited longest comes first
    locked: list[tuple[int, int]] = []
    lock = placements.require_locked

    def noting(actor: Actor, verb: str, placement_id: int) -> Any:
        locked.append((placement_id, Reminded.objects.count()))
        return lock(actor, verb, placement_id)

    monkeypatch.setattr(placements, "require_locked", noting)
    api.remind(ida, course_key=COURSE, state="invited", placement_ids=found.placement_ids, invite=nobody)
    assert locked == [(first.id, 0), (second.id, 0)]


def test_where_no_letter_can_be_sent_nobody_was_reminded(ida: Actor) -> None:
    view = placed(ida)
    where: dict[str, Any] = {"course_key": COURSE, "state": "invited", "placement_ids": [view.id]}
    assert api.remind(ida, **where, invite=lambda *_asked: False) == 0
    assert api.remind(ida, **where, invite=nobody) == 1


def test_who_was_reminded_can_be_taken_out_of_the_placement(ida: Actor) -> None:
    view = placed(ida)
    assert api.remind(ida, course_key=COURSE, state="invited", placement_ids=[view.id], invite=nobody) == 1
    rows = [party for party in view.parties if party.uid != "s1"]
    placements.set_up(ida, course_key=COURSE, rows=rows, placement_id=view.id, revision=view.revision)
    connection.check_constraints()  # as the commit does
    assert not Party.objects.filter(uid="s1").exists()


def test_who_has_declined_is_left_alone(ida: Actor) -> None:
    placed(ida)
    Invitation.objects.update(declined_at=timezone.now())
    assert said(see(ida)) == ([], [("Emil Eira", "declined")])


def test_who_must_sign_is_told_by_the_notices_as_they_want(ida: Actor, person: Callable[..., Actor]) -> None:
    view, mira = placed(ida), person("mira")
    get_user_model().objects.filter(pk=mira.account).update(email="mira@example.org")
    Party.objects.filter(uid="m1").update(user=mira.account, joined_at=timezone.now())
    PlacementState.objects.update(plan="unsigned", unsigned=["m1", "s1"], plan_since=timezone.localdate(), stale=0)
    assert said(see(ida, "unsigned")) == ([("Mira Dahl", "en")], [("Emil Eira", "not_joined")])
    where: dict[str, Any] = {"course_key": COURSE, "state": "unsigned", "placement_ids": [view.id], "invite": nobody}
    assert api.remind(ida, **where) == 1
    assert Notice.objects.get(kind="coordination.sign").reader_id == mira.account
    Reminded.objects.all().delete()
    NoticeChoice.objects.create(reader_id=mira.account, choice="signatures")
    assert said(see(ida, "unsigned"))[0] == [("Mira Dahl", "en")]  # this is about a signature


def test_only_what_is_chosen_and_only_by_staff(ida: Actor, mira: Actor) -> None:
    first, second = placed(ida), placed(ida, name="Nils Aas")
    assert [one.party.name for one in see(ida, placement_ids=[second.id]).sent] == ["Nils Aas"]
    assert see(ida).placement_ids == (first.id, second.id)
    assert api.remind(ida, course_key=COURSE, state="invited", placement_ids=[], invite=nobody) == 0
    for state in ("", "draft", "odd"):
        with pytest.raises(BadRequest):
            see(ida, state)
    with pytest.raises(NotAllowed):
        see(mira)
    with pytest.raises(NotAllowed):
        api.remind(mira, course_key=COURSE, state="invited", placement_ids=[first.id], invite=nobody)


def test_a_preview_costs_the_same_for_many(ida: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            see(ida)
        return len(captured)

    placed(ida)
    few = queries()
    for number in range(12):
        placed(ida, name=f"Student {number}")
    assert queries() == few <= 8


def test_in_the_browser_opening_sends_nothing_and_pressing_does(client_of: Callable[[str], Client], ida: Actor) -> None:
    view, client = placed(ida), client_of("staff_ida")
    placements.connect_post(POST)
    here = reverse("internship_xblock:placements_remind", args=[COURSE])
    shown = client.get(here, {"state": "invited", "row": [view.id]}).content.decode()
    assert "emil@example.org" in shown
    assert Invitation.objects.count() == 1
    with TestCase.captureOnCommitCallbacks(execute=True):
        body, kind = f"placements={view.id}", "application/x-www-form-urlencoded"
        done = client.post(f"{here}?state=invited", body, content_type=kind)
    assert done.status_code == 302
    assert "1 reminder is on its way." in client.get(done["Location"]).content.decode()
    assert send_letters().sent == 1
    assert Invitation.objects.filter(sent_at__isnull=False).count() == 1


@pytest.mark.parametrize("takes", [True, False])
def test_whom_a_reminder_does_not_reach_is_reminded_again_the_same_day(ida: Actor, takes: bool) -> None:
    view = placed(ida)
    placements.connect_post(POST)
    where: dict[str, Any] = {"course_key": COURSE, "state": "invited", "placement_ids": [view.id], "invite": Inviter(ida, None)}
    assert api.remind(ida, **where) == 1
    POST.takes = takes
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            assert send_letters().failed == (0 if takes else 1)
    finally:
        POST.takes = True
    assert api.remind(ida, **where) == (0 if takes else 1)


def test_of_a_reminder_to_sign_that_is_not_delivered_nothing_stays(ida: Actor, person: Callable[..., Actor]) -> None:
    view, mira = placed(ida), person("mira")
    get_user_model().objects.filter(pk=mira.account).update(email="mira@example.org")
    Party.objects.filter(uid="m1").update(user=mira.account, joined_at=timezone.now())
    PlacementState.objects.update(plan="unsigned", unsigned=["m1"], plan_since=timezone.localdate(), stale=0)
    where: dict[str, Any] = {"course_key": COURSE, "state": "unsigned", "placement_ids": [view.id], "invite": nobody}
    assert (api.remind(ida, **where), api.remind(ida, **where)) == (1, 0)
    row = Notice.objects.get(kind="coordination.sign")
    with TestCase.captureOnCommitCallbacks(execute=True):  # as notices/sending.py does
        events.publish(events.MailLost(course_key=COURSE, usage_key="", kind=row.ids["verb"], ids=row.ids))
    assert not Reminded.objects.exists()


def test_a_reminder_goes_where_the_preview_says(ida: Actor) -> None:
    """Of who has no address in the placement it is the one to which the last link went."""
    view = placed(ida, address="")
    Invitation.objects.update(address="emil@home.example")
    assert [one.address for one in see(ida).sent] == ["emil@home.example"]
    placements.connect_post(POST)
    api.remind(ida, course_key=COURSE, state="invited", placement_ids=[view.id], invite=Inviter(ida, None))
    send_letters()
    assert POST.sent[-1].to == "emil@home.example"
