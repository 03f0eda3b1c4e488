"""Placements from a spreadsheet: a look that stores nothing, then what was shown, once, whoever presses how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.coordination import api
from internship_xblock.tools.coordination.importing.models import KnownPlacement, PlacementSheet
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanSection
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.pages.conftest import PLAN_BLOCK
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.seats import POST, send_letters

from .files import book, row, text
from .sheets import do, kinds, see, send


def test_a_look_says_what_will_be_and_stores_nothing(ida: Actor) -> None:
    sheet = see(ida, send(ida, row(), row(id="2", student="")))
    made, refused = sheet.steps
    assert (made.kind, made.invites, refused.kind) == (api.MADE, ("student", "mentor"), api.REFUSED)
    assert not Placement.objects.exists()
    assert not Invitation.objects.exists()
    assert not sheet.is_started


def test_what_was_shown_is_done_and_a_second_time_there_is_nothing_to_do(ida: Actor) -> None:
    rows = [row(), row(id="2", student="Nils Aas"), row(id="3", student_email="no address")]
    assert [one.kind for one in do(ida, send(ida, *rows))] == [api.MADE, api.MADE, api.REFUSED]
    view = placements.get(ida, placement_id=KnownPlacement.objects.get(external_id="2026-1").placement_id)
    assert view.owner_id is None  # it is made for others: nobody owns it
    assert [(party.role, party.name, party.organisation) for party in view.parties] == [
        ("student", "Emil Eira", ""), ("mentor", "Mira Dahl", "Tana Fisk"), ("supervisor", "Synne Berg", ""),
    ]  # fmt: skip
    before = list(Party.objects.values()), list(PlanSection.objects.values())
    assert kinds(ida, *rows) == [api.SAME, api.SAME, api.REFUSED]
    assert [one.kind for one in do(ida, send(ida, *rows))] == [api.SAME, api.SAME, api.REFUSED]
    assert (list(Party.objects.values()), list(PlanSection.objects.values())) == before
    assert Placement.objects.count() == 2


def test_the_plan_begins_with_the_days_marked_as_filled_in(ida: Actor, mira: Actor) -> None:
    empty = ["2026-1", *[""] * 7, "2026-11-02", "2026-11-13", ""]
    do(ida, send(ida, row(), empty))
    place = KnownPlacement.objects.get().placement_id
    code = placements.invite(ida, placement_id=place, party_uid=Party.objects.get(role="mentor").uid)
    placements.join(mira, course_key=COURSE, code=code)
    view = plans.open_plan(mira, placement=place, usage_key=PLAN_BLOCK)
    section = view.sections["periods"]
    assert [(one["start"], one["end"]) for one in section.rows] == [("2026-09-21", "2026-10-02"), ("2026-11-02", "2026-11-13")]
    assert set(section.standing.values()) == {"file"}
    assert "periods" in view.writable  # the mentor goes on with it
    assert (view.placement.host, placements.role_label("mentor") in view.placement.role_labels) == ("Tana Fisk", True)
    later = row(first="2027-01-04", last="2027-01-15")
    assert kinds(ida, later) == [api.SAME]  # the plan has its days: they are the parties' by now
    do(ida, send(ida, later))
    assert plans.open_plan(mira, placement=place, usage_key=PLAN_BLOCK).sections["periods"].rows == section.rows


def test_a_course_without_a_plan_keeps_no_days(ida: Actor) -> None:
    do(ida, send(ida, row()), place=None)
    assert not Plan.objects.exists()


def test_a_row_that_says_something_else_changes_that(ida: Actor) -> None:
    do(ida, send(ida, row()))
    changed = row(mentor="Mira  Dahl", host="Alta Fisk", supervisor="Synne Bergh", supervisor_email="synne@example.org")
    (step,) = see(ida, send(ida, changed)).steps
    assert step.kind == api.CHANGED
    assert [(one.role, one.what, one.before, one.after) for one in step.changes] == [
        ("mentor", "organisation", "Tana Fisk", "Alta Fisk"), ("supervisor", "name", "Synne Berg", "Synne Bergh"),
        ("supervisor", "email", "", "synne@example.org"),
    ]  # fmt: skip
    uids = set(Party.objects.values_list("uid", flat=True))
    assert [one.kind for one in do(ida, send(ida, changed))] == [api.CHANGED]
    assert set(Party.objects.values_list("uid", flat=True)) == uids  # the same seats: their links go on
    assert kinds(ida, changed) == [api.SAME]
    assert kinds(ida, row(host="", mentor="", mentor_email="", supervisor="")) == [api.SAME]  # what is empty says nothing


def test_who_has_joined_keeps_their_name(ida: Actor, mira: Actor) -> None:
    do(ida, send(ida, row()))
    mentor = Party.objects.get(role="mentor")
    code = placements.invite(ida, placement_id=mentor.placement_id, party_uid=mentor.uid)
    placements.join(mira, course_key=COURSE, code=code)
    (step,) = see(ida, send(ida, row(mentor="Somebody Else"))).steps
    assert step.kind == api.REFUSED
    assert "Mira Dahl has joined" in step.problems[0].words
    assert kinds(ida, row()) == [api.SAME]


def test_everybody_with_an_address_is_invited_once(ida: Actor) -> None:
    told: list[tuple[str, str]] = []

    def invite(view: Any, party: Any, language: str) -> bool:
        placements.invite(ida, placement_id=view.id, party_uid=party.uid, address=party.email, language=language)
        told.append((party.name, language))
        return True

    (made,) = do(ida, send(ida, row()), invite)
    assert made.invited == ("Emil Eira", "Mira Dahl")
    assert told == [("Emil Eira", "nb"), ("Mira Dahl", "nb")]
    assert see(ida, send(ida, row())).steps[0].is_nothing
    do(ida, send(ida, row()), invite)
    assert len(told) == 2
    do(ida, send(ida, row(student_email="emil.eira@example.org")), invite)  # another address is another invitation
    assert told[2:] == [("Emil Eira", "nb")]


def test_a_row_that_fails_keeps_no_other(ida: Actor) -> None:
    def invite(view: Any, party: Any, language: str) -> bool:
        if party.name == "Nils Aas":
            raise Invalid("The mail is out of order.")
        return True

    rows = [row(id=str(number), student=name) for number, name in enumerate(("Emil Eira", "Nils Aas", "Kari Moe"))]
    outcomes = do(ida, send(ida, *rows), invite)
    assert [one.kind for one in outcomes] == [api.MADE, api.REFUSED, api.MADE]
    assert outcomes[1].problems[0].words == "The mail is out of order."
    assert not Party.objects.filter(name="Nils Aas").exists()  # all of it, or nothing
    assert [one.kind for one in do(ida, send(ida, *rows))] == [api.SAME, api.MADE, api.SAME]


def test_a_sheet_is_its_senders_for_a_day(ida: Actor, mira: Actor, person: Callable[..., Actor]) -> None:
    sheet_id = send(ida, row())
    for actor in (mira, Actor.stranger(COURSE), person("staff_far", is_staff=True, course_key="course-v1:Other+C+1")):
        with pytest.raises(NotAllowed):
            send(actor, row())
        with pytest.raises(NotAllowed):
            see(actor, sheet_id)
    with pytest.raises(NotFound):
        see(person("staff_olav", is_staff=True), sheet_id)
    PlacementSheet.objects.update(made_at=timezone.now() - timezone.timedelta(days=2))
    with pytest.raises(NotFound):
        see(ida, sheet_id)
    send(ida, row())
    assert PlacementSheet.objects.count() == 1
    retirement.forget(ida.account)
    assert not PlacementSheet.objects.exists()


def test_a_look_at_many_rows_costs_the_same_as_at_few(ida: Actor) -> None:
    def queries(count: int) -> int:
        sheet_id = send(ida, *(row(id=str(number)) for number in range(count)))
        with CaptureQueriesContext(connection) as captured:
            see(ida, sheet_id)
        return len(captured)

    do(ida, send(ida, *(row(id=str(number)) for number in range(5))))
    assert queries(500) == queries(10) <= 6


# -- in the browser ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    block = make_block(PlanBlock, None, usage=PLAN_BLOCK)
    monkeypatch.setattr(TestPlatform, "blocks", {PLAN_BLOCK: block})


def upload(client: Client, content: bytes, name: str = "register.csv") -> Any:
    address = reverse("internship_xblock:placements_import", args=[COURSE])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.usefixtures("with_plan")
def test_from_the_file_to_the_invitation(client_of: Callable[[str], Client]) -> None:
    placements.connect_post(POST)
    ida = client_of("staff_ida")
    for content in (book(row(), row(id="3", student="Kari Moe")), text(row(id="2", student="Nils Aas"))):
        sent = upload(ida, content)
        assert sent.status_code == 302
        shown = ida.get(sent["Location"]).content.decode()
        assert "will be made" in shown
        assert "invitations will be sent" in shown  # one person may get several: "people" would count them again
        assert "Do it" in shown
        with TestCase.captureOnCommitCallbacks(execute=True):
            done = ida.post(sent["Location"], "", content_type="application/x-www-form-urlencoded")
        assert done.status_code == 302
        said = ida.get(done["Location"]).content.decode()
        assert "The placements are made" in said
        assert "invitations are on their way" in said
        send_letters()
        assert "invitations are sent" in ida.get(done["Location"]).content.decode()
    assert Placement.objects.count() == 3
    assert Invitation.objects.filter(sent_at__isnull=False).count() == 6
    assert Plan.objects.count() == 3
    again = upload(ida, text(row(id="2", student="Nils Aas")))
    assert "Nothing to do" in ida.get(again["Location"]).content.decode()


@pytest.mark.usefixtures("with_plan")
def test_who_was_not_reached_is_said_and_where_it_is_mended(client_of: Callable[[str], Client]) -> None:
    placements.connect_post(POST)
    ida = client_of("staff_ida")
    address = upload(ida, text(row()))["Location"]
    ida.post(address, "", content_type="application/x-www-form-urlencoded")
    POST.takes = False
    try:
        send_letters()
    finally:
        POST.takes = True
    said = ida.get(address).content.decode()
    assert "2 invitations could not be delivered" in said
    assert "Who was not reached" in said
    assert said.count("The mail server does not know this address.") == 2
    assert reverse("internship_xblock:placement_page", args=[COURSE, Placement.objects.get().pk]) in said


@pytest.mark.usefixtures("with_plan")
def test_a_site_without_mail_makes_no_link_and_says_so(client_of: Callable[[str], Client]) -> None:
    placements.connect_post(None)
    ida = client_of("staff_ida")
    address = upload(ida, text(row()))["Location"]
    ida.post(address, "", content_type="application/x-www-form-urlencoded")
    assert Placement.objects.count() == 1
    assert not Invitation.objects.exists()
    assert "2 letters could not be sent" in ida.get(address).content.decode()


def test_what_cannot_be_read_is_said_at_the_file(client_of: Callable[[str], Client]) -> None:
    ida = client_of("staff_ida")
    for content in (b"", b"a,b\n1,2\n", b"\x89PNG\x00", b"x" * (api.FILE_LIMIT + 50_000)):
        answer = upload(ida, content)
        assert answer.status_code in (400, 422), answer.status_code
        assert 'id="import-file-error"' in answer.content.decode()
    assert not PlacementSheet.objects.exists()


def test_nobody_else_sends_a_file(client_of: Callable[[str], Client]) -> None:
    assert upload(client_of(""), text(row())).status_code == 302
    assert upload(client_of("mira"), text(row())).status_code == 403
    assert not PlacementSheet.objects.exists()


def test_opening_a_sheet_does_nothing(client_of: Callable[[str], Client]) -> None:
    ida = client_of("staff_ida")
    address = upload(ida, text(row()))["Location"]
    ida.get(f"{address}?go=1")
    ida.head(address)
    assert not Placement.objects.exists()
