"""What stands from the example or from elsewhere, marked where it stands, with the way to make it one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from .....core.errors import Words
from .....records import provenance
from ...api import SectionView


@dataclass(frozen=True, slots=True)
class OriginMark:
    """What stands at a row or section that was filled in: in words where from, a button to say that it is ours, or neither.

    `at` names the row or section. `is_whole`: the button speaks for all of a section. `done`: what is said right after.
    """

    at: str
    words: Words = ""
    label: str = ""
    is_whole: bool = False
    done: str = ""


def of_answers(view: SectionView) -> str:
    """Return where the single answers of a section come from that nobody made theirs, with their names; "" for none."""
    if view.spec.has_rows or not view.standing:
        return ""
    names = ", ".join(view.spec.field(name).short for name in view.standing)
    return f"{provenance.WORDS[next(iter(view.standing.values()))]}: {names}"


def of_row(view: SectionView, uid: str) -> OriginMark | None:
    """Return the mark of a row, empty once it says something else; None where nothing was filled in."""
    if uid not in view.origins:
        return None
    at = f"{view.name}-{uid}"
    if uid not in view.standing:
        return OriginMark(at)
    return OriginMark(at, provenance.WORDS[view.standing[uid]], _("Confirm"))


def of_section(view: SectionView) -> OriginMark | None:
    """Return the mark at the end of a section's form: for single answers where from, for rows a button for all."""
    if not view.origins:
        return None
    if not view.standing or (view.spec.has_rows and len(view.standing) < 2):
        return OriginMark(view.name)
    label = _("Confirm all of these") if len(view.standing) > 1 else _("Confirm")
    return OriginMark(view.name, "" if view.spec.has_rows else of_answers(view), label, is_whole=True)


def marks(view: SectionView, added: str = "", pressed: str | None = None) -> list[OriginMark]:
    """Return what all marks of a section say now. `pressed`: whose button was, "" for that of all; the focus stays there."""
    uids = [row["uid"] for row in view.rows if row["uid"] in view.origins and row["uid"] != added] if view.origins else []
    found = [("", of_section(view)), *((uid, of_row(view, uid)) for uid in uids)]
    return [_pressed(mark, key) if key == pressed and not mark.label else mark for key, mark in found if mark is not None]


def _pressed(mark: OriginMark, uid: str) -> OriginMark:
    return replace(mark, done=_("Confirmed.") if uid else _("All of this is confirmed."))
