"""A plan's version as documents: on paper and in Word, as a calendar, as JSON. Reads the frozen document, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ...core.errors import Words
from ...core.language import formats
from ...exports.calendar import Calendar, Event
from ...records.document import Document, Entry, Fact, Section, Signature, Table, moment
from ...records.document import Words as DocumentWords
from ...records.schema import Surroundings
from .api import Layout, TakenAlong, VersionView, changes_between, sentence
from .api import Signature as Line
from .schema import erasmus, frozen_text
from .sources.importing import FORMAT, SCHEMA_ID

LINE = "_" * 36  # to write on
_AS_TABLES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "parties": (("name", 3), ("role", 2.4), ("organisation", 3.4), ("is_substitute", 2), ("stand_in", 2.4)),
    "periods": (("label", 4), ("start", 2), ("end", 2), ("hours", 1)),
    "outcomes": (("text", 5), ("heading", 2)),
    "checkpoints": (("date", 2), ("kind", 2.6), ("about", 4.2)),
}


def document(taken: TakenAlong) -> Document:
    """The version in the language that is active, with what was signed and lines for the pens of the others."""
    version = taken.version
    plan = version.document
    layout = Layout.of(plan)
    number = _("Version %(number)d") % {"number": version.number}
    return Document(
        title=str(layout.title),
        subtitle=" – ".join(filter(None, (_name(plan, "student"), _host(plan)))),
        meta=(
            Fact(str(_("Version")), str(version.number)),
            Fact(str(_("Handed in")), formats.full_day(version.frozen_at)),
            Fact(str(_("By")), version.frozen_by or str(_("somebody who has left"))),
        ),
        sections=(*warned(taken.warnings), *_sections(plan), *_changes(taken)),
        words=DocumentWords.usual(),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        agreed=sentence(version.number),
        signatures=tuple(_signature(line) for line in taken.signatures),
        footer=(f"{layout.title} · {number}",),
        fingerprint=f"SHA-256 {version.sha256}",
        created=version.frozen_at.astimezone(UTC).isoformat(),
    )


def warned(warnings: Iterable[Words]) -> list[Section]:
    """What must be read before all else, as the first section; none where there is nothing to warn of."""
    said = "\n".join(str(one) for one in warnings if one)
    return [Section(str(_("Read this first")), note=said)] if said else []


def _changes(taken: TakenAlong) -> list[Section]:
    """Table A2 of an Erasmus+ agreement: what is different from the version that all signed first, which stays as it is."""
    first, now = taken.agreed, taken.version
    if first is None or not Layout.of(now.document).erasmus:
        return []
    titles = {
        "older": _("Version %(number)d") % {"number": first.number},
        "newer": _("Version %(number)d") % {"number": now.number},
    }
    empty = str(_("(empty)"))
    body = [
        Entry(
            f"{changed.title} – {pair.label}",
            (Fact(titles["older"], pair.theirs or empty), Fact(titles["newer"], pair.mine or empty)),
        )
        for changed in changes_between(first.document, now.document)
        for pair in changed.differences
    ]
    note = _("Version %(number)d stays as all signed it; its fingerprint (SHA-256) is %(sha256)s.")
    title = _("Table A2: changes since version %(number)d") % {"number": first.number}
    said = note % {"number": first.number, "sha256": first.sha256}
    same = _("Nothing is different in this one.")  # not in the f-string: before Python 3.12 nobody finds words there
    return [Section(title, tuple(body), said if body else f"{said} {same}")]


def _sections(plan: Mapping[str, Any]) -> list[Section]:
    around, found = frozen_text.around(plan), []
    for part in frozen_text.outline(plan):
        body: tuple[Entry | Table, ...]
        if part.name in _AS_TABLES and part.items:
            body = (_table(part.name, plan, around),)
        else:
            body = tuple(
                Entry(item.title, tuple(Fact(str(line.label), line.text) for line in item.lines)) for item in part.items
            )
        note = "" if body else str(_("Nothing was written here."))
        if part.name == erasmus.STUDY.name:
            body, note = (_by_hand(), *body), str(_("What stands on a line is not kept here: it is written by hand if needed."))
        found.append(Section(str(part.title), body, note))
    return found


def _by_hand() -> Entry:
    """Lines for the pen: what an Erasmus+ agreement may ask of the trainee and no plan keeps (erasmus.py says why)."""
    asked = (_("Date of birth"), _("Nationality"), _("Gender"))
    return Entry("", tuple(Fact(str(label), LINE) for label in asked))


def _table(name: str, plan: Mapping[str, Any], around: Surroundings) -> Table:
    asked = Layout.of(plan).by_name[name]
    fields = [(asked.field(field), share) for field, share in _AS_TABLES[name] if asked.has(field)]
    short = {
        "is_substitute": _("Substitute"), "stand_in": _("Who steps in"), "about": _("With whom, about what"),
        "hours": _("Hours"), "date": _("Date"),
    }  # fmt: skip
    cells = [
        tuple(frozen_text.in_words(field, row.get(field.name, field.empty), around) for field, _share in fields)
        for row in plan[name]
    ]
    kept = [at for at, (field, _share) in enumerate(fields) if not field.only_for or any(row[at] for row in cells)]
    return Table(
        columns=tuple(str(short.get(fields[at][0].name, fields[at][0].label)) for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in cells),
        shares=tuple(fields[at][1] for at in kept),
    )


def _signature(line: Line) -> Signature:
    signed = ""
    if line.signed_at is not None:
        signed = _("Signed on %(when)s") % {"when": moment(line.signed_at)}
    return Signature(line.name or str(_("Not named yet")), str(line.role_label), signed)


def _name(plan: Mapping[str, Any], role: str) -> str:
    return " ".join(str(frozen_text.named(plan, role).get("name", "")).split())


def _host(plan: Mapping[str, Any]) -> str:
    return " ".join(str(frozen_text.named(plan, "mentor").get("organisation", "")).split())


def _stem(plan: Mapping[str, Any]) -> str:
    return "onboarding-plan" if Layout.of(plan).staff else "internship-plan"


def file_stem(version: VersionView) -> str:
    """What a file of this version is called, without its ending; names.py makes it safe."""
    return f"{_stem(version.document)}-{_name(version.document, 'student')}-v{version.number}"


# -- the calendar ---------------------------------------------------------------------------------------


def calendar(taken: TakenAlong, site: str) -> Calendar:
    """The checkpoints of a version, for the calendar of a person at `site` (its host name).

    Each keeps its UID from version to version and carries the version as its sequence, so that a second import updates
    it. A checkpoint that an earlier version had and this one has not is sent as cancelled, and says so in words: not every
    program heeds the status.
    """
    version = taken.version
    warning = "\n".join(taken.warnings)
    events = {
        f"{version.plan_id}-{row['uid']}@{site}": (row, one)
        for one in taken.versions
        for row in one.document.get("checkpoints", [])
        if frozen_text.as_date(row.get("date"))
    }
    now = {row["uid"] for row in version.document.get("checkpoints", []) if frozen_text.as_date(row.get("date"))}
    name, title = _name(version.document, "student"), str(Layout.of(version.document).title)
    return Calendar(
        name=f"{title}: {name}" if name else title,
        language=get_language() or "en",
        events=tuple(
            _event(uid, row, one, version, is_cancelled=row["uid"] not in now, warning=warning)
            for uid, (row, one) in events.items()
        ),
    )


def _event(
    uid: str, row: Mapping[str, Any], source: VersionView, version: VersionView, is_cancelled: bool, warning: str = ""
) -> Event:
    """A checkpoint as `source`, the last version that has it, says it; `version` is the one taken along."""
    day = frozen_text.as_date(row["date"])
    assert day is not None  # noqa: S101 - those without a date were left out
    repeats = _weeks(day, source.document) if row.get("kind") == "weekly" else ()
    about = " ".join(str(row.get("about", "")).split())
    layout = Layout.of(source.document)
    kind = layout.choice("checkpoints", "kind", str(row.get("kind", ""))) or str(_("Checkpoint"))
    said = _("Checkpoint of the internship plan, version %(number)d.")
    if layout.staff:
        said = _("Checkpoint of the onboarding plan, version %(number)d.")
    summary = f"{kind} – {about}" if about else kind
    if is_cancelled:
        summary = _("Cancelled: %(title)s") % {"title": summary}
        said = _("This checkpoint stood in version %(before)d of the internship plan. Version %(number)d has it no more.")
        if layout.staff:
            said = _("This checkpoint stood in version %(before)d of the onboarding plan. Version %(number)d has it no more.")
    said %= {"number": version.number, "before": source.number}
    return Event(
        uid=uid, summary=summary, description="\n\n".join(filter(None, (warning, about, said))), day=day,
        weeks=repeats, sequence=version.number, stamp=version.frozen_at, is_cancelled=is_cancelled,
        reminders=(1,) if repeats else (3, 1),
    )  # fmt: skip


def _weeks(first: date, plan: Mapping[str, Any]) -> tuple[date, ...]:
    """The days of a weekly conversation: in each week, from the first day on, in which the student is there."""
    spans = [(frozen_text.as_date(row.get("start")), frozen_text.as_date(row.get("end"))) for row in plan.get("periods", [])]
    weeks = {
        monday
        for start, end in spans
        if start and end
        for monday in _mondays(start, end)
    }  # fmt: skip
    days = [monday + timedelta(days=first.weekday()) for monday in sorted(weeks)]
    return (first, *(day for day in days if day > first))


def _mondays(start: date, end: date) -> list[date]:
    monday = start - timedelta(days=start.weekday())
    return [monday + timedelta(weeks=week) for week in range(max(0, (end - monday).days // 7 + 1))]


# -- JSON ---------------------------------------------------------------------------------------------------


def as_json(taken: TakenAlong) -> bytes:
    """A version as plan.schema.json describes it, with the hashes of all versions up to it and what was signed."""
    version = taken.version
    content = {
        "format": FORMAT,
        "schema": SCHEMA_ID,
        "version": version.number,
        "handed_in": {"at": version.frozen_at.astimezone(UTC).isoformat(), "by": version.frozen_by},
        "previous_sha256": version.previous_sha256,
        "sha256": version.sha256,
        "chain": [
            {
                "version": one.number, "at": one.frozen_at.astimezone(UTC).isoformat(),
                "previous_sha256": one.previous_sha256, "sha256": one.sha256,
            }
            for one in taken.versions
        ],
        "signatures": [
            {
                "party": line.party_uid, "name": line.name, "role": line.role, "sentence": line.sentence,
                "at": line.signed_at.astimezone(UTC).isoformat(),
            }
            for line in taken.signatures
            if line.signed_at is not None
        ],
        "intact": not taken.warnings,
        "warnings": list(taken.warnings),
        "document": version.frozen,
        "people": dict(version.people or {}),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8")
