"""The start: what this is in three sentences, and the ways in, each to a place where something is to do."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from internship_xblock.course.shipped import shipped_course
from internship_xblock.demo import people
from internship_xblock.demo.engine import olx
from internship_xblock.demo.models import FieldState
from internship_xblock.demo.sample import cohort
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.reviews.models import Submission

from .conftest import KEY, Browser

COURSE = shipped_course()
WAYS = ("mentor", "student", "supervisor", "instructor", "author")


def tree(response: Any) -> Any:
    return lxml.html.fromstring(response.content.decode())


def come_in(browser: Browser, way: str) -> str:
    """The address that a way leads to, once one is there."""
    address = browser.post("/enter/", {"way": way})["Location"]
    assert browser.get(address).status_code == 200
    return str(address)


@pytest.fixture
def whole(player: olx.Course, settings: Any) -> olx.Course:
    """The mentor course itself, which has a plan and a log."""
    settings.INTERNSHIP_DEMO_COURSE = str(COURSE)
    olx.forget_courses()
    return olx.get_course()


def test_the_start_says_what_this_is_and_has_its_ways_in(browser: Browser) -> None:
    page = tree(browser.get("/"))
    sentences = [one.text_content() for one in page.xpath('//div[@class="ixd-lead"]/p')]
    assert [one.count(".") for one in sentences] == [1, 1, 1]
    assert page.xpath("//button[@name='way']/@value") == list(WAYS)
    for button in page.xpath("//button[@name='way']"):
        assert people.PEOPLE[button.get("value")].name in button.text_content()


def test_the_testers_switches_are_folded_away(browser: Browser) -> None:
    for path in ("/", "/outline/", "/progress/", f"/unit/{KEY('vertical', 'first')}/"):
        page = tree(browser.get(path))
        menus = page.xpath("//header//details")
        assert len(menus) == 1
        assert menus[0].get("open") is None
        assert "Test settings" in menus[0].xpath("./summary")[0].text_content()
        named = {one.get("name") for one in page.xpath("//header//button")}
        assert named == {"person", "language", "colours", "width", "hostile"}
        assert all(one in menus[0].iterdescendants() for one in page.xpath("//header//button"))


@pytest.mark.parametrize("way", WAYS)
def test_each_way_in_makes_one_somebody(browser: Browser, way: str) -> None:
    come_in(browser, way)
    assert people.PEOPLE[way].name in tree(browser.get("/")).xpath("//*[@data-me]")[0].text_content()


def test_the_mentor_comes_to_the_first_lesson_and_later_to_where_they_are(browser: Browser) -> None:
    first = KEY("vertical", "first")
    assert "The first lesson of the course: “The first unit”" in browser.get("/").content.decode()
    assert come_in(browser, "mentor") == f"/unit/{first}/"
    browser.get(f"/xblock/{first}/")  # a text is done once it was seen
    assert "Continue where Tuva left off: “The first unit”" in browser.get("/").content.decode()
    counter = KEY("demo_counter", "counter")
    for _time in range(2):
        browser.post(f"/handler/{counter}/press")
    assert come_in(browser, "mentor") != f"/unit/{first}/"


def test_a_course_without_plan_and_log_has_ways_in_too(browser: Browser) -> None:
    assert come_in(browser, "student") == "/outline/"
    assert not FieldState.objects.filter(scope="player").exists()


@pytest.mark.parametrize("data", [{}, {"way": "leader"}, {"way": "\x00"}])
def test_there_is_no_other_way_in(browser: Browser, data: dict[str, str]) -> None:
    assert browser.post("/enter/", data).status_code == 400
    assert browser.get("/enter/").status_code == 405


@pytest.mark.slow
def test_the_student_finds_a_question_and_a_draft_the_instructor_a_plan_and_an_entry(whole: olx.Course) -> None:
    browser = Browser()
    unit = come_in(browser, "student")
    frame = browser.get(unit.replace("/unit/", "/xblock/")).content.decode()
    assert "What made you hesitate before you spoke?" in frame
    assert "We compared our two lists." in frame
    page = browser.get(come_in(browser, "instructor")).content.decode()
    assert "2 are waiting for an answer" in page
    assert "Emil Eira" in page
    assert come_in(browser, "author") == "/studio/"
    assert sorted(Submission.objects.values_list("kind", flat=True)) == ["entry", "plan"]
    come_in(browser, "student")
    assert Submission.objects.count() == 2, "it is made once"


@pytest.mark.slow
def test_the_supervisor_finds_thirteen_students_and_who_is_stuck(whole: olx.Course) -> None:
    browser = Browser()
    for _time in range(2):  # it is made once
        page = tree(browser.get(come_in(browser, "supervisor")))
        assert "Your 13 placements" in page.text_content()
        stuck = page.xpath("//details[summary[contains(., 'Log silent')]]")[0]
        assert stuck.get("open") is not None
        assert {one.text_content() for one in stuck.xpath(".//a")} == {"Nils-Ante Balto", "Sivert Johnsrud"}
    for stage in cohort.STAGES:
        assert stage.student in page.text_content()


@pytest.mark.slow
def test_the_sample_is_in_the_language_of_whoever_comes_first(whole: olx.Course) -> None:
    browser = Browser()
    browser.post("/language/", {"language": "nb", "next": "/"})
    unit = come_in(browser, "student")
    frame = browser.get(unit.replace("/unit/", "/xblock/")).content.decode()
    assert "Hva fikk deg til å nøle før du sa fra?" in frame


@pytest.mark.slow
def test_the_mentors_course_is_untouched_by_the_sample(whole: olx.Course) -> None:
    browser = Browser()
    come_in(browser, "student")
    assert "The first lesson of the course" in browser.get("/").content.decode()


@pytest.mark.slow
def test_a_course_that_refuses_the_sample_is_shown_without(whole: olx.Course, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = examples.example
    monkeypatch.setattr(examples, "example", lambda *given: {**answer(*given), "outcomes": []})  # tasks serve nothing
    browser = Browser()
    unit = come_in(browser, "student")
    assert "What made you hesitate" not in browser.get(unit.replace("/unit/", "/xblock/")).content.decode()
    assert not Submission.objects.exists()
