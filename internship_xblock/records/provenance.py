"""What stands from the example, a template, an earlier plan or a file, until somebody has made it theirs. Pure.

Kept beside the answers of a section, `{row uid, or field of single answers: [origin, digest]}`: where it came from, and a
digest of what was filled in. While the answer says just that, it is marked, whoever saves the section around it. A person who
changes it has made it theirs, and so has one who says so (its origin is OURS then). No part of the document: a version is what
was agreed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..core.errors import Words
from .schema import Row, Section

EXAMPLE, TEMPLATE, PLAN, FILE, OURS = "example", "template", "plan", "file", "ours"
WORDS: Mapping[str, Words] = {
    EXAMPLE: _("From the example"),
    TEMPLATE: _("From a template"),
    PLAN: _("From an earlier plan"),
    FILE: _("From a file"),
}
Origins = Mapping[str, tuple[str, str]]


def read(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return what a section's data says about origins; what is none is left out."""
    stored = data.get("origins")
    pairs = stored.items() if isinstance(stored, dict) else ()
    return {key: (one[0], one[1]) for key, one in pairs if _is_origin(one)}


def filled(section: Section, rows: Iterable[Row], origin: str) -> dict[str, list[str]]:
    """Return the origins, as they are kept, of rows (or single answers) that were just filled in."""
    return {key: [origin, digest] for key, digest in _digests(section, rows).items()}


def kept(section: Section, rows: Collection[Row], before: Origins, known: Collection[str], ours: Collection[str]) -> Any:
    """Return the origins, as they are kept, after a save: `rows` are all rows, those set aside too, `known` the uids before.

    A new row that says what a marked row says (a copy of it) is marked like it. `ours` are those that somebody made theirs.
    """
    digests = _digests(section, rows)
    now = {key: (OURS if key in ours else origin, digest) for key, (origin, digest) in before.items()}
    marked = {digest: origin for origin, digest in now.values() if origin != OURS}
    found = {key: list(now[key]) for key in digests if key in now}
    if section.has_rows:
        found |= {key: [marked[one], one] for key, one in digests.items() if key not in known and one in marked}
    return found


def standing(section: Section, rows: Iterable[Row], origins: Origins) -> dict[str, str]:
    """Return the rows (or single answers) that still say what was filled in, each with its origin."""
    if not origins:
        return {}
    known = {key: one for key, one in origins.items() if one[0] != OURS}
    return {key: known[key][0] for key, digest in _digests(section, rows).items() if key in known and known[key][1] == digest}


def in_words(section: Section, keys: Mapping[str, str]) -> Iterator[tuple[bool, str, str]]:
    """Tell of the rows (or single answers) of a section that nobody made theirs: whether invented, the first one, words."""
    invented = [key for key, origin in keys.items() if origin == EXAMPLE]
    copied = [key for key, origin in keys.items() if origin != EXAMPLE]
    if invented:
        words = ngettext(
            "%(rows)s still says what the example says. Change it or confirm it.",
            "%(rows)s still say what the example says. Change them or confirm them.",
            len(invented),
        )
        yield True, invented[0], words % {"rows": _counted(section, len(invented))}
    if copied:
        words = ngettext(
            "%(rows)s still says what was filled in for you. Read it, then change it or confirm it.",
            "%(rows)s still say what was filled in for you. Read them, then change them or confirm them.",
            len(copied),
        )
        yield False, copied[0], words % {"rows": _counted(section, len(copied))}


def _counted(section: Section, count: int) -> str:
    if section.has_rows:
        return section.count_in_words(count)
    return ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count}


def _is_origin(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and (one[0] in WORDS or one[0] == OURS) and isinstance(one[1], str)


def _digests(section: Section, rows: Iterable[Row]) -> dict[str, str]:
    if section.has_rows:
        return {row["uid"]: _digest([row.get(spec.name, spec.empty) for spec in section.fields]) for row in rows}
    return {spec.name: _digest(row[spec.name]) for row in rows for spec in section.fields if row.get(spec.name)}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
