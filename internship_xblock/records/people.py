"""People in a frozen text: they stand there by a digest, and their names beside it. Pure.

What is answered to a question that asks for a person (`Field.names_people`) is replaced by a *reference*, `person:` and a
digest of the answer with a salt. The answer and its salt stand beside the text, by the reference, and so does the uid of the
party whom it means, "" where it means none. The hash of the text is over the references alone. When a person is forgotten, name
and salt go: the text and all that was hashed over it stay as they were, and nobody can find out by trying whom the digest
meant.

An answer may say more than a name ("Kari Holm at the university"). It stands beside the text whole; when Kari is forgotten
"… at the university" is left of it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from ..core.language.personal_names import GONE
from .frozen import canonical, digest
from .schema import Section

PARTIES = "parties"  # the section whose rows are those who take part
SALT_LIMIT = 32
_REFERENCE = re.compile(r"person:[0-9a-f]{64}")

Document = Mapping[str, Any]
People = Mapping[str, Mapping[str, str]]  # reference -> name, salt, party


def new_salt() -> str:
    """Make what the digests of one person in one place are salted with."""
    return secrets.token_hex(SALT_LIMIT // 2)


def who_sha256(salt: str, who: int | str | None) -> str:
    """Compute the digest of a name, or of what else tells who somebody is."""
    return digest(salt, canonical({"who": who}))


def set_aside(
    sections: Iterable[Section], document: Document, known: People, parties: Iterable[Mapping[str, Any]] = ()
) -> tuple[dict[str, Any], dict[str, Mapping[str, str]]]:
    """Return the document with references in the place of people, and what each of them stands for.

    Args:
        sections: All that the document may have.
        document: As it reads, with names.
        known: What references stand for in the text before this one. Whoever was named there is named by the same reference
            here, so that two texts which say the same are the same.
        parties: Who takes part, as rows with `uid` and `name`, where the document has no section `PARTIES` with them. What that
            section says of a party, and their name wherever it stands, goes with that party.
    """
    owners = _owners(document.get(PARTIES) or parties)
    given = {(one["name"], one["party"]): reference for reference, one in known.items() if one["salt"]}
    people: dict[str, Mapping[str, str]] = {}

    def refer(name: str, party: str) -> str:
        party = party or owners.get(name, "")
        reference = given.get((name, party))
        if reference is None:
            one = {"name": name, "salt": new_salt(), "party": party}
            reference = given[name, party] = reference_of(one)
            people[reference] = one
        elif reference not in people:
            people[reference] = known[reference]
        return reference

    return _replaced(sections, document, refer), people


def put_back(sections: Iterable[Section], document: Document, people: People) -> dict[str, Any]:
    """Return the document as it reads: with names, and with `GONE` for who was forgotten. What is no reference stays."""

    def name_of(value: str, _party: str) -> str:
        if not _REFERENCE.fullmatch(value):
            return value
        return str(people.get(value, {}).get("name") or GONE)

    return _replaced(sections, document, name_of)


def forget(people: People, parties: Collection[str], without: Callable[[str], str]) -> dict[str, dict[str, str]] | None:
    """Return what the references stand for once some parties are forgotten; None where that changes nothing.

    `without` takes the names of the forgotten out of a text. Where that leaves something of an answer, it stays, without its
    salt: it is no more what was frozen.
    """
    kept = {}
    for reference, one in people.items():
        left = "" if one["party"] in parties else without(one["name"])
        kept[reference] = dict(one) if left == one["name"] else {**one, "name": "" if left == GONE else left, "salt": ""}
    return kept if kept != people else None


def breaks(sections: Iterable[Section], document: Document, people: People) -> Iterator[str]:
    """Tell of the references that have another name beside them than the one that was frozen, each once."""
    found: dict[str, None] = {}
    _replaced(sections, document, lambda value, _party: found.setdefault(value) or value)
    for reference in found:
        if not fits(reference, people.get(reference, {})):
            yield reference


def is_whole(sections: Iterable[Section], previous: str, text: str, sha256: str, document: Document, people: People) -> bool:
    """Return whether a frozen text is the one that its hash is over, and names whom it named. `document`: what `text` says."""
    return digest(previous, text) == sha256 and not any(breaks(sections, document, people))


def fits(reference: str, one: Mapping[str, str]) -> bool:
    """Return whether a reference means the name beside it. One without a salt was forgotten: no name, or a part, is left."""
    if not one.get("salt"):
        return not one.get("name") or GONE in one["name"]
    return reference == reference_of(one)


def reference_of(one: Mapping[str, str]) -> str:
    """Compute the reference that means a name, of this party, with its salt."""
    return f"person:{digest(one['salt'], canonical({'name': one['name'], 'party': one['party']}))}"


def _owners(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The party whom a name means, where it is the name of one alone."""
    found: dict[str, str] = {}
    for row in rows:
        name, uid = str(row.get("name") or ""), str(row.get("uid", ""))
        found[name] = uid if found.get(name, uid) == uid else ""
    return found


def _replaced(sections: Iterable[Section], document: Document, instead: Callable[[str, str], str]) -> dict[str, Any]:
    """The document with other words in the place of each answer that names people; the rest of it is the same."""
    found = dict(document)
    for section in sections:
        fields = [field.name for field in section.fields if field.names_people]
        stored = document.get(section.name)
        if not fields or not stored:
            continue
        rows = [
            {**row, **{name: instead(row[name], _owner(section, row)) for name in fields if _is_answer(row.get(name))}}
            for row in (stored if section.has_rows else [stored])
        ]
        found[section.name] = rows if section.has_rows else rows[0]
    return found


def _owner(section: Section, row: Mapping[str, Any]) -> str:
    return str(row.get("uid", "")) if section.name == PARTIES else ""


def _is_answer(value: object) -> bool:
    return isinstance(value, str) and value != ""
