"""Talking about a draft: who is told of it, and where what was issued is found again by whom it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.statements import api as statements
from tests.notices.world import World, letters_to, sweep
from tests.plans.conftest import Draft
from tests.platform import COURSE
from tests.seats import open_in, take_by_link

from .page import client_of, read
from .test_issuing import issue, write

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


@pytest.fixture
def world(person: Callable[..., Actor]) -> World:
    found = World(person)
    found.submit()
    Notice.objects.all().delete()
    return found


# -- comments ----------------------------------------------------------------------------------------------------


def test_a_comment_on_a_draft_reaches_those_who_write_it(world: World) -> None:
    statements.show_draft(world.mira, placement_id=world.id)
    statements.comment(world.ola, placement_id=world.id, text="Secretword")
    assert world.told("statement.commented") == {"Mira", "Sven", "Gunn", "Lars"}
    sweep()
    (letter,) = letters_to("mira@example.org")
    assert letter.subject == "Ola commented on the draft of the certificate"
    assert f"/internship/statement/{COURSE}/{world.id}/" in letter.text
    assert "Secretword" not in letter.text + letter.html


def test_a_student_is_told_of_an_answer_once_they_read_the_draft(world: World) -> None:
    statements.comment(world.mira, placement_id=world.id, text="What did he sell?")
    sweep()
    assert not letters_to("ola@example.org"), "it is the writers' own as long as the draft is"
    statements.show_draft(world.mira, placement_id=world.id)
    statements.comment(world.mira, placement_id=world.id, text="What did you sell?")
    sweep()
    said = "\n".join(letter.subject + letter.text for letter in letters_to("ola@example.org"))
    assert "Mira commented on the draft of the certificate" in said


def test_a_comment_that_was_taken_back_is_told_to_nobody(world: World) -> None:
    statements.show_draft(world.mira, placement_id=world.id)
    sweep()
    said = statements.comment(world.ola, placement_id=world.id, text="I sold fish too")
    statements.withdraw_comment(world.ola, placement_id=world.id, comment_id=said.id)
    sweep()
    assert not letters_to("mira@example.org")


# -- the draft beside what was issued ----------------------------------------------------------------------------


def test_the_student_reads_a_draft_only_while_it_is_one(submitted: Draft, join: Join) -> None:
    student = join(submitted, "kari", "student")
    write(submitted)
    statements.show_draft(submitted.actor, placement_id=submitted.placement_id)
    assert "This is the draft, as it is now." in read(submitted, actor=student).text
    issue(submitted)
    page = read(submitted, actor=student).text
    assert "Read certificate 1" in page
    assert "This is the draft" not in page, "it says what was issued, and nothing is still to come"
    assert "Comments on the draft" not in page
    write(submitted, evaluation="Better than that")
    assert "Better than that" in read(submitted, actor=student).text
    assert "Comments on the draft" in read(submitted, actor=student).text


# -- found again -------------------------------------------------------------------------------------------------


def files(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return [name for name in file.namelist() if name.endswith(".pdf") and file.read(name).startswith(b"%PDF-")]


def test_what_was_issued_is_in_the_archive_of_whom_it_is_about(submitted: Draft, join: Join) -> None:
    student, supervisor = join(submitted, "kari", "student"), join(submitted, "sanna", "supervisor")
    write(submitted)
    issued = issue(submitted)
    assert [one.code for one in statements.own(student)] == [issued.code]
    assert files(placements.own_data(student)) == [f"statements/{issued.statement_id}-certificate-nils-1.pdf"]
    for other in (submitted.actor, supervisor):
        assert files(placements.own_data(other)) == []


def test_a_student_by_link_takes_it_along_too(submitted: Draft) -> None:
    write(submitted)
    issued = issue(submitted)
    client = Client()
    open_in(client, take_by_link(submitted.placement_id, "nils"))
    answer = client.get(reverse("internship_xblock:own_data"))
    assert files(answer.content) == [f"statements/{issued.statement_id}-certificate-nils-1.pdf"]


def test_the_workbook_leads_a_student_to_it(submitted: Draft, join: Join) -> None:
    student = join(submitted, "kari", "student")
    address = reverse("internship_xblock:workbook", kwargs={"course_key": COURSE})
    assert "My certificates" not in client_of(student).get(address).content.decode()
    write(submitted)
    issue(submitted)
    page = client_of(student).get(address).content.decode()
    assert "My certificates" in page
    assert f"/internship/statement/{COURSE}/{submitted.placement_id}/" in page
    assert "My certificates" not in client_of(submitted.actor).get(address).content.decode()
