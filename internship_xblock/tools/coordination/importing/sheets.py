"""From the lines of a table to the placements that it means: which column is which, and what cannot be. Pure.

One placement is the lines with one external id: the first has its people, each has a period.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings as site
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ....core.language.addresses import mail_address
from ....core.language.text import NAME_LIMIT, clean_line, squeezed
from .tables import Table, refused

Words = str | Promise
PERIODS_LIMIT = 12
COLUMNS: Mapping[str, Words] = {
    "external_id": gettext_lazy("External id"),
    "student_name": gettext_lazy("Student: name"),
    "student_email": gettext_lazy("Student: e-mail"),
    "host": gettext_lazy("Host"),
    "mentor_name": gettext_lazy("Mentor: name"),
    "mentor_email": gettext_lazy("Mentor: e-mail"),
    "supervisor_name": gettext_lazy("Supervisor: name"),
    "supervisor_email": gettext_lazy("Supervisor: e-mail"),
    "from": gettext_lazy("First day"),
    "to": gettext_lazy("Last day"),
    "language": gettext_lazy("Language"),
}
NEEDED = ("external_id", "student_name")
ROLES = ("student", "mentor", "supervisor")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00(?::00)?)?")  # a moment is how some programs write a day
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, at a column ("" for the whole line), and what to do."""

    line: int
    column: str
    words: str

    @property
    def column_label(self) -> str:
        return str(COLUMNS.get(self.column, ""))


@dataclass
class Intended:
    """One placement as a sheet means it. `lines` are where it stands; with `problems` it is not made."""

    external_id: str
    lines: list[int]
    host: str = ""
    language: str = ""
    names: dict[str, str] = field(default_factory=dict)  # by the role
    addresses: dict[str, str] = field(default_factory=dict)
    periods: list[tuple[date, date]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def kept(self) -> dict[str, Any]:
        """Return it as it is stored until it is done."""
        return {**asdict(self), "periods": [[first.isoformat(), last.isoformat()] for first, last in self.periods]}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Intended:
        days = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in kept["periods"]]
        return cls(**{**kept, "periods": days, "problems": [Problem(**one) for one in kept["problems"]]})


def intended(table: Table) -> list[Intended]:
    """Return the placements that a table means, in its order. Invalid where its columns are not those of a sheet."""
    (_number, head), *lines = table
    columns = columns_of(head)
    found: dict[str, Intended] = {}
    for number, cells in lines:
        row = {name: _text(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        if not any(row.values()):
            continue
        key = row["external_id"].casefold()  # as MariaDB compares them
        if not key:
            words = _("Write the id by which your register knows this placement. Merged cells hold it in the first line only.")
            found[f"\n{number}"] = Intended("", [number], problems=[Problem(number, "external_id", words)])
        elif key in found:
            _go_on(found[key], row, number)
        else:
            found[key] = _begun(row, number)
    if not found:
        raise refused(_("Below the names of the columns, the file has no rows."))
    for one in found.values():
        one.periods.sort()
        _check_periods(one)
    return list(found.values())


def columns_of(head: Iterable[str]) -> dict[str, int]:
    """Return where each column stands, by its name in any language of the site, or ours. Invalid where a needed one lacks."""
    known = known_heads()
    found: dict[str, int] = {}
    for at, cell in enumerate(head):
        name = known.get(_plain(cell))
        if name is not None and name in found:
            raise refused(_("The column “%(name)s” stands there twice.") % {"name": COLUMNS[name]})
        if name is not None:
            found[name] = at
    missing = [str(COLUMNS[name]) for name in NEEDED if name not in found]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        raise refused(_("These columns are missing in the first row: %(names)s. The template has them.") % {"names": names})
    return {**dict.fromkeys(COLUMNS, 10000), **found}


def known_heads() -> dict[str, str]:
    """Return the columns by what may stand above them."""
    known = {_plain(name): name for name in COLUMNS}
    for code in dict.fromkeys(("en", *dict(site.LANGUAGES))):
        with override(code):
            known |= {_plain(str(label)): name for name, label in COLUMNS.items()}
    return known


def as_day(text: str) -> date | None:
    """Read 2026-09-21, 21.9.2026 or 21/9/2026; None for anything else, and where day and month could be either."""
    try:
        if found := _DAY_FIRST.fullmatch(text):
            first, second = int(found[1]), int(found[2])
            if "/" in text and first <= 12 and second <= 12 and first != second:
                return None
            day = date(int(found[3]), second, first)
        elif _ISO.fullmatch(text):
            day = date.fromisoformat(text[:10])
        else:
            return None
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _begun(row: Mapping[str, str], number: int) -> Intended:
    one = Intended(row["external_id"], [number], host=row["host"], language=_language(row["language"]))
    one.names = {role: row[f"{role}_name"] for role in ROLES if row[f"{role}_name"]}
    one.addresses = {role: row[f"{role}_email"] for role in ROLES if row[f"{role}_email"]}
    if "student" not in one.names:
        one.problems.append(Problem(number, "student_name", _("Write the name of the student.")))
    for name, value in row.items():
        if len(value) > NAME_LIMIT:
            words = _("This is too long: at most %(count)d characters, please.") % {"count": NAME_LIMIT}
            one.problems.append(Problem(number, name, words))
    for role, address in one.addresses.items():
        if role not in one.names:
            one.problems.append(Problem(number, f"{role}_name", _("Write whose address this is.")))
        elif not mail_address(address):
            words = _("“%(text)s” is not an e-mail address. Correct it, or leave it empty.") % {"text": address[:80]}
            one.problems.append(Problem(number, f"{role}_email", words))
    if row["language"] and not one.language:
        known = ", ".join(dict(site.LANGUAGES))
        words = _("Write one of these, or leave it empty: %(languages)s.") % {"languages": known}
        one.problems.append(Problem(number, "language", words))
    _add_period(one, row, number)
    return one


def _go_on(one: Intended, row: Mapping[str, str], number: int) -> None:
    """One more line of a placement: a period, and of its people nothing else than before."""
    one.lines.append(number)
    before = {"host": one.host, "language": one.language}
    before |= {f"{role}_name": one.names.get(role, "") for role in ROLES}
    before |= {f"{role}_email": one.addresses.get(role, "") for role in ROLES}
    for name, value in before.items():
        said = _language(row[name]) if name == "language" else row[name]
        if said and said != value:
            words = _("This id stands in line %(line)d too, with something else here. Give it one id each, or the same people.")
            one.problems.append(Problem(number, name, words % {"line": one.lines[0]}))
    _add_period(one, row, number)


def _add_period(one: Intended, row: Mapping[str, str], number: int) -> None:
    if not (row["from"] or row["to"]):
        return
    days = {}
    for name in ("from", "to"):
        days[name] = as_day(row[name])
        if days[name] is None:
            words = _("“%(text)s” is no date that we read. Write it like this: 2026-09-21.") % {"text": row[name][:40]}
            if not row[name]:
                words = _("A period needs its first day and its last.")
            one.problems.append(Problem(number, name, words))
    first, last = days["from"], days["to"]
    if first is not None and last is not None:
        if last < first:
            one.problems.append(Problem(number, "to", _("The last day is before the first.")))
        elif (first, last) not in one.periods:
            one.periods.append((first, last))


def _check_periods(one: Intended) -> None:
    if len(one.periods) > PERIODS_LIMIT:
        words = _("A placement has at most %(count)d periods here.") % {"count": PERIODS_LIMIT}
        one.problems.append(Problem(one.lines[-1], "from", words))
    for (_first, last), (following, _end) in zip(one.periods, one.periods[1:], strict=False):
        if following <= last:
            one.problems.append(Problem(one.lines[-1], "from", _("Two of its periods overlap.")))
            return


def _language(text: str) -> str:
    """The code of a language of the site, by its code or its own name; "" for none."""
    wanted = text.casefold()
    found = (code for code, name in site.LANGUAGES if wanted in (code.casefold(), str(name).casefold()))
    return next(found, "")


def _text(cell: str) -> str:
    return squeezed(clean_line(cell))


def _plain(cell: str) -> str:
    """What stands above a column, by its letters and digits alone."""
    plain = unicodedata.normalize("NFKC", cell).casefold()
    return "".join(char for char in plain if char.isalnum())
