"""Logs as the renderers meet them: names of many scripts, hostile text, many entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.api import Choice, CommentView, EarlierText, EntryView, Taken
from internship_xblock.tools.placements.api import PartyRow, PlacementView
from internship_xblock.tools.plans.api import Frame, Outcome, Period

from .world import ARABIC, CHINESE, FORMULA, GREEK, NORWEGIAN, SAMI, SCRIPT

MONDAY = date(2026, 9, 21)
AT = datetime(2026, 9, 24, 14, 5, tzinfo=UTC)
FRAME = Frame(
    periods=(
        Period("Autumn", MONDAY, date(2026, 10, 2), 75.0), Period("", date(2026, 11, 16), date(2026, 11, 20), None),
        Period("No dates yet", None, None, 10.0),
    ),
    outcomes=(Outcome("o1", "Explain how a price is found"), Outcome("o2", FORMULA)),
)  # fmt: skip
LONG = (
    "I was asked to call a customer about a late delivery. I had the figures ready, but he was angry, and I read them "
    "out without answering his question. "
)


def comment(name: str = NORWEGIAN, role: str = "mentor", **more: Any) -> CommentView:
    parts = (("What I noticed (observation)", f"You stayed polite. {SCRIPT}"), ("A question for you", "What told you that?"))
    label = {"mentor": "Mentor", "supervisor": "University supervisor", "author": "Author"}[role]
    values: dict[str, Any] = {"role_label": label, "is_mine": role == "author", "at": AT, "parts": parts}
    return CommentView(author_name=name, role=role, **values | more)


def entry(number: int = 0, **more: Any) -> EntryView:
    known: dict[str, Any] = {
        "id": number + 1, "placement_id": 3, "usage_key": "log", "draft": number + 1, "author_id": 5, "author_name": SAMI,
        "is_mine": True, "date": MONDAY + timedelta(days=number), "hours": Decimal("7.50"), "model": "driscoll",
        "texts": {"what": LONG * 2, "so_what": f"{ARABIC} and {CHINESE} and {GREEK}", "now_what": FORMULA},
        "outcomes": ("o1", "gone"),
        "level": "2", "next_step": "Listen in on two calls", "is_sensitive": False, "sharing": "supervisor", "shared_at": AT,
        "first_read_at": AT, "answered_at": AT, "revision": 3, "shared_revision": 2, "created": AT, "changed_at": AT,
        "comments": (comment(), comment(SAMI, "author", parts=(("", "Thank you."),))),
    }  # fmt: skip
    return EntryView(**known | more)


def taken(*entries: EntryView, choice: Choice = Choice(), author: str = SAMI) -> Taken:  # noqa: B008 - frozen
    actor = Actor(5, author, "course-v1:Test+Mentor+2026")
    people = (
        PartyRow("u1", "student", author, user_id=5),
        PartyRow("u2", "mentor", NORWEGIAN, "Northern Fish Auction", user_id=6),
    )
    place = PlacementView(3, actor.course_key, "placement", 1, 5, "", AT, people, frozenset(), actor)
    return Taken(place, author, choice, entries)


def long_log(count: int) -> Taken:
    """As many entries on as many days, every seventh one sensitive, every fifth one a draft."""
    found = []
    for at in range(count):
        one = entry(at, is_sensitive=at % 7 == 3, hours=Decimal(at % 9))
        found.append(replace(one, sharing="private", shared_at=None, comments=()) if at % 5 == 4 else one)
    return taken(*found)


def changed() -> EntryView:
    return entry(earlier=(EarlierText(2, AT, (("What?", "Something else"), ("Day", "2026-09-20"))),))
