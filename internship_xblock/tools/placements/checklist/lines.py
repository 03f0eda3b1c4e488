"""The lines of a checklist, as their author set them; and those that are usual, which are suggested and never set. Pure.

A line names a thing and never holds it: no document is uploaded, no number is typed, and nothing is asked about health.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ....core.language.text import LINE_LIMIT, squeezed
from ....core.permissions import Role
from ..uids import is_uid

LINES_LIMIT = 30
WHOSE = (Role.STUDENT.value, Role.MENTOR.value, Role.SUPERVISOR.value, Role.LEADER.value)
SEERS = (Role.MENTOR.value, Role.SUPERVISOR.value)


@dataclass(frozen=True)
class Line:
    """One thing that is to be in place.

    Attributes:
        whose: The role of those who see to it, and tick that it is done.
        seen_by: The role of those who look at it and tick that they have; "" where nobody has to.
        has_until: Whether whoever ticks it last says until when it is valid.
        is_must: Whether the student may not start without it.
    """

    id: str
    text: str
    whose: str = Role.STUDENT.value
    seen_by: str = ""
    has_until: bool = False
    is_must: bool = False

    @property
    def wording(self) -> str:
        """A short digest of what the line says: a tick is of a line as it was read."""
        return hashlib.sha256(squeezed(self.text).encode()).hexdigest()[:12]

    @property
    def row(self) -> dict[str, str]:
        """What the block keeps of it."""
        return {
            "id": self.id, "text": self.text, "whose": self.whose, "seen_by": self.seen_by,
            "until": "yes" if self.has_until else "", "must": "yes" if self.is_must else "",
        }  # fmt: skip


def lines_of(rows: Iterable[Any]) -> tuple[Line, ...]:
    """Return the lines that an author kept, each once; what is none is left out, however it came there (OLX, an import)."""
    found: dict[str, Line] = {}
    for row in rows:
        line = _line(row) if isinstance(row, Mapping) else None
        if line is not None and line.id not in found and len(found) < LINES_LIMIT:
            found[line.id] = line
    return tuple(found.values())


def _line(row: Mapping[str, Any]) -> Line | None:
    known = {name: str(row.get(name) or "").strip() for name in ("id", "text", "whose", "seen_by", "until", "must")}
    if not is_uid(known["id"]) or not known["text"]:
        return None
    whose = known["whose"] if known["whose"] in WHOSE else Role.STUDENT.value
    seen_by = known["seen_by"] if known["seen_by"] in SEERS else ""
    return Line(known["id"], known["text"][:LINE_LIMIT], whose, seen_by, known["until"] == "yes", known["must"] == "yes")


# For a placement in Norway, and with the last two for one elsewhere in Europe.
_USUAL: tuple[tuple[str, Words, str, str, bool, bool], ...] = (
    ("agreement", _("The agreement is signed by student, host and university"), "supervisor", "mentor", False, True),
    ("insurance", _("Insurance during the placement is clarified"), "supervisor", "mentor", True, True),
    ("secrecy", _("The declaration of confidentiality is signed"), "student", "mentor", False, True),
    ("police", _("Police certificate, only where the law asks for one"), "student", "supervisor", True, False),
    ("safety", _("Safety training for the first day is planned"), "mentor", "", False, False),
    ("workplace", _("Workplace, equipment and access are ready"), "mentor", "", False, False),
    ("permit", _("Residence and work permit, where one is needed"), "student", "supervisor", True, False),
    ("abroad", _("European Health Insurance Card, for a stay in another country"), "student", "", True, False),
)


def usual() -> list[Line]:
    """Return the lines that many placements need, in the language that is active."""
    return [Line(key, str(words), whose, seen_by, until, must) for key, words, whose, seen_by, until, must in _USUAL]
