"""What is said about what a plan was not filled with, in words for whoever pressed the button. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.errors import Words
from ....core.language.formats import in_quotes
from ....core.language.text import clean, shortened, squeezed
from ....records.schema import Field, Section
from ..schema.layout import EVERY

_SHORT = 60  # characters quoted of a name that nobody knows


@dataclass(frozen=True)
class Remark:
    """What was left out of a section, or wants a look; `section` is "" where it is about the whole."""

    section: str
    words: str


class Remarks:
    """All there is to say about one filling, as it is found."""

    def __init__(self) -> None:
        self.found: list[Remark] = []

    def add(self, section: str, words: str) -> None:
        self.found.append(Remark(section, words))

    def left_out(self, section: Section, number: int, spec: Field | None, why: Words) -> None:
        """Task 3, Evidence: left out. At most 500 characters …"""
        row = f"{section.row_name} {number}" if section.has_rows else str(section.title) if spec is None else ""
        label = str(spec.label).split(":")[0] if spec else ""
        place = ", ".join(filter(None, (row, label)))
        self.add(section.name, _("%(place)s: left out. %(why)s") % {"place": place, "why": why})

    def not_filled(self, section: str, titles: Sequence[Words]) -> None:
        if titles:
            parts = {"parts": ", ".join(in_quotes(title) for title in titles)}
            self.add(section, _("Not filled in, because each placement answers this itself: %(parts)s.") % parts)

    def told(self, limit: int) -> tuple[Remark, ...]:
        """Return them in the order of the sections; of those beyond `limit` only how many there are."""
        order = ["", *EVERY]
        found = sorted(self.found, key=lambda one: order.index(one.section))
        more = len(found) - limit
        if more > 0:
            words = ngettext("And %(count)d thing more was left out.", "And %(count)d things more were left out.", more)
            found = [*found[:limit], Remark("", words % {"count": more})]
        return tuple(found)


def quotable(text: str) -> str:
    """A text in one line, short enough to be quoted in a sentence."""
    return shortened(squeezed(clean(text)), _SHORT)


def quoted(names: Sequence[str]) -> str:
    """A few names that nobody knows, shortened."""
    said = ", ".join(in_quotes(quotable(name)) for name in names[:3])
    return said if len(names) <= 3 else f"{said}, …"
