"""What an author says of the document that a unit awards: in Studio by names, in OLX by ids, and back again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from internship_xblock.openedx.platform import CourseUnit
from tests.platform import TestPlatform
from tests.runtime import call
from tests.units.lessons import AUTHOR, parse

from .lessons import LAST, block

pytestmark = pytest.mark.django_db
SETTINGS = {
    "display_name": "Brief your colleagues", "minutes": "12", "minutes_at_work": "0", "pass_mark": "0", "weight": "1",
    "outcomes": "Tell colleagues", "pools": "", "attempts_allowed": "0", "review_points": "0",
}  # fmt: skip


@pytest.fixture(autouse=True)
def course() -> None:
    TestPlatform.units = [
        CourseUnit("roles", "Who does what?", "M0 Start"), CourseUnit("quiz", "<b>The quiz</b>", ""),
        CourseUnit("last", "Brief your colleagues", "M3 Welcome"), CourseUnit("more", "More", "M4"),
    ]  # fmt: skip


def form(**fields: Any) -> str:
    return str(block("last", AUTHOR, **fields).studio_view().content)


def ticked(html: str) -> list[str]:
    found = re.findall(r'<input type="checkbox" name="award_needs" value="([^"]*)"([^>]*)>', html)
    return [value for value, attributes in found if "checked" in attributes]


def save(made: Any, **typed: Any) -> Any:
    return call(made, "studio_save_settings", {**SETTINGS, **typed})


def test_the_lessons_are_ticked_by_their_names() -> None:
    html = form()
    assert html.index("M0 Start") < html.index("Who does what?") < html.index("M4")
    assert "&lt;b&gt;The quiz&lt;/b&gt;" in html
    assert "M3 Welcome" not in html  # the lesson itself
    assert ticked(html) == ["roles", "quiz"]
    assert re.search(r'<option value="ready" selected>\s*Ready to host', html)
    assert "certified" not in html  # follows from the certificate


def test_what_is_ticked_is_saved() -> None:
    made = block("last", AUTHOR)
    assert save(made, awards="ready", award_needs=["more", "roles"]).status_int == 200
    assert (made.awards, made.award_needs) == ("ready", "more roles")
    assert save(made, awards="").status_int == 200
    assert (made.awards, made.award_needs) == ("", "")


def test_a_lesson_that_is_gone_is_still_there_to_untick() -> None:
    html = form(award_needs="roles gone")
    assert "A lesson that is no longer in the course (gone)" in html
    assert ticked(html) == ["roles", "gone"]
    made = block("last", AUTHOR, award_needs="roles gone")
    assert save(made, awards="ready", award_needs=["roles", "gone"]).status_int == 200
    assert made.award_needs == "roles gone"


@pytest.mark.parametrize(
    "typed", [{"awards": "gold"}, {"awards": "certified"}, {"award_needs": "nowhere"}, {"awards": "x" * 600}]
)
def test_what_is_none_is_refused_where_it_was_chosen(typed: dict[str, str]) -> None:
    made = block("last", AUTHOR)
    answer = save(made, **{"awards": "ready", "award_needs": ["roles"], **typed})
    assert answer.status_int == 422
    assert f"-{next(iter(typed))}" in answer.text
    assert (made.awards, made.award_needs) == ("ready", "roles quiz")


def test_where_there_is_no_course_nothing_is_asked_and_nothing_lost() -> None:
    TestPlatform.units = None
    html = form()
    assert "once this unit stands in a course" in html
    assert 'name="award_needs"' not in html
    made = block("last", AUTHOR)
    assert save(made, awards="ready").status_int == 200
    assert made.award_needs == "roles quiz"


@pytest.mark.parametrize("awards", ["ready", "gold", ""])
def test_it_goes_into_olx_and_comes_back(awards: str) -> None:
    olx = LAST.replace('awards="ready"', f'awards="{awards}"')
    made = parse(olx)
    node = etree.Element("internship_unit")
    made.add_xml_to_node(node)
    assert (node.get("awards", ""), node.get("award_needs")) == (awards, "roles quiz")
    again = parse(etree.tostring(node))
    assert (again.awards, again.award_needs) == (awards, "roles quiz")
