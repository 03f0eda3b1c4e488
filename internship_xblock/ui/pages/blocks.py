"""Blocks of a course for pages that no block stands on: their authors' settings, and which there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from ...openedx.platform import get_platform
from ..block import InternshipBlock
from ..surface import html_id_of


class Blocks:
    """The blocks of one kind, each looked up once: for one request. `name` is that of their pages (ActivityPages)."""

    def __init__(self, name: str, tag: str, block_class: type[InternshipBlock]) -> None:
        self.name, self.tag, self.block_class = name, tag, block_class
        self._settings: dict[tuple[str, str], Any] = {}
        self._first: dict[tuple[str, str], str] = {}

    def settings(self, course_key: str, usage_key: str) -> Any | None:
        """Return the author's settings of a block; None where it is not there any more."""
        key = (course_key, usage_key)
        if key not in self._settings:
            block = get_platform().load_block(course_key, usage_key)
            self._settings[key] = block.author_settings() if isinstance(block, self.block_class) else None
        return self._settings[key]

    def first(self, course_key: str, kind: str, is_fit: Callable[[Any], bool] = lambda settings: True) -> str:
        """Return the key of a block of a course for this kind of placement, the first that is found; "" for none."""
        if (course_key, kind) not in self._first:
            found = (
                usage_key
                for usage_key in get_platform().find_blocks(course_key, self.tag)
                if self._is_for(course_key, usage_key, kind, is_fit)
            )
            self._first[course_key, kind] = next(found, "")
        return self._first[course_key, kind]

    def _is_for(self, course_key: str, usage_key: str, kind: str, is_fit: Callable[[Any], bool]) -> bool:
        settings = self.settings(course_key, usage_key)
        return settings is not None and settings.placement_kind == kind and is_fit(settings)

    def address(self, course_key: str, usage_key: str, placement_id: int, place: str = "") -> str:
        """Return the address of the page of a placement in a block, with a place on it."""
        known = {"course_key": course_key, "usage_key": usage_key, "placement_id": placement_id}
        page: str = reverse(f"internship_xblock:{self.name}_page", kwargs=known)
        return f"{page}#{html_id_of(usage_key)}-{place}" if place else page
