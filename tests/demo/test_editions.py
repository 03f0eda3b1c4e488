"""The language switch changes the course, too, and what one answered stands in every edition of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from internship_xblock.demo.engine import olx

from .conftest import COURSE_FOLDER, KEY, Browser

FIRST, COUNTER = KEY("vertical", "first"), KEY("demo_counter", "counter")


@pytest.fixture
def editions(player: olx.Course, settings: Any, tmp_path: Path) -> Path:
    """The course in two languages; the second is a run of its own."""
    folder = tmp_path / "editions"
    for language in ("en", "nb"):
        shutil.copytree(COURSE_FOLDER, folder / language)
    second = folder / "nb"
    (second / "course/2026.xml").rename(second / "course/2026-nb.xml")
    (second / "policies/2026").rename(second / "policies/2026-nb")
    for file, old, new in (
        ("course.xml", 'url_name="2026"', 'url_name="2026-nb"'),
        ("policies/2026-nb/policy.json", "course/2026", "course/2026-nb"),
        ("vertical/first.xml", 'display_name="The first unit"', 'display_name="Den første siden"'),
    ):
        path = second / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    settings.INTERNSHIP_DEMO_COURSE = str(folder)
    olx.forget_courses()
    return folder


def test_the_language_switch_changes_the_course_and_keeps_what_was_done(editions: Path, browser: Browser) -> None:
    assert browser.post(f"/handler/{COUNTER}/press").status_code == 200
    page = browser.get(f"/unit/{FIRST}/").content.decode()
    assert "The first unit" in page
    browser.post("/language/", {"language": "nb", "next": "/"})
    page = browser.get(f"/unit/{FIRST}/").content.decode()
    assert "Den første siden" in page
    assert "The first unit" not in page
    assert "counted 1" in browser.get(f"/xblock/{FIRST}/").content.decode()


def test_a_language_without_an_edition_has_the_first(editions: Path, browser: Browser) -> None:
    browser.post("/language/", {"language": "ar", "next": "/"})
    assert "The first unit" in browser.get(f"/unit/{FIRST}/").content.decode()
