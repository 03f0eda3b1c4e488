"""The page of a workbook: one's own, to read and to take along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.units import api
from internship_xblock.tools.units.unit import Unit, parse_steps
from tests.platform import COURSE, TestPlatform

pytestmark = pytest.mark.django_db
NASTY = "<script>alert('x')</script> & “quotes”"
UNIT = Unit(title=NASTY, everything=parse_steps([{"kind": "commit", "id": "mine", "title": "Your step", "text": "What?"}]))


def url(form: str = "", course_key: str = COURSE) -> str:
    if not form:
        return reverse("internship_xblock:workbook", kwargs={"course_key": course_key})
    return reverse("internship_xblock:workbook_download", kwargs={"course_key": course_key, "form": form})


@pytest.fixture
def written(mira: Actor) -> Actor:
    typed = {"text": [NASTY], "by": ["2999-01-15"]}
    api.answer(mira, unit=UNIT, usage_key="block-v1:x", step_id="mine", revision=0, given=typed)
    return mira


def test_it_reads_as_what_was_written(browser: Callable[[str], Client], written: Actor) -> None:
    page = browser("mira").get(url()).content.decode()
    assert "My workbook" in page
    assert "&lt;script&gt;alert(" in page
    assert "<script>alert" not in page
    assert "Tue 15 Jan 2999" in page
    for address in (url("pdf"), f"{url('pdf')}?paper=letter", url("docx")):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_it_is_taken_along(browser: Callable[[str], Client], written: Actor, form: str, begins: bytes) -> None:
    response = browser("mira").get(url(form))
    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="workbook-mira.{form}"'
    assert response["Cache-Control"] == "no-store"
    assert browser("mira").get(f"{url(form)}?paper=wall").status_code == 400


def test_an_empty_one_says_what_will_come(browser: Callable[[str], Client], mira: Actor) -> None:
    page = browser("mira").get(url()).content.decode()
    assert "comes together here" in page
    assert url("pdf") not in page
    assert browser("mira").get(url("pdf")).status_code == 200


def test_it_is_nobody_elses(
    browser: Callable[[str], Client], client: Client, written: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nora", "staff_ida"):
        assert "alert(" not in browser(name).get(url()).content.decode()
    for address in (url(), url("pdf")):
        assert client.get(address).status_code == 302
    signed_in = browser("mira")
    monkeypatch.setattr(TestPlatform, "real", 99)
    for address in (url(), url("pdf")):
        response = signed_in.get(address)
        assert response.status_code == 403
        assert b"alert(" not in response.content


def test_another_course_has_another(browser: Callable[[str], Client], written: Actor) -> None:
    page: Any = browser("mira").get(url(course_key="course-v1:Other+Course+2026"))
    assert "alert(" not in page.content.decode()


@pytest.mark.parametrize("form", ["json", "ics", "exe"])
def test_it_is_for_paper(form: str) -> None:
    with pytest.raises(NoReverseMatch):
        url(form)
