"""A course with a plan and a log, and the page of its placement as somebody opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import lxml.html
import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.web.overview.pages import PAGES
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.logs.world import USAGE as LOG
from tests.logs.world import World
from tests.plans.conftest import RULES, Draft
from tests.plans.conftest import USAGE as PLAN
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.today.conftest import browser_of


@pytest.fixture
def course(clean_platform: None) -> None:
    TestPlatform.blocks = {
        PLAN: make_block(PlanBlock, None, usage=PLAN, hours_required=RULES.hours_required),
        LOG: make_block(LogBlock, None, usage=LOG),
    }


@pytest.fixture
def world(person: Callable[..., Actor], course: None) -> World:
    """Ola the student, Mira the mentor, Sven the supervisor, Lea the leader, Gro; nothing is planned or written yet."""
    return World(person)


@pytest.fixture
def draft(world: World) -> Draft:
    return Draft(world.student, world.placement_id)


def address(placement_id: int, course_key: str = COURSE) -> str:
    return PAGES.address(course_key, "", placement_id)


class Page:
    """A placement's page as somebody reads it."""

    def __init__(self, html: str) -> None:
        self.tree = lxml.html.fromstring(html)
        for hidden in self.tree.xpath("//svg | //*[contains(@class, 'ix-visually-hidden') or contains(@class, 'ix-disc ')]"):
            hidden.drop_tree()
        self.words = " ".join(self.tree.text_content().split())

    def part(self, name: str) -> str:
        """What stands in one part: people, stay, states, talks, papers, next, rest, awaited; "" where it is not there."""
        found = self.tree.xpath(f"//section[contains(@aria-labelledby, '-{name}-title')]")
        return " ".join(found[0].text_content().split()) if found else ""

    def lines(self, name: str) -> list[str]:
        lines = self.tree.xpath(f"//section[contains(@aria-labelledby, '-{name}-title')]//li")
        return [" ".join(line.text_content().split()) for line in lines]

    @property
    def order(self) -> list[str]:
        """Whether all is in good order, then the reasons why it is not."""
        tags = self.tree.xpath("//p[contains(@class, 'ix-dochead-line')]/*[contains(@class, 'ix-tag')] | //*[@data-signs]//li")
        return [" ".join(one.text_content().split()) for one in tags]

    @property
    def links(self) -> list[str]:
        return [str(one) for one in self.tree.xpath("//a/@href")]


def look(actor: Actor, placement_id: int) -> Page:
    answer = browser_of(actor).get(address(placement_id))
    assert answer.status_code == 200, answer.content.decode()
    return Page(answer.content.decode())


def weeks_from(day: date, *numbers: int) -> list[date]:
    return [date.fromordinal(day.toordinal() + 7 * number) for number in numbers]
