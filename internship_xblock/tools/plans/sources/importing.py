"""A file that somebody took along, read again: text in, a `Source` or one clear refusal out. Pure.

The file is `documents.py: as_json`'s, described by `exports/plan.schema.json`. It is read whole or not at all: what is not
JSON, not a plan, newer than we are or of another shape is refused, in words at the field `text`. Keys that nobody knows are
no reason to refuse (the schema promises that); `filling.py` leaves them out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from ....core.errors import Invalid, Words
from ....records import people
from ....records.schema import Field, Section
from ..schema import frozen_text
from ..schema.layout import EVERY, Layout
from .filling import Source
from .remarks import quotable

FORMAT = "internship-xblock/plan"
SCHEMA_ID = "urn:internship-xblock:plan:1"
JSON_LIMIT = 800_000  # bytes: every plan fits, and as a form, where a byte may take three, it stays under Django's 2.5 MB
DEPTH_LIMIT = 12  # lists and objects in each other; a plan has five
DIGITS_LIMIT = 30  # of a number
_SCHEMA = re.compile(r"urn:internship-xblock:plan:(\d{1,9})")


@dataclass(frozen=True)
class Imported:
    """What was read. `is_intact`: the text is the one that was submitted, as far as its own hash says."""

    source: Source
    is_intact: bool


class _Refused(ValueError):
    def __init__(self, words: str) -> None:
        super().__init__("refused")
        self.words = words


def read(text: str, layout: Layout) -> Imported:
    """The plan in a file's text, for a plan of this layout; Invalid, at the field `text`, where there is none."""
    text = text.removeprefix("\ufeff").strip()
    if not text:
        _refuse(_("First choose a file or paste its text."))
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > JSON_LIMIT:
        sizes = {"size": -(-size // 1000), "most": JSON_LIMIT // 1000}
        _refuse(_("This is %(size)d kB; at most %(most)d kB can be read. A plan is never that long.") % sizes)
    try:
        found = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole_number, parse_float=_decimal
        )
    except json.JSONDecodeError as error:
        at = {"line": error.lineno, "column": error.colno}
        _refuse(
            _(
                "This is not a plan as JSON: it breaks off or cannot be understood at line %(line)d, character %(column)d. "
                "Use the whole file you get when you download a plan as “JSON”."
            )
            % at
        )
    except _Refused as error:
        _refuse(error.words)
    except RecursionError:
        _refuse_depth()
    if _is_deep(found):
        _refuse_depth()
    return _plan(found, layout)


def _plan(found: Any, layout: Layout) -> Imported:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        _refuse(
            _("This is JSON, but not a plan downloaded from here: its “format” should be “%(format)s”.") % {"format": FORMAT}
        )
    named = _SCHEMA.fullmatch(found["schema"]) if isinstance(found.get("schema"), str) else None
    document = found.get("document")
    if not isinstance(document, dict) or named is None:
        _refuse(_("This plan is not complete: it must contain “schema” and “document”. Download the file again."))
    ours = int(SCHEMA_ID.rsplit(":", 1)[-1])
    newest = max(int(named[1]) - ours, _number(document.get("schema")) - frozen_text.SCHEMA)
    if newest > 0:
        _refuse(_("This plan was downloaded from a newer version of this tool, which this site cannot read yet."))
    kept = document.get("layout")
    if (isinstance(kept, dict) and kept.get("staff") is True) != layout.staff:
        _refuse(
            _("This is the plan of an internship; here you plan a new employee's first 90 days.")
            if layout.staff
            else _("This is the plan of a new employee's first 90 days; here you plan an internship.")
        )
    for wrong in _wrong_types(document):
        _refuse(wrong)
    said = people.put_back(EVERY.values(), document, _people(found.get("people")))
    answers = {name: value for name, value in said.items() if name not in ("schema", "layout", "headings")}
    return Imported(Source(answers, document.get("headings", ())), _is_intact(found, document))


def _people(found: Any) -> dict[str, dict[str, str]]:
    """Whom the references in a file mean, as far as it says so."""
    rows = found.items() if isinstance(found, dict) else ()
    named = {key: one["name"] for key, one in rows if isinstance(one, dict) and isinstance(one.get("name"), str)}
    return {key: {"name": name} for key, name in named.items()}


def _wrong_types(document: Mapping[str, Any]) -> Iterator[str]:
    """Where it is not what the schema says it is, in words; whatever is missing is only not answered."""
    for section in EVERY.values():
        found = document.get(section.name, [] if section.has_rows else {})
        if not isinstance(found, list if section.has_rows else dict):
            shape = _("a list of rows") if section.has_rows else _("answers by name")
            yield _("“%(part)s” cannot be read: %(shape)s was expected there.") % {"part": section.title, "shape": shape}
            return
        for number, row in enumerate(found if section.has_rows else [found], start=1):
            place = f"{section.row_name} {number}" if section.has_rows else str(section.title)
            if not isinstance(row, dict):
                yield _("%(place)s cannot be read: answers with names were expected there.") % {"place": place}
                return
            for spec in section.fields:
                if (expected := _expected(section, spec, row)) is not None:
                    label = str(spec.label).split(":")[0]
                    yield _("%(place)s, %(field)s: %(expected)s was expected there.") % {
                        "place": place, "field": label, "expected": expected,
                    }  # fmt: skip


def _expected(section: Section, spec: Field, row: Mapping[str, Any]) -> Words | None:
    """What should have stood in a field, None where it does."""
    value = row.get(spec.name, spec.empty)
    if spec.kind == "tick":
        return None if isinstance(value, bool) else _("yes or no")
    if spec.kind == "links":
        fits = isinstance(value, list) and all(isinstance(uid, str) for uid in value)
        return None if fits else _("a list of outcomes")
    if spec.kind in ("hours", "number"):
        fits = (isinstance(value, int | float) and not isinstance(value, bool)) or value == ""
        return None if fits else _("a number")
    return None if isinstance(value, str) else _("a text")


def _is_intact(found: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    previous = found.get("previous_sha256")
    try:
        return isinstance(previous, str) and frozen_text.digest(previous, frozen_text.canonical(document)) == found.get(
            "sha256"
        )
    except (ValueError, RecursionError):  # a lone surrogate has no hash
        return False


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


# -- while it is read ----------------------------------------------------------------------------------------


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice, _count = Counter(name for name, _value in pairs).most_common(1)[0]
        raise _Refused(
            _("“%(name)s” appears twice in one place, so it is not clear which one counts.") % {"name": quotable(twice)}
        )
    return found


def _constant(name: str) -> NoReturn:
    raise _Refused(_("“%(name)s” is where a number should be.") % {"name": name})


def _whole_number(digits: str) -> int:
    if len(digits) > DIGITS_LIMIT:
        raise _Refused(_("It contains a number with %(count)d digits, which no plan has.") % {"count": len(digits)})
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if len(digits) > DIGITS_LIMIT or number in (float("inf"), float("-inf")):
        raise _Refused(_("It contains a number that is too large or too long for a plan."))
    return number


def _is_deep(found: Any) -> bool:
    """Level by level, since what is deep cannot be walked by a function that calls itself."""
    level = [found]
    for _depth in range(DEPTH_LIMIT):
        nested = [one for one in level if isinstance(one, dict | list)]
        level = [inner for one in nested for inner in (one.values() if isinstance(one, dict) else one)]
    return any(isinstance(one, dict | list) for one in level)


def _refuse_depth() -> NoReturn:
    _refuse(_("This is nested more deeply than a plan ever is, so it is not one of ours."))


def _refuse(words: Words) -> NoReturn:
    raise Invalid(_("Nothing was read from this, and nothing changed. Your text is still here."), fields={"text": [words]})
