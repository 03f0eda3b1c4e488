"""A page asks the platform for the block whose author set it: as it is published, in its own course, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from opaque_keys.edx.keys import UsageKey

from internship_xblock.openedx.lms import LmsPlatform

COURSE = "course-v1:Uni+Mentor+2026"
KEY = "block-v1:Uni+Mentor+2026+type@internship_plan+block@plan"


class NotThere(Exception):
    """xmodule.modulestore.exceptions.ItemNotFoundError."""


class Store:
    """The modulestore: blocks by their keys."""

    def __init__(self) -> None:
        self.blocks = {UsageKey.from_string(KEY): "the block"}

    def get_item(self, key: Any) -> str:
        if key not in self.blocks:
            raise NotThere
        return self.blocks[key]


@pytest.fixture
def store(lms: Callable[..., None]) -> Store:
    found = Store()
    lms("xmodule.modulestore.django", modulestore=lambda: found)
    lms("xmodule.modulestore.exceptions", ItemNotFoundError=NotThere)
    return found


def test_the_block_of_the_course_is_found(store: Store) -> None:
    assert LmsPlatform().load_block(COURSE, KEY) == "the block"


@pytest.mark.parametrize(
    ("course_key", "usage_key"),
    [
        (COURSE, KEY.replace("@plan", "@gone")),
        (COURSE, KEY.replace("Uni+", "Other+")),  # the same block of another course
        (COURSE.replace("Uni+", "Other+"), KEY),
        ("library-v1:Uni+Lib", KEY),
        (COURSE, "lb:Uni:Lib:internship_plan:plan"),
        (COURSE, "no key at all"),
        ("no course", KEY),
        ("", ""),
    ],
)
def test_what_is_not_in_the_course_is_not_found(store: Store, course_key: str, usage_key: str) -> None:
    assert LmsPlatform().load_block(course_key, usage_key) is None


def test_a_site_without_courses_has_no_blocks() -> None:
    assert LmsPlatform().load_block(COURSE, KEY) is None
