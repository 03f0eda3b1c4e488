"""Who came by a personal link reads what was issued and takes it along; a student by link comments on the draft."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.statements import api as statements
from tests.pages.conftest import post
from tests.plans.conftest import Draft
from tests.seats import guest_of, open_in, take_by_link

from .page import address
from .test_issuing import issue, write

pytestmark = pytest.mark.django_db


def opened(guest: Actor) -> Client:
    client = Client()
    open_in(client, guest)
    return client


def test_a_guest_reads_what_was_issued_and_takes_it_along(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    client = opened(guest_of(submitted.placement_id, "supervisor", "Gunn"))
    page = client.get(address(submitted))
    assert page.status_code == 200
    assert "Read certificate 1" in page.content.decode()
    assert client.get(address(submitted, "show_issued"), {"number": "1"}).status_code == 200
    known = {"statement_id": statements.open_statement(submitted.actor, placement=submitted.placement_id).statement_id}
    file = client.get(reverse("internship_xblock:statement_download", kwargs={**known, "number": 1, "form": "docx"}))
    assert file.status_code == 200
    assert file.content.startswith(b"PK")


def test_a_guest_writes_issues_and_withdraws_nothing(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    client = opened(guest_of(submitted.placement_id, "mentor", "Gunn"))
    page = client.get(address(submitted)).content.decode()
    assert "<summary>Correct it" not in page
    assert "<summary>Withdraw it" not in page
    for action in ("issue", "withdraw", "save_statement", "show_draft", "copy_from_plan"):
        sent = {"section": "statement", "number": "1", "reason": "mistake", "revision": "1", "shown": "x"}
        assert post(client, address(submitted, action), sent).status_code == 403, action


def test_a_guest_of_another_placement_finds_no_file(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    guest = guest_of(submitted.placement_id, "mentor", "Gunn")
    client = opened(guest)
    Party.objects.filter(pk=guest.seat_id).update(is_by_link=False)
    known = {"statement_id": statements.open_statement(submitted.actor, placement=submitted.placement_id).statement_id}
    file = client.get(reverse("internship_xblock:statement_download", kwargs={**known, "number": 1, "form": "pdf"}))
    assert file.status_code in (302, 403, 404)
    assert client.get(address(submitted)).status_code in (302, 403, 404)


def test_a_student_by_link_reads_the_draft_once_it_is_shown_and_comments(submitted: Draft) -> None:
    write(submitted, evaluation="Careful and curious")
    student = Party.objects.get(placement_id=submitted.placement_id, role="student")
    Party.objects.filter(pk=student.pk).update(user=None)
    client = opened(take_by_link(submitted.placement_id, student.uid))
    assert "Careful and curious" not in client.get(address(submitted)).content.decode()
    statements.show_draft(submitted.actor, placement_id=submitted.placement_id)
    assert "Careful and curious" in client.get(address(submitted)).content.decode()
    said = post(client, address(submitted, "comment"), {"text": "I sold fish too"})
    assert said.status_code == 200, said.content.decode()
    found = statements.comments(submitted.actor, placement=submitted.placement_id)
    assert [one.text for one in found] == ["I sold fish too"]
