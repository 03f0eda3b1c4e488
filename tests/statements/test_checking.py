"""Whoever has the code and the name sees what was really issued, and whether it holds; nobody else sees anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements import documents
from internship_xblock.tools.statements.models import IssuedStatement, Statement, StatementSection
from internship_xblock.tools.statements.schema import codes, names
from internship_xblock.tools.statements.web.check import WRONG_ANSWERS, check_page
from tests.plans.conftest import Draft

from .page import ask, read
from .test_issuing import issue, look, write

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
HOSTING = {
    "organisation": "Northern Fish Auction", "students": "1", "start": "2026-02-02", "end": "2026-03-27",
    "did": "Taught the trade",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_tries() -> None:
    cache.clear()


def send(code: str, name: str, address: str = "10.0.0.1") -> Any:
    body = urlencode({"code": code, "name": name})
    client = Client(REMOTE_ADDR=address)
    return client.post(reverse("internship_xblock:check"), body, content_type="application/x-www-form-urlencoded")


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


# -- the code ----------------------------------------------------------------------------------------------------


def test_a_code_is_random_and_read_as_people_type_it() -> None:
    made = {codes.new_code() for _ in range(200)}
    assert len(made) == 200
    for code in made:
        said = codes.shown(code)
        assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]", said)
        assert codes.read(said) == code
        for typed in (said.lower(), said.replace("-", ""), said.replace("-", " – "), f"  {said}\n", said.replace("0", "O")):
            assert codes.read(typed) == code
        assert codes.read(said.replace("1", "l").replace("0", "o")) == code == codes.read(said.replace("1", "I"))


def test_one_wrong_character_and_two_swapped_are_found() -> None:
    said = codes.shown(codes.new_code()).replace("-", "")
    for at in range(len(said)):
        for other in codes.ALPHABET:
            if other != said[at]:
                assert codes.read(said[:at] + other + said[at + 1 :]) == ""
    for at in range(len(said) - 1):
        if said[at] != said[at + 1]:
            assert codes.read(said[:at] + said[at + 1] + said[at] + said[at + 2 :]) == ""
    for typed in ("", "-", "U" * 17, said + "0", said[:-1], "٠" * 17, "x" * 100_000, "\x00"):
        assert codes.read(typed) == ""


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("holm", "Holm"), (" HOLM ", "Holm"), ("Muller", "Müller"), ("Mueller", "Müller"), ("Bjornaes", "Bjørnæs"),
        ("Bjoernaes", "Bjørnæs"), ("Aase", "Åse"), ("Ase", "Åse"), ("Nordmann Lie", "Nordmann-Lie"), ("OConnor", "O’Connor"),
        ("STRASSE", "Straße"), ("Παπαδοπουλος", "Παπαδόπουλος"), ("李", "李"), ("Čáhppesšuolu", "Cahppessuolu"),
    ],
)  # fmt: skip
def test_a_name_is_the_same_however_it_is_typed(typed: str, known: str) -> None:
    assert names.is_same(typed, known)


@pytest.mark.parametrize(
    ("typed", "known"), [("", ""), ("", "Holm"), ("-", "Holm"), ("Hol", "Holm"), ("Holmen", "Holm"), ("x", "…")]
)
def test_another_name_is_not(typed: str, known: str) -> None:
    assert not names.is_same(typed, known)


# -- the page ----------------------------------------------------------------------------------------------------


def test_anybody_with_the_code_and_the_name_reads_all_of_it(submitted: Draft) -> None:
    write(submitted)
    issued = issue(submitted)
    response = send(codes.shown(issued.code).lower(), "NILS")
    said = text(response)
    assert response.status_code == 200
    for words in ("It is valid", "Sales at a fish auction", "Careful, curious, on time", issued.issued_by, issued.sha256[:16]):
        assert words in said
    outcomes = issued.document["outcomes"]
    assert outcomes
    assert all(row["text"] in response.content.decode().replace("&#39;", "'") for row in outcomes)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    assert 'content="noindex"' in response.content.decode()


def test_a_wrong_code_and_a_wrong_name_are_answered_alike(submitted: Draft) -> None:
    write(submitted)
    code = codes.shown(issue(submitted).code)
    other = codes.shown(codes.new_code())
    found = [send(*typed) for typed in ((other, "Nils"), (code, "Holm"), ("nonsense", "Nils"), (code, ""), ("", ""))]
    assert {response.status_code for response in found} == {404}
    told = {re.sub(r'value="[^"]*"', "", response.content.decode()) for response in found}
    assert len({re.sub(r"csrfmiddlewaretoken[^>]*", "", page) for page in told}) == 1
    assert all("Sales" not in page for page in told)


def test_it_is_asked_by_post_and_the_address_never_holds_it(submitted: Draft) -> None:
    write(submitted)
    issued = issue(submitted)
    code = codes.shown(issued.code)
    url = reverse("internship_xblock:check")
    response = Client().get(url, {"code": code, "name": "Nils"})
    assert response.status_code == 200
    assert "Sales" not in response.content.decode()
    assert check_page() == f"https://lms.example.org{url}", "of the site's settings: it stands on paper"
    facts = str(documents.document(issued, "https://lms.example.org/check/").sections[-1])
    assert code in facts
    assert "https://lms.example.org/check/" in facts
    assert Client().put(url).status_code == 405
    assert Client(enforce_csrf_checks=True).post(url, {"code": code, "name": "Nils"}).status_code == 403


def test_who_guesses_is_stopped_and_nobody_else(submitted: Draft) -> None:
    write(submitted)
    code = codes.shown(issue(submitted).code)
    for _ in range(WRONG_ANSWERS.most):
        assert send(code, "Wrong").status_code == 404
    assert send(code, "Nils").status_code == 429
    assert send(code, "Nils", "10.0.0.2").status_code == 200


def test_a_forged_document_does_not_pass(submitted: Draft) -> None:
    """A real code on an invented paper: the page shows what was really issued."""
    write(submitted, evaluation="Needs much help")
    issued = issue(submitted)
    said = text(send(codes.shown(issued.code), "Nils"))
    assert "Needs much help" in said
    assert "Excellent" not in said
    IssuedStatement.objects.update(canonical=issued.canonical.replace("Needs much help", "Excellent"))
    assert "This is not the text that was issued" in text(send(codes.shown(issued.code), "Nils"))


def test_one_that_was_corrected_leads_to_the_newer_one(submitted: Draft) -> None:
    write(submitted)
    first = issue(submitted)
    write(submitted, evaluation="Very careful")
    second = issue(submitted)
    assert first.code != second.code
    assert second.document["replaces"] == 1
    page = send(codes.shown(first.code), "Nils")
    assert "replaced by certificate 2" in text(page)
    assert "Careful, curious" in text(page)
    form = dict(re.findall(r'type="hidden" name="(code|name)" value="([^"]+)"', page.content.decode()))
    assert "Very careful" in text(send(**form))


def test_one_that_was_withdrawn_says_so_and_why(submitted: Draft, join: Join) -> None:
    write(submitted)
    issued = issue(submitted)
    where = {"placement_id": submitted.placement_id, "number": 1}
    with pytest.raises(Invalid):
        statements.withdraw(submitted.actor, **where, reason="")
    with pytest.raises(NotAllowed):
        statements.withdraw(join(submitted, "nilsson", "student"), **where, reason="mistake")
    statements.withdraw(submitted.actor, **where, reason="person")
    again = statements.withdraw(submitted.actor, **where, reason="mistake")
    assert again.reason == "person", "twice is once"
    said = text(send(codes.shown(issued.code), "Nils"))
    assert "It is not valid: withdrawn" in said
    assert "It was issued to the wrong person" in said
    assert statements.standing(submitted.actor, placement=submitted.placement_id)[1] == 0  # type: ignore[index]
    anew = issue(submitted)
    assert anew.number == 2, "the same again, once it was withdrawn"
    with pytest.raises(Invalid):
        statements.withdraw(submitted.actor, **where, reason="mistake")
    with pytest.raises(NotFound):
        statements.withdraw(submitted.actor, placement_id=submitted.placement_id, number=3, reason="mistake")


def test_once_the_student_is_forgotten_it_is_no_longer_kept(submitted: Draft, join: Join) -> None:
    rows = [row for row in submitted.view().sections["parties"].rows if row["role"] != "student"]
    submitted.save("parties", rows)
    student = join(submitted, "Kari Holm", "student")
    submitted.submit()
    write(submitted, family_name="Holm")
    code = codes.shown(issue(submitted).code)
    assert "It is valid" in text(send(code, "Holm"))
    retirement.forget(student.account)
    assert "Holm" not in str(IssuedStatement.objects.get().people)
    assert "Holm" not in str(list(StatementSection.objects.values()))
    said = text(send(code, "Holm"))
    assert "no longer kept" in said
    assert "Sales" not in said


def test_no_address_of_anybody_gets_in(submitted: Draft) -> None:
    write(submitted, evaluation="Write to kari@example.org")
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    assert list(refused.value.fields) == ["statement-evaluation"]


def test_the_family_name_is_one_of_the_students(submitted: Draft) -> None:
    write(submitted, family_name="Holm")
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    assert list(refused.value.fields) == ["statement-family_name"]


# -- for the host ------------------------------------------------------------------------------------------------


def host(draft: Draft, actor: Actor, **changes: str) -> statements.Issued:
    view = statements.open_statement(actor, placement=draft.placement_id, kind="host")
    assert view.draft is not None
    statements.save(
        actor, placement_id=draft.placement_id, section="hosting", revision=view.draft["hosting"].revision,
        typed=[{**HOSTING, **changes}],
    )  # fmt: skip
    proof = statements.to_issue(actor, placement_id=draft.placement_id, kind="host")
    return statements.issue(actor, placement_id=draft.placement_id, shown=proof.shown, kind="host")


def test_the_university_certifies_the_host_and_names_a_student_who_agreed(submitted: Draft, join: Join, person: Any) -> None:
    supervisor, student = join(submitted, "sanna", "supervisor"), join(submitted, "Nilsson", "student")
    first = host(submitted, supervisor)
    assert (first.kind, first.role) == ("host", "supervisor")
    assert "Nils" not in str(first.document)
    said = text(send(codes.shown(first.code), "northern fish auction"))
    assert "Taught the trade" in said
    with pytest.raises(NotAllowed):
        statements.to_issue(submitted.actor, placement_id=submitted.placement_id, kind="host")
    statements.agree_to_be_named(student, placement_id=submitted.placement_id, is_agreed=True)
    second = host(submitted, person("staff_ida", is_staff=True))
    assert (second.number, second.role, second.document["stay"]["trainee"]) == (2, "instructor", "Nils")
    assert Statement.objects.count() == 1, "nothing was made for the student"


# -- before it is issued ---------------------------------------------------------------------------------------------


def test_the_student_is_shown_the_draft_and_comments_on_it(submitted: Draft, join: Join) -> None:
    student = join(submitted, "kari", "student")
    write(submitted)
    with pytest.raises(NotFound):
        statements.comments(student, placement=submitted.placement_id)
    assert look(submitted, student).draft is None
    assert ask(submitted, "show_draft").status_int == 200
    page = read(submitted, actor=student).text
    assert "Careful, curious, on time" in page
    assert "save_statement" not in page
    said = ask(submitted, "comment", {"text": "I led the auction once"}, actor=student)
    assert said.status_int == 200
    assert "I led the auction once" in read(submitted).text
    (one,) = statements.comments(submitted.actor, placement=submitted.placement_id)
    assert ask(submitted, "settle_comments", {"upto": one.id}).status_int == 200
    assert not statements.comments(student, placement=submitted.placement_id)[0].is_open
    assert ask(submitted, "comment", {"text": " "}, actor=student).status_int == 422


def test_hours_come_from_the_log_as_far_as_it_is_shared(submitted: Draft, join: Join) -> None:
    from internship_xblock.tools.logs import api as logs

    student = join(submitted, "kari", "student")
    rules = logs.LogRules()
    for draft, (hours, is_shared) in enumerate((("7,5", True), ("4", False)), start=1):
        typed = {"date": "2026-02-03", "hours": hours, "text-what": "I sold fish"}
        entry = logs.write(
            student, placement_id=submitted.placement_id, usage_key="log", draft=draft, revision=0, rules=rules, typed=typed
        )
        if is_shared:
            logs.share(
                student, usage_key="log", entry_id=entry.id, revision=entry.revision, level="mentor", rules=rules,
                confirmed=logs.CHECKLIST,
            )  # fmt: skip
    statements.copy_from_plan(submitted.actor, placement_id=submitted.placement_id)
    written = look(submitted).draft
    assert written is not None
    assert written["statement"].values["hours"] == 7.5
