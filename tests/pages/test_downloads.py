"""Documents of a plan: who gets which file, and what comes with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.reviews.api import SubmissionView
from internship_xblock.tools.statements.models import Statement
from tests.exports.paper import A4, LETTER, size_of
from tests.platform import COURSE

from .conftest import certificate

KINDS = ("pdf", "docx", "ics", "json")
BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "ics": b"BEGIN:VCALENDAR", "json": b"{"}


def url(plan: SubmissionView, kind: str = "pdf", number: int = 1, **query: str) -> str:
    address = reverse("internship_xblock:plan_download", kwargs={"plan_id": plan.subject_id, "number": number, "kind": kind})
    return address + "".join(f"?{name}={value}" for name, value in query.items())


@pytest.mark.parametrize("kind", KINDS)
def test_a_party_gets_the_file(browser: Callable[[str], Client], plan: SubmissionView, kind: str) -> None:
    response = browser("mira").get(url(plan, kind))
    assert response.status_code == 200
    assert response.content.startswith(BEGINS[kind])
    assert response["Content-Disposition"] == f'attachment; filename="internship-plan-v1.{kind}"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_instructor_gets_what_was_submitted(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    assert browser("staff_ida").get(url(plan)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_does(browser: Callable[[str], Client], plan: SubmissionView, person: Any, kind: str) -> None:
    """Somebody signed in, and a party of another placement: told as if it did not exist."""
    other = person("nora")
    placements.start(other, course_key=COURSE, role="mentor")
    for name in ("nora", "nils"):
        response = browser(name).get(url(plan, kind))
        assert response.status_code == 404
        assert "cannot be found" in response.content.decode()
        assert "attachment" not in response.headers.get("Content-Disposition", "")


def test_a_stranger_is_sent_to_sign_in(client: Client, plan: SubmissionView) -> None:
    response = client.get(url(plan))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_only_what_was_submitted(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    assert browser("mira").get(url(plan, number=2)).status_code == 404
    assert browser("mira").get(url(plan, number=0)).status_code == 404
    unknown = url(plan).replace(f"/{plan.subject_id}/", "/999999/")
    assert browser("mira").get(unknown).status_code == 404


def test_letter_is_for_the_asking(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    client = browser("mira")
    assert size_of(client.get(url(plan, paper="letter")).content) == LETTER
    assert size_of(client.get(url(plan)).content) == A4
    assert client.get(url(plan, paper="wall")).status_code == 400


def test_no_other_kind_has_an_address(plan: SubmissionView) -> None:
    with pytest.raises(NoReverseMatch):
        url(plan, "exe")


def certificate_url(plan: SubmissionView, form: str = "pdf", number: int = 1) -> str:
    found = Statement.objects.first()
    return reverse("internship_xblock:statement_download", args=[found.pk if found else 1, number, form])


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_parties_and_the_instructor_get_the_certificate(
    browser: Callable[[str], Client], plan: SubmissionView, person: Any, form: str
) -> None:
    certificate(plan.placement_id)
    for name in ("mira", "staff_ida"):
        response = browser(name).get(certificate_url(plan, form))
        assert response.status_code == 200
        assert response.content.startswith(BEGINS[form])
        assert response["Content-Disposition"].startswith(
            f'attachment; filename="certificate-ase-script-alert-x-script-quotes-1.{form}"'
        )
        assert response["Cache-Control"] == "no-store"
    response = browser("nora").get(certificate_url(plan, form))
    assert response.status_code == 404
    assert b"Well done" not in response.content
    assert browser("mira").get(certificate_url(plan, form, 2)).status_code == 404
    assert browser("mira").get(certificate_url(plan, form) + "?paper=wall").status_code == 400
    if form == "pdf":
        assert size_of(browser("mira").get(certificate_url(plan) + "?paper=letter").content) == LETTER


@pytest.mark.parametrize("form", ["ics", "json", "exe"])
def test_a_certificate_is_for_paper(plan: SubmissionView, form: str) -> None:
    with pytest.raises(NoReverseMatch):
        certificate_url(plan, form)


def test_only_reading(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    assert browser("mira").head(url(plan)).status_code == 405


def test_uids_name_the_site(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    content = browser("mira").get(url(plan, "ics"), headers={"host": "lms.example:8000"}).content
    assert icalendar.Calendar.from_ical(content)["method"] == "PUBLISH"
    assert b":8000" not in content


def test_the_schema_is_published(browser: Callable[[str], Client]) -> None:
    response = browser("mira").get(reverse("internship_xblock:plan_schema"))
    assert json.loads(response.content)["$id"] == "urn:internship-xblock:plan:1"


def test_the_review_page_leads_to_them(browser: Callable[[str], Client], plan: SubmissionView) -> None:
    page = browser("staff_ida").get(reverse("internship_xblock:review_open", args=[COURSE, plan.id])).content.decode()
    for kind in KINDS:
        assert f'href="{url(plan, kind)}"' in page
    assert f'href="{url(plan)}?paper=letter"' in page


def test_names_and_words_stay_out_of_the_log(
    browser: Callable[[str], Client], plan: SubmissionView, mira: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for kind in KINDS:
        browser("mira").get(url(plan, kind))
    assert "script" not in caplog.text
    assert "Autumn" not in caplog.text
