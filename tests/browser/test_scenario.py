"""A scenario on a phone and at a desk: one press a choice, what comes of it in sight, the ways beside each other at the end."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Frame, Page, expect

from internship_xblock.course.shipped import shipped_course
from internship_xblock.tools.units.web.workbench import SCENARIOS

from .conftest import WIDE, Door, check_page
from .story import open_lesson, unit_frame

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
LESSON, FILE = "Rewrite three comments", "vertical/m5-rewrite-1.xml"  # the one whose steps are another's here


@pytest.fixture(autouse=True, scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The mentor course with the workbench's scenario in one of its lessons."""
    folder = tmp_path_factory.mktemp("course") / "mentor_course"
    shutil.copytree(shipped_course(), folder)
    steps = next(re.findall(r"<scenario.*</scenario>", olx, re.DOTALL)[0] for _title, olx in SCENARIOS if "<scenario" in olx)
    lesson = folder / FILE
    kept = re.sub(r"<read .*(?=</internship_unit>)", lambda _found: steps, lesson.read_text(encoding="utf-8"), flags=re.DOTALL)
    lesson.write_text(kept, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERNSHIP_DEMO_COURSE", str(folder))
        yield


def choose(frame: Frame, words: str, title: str) -> None:
    """Press a choice, or a way back, and see that the situation that follows has the focus."""
    frame.get_by_role("button", name=re.compile(words)).first.click()
    expect(frame.get_by_role("heading", name=title, level=5)).to_be_focused()


def down(page: Page, frame: Frame, what: str) -> float:
    """How far below the top of the window something stands, once the frame has its height."""
    page.wait_for_timeout(300)
    box = frame.locator(what).last.bounding_box()
    assert box is not None
    return box["y"]


def test_a_way_to_an_ending_and_back(door: Door) -> None:
    page = door("Berit Antonsen", viewport=PHONE)
    frame = open_lesson(page, LESSON)
    choose(frame, "Take her along", "Monday, 9:00")
    choose(frame, "Say that she will understand", "Wednesday, 14:00, in the corridor")
    assert 0 < down(page, frame, ".ix-trail-turn") < down(page, frame, ".ix-situation-title") < PHONE["height"] / 2

    page.reload()
    frame = unit_frame(page)
    choose(frame, "Go back here.*Monday, 9:00", "Monday, 9:00")
    page.keyboard.press("Tab")  # from the heading to its first choice
    page.keyboard.press("Enter")
    expect(frame.get_by_role("heading", name="Wednesday, 14:00, at her desk")).to_be_focused()
    choose(frame, "Correct the eleven addresses", "Friday, 15:30: the same list")
    mine, others = (frame.locator(".ix-ways > section").nth(at) for at in (0, 1))
    assert mine.bounding_box()["y"] < others.bounding_box()["y"]  # type: ignore[index]
    expect(others).to_contain_text("She nods. She does not ask again")  # it was tried
    expect(frame.get_by_role("button", name="Next", exact=True)).to_be_visible()
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert mine.bounding_box()["y"] == others.bounding_box()["y"]  # type: ignore[index]
    page.emulate_media(media="print")
    expect(mine).to_contain_text("out of breath")
    expect(mine.get_by_text("out of breath")).to_be_visible()
    page.emulate_media(media="screen")
    check_page(page, "the end of a scenario")
