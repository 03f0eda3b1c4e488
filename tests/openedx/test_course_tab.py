"""The course tab: for whom it is there, where it leads, what it is called."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import translation
from opaque_keys.edx.keys import CourseKey

from internship_xblock.openedx import course_tab
from internship_xblock.openedx.course_tab import InternshipTab
from tests.platform import COURSE

OURS = SimpleNamespace(id=COURSE, advanced_modules=["poll", "internship_plan"])
USER = SimpleNamespace(is_authenticated=True, get_username=lambda: "mira")


@pytest.mark.usefixtures("clean_platform")
def test_it_is_there_for_those_who_take_part_in_a_course_with_our_blocks() -> None:
    assert InternshipTab.is_enabled(OURS, user=USER)
    assert not InternshipTab.is_enabled(OURS, user=AnonymousUser())
    assert not InternshipTab.is_enabled(OURS)
    assert not InternshipTab.is_enabled(SimpleNamespace(id="course-v1:Other+X+1", advanced_modules=["internship_plan"]), USER)
    for modules in (None, [], ["poll"]):
        assert not InternshipTab.is_enabled(SimpleNamespace(id=COURSE, advanced_modules=modules), USER), modules
    assert not InternshipTab.is_enabled(SimpleNamespace(id=COURSE), USER), "no platform to ask"


@pytest.mark.usefixtures("clean_platform")
@pytest.mark.parametrize(("modules", "is_there"), [(["poll", "internship_log"], True), (["poll"], False), (None, False)])
def test_an_overview_of_the_course_does_not_say_its_modules(
    lms: Callable[..., None], modules: list[str] | None, is_there: bool
) -> None:
    """The learning front end lists the tabs that the platform finds with a CourseOverview: only the modulestore knows."""
    asked = []

    def get_course(key: Any) -> Any:
        asked.append(str(key))
        return SimpleNamespace(advanced_modules=modules)

    cache.clear()
    lms("xmodule.modulestore.django", modulestore=lambda: SimpleNamespace(get_course=get_course))
    overview = SimpleNamespace(id=CourseKey.from_string(COURSE))
    assert [InternshipTab.is_enabled(overview, user=USER) for _page in range(2)] == [is_there, is_there]
    assert asked == [COURSE], "the course is read once, not on every page"


def test_it_leads_to_today_of_its_course() -> None:
    assert course_tab.address(OURS) == "/internship/?course=course-v1%3ATest%2BMentor%2B2026"


def test_where_our_pages_are_not_mounted_there_is_none(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.exports.no_urls"
    assert course_tab.address(OURS) == ""
    assert not InternshipTab.is_enabled(OURS, user=USER)


def test_it_says_what_the_platform_asks_of_a_dynamic_tab() -> None:
    """`_get_dynamic_tabs` takes these, sorts by the name, and translates the title when it is shown."""
    assert InternshipTab.is_dynamic is True
    assert isinstance(InternshipTab.title, str)
    with translation.override("nb"):
        assert translation.gettext(InternshipTab.title) == "Praksis"
