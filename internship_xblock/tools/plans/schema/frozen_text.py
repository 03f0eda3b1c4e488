"""A plan as a document: what rules read, what a version freezes, and how it reads as text.

Rows nobody filled in and links to outcomes that are gone are left out, e-mail addresses too: an agreement needs names only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from ....records import people, reading
from ....records.frozen import canonical, digest, read
from ....records.people import People
from ....records.reading import Part, as_date, in_words, row_title
from ....records.schema import Row, Section, Surroundings, filled, values_of, whole
from .headings import Heading, heading_words
from .layout import EVERY, USUAL, Layout
from .private import SEPARATELY
from .sections import SECTIONS
from .substitutes import substitutes

__all__ = [
    "Part", "around", "as_date", "build", "canonical", "digest", "first_and_last", "freeze", "heading_names", "in_words",
    "is_whole", "named", "outline", "read", "row_title", "sections_of", "thaw", "with_names",
]  # fmt: skip

SCHEMA = 1


def build(
    parties: Sequence[Row],
    data: Mapping[str, Mapping[str, Any]],
    headings: Sequence[Heading],
    layout: Layout = USUAL,
    separately: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """The document of a draft: `parties` as rows, `data` the sections' data by name, the course's headings.

    `separately` are the days on which private answers were agreed: nothing else of them stands in it.

    It has every section and every answer that a usual plan has, empty where this layout does not ask: whoever reads a
    document finds the same shape, whatever an author has switched off. What only this layout asks comes beside it.
    """
    document: dict[str, Any] = {"schema": SCHEMA, **layout.kept, "headings": [{"id": h.id, "text": h.kept} for h in headings]}
    known_to_all = {section.name for section in SECTIONS}
    for section in (*SECTIONS, *(one for one in layout.sections if one.name not in known_to_all)):
        stored = data.get(section.name, {}) if layout.asks(section.name) else {}
        document[section.name] = _people(section, parties) if section.name == "parties" else _answers(section, stored)
    if separately:
        document[SEPARATELY.name] = {**SEPARATELY.blank(), **separately}
    known = {row["uid"] for row in document["outcomes"]}
    for task in document["tasks"]:
        task["outcomes"] = [uid for uid in task["outcomes"] if uid in known]
    return document


def _answers(section: Section, stored: Mapping[str, Any]) -> list[Row] | Row:
    """The rows that somebody filled in, or the single answers."""
    if section.has_rows:
        return filled(section, stored)
    return whole(section, [values_of(stored)])[0]


def _people(section: Section, parties: Sequence[Row]) -> list[Row]:
    """The people as an agreement names them: without addresses, and what only a mentor is asked of mentors only."""
    steps_in = substitutes(parties)
    found = []
    for row in parties:
        asked = [f for f in section.fields if f.kind != "email"]
        said = {f.name: row.get(f.name, f.empty) if f.only_for in ("", row.get("role")) else f.empty for f in asked}
        found.append({"uid": row["uid"], **said, "is_substitute": row["uid"] in steps_in})
    return found


def freeze(document: Mapping[str, Any], known: People) -> tuple[str, dict[str, Mapping[str, str]]]:
    """Write a document down as a version keeps it: its text, with references for people, and whom these mean.

    `known` are the people of the version before it.
    """
    said, named_there = people.set_aside(EVERY.values(), document, known)
    return canonical(said), named_there


def thaw(text: str, named_there: People) -> dict[str, Any]:
    """Read what `freeze` wrote, with the names of its people, as far as they are known; what somebody spoilt says nothing."""
    return with_names(read(text), named_there)


def with_names(frozen: Mapping[str, Any], named_there: People) -> dict[str, Any]:
    """A frozen document with the names of its people."""
    return people.put_back(EVERY.values(), frozen, named_there)


def is_whole(previous: str, text: str, sha256: str, frozen: Mapping[str, Any], named_there: People) -> bool:
    """Return whether a version's text is the one that its hash is over, and names whom it named. `frozen`: what it says."""
    return people.is_whole(EVERY.values(), previous, text, sha256, frozen, named_there)


def around(*documents: Mapping[str, Any]) -> Surroundings:
    """What the tasks and outcomes of a document refer to; of several, as the last one has it."""
    outcomes: dict[str, str] = {}
    headings: dict[str, str] = {}
    for document in documents:
        outcomes.update((row["uid"], row.get("text", "")) for row in document.get("outcomes", []))
        headings.update(heading_names(document))
    return Surroundings(options=list(headings.items()), linked=list(outcomes.items()))


def outline(document: Mapping[str, Any]) -> list[Part]:
    """The document as words, section by section; what was not answered is left out, and what the title says already."""
    return reading.outline(sections_of(document), document, around(document))


def sections_of(document: Mapping[str, Any]) -> tuple[Section, ...]:
    """The sections of a document, what was agreed separately as the last one."""
    return (*Layout.of(document).sections, *((SEPARATELY,) if document.get(SEPARATELY.name) else ()))


def heading_names(document: Mapping[str, Any]) -> dict[str, str]:
    """What the document's headings are called, by their ids."""
    return {row["id"]: heading_words(row["id"], row["text"]) for row in document.get("headings", [])}


def first_and_last(periods: Iterable[Mapping[str, Any]]) -> tuple[date | None, date | None]:
    """The first and the last day of all these periods, each None where no period has one."""
    rows = list(periods)
    starts, ends = ([day for row in rows if (day := as_date(row.get(name)))] for name in ("start", "end"))
    return min(starts, default=None), max(ends, default=None)


def named(document: Mapping[str, Any], role: str) -> Mapping[str, Any]:
    """The first person with a name in this role, one who steps in only where there is no other; empty for none."""
    rows = [row for row in document.get("parties", []) if row.get("role") == role and row.get("name")]
    return min(rows, key=lambda row: bool(row.get("is_substitute")), default={})
