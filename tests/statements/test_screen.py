"""The statement as people find it on its page: read where it stands, corrected behind a fold, called by one set of words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotFound
from internship_xblock.core.permissions import TABLE
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanVersion
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements import documents
from internship_xblock.tools.statements.schema.sections import OUTCOMES, STATEMENT, STAY
from tests.plans import shown as shown_versions
from tests.plans.conftest import USAGE, Draft, fill
from tests.plans.test_erasmus import ERASMUS, begin

from . import page as pages
from .page import ask
from .test_issuing import Join, form_of, inside, issue, write

pytestmark = pytest.mark.django_db


def read(draft: Draft, actor: Actor | None = None, number: int = 1) -> Any:
    return pages.read(draft, "show_issued", actor, number=number)


def correction(draft: Draft, actor: Actor | None = None) -> Any:
    """What opening the fold asks for."""
    return pages.read(draft, actor=actor, correct="1")


def sign(draft: Draft, *actors: Actor) -> None:
    for actor in actors:
        version = plans.last_version(actor, placement=draft.placement_id, usage_key=USAGE)
        assert version is not None
        plans.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=version.number, shown=version.sha256)


@pytest.fixture
def parties(draft: Draft, join: Join) -> dict[str, Actor]:
    """A plan that was submitted, with everybody there who signs it."""
    fill(draft, date(2026, 1, 19))
    people = {role: join(draft, name, role) for role, name in (("student", "nils"), ("supervisor", "sanna"))}
    draft.submit()
    return {"mentor": draft.actor, **people}


# -- to read ---------------------------------------------------------------------------------------------------


def test_who_may_download_it_reads_it_where_it_stands(submitted: Draft, join: Join, person: Callable[..., Actor]) -> None:
    write(submitted)
    issued = issue(submitted)
    people = [join(submitted, f"r{role}", role) for role in ("student", "supervisor", "leader", "other")]
    for actor in (submitted.actor, *people, person("staff_ida", is_staff=True)):
        text = read(submitted, actor).text
        for words in ("Sales at a fish auction", "Careful, curious, on time", issued.issued_by, "completed this placement"):
            assert words in text, actor.name
        assert "<form" not in text
    assert read(submitted, person("olaf")).status_int == 404
    assert read(submitted, number=2).status_int == 404
    assert TABLE["statement.read"] == TABLE["statement.take_along"]


def test_who_issued_it_has_the_disc_of_their_role(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    signature = read(submitted).text.partition("-signature")[2]
    assert "ix-disc--mentor" in signature


def test_one_of_another_placement_is_not_read_here(submitted: Draft, person: Callable[..., Actor]) -> None:
    write(submitted)
    issue(submitted)
    mira = submitted.actor
    other = Draft(mira, placements.start(mira, course_key=mira.course_key, role="mentor").id)
    with pytest.raises(NotFound):
        statements.issued(mira, placement=other.placement_id, number=1)
    assert read(other).status_int == 404


def test_it_says_on_the_screen_when_it_was_issued_and_what_replaced_it(submitted: Draft) -> None:
    write(submitted)
    first = issue(submitted)
    assert "replaced by" not in read(submitted).text
    write(submitted, evaluation="Very careful")
    issue(submitted)
    text = read(submitted).text
    assert "replaced by certificate 2" in text
    assert "Careful, curious" in text
    assert str(first.issued_at.year) in text
    assert "Very careful" in read(submitted, number=2).text


def test_the_current_one_stands_first_and_the_others_behind_a_fold(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    assert "Replaced" not in inside(submitted)
    for words in ("Very careful", "Most careful"):
        write(submitted, evaluation=words)
        issue(submitted)
    page = inside(submitted)
    fold = page.index("2 certificates that were replaced")
    assert page.index("Read certificate 3") < page.index("Current") < fold
    assert fold < page.index("Read certificate 2") < page.index("Replaced by certificate 3")
    assert page.index("Read certificate 2") < page.index("Read certificate 1") < page.index("Replaced by certificate 2")
    assert page.count("Current") == 1


# -- to correct ------------------------------------------------------------------------------------------------


def test_the_form_is_folded_below_what_was_issued_until_somebody_writes(submitted: Draft, join: Join) -> None:
    assert "save_statement" in inside(submitted)
    assert "Correct it" not in inside(submitted)
    write(submitted)
    issue(submitted)
    page = inside(submitted)
    assert "certificate 1 stays as it was issued" in page
    assert "save_statement" not in page
    assert f'data-drafted="statement-{submitted.placement_id}-student"' in page, "words kept on a computer open it"
    assert "save_statement" in correction(submitted).text
    write(submitted, evaluation="Very careful")
    assert "save_statement" in inside(submitted)
    assert "Correct it" in inside(submitted)
    issue(submitted)
    assert "save_statement" not in inside(submitted)
    student = join(submitted, "nils", "student")
    assert "Correct it" not in inside(submitted, student)
    assert "save_statement" not in correction(submitted, student).text


def test_who_goes_back_to_the_form_finds_it_open(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    submitted.save("contacts", [{**submitted.view().sections["contacts"].values, "university": "Another"}])
    submitted.submit()  # another version to certify: the certificate itself says the same
    proof = pages.read(submitted, "look").text  # type: ignore[union-attr]
    assert '"correct": "1"' in proof
    assert "save_statement" in correction(submitted).text


# -- one set of words --------------------------------------------------------------------------------------------


def test_form_and_document_use_the_same_words(submitted: Draft) -> None:
    form = inside(submitted)
    write(submitted, virtual_start="2026-02-02", virtual_end="2026-02-03", hours="75")
    document = documents.document(issue(submitted), "https://lms.example.org/check/")
    titles = [section.title for section in document.sections]
    labels = {fact.label for part in document.sections[0].body for fact in part.facts}  # type: ignore[union-attr]
    nouns = [noun for noun, fields in STATEMENT.nouns if fields[0].name != "family_name"]
    nouns += [str(OUTCOMES.title), "Check this document"]
    assert labels | set(titles) == {*nouns, str(STAY.title), *(field.short for field in STAY.fields)} - {
        "Sending institution", "Receiving organisation", "Sector", "Address", "Country", "Website",
    }  # fmt: skip
    for noun, fields in STATEMENT.nouns:
        assert all(str(field.label) in form for field in fields)
        assert all(str(field.label).lower().endswith(noun.removeprefix("Days").lower()) for field in fields[1:])
    for words in ("Programme and tasks", "knowledge, skills, competences", "Evaluation"):
        assert any(words in title for title in titles), "as in Table D"


def test_what_can_be_copied_is_named_and_nothing_else(submitted: Draft) -> None:
    page = inside(submitted)
    told = page[page.index("Fills what is still empty from version 1") :].partition("</p>")[0]
    assert "days on site" in told
    assert "programme and tasks carried out" in told
    assert "title of the placement" not in told, "this plan has none"
    assert "days online" not in told
    copied = ask(submitted, "copy_from_plan", form_of(submitted, title="", tasks="")).text
    assert "Empty fields were filled" in copied


def test_an_erasmus_plan_has_a_title_to_copy(draft: Draft) -> None:
    draft.fill()
    begin(draft)
    shown_versions.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    assert "Fills what is still empty from version 1: title of the placement, days on site," in inside(draft)


# -- the version that it closes ----------------------------------------------------------------------------------


def test_a_version_that_is_not_agreed_is_named_with_who_has_not_signed(draft: Draft, parties: dict[str, Actor]) -> None:
    write(draft)
    mentor = next(row["name"] for row in draft.view().sections["parties"].rows if row["role"] == "mentor")
    words = "Version 1 of the plan is not agreed yet."
    for page in (inside(draft), pages.read(draft, "look").text):
        assert words in page
        assert f"Still to sign: {mentor}, nils, sanna." in page
    sign(draft, parties["student"], parties["mentor"])
    assert "Still to sign: sanna." in inside(draft)
    sign(draft, parties["supervisor"])
    for page in (inside(draft), pages.read(draft, "look").text):
        assert words not in page
        assert "all the same" not in page
    assert issue(draft).number == 1


def test_a_role_that_nobody_has_is_named(submitted: Draft) -> None:
    assert "Version 1 of the plan is not agreed yet." in inside(submitted)
    assert "Still to be added: university supervisor." in inside(submitted)
    write(submitted)
    assert issue(submitted).number == 1, "it is said, and keeps nobody from it"


def test_a_version_that_was_returned_is_named(draft: Draft, parties: dict[str, Actor], person: Callable[..., Actor]) -> None:
    write(draft)
    sign(draft, *parties.values())
    assert "all the same" not in inside(draft)
    ida = person("ida", is_staff=True)
    (row,) = reviews.list_submissions(ida, course_key=ida.course_key).rows
    revision = reviews.open_submission(ida, submission_id=row.id).revision
    reviews.give_back(ida, submission_id=row.id, revision=revision, text="Say more.")
    for page in (inside(draft), pages.read(draft, "look").text):
        assert "Ida asked for changes in version 1." in page
        assert "not agreed yet" not in page


def test_of_a_version_that_was_changed_nothing_is_copied(submitted: Draft) -> None:
    PlanVersion.objects.update(sha256="0" * 64)
    page = inside(submitted)
    assert "This is not the text that was submitted" in page
    assert "Copy from the plan" not in page


def test_only_who_writes_it_is_told_what_it_would_close(submitted: Draft, join: Join) -> None:
    student = join(submitted, "nils", "student")
    assert "not agreed yet" in inside(submitted)
    assert "not agreed yet" not in inside(submitted, student)


def test_opening_it_asks_the_same_however_much_was_issued(
    submitted: Draft, django_assert_num_queries: Callable[..., Any]
) -> None:
    write(submitted)
    issue(submitted)
    client, url = pages.client_of(submitted.actor), pages.address(submitted, "show_statement")
    for words in ("Very careful", "Most careful", "Ever so careful"):
        # Session, account and transaction (4); placement; the plan and its signatures; statement, lines, draft, comments.
        with django_assert_num_queries(11):
            client.get(url)
        write(submitted, evaluation=words)
        issue(submitted)


def test_the_page_asks_for_the_plan_once(submitted: Draft, join: Join, django_assert_num_queries: Callable[..., Any]) -> None:
    """However many forms stand on it: of a writer of both kinds, with both drafts begun and open."""
    supervisor = join(submitted, "sanna", "supervisor")
    write(submitted)
    where = {"placement_id": submitted.placement_id, "section": "hosting", "revision": 0}
    statements.save(supervisor, **where, typed=[{"organisation": "The auction"}])
    client = pages.client_of(supervisor)
    # Session, account and transaction (4); placement; the plan, its signatures, what became of it; the comments; and of each
    # kind the statement, its lines and its draft.
    with django_assert_num_queries(15) as asked:
        assert client.get(pages.address(submitted)).status_code == 200
    assert sum('FROM "internship_xblock_planversion"' in query["sql"] for query in asked.captured_queries) == 1
