"""The sections of a plan as its page shows them, for templates/macros/sections.html."""

from __future__ import annotations

from dataclasses import dataclass

from ...api import SectionView


@dataclass(frozen=True)
class Frame:
    """A section as the page shows it: closed or open, with its state, its conversations, and its form or text.

    `body` is "" where that comes when the section is opened (later.js), or right after the page where it is open.
    """

    view: SectionView
    talk: str
    is_open: bool
    body: str
