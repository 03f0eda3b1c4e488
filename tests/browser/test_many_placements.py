"""A mentor of many finds one among them in a real browser: by pages, by a name, by the keyboard alone, on a narrow screen."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, ROOT, Demo, Door, check_page
from .story import open_lesson

pytestmark = pytest.mark.browser
SEED = """
import django; django.setup()
from internship_xblock.demo import people
from internship_xblock.demo.engine import olx
from internship_xblock.core.actor import Actor
from tests.crowd import seat_mentor
user = people.account("leader")
actor = Actor(user_id=user.pk, name=user.get_full_name(), course_key=str(olx.get_course().key))
seat_mentor(actor, "none", 60)
"""


@pytest.fixture
def crowd(site: Demo) -> None:
    environment = {
        **os.environ, "INTERNSHIP_DEMO_DIR": str(site.folder), "DJANGO_SETTINGS_MODULE": "internship_xblock.demo.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", SEED], cwd=ROOT, env=environment, check=True)


def test_one_of_sixty_is_found_by_pages_and_by_name(crowd: None, door: Door) -> None:
    page = door("Per-Anders Nilsen", viewport=NARROW)
    frame = open_lesson(page, "Submit your plan")
    frame.get_by_role("button", name="Change placement").first.press("Enter")
    expect(frame.get_by_role("heading", name="Your placements (60)")).to_be_focused()
    check_page(page, "the list of many placements")
    page.set_viewport_size(NARROW)
    listed = frame.locator("[id$='-others-list'] > li")
    frame.get_by_role("button", name="Show 25 more of 35").press("Enter")
    expect(listed).to_have_count(51)
    expect(listed.nth(25)).to_be_focused()
    frame.get_by_role("button", name="Show 10 more").press("Enter")
    expect(listed).to_have_count(60)
    expect(listed.nth(50)).to_be_focused()
    search = frame.get_by_label("Find by name or organisation")
    search.focus()
    page.keyboard.type("00007")
    expect(listed).to_have_count(1)
    expect(search).to_be_focused()
    check_page(page, "one found among many placements")
    search.fill("nobody at all")
    expect(frame.get_by_text("None of your placements has that name in it.")).to_be_visible()
    search.fill("crowd 00007")
    search.press("Enter")
    frame.get_by_role("button", name="Crowd 00007").press("Enter")
    expect(frame.get_by_text(re.compile("Crowd 00007")).first).to_be_visible()
    frame = open_lesson(page, "Submit your plan")  # and next time
    expect(frame.get_by_text(re.compile("Crowd 00007")).first).to_be_visible()
