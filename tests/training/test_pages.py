"""The document *Ready to host*, and what one has earned on the page of the workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.exports import pdf, word
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.training import api
from internship_xblock.tools.training.documents import document
from internship_xblock.tools.training.models import Training
from internship_xblock.tools.units.models import StepAnswer
from tests.exports.paper import text_of
from tests.exports.test_pdf import claims_accessibility
from tests.pages import conftest as pages
from tests.platform import COURSE, TestPlatform

from .lessons import award

pytestmark = pytest.mark.django_db
browser, mira = pages.browser, pages.mira
__all__ = ["browser", "mira"]
ELSEWHERE = "course-v1:Other+Course+2026"
NASTY = "<script>alert('x')</script> & “quotes” #let x"
LESSONS = (
    api.Lesson("Who does what?", ("Distinguish the roles", "Say what you share"), 14),
    api.Lesson("Map your own week", ("Have two tasks ready",), 50, 20),
    api.Lesson(NASTY, (), 7, 90),
)
EARNED = api.Trained("ready", COURSE, datetime(2026, 11, 28, 12, tzinfo=UTC), date(2031, 11, 28), LESSONS)


def url(form: str = "pdf", course_key: str = COURSE) -> str:
    return reverse("internship_xblock:ready_to_host", kwargs={"course_key": course_key, "form": form})


def workbook_url(course_key: str = COURSE) -> str:
    return reverse("internship_xblock:workbook", kwargs={"course_key": course_key})


def read(trained: api.Trained = EARNED, name: str = "Mira Dahl") -> str:
    made = document(trained, name=name, course="The university internship partner", organisation="University of the North")
    return " ".join(text_of(pdf.render(made)).split())


# -- what the document says ----------------------------------------------------------------------------------------------


def test_it_says_who_what_until_when_and_what_it_is_not() -> None:
    said = read()
    for words in (
        "University of the North", "The university internship partner", "Ready to host", "Mira Dahl",
        "Saturday 28 November 2026", "Valid until 28 Nov 2031", "Who does what?",
        "Distinguish the roles", "Say what you share", "14 min", "50 min", "1 h 30 min",
        "In all 1 h 11 min on screen and 1 h 50 min at work", "It does not assess how",
        "approves neither a workplace nor an internship plan",
    ):  # fmt: skip
        assert words in said, words


def test_it_says_so_in_norwegian() -> None:
    with override("nb"):
        said = read()
    for words in (
        "Klar til å ta imot",
        "Gyldig til",
        "28. nov. 2031",
        "på skjermen",
        "på jobb",
        "Det er ingen vurdering av",
    ):
        assert words in said, words


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_is_accessible_in_every_language(language: str, paper: str) -> None:
    with override(language):
        made = document(EARNED, name="ميرا Dahl", course=NASTY, organisation="")
    assert claims_accessibility(pdf.render(made, paper))
    assert made.is_rtl is (language == "ar")
    with zipfile.ZipFile(io.BytesIO(word.render(made, paper))) as file:
        assert "Who does what?" in file.read("word/document.xml").decode()


@pytest.mark.parametrize("covers", [(), (api.Lesson(""),), (api.Lesson("x" * 3000, ("y" * 3000,) * 12, 10**9, 10**9),) * 3])
def test_it_can_be_made_of_anything(covers: tuple[api.Lesson, ...]) -> None:
    assert "Ready to host" in read(api.Trained("ready", COURSE, EARNED.earned_at, EARNED.until, covers), name="")


@pytest.mark.parametrize(
    "kept", [None, 7, "x", {}, [], {"title": None, "outcomes": "x", "minutes": "7"}, {"outcomes": [1, None]}]
)
def test_whatever_a_row_holds_is_a_lesson(kept: Any) -> None:
    found = api.Lesson.of(kept)
    assert isinstance(found.title, str)
    assert found.minutes == 0


# -- the address ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_it_is_taken_along(browser: Callable[[str], Client], mira: Actor, form: str, begins: bytes) -> None:
    award(mira)
    response = browser("mira").get(url(form))
    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="ready-to-host-mira.{form}"'
    assert response["Cache-Control"] == "no-store"
    assert browser("mira").get(f"{url(form)}?paper=letter").content.startswith(begins)
    assert browser("mira").get(f"{url(form)}?paper=wall").status_code == 400
    assert browser("mira").post(url(form)).status_code in (403, 405)


def test_it_is_ones_own(browser: Callable[[str], Client], client: Client, mira: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    award(mira)
    for name in ("nora", "staff_ida"):
        assert browser(name).get(url()).status_code == 404
    assert client.get(url()).status_code == 302
    assert browser("mira").get(url(course_key=ELSEWHERE)).status_code == 404
    signed_in = browser("mira")
    monkeypatch.setattr(TestPlatform, "real", 99)
    assert signed_in.get(url()).status_code == 403


def test_what_is_certified_by_the_platform_has_no_document_of_ours(browser: Callable[[str], Client], mira: Actor) -> None:
    award(mira, "certified")
    assert browser("mira").get(url()).status_code == 404


@pytest.mark.parametrize("form", ["json", "exe", "pdf/x"])
def test_it_is_for_paper(form: str) -> None:
    with pytest.raises(NoReverseMatch):
        url(form)


# -- the workbook --------------------------------------------------------------------------------------------------------


def test_the_workbook_says_what_one_has_earned(browser: Callable[[str], Client], mira: Actor) -> None:
    nothing = browser("mira").get(workbook_url()).content.decode()
    assert "What I have earned" not in nothing
    award(mira)
    award(mira, "certified")
    TestPlatform.certificates = {"mira": "https://example.org/certificates/1"}
    page = browser("mira").get(workbook_url()).content.decode()
    assert "What I have earned" in page
    for address in (url(), f"{url()}?paper=letter", url("docx"), "https://example.org/certificates/1"):
        assert f'href="{address}"' in page
    assert "Renew by" not in page
    assert "What I have earned" in browser("mira").get(workbook_url(ELSEWHERE)).content.decode()
    assert "What I have earned" not in browser("staff_ida").get(workbook_url()).content.decode()


@pytest.mark.parametrize(("days", "words"), [(60, "Renew by"), (-10, "It has lapsed, and you can still renew it.")])
def test_the_workbook_asks_to_renew_it(browser: Callable[[str], Client], mira: Actor, days: int, words: str) -> None:
    award(mira)
    Training.objects.update(until=timezone.localdate() + timedelta(days=days))
    assert words in browser("mira").get(workbook_url()).content.decode()


def answered(actor: Actor, course_key: str = COURSE) -> None:
    """Let somebody have answered a step: without that nothing is earned."""
    StepAnswer.objects.create(
        learner_id=actor.account, course_key=course_key, usage_key="a unit", step="a", answer={}, changed_at=timezone.now()
    )


def test_the_workbook_asks_for_nothing_that_another_level_makes_up_for(browser: Callable[[str], Client], mira: Actor) -> None:
    award(mira)
    Training.objects.update(until=timezone.localdate() + timedelta(days=30))
    award(mira, "certified")
    page = browser("mira").get(workbook_url()).content.decode()
    assert "Certified internship mentor" in page
    assert "Renew by" not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (61, ""),
        (60, "Your training “Ready to host” is due for renewal. It is valid until"),
        (-60, "Your training “Ready to host” is due for renewal. It was valid until"),
        (-61, ""),
    ],
)
def test_today_says_that_it_is_due_for_renewal(
    browser: Callable[[str], Client], mira: Actor, days: int, words: str
) -> None:  # fmt: skip
    award(mira)
    answered(mira)
    Training.objects.update(until=timezone.localdate() + timedelta(days=days))
    for query in ({}, {"course": COURSE}):
        page = " ".join(browser("mira").get("/internship/", query).content.decode().split())
        assert ("due for renewal" in page) is bool(words)
        assert words in page
        assert (f'href="{workbook_url()}#earned"' in page) is bool(words)
    assert "due for renewal" not in browser("nora").get("/internship/").content.decode()


def test_behind_the_tab_of_another_course_nothing_is_due(browser: Callable[[str], Client], mira: Actor) -> None:
    award(mira, course_key=ELSEWHERE)
    answered(mira)
    Training.objects.update(until=timezone.localdate())
    assert "due for renewal" in browser("mira").get("/internship/").content.decode()
    assert "due for renewal" not in browser("mira").get("/internship/", {"course": COURSE}).content.decode()


def test_who_looks_as_somebody_is_not_told_what_that_person_is_to_renew(
    browser: Callable[[str], Client], mira: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    award(mira)
    answered(mira)
    Training.objects.update(until=timezone.localdate())
    signed_in = browser("mira")
    monkeypatch.setattr(TestPlatform, "real", 999_999)
    answer = signed_in.get("/internship/")
    assert answer.status_code == 200
    assert "due for renewal" not in answer.content.decode()


def test_what_was_earned_goes_along_and_goes_with_the_account(mira: Actor, person: Callable[..., Actor]) -> None:
    nora = person("nora")
    for actor in (mira, nora):
        award(actor, covers=LESSONS)
    with zipfile.ZipFile(io.BytesIO(placements.own_data(mira))) as file:
        rows = file.read("training/training.json").decode()
    assert "Map your own week" in rows
    assert rows.count('"level": "ready"') == 1
    retirement.forget(mira.account)
    assert [row.person_id for row in Training.objects.all()] == [nora.account]
