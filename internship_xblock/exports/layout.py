"""How parts of a document are laid out, on paper as in Word: what stands side by side, what may be broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records.document import Entry, Fact, Listing, Part, Table

_NARROW = 62  # characters of all columns that take no more than they need
_BESIDE, _LETTER = 3, 0.0095  # answers that stand side by side, and what a letter of their labels takes of the width
_SHORT = 700  # characters of an entry whose answers do
_PAIRED, _WORDS = 5, 24  # so many answers stand in two columns where their labels have so many letters
_FEW, _FEW_LETTERS = 6, 1_200  # lines of a list or a table that stand on one page, and the characters of them all
_LONG = 1_600  # characters of what may go on on the next page: more might fill a page


def shares(table: Table) -> list[float]:
    """Return the columns' parts of the width, 0 for short ones: they take what they need, the longest what is left."""
    widths = [max(len(row[at]) for row in (table.columns, *table.rows)) for at in range(len(table.columns))]
    found, room = list(table.shares), _NARROW
    for at in sorted(range(len(widths)), key=widths.__getitem__)[:-1]:
        room -= widths[at]
        if room >= 0:
            found[at] = 0
    return found


def columns(body: Sequence[Part]) -> dict[str, float]:
    """Return the labels of a section's numbered entries, each with its part of the width; none where they are too many."""
    means = _mean_lengths(body)
    if not 0 < len(means) <= _BESIDE or "" in means:
        return {}
    least = {label: _LETTER * (len(label) + 1) for label in means}
    narrow = {label for label, mean in means.items() if mean / sum(means.values()) < least[label]}
    room = 1 - sum(least[label] for label in narrow)
    others = sum(mean for label, mean in means.items() if label not in narrow)
    if room <= sum(least[label] for label in means if label not in narrow):
        return {}
    return {label: least[label] if label in narrow else mean / others * room for label, mean in means.items()}


def _mean_lengths(body: Sequence[Part]) -> dict[str, float]:
    """How long the answers of numbered entries are on average, by their labels."""
    lengths: dict[str, list[int]] = {}
    for entry in body:
        for fact in entry.facts if isinstance(entry, Entry) and entry.number else ():
            lengths.setdefault(fact.label, []).append(len(fact.value) + 1)
    return {label: sum(found) / len(found) for label, found in lengths.items()}


def beside(entry: Entry, known: Mapping[str, float]) -> list[Fact | None]:
    """Return the answers of a short numbered entry, one for each of these columns; none where it is not so."""
    said = {fact.label: fact for fact in entry.facts}
    if not entry.number or length(entry) > _SHORT or len(said) < len(entry.facts) or not said.keys() <= known.keys():
        return []
    return [said.get(label) for label in known]


def is_paired(entry: Entry) -> bool:
    """Return whether the answers are so short that they stand in two columns."""
    return len(entry.facts) >= _PAIRED and all(
        0 < len(fact.label) <= _WORDS and len(fact.value) <= 2 * _WORDS for fact in entry.facts
    )


def is_long(*parts: Part) -> bool:
    """Return whether these may be broken by the end of a page."""
    return sum(length(part) for part in parts if isinstance(part, Entry)) > _LONG


def is_few(part: Listing | Table) -> bool:
    """Return whether a list or a table is so short that none of its lines should stand alone on the next page."""
    lines = [[point.text] for point in part.points] if isinstance(part, Listing) else part.rows
    return len(lines) <= _FEW and sum(len(cell) + 80 * cell.count("\n") for line in lines for cell in line) <= _FEW_LETTERS


def length(entry: Entry) -> int:
    """Return about how many characters an entry has, lines counted as such."""
    return len(entry.title) + sum(len(fact.label) + len(fact.value) + 80 * fact.value.count("\n") for fact in entry.facts)
