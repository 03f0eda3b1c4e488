"""An author's log as documents: on paper and in Word, as a table for a spreadsheet, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.language.text import squeezed
from ...exports import sheet
from ...records.document import Document, Entry, Fact, Head, Section, Table, Words
from ..plans.api import Frame
from .api import CommentView, EntryView, Span, Taken
from .entries.days import spans_of
from .rules import span_of

FORMAT = "internship-xblock/log"
SCHEMA_ID = "urn:internship-xblock:log:1"


def document(taken: Taken, frame: Frame) -> Document:
    """The entries in the language that is active, under the periods of the plan their days lie in."""
    spans, outcomes = spans_of(frame), {outcome.uid: outcome.text for outcome in frame.outcomes}
    title = str(_("Log"))
    return Document(
        head=_head(taken, title),
        meta=tuple(_meta(taken)),
        sections=tuple(_sections(taken, spans, outcomes)),
        words=Words.usual(),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        footer=(" · ".join(filter(None, (title, squeezed(taken.author_name)))),),
        created=_newest(taken),
    )


def file_stem(taken: Taken) -> str:
    """What a file of these entries is called, without its ending; names.py makes it safe."""
    days = [entry.date.isoformat() for entry in taken.entries]
    return "-".join(["log", taken.author_name, *dict.fromkeys(days[:1] + days[-1:])])


def _head(taken: Taken, title: str) -> Head:
    days = [entry.date for entry in taken.entries]
    hosts = tuple(filter(None, (_host(taken),)))
    return Head(title, squeezed(taken.author_name), hosts, formats.days(min(days, default=None), max(days, default=None)))


def _meta(taken: Taken) -> Iterator[Fact]:
    entries, choice = taken.entries, taken.choice
    yield Fact(str(_("Entries")), number_format(len(entries)))
    hours = _total(entries)
    if hours:
        yield Fact(str(_("Hours")), formats.number(hours))
    words = {
        "comments": _("what was said about the entries"),
        "sensitive": _("entries marked as company-sensitive"),
        "private": _("entries that only their author can read"),
    }
    left_out = [str(said) for name, said in words.items() if name in choice.without]
    if choice.since:
        left_out.append(_("days before %(day)s") % {"day": formats.full_day(choice.since)})
    if choice.until:
        left_out.append(_("days after %(day)s") % {"day": formats.full_day(choice.until)})
    if left_out:
        yield Fact(str(_("Left out")), "\n".join(left_out))


def _sections(taken: Taken, spans: list[Span], outcomes: dict[str, str]) -> Iterator[Section]:
    if not taken.entries:
        yield Section(str(_("Entries")), note=str(_("There is no entry in what was chosen.")))
        return
    if spans and _total(taken.entries):
        yield Section(str(_("Hours by period")), (_hours(taken.entries, spans),))
    for span, entries in groupby(taken.entries, key=lambda entry: span_of(entry.date, spans)):
        body = tuple(_entry(entry, outcomes) for entry in entries)
        if span is None:
            yield Section(str(_("Outside the periods") if spans else _("Entries")), body)
        else:
            yield Section(_name(span, spans), body, _days(span))


def _hours(entries: Iterable[EntryView], spans: list[Span]) -> Table:
    found: dict[Span | None, Decimal] = {}
    for entry in entries:
        span = span_of(entry.date, spans)
        found[span] = found.get(span, Decimal(0)) + (entry.hours or 0)
    rows = [
        (_name(span, spans), _days(span), formats.number(found.get(span, Decimal(0))),
         "–" if span.hours is None else formats.number(span.hours))
        for span in spans
    ]  # fmt: skip
    if found.get(None):
        rows.append((str(_("Outside the periods")), "", formats.number(found[None]), "–"))
    columns = (str(_("Period")), str(_("Days")), str(_("Hours logged")), str(_("Hours in the plan")))
    return Table(columns, tuple(rows), (3, 4, 1.8, 1.8), is_named=True)


def _entry(entry: EntryView, outcomes: dict[str, str]) -> Entry:
    facts = []
    if entry.is_sensitive:
        facts.append(Fact(str(_("Mark")), str(_("Company-sensitive: it contains something the company keeps to itself."))))
    facts += [Fact(str(question), text) for question, text in entry.answers]
    if entry.next_step:
        facts.append(Fact(str(_("My next step")), entry.next_step))
    if not (entry.answers or entry.next_step):
        facts.append(Fact("", str(_("Nothing is written here yet."))))
    if entry.links:
        facts.append(Fact(str(_("Links")), "\n".join(_links(entry))))
    if entry.date_reason:
        facts.append(Fact(str(_("Why this day")), entry.date_reason))
    touched = _touched(entry, outcomes)
    if touched:
        facts.append(Fact(str(_("Learning outcomes")), "\n".join(touched)))
    if entry.level:
        facts.append(Fact(str(_("Depth (own view)")), str(entry.level_label)))
    facts.append(Fact(str(_("Who may read it")), entry.sharing_label))
    facts += [Fact(_heading(turn), _said(turn)) for turn in entry.comments if turn.parts]
    title = capfirst(formats.full_day(entry.date))
    if entry.hours is not None:
        title = f"{title}, {formats.hours(entry.hours)}"
    return Entry(title, tuple(facts))


def texts(entry: EntryView) -> Iterator[Entry]:
    """What was written, each text under its question, the next step and the links last."""
    for question, text in entry.answers:
        yield Entry(str(question), (Fact("", text),))
    if entry.next_step:
        yield Entry(str(_("My next step")), (Fact("", entry.next_step),))
    if entry.links:
        yield Entry(str(_("Links")), tuple(Fact(one.label, one.url) for one in entry.links))


def turns(entry: EntryView) -> Iterator[Entry]:
    """What was said about it, turn by turn."""
    for turn in entry.comments:
        if turn.parts:
            yield Entry(_heading(turn).replace("\n", " · "), (Fact("", _said(turn)),))


def _heading(turn: CommentView) -> str:
    role = "" if turn.role == "author" else formats.in_sentence(turn.role_label)
    who = turn.author_name or str(_("Somebody who has left"))
    return ", ".join(filter(None, (squeezed(who), role))) + f"\n{formats.day_and_year(turn.at)}"


def _said(turn: CommentView) -> str:
    """What was said, under the passage it is about: an answer that points to a sentence is nothing without that sentence."""
    about = [_("About “%(quote)s”") % {"quote": squeezed(turn.quote)}] if turn.quote else []
    return "\n".join([*about, *(f"{label}: {text}" if label else text for label, text in turn.parts)])


# -- a table -------------------------------------------------------------------------------------------


def as_csv(taken: Taken, frame: Frame) -> bytes:
    """One row for each entry; the columns are always these, in this order, new ones last. A day is written 2026-09-21."""
    spans, outcomes = spans_of(frame), {outcome.uid: outcome.text for outcome in frame.outcomes}
    columns = [
        _("Day"), _("Period"), _("Hours"), _("Entry"), _("My next step"), _("Learning outcomes"), _("Depth (own view)"),
        _("Who may read it"), _("Company-sensitive"), _("Shared on"), _("Answered on"), _("Dialogue"),
        _("Links"), _("Why this day"),
    ]  # fmt: skip
    return sheet.render(columns, (_row(entry, spans, outcomes) for entry in taken.entries))


def _row(entry: EntryView, spans: list[Span], outcomes: dict[str, str]) -> list[sheet.Cell]:
    span = span_of(entry.date, spans)
    texts = [f"{question}\n{text}" if question else text for question, text in entry.answers]
    dialogue = [f"{_heading(turn)}\n{_said(turn)}" for turn in entry.comments if turn.parts]
    return [
        entry.date.isoformat(), _name(span, spans) if span else "", entry.hours, "\n\n".join(texts), entry.next_step,
        "\n".join(_touched(entry, outcomes)), str(entry.level_label), entry.sharing_label,
        str(_("yes")) if entry.is_sensitive else "",
        *(localtime(at).date().isoformat() if at else "" for at in (entry.shared_at, entry.answered_at)),
        "\n\n".join(dialogue), "\n".join(_links(entry)), entry.date_reason,
    ]  # fmt: skip


# -- JSON ----------------------------------------------------------------------------------------------


def as_json(taken: Taken, frame: Frame) -> bytes:
    """The entries as log.schema.json describes them, with their earlier texts."""
    content = {
        "format": FORMAT,
        "schema": SCHEMA_ID,
        "author": taken.author_name,
        "chosen": {
            "since": _iso(taken.choice.since), "until": _iso(taken.choice.until), "without": sorted(taken.choice.without),
        },
        "periods": [
            {"label": span.label, "start": _iso(span.start), "end": _iso(span.end), "hours": span.hours}
            for span in spans_of(frame)
        ],
        "outcomes": [{"uid": outcome.uid, "text": outcome.text} for outcome in frame.outcomes],
        "entries": [_data(entry) for entry in taken.entries],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8")


def _data(entry: EntryView) -> dict[str, Any]:
    return {
        "day": _iso(entry.date),
        "hours": None if entry.hours is None else float(entry.hours),
        "questions": entry.model,
        "answers": _parts(entry.answers),
        "next_step": entry.next_step,
        "links": [{"url": one.url, "label": one.label} for one in entry.links],
        "date_reason": entry.date_reason,
        "outcomes": list(entry.outcomes),
        "level": {"id": entry.level, "words": str(entry.level_label)} if entry.level else None,
        "is_sensitive": entry.is_sensitive,
        "sharing": entry.sharing,
        "shared_at": _time(entry.shared_at),
        "first_read_at": _time(entry.first_read_at),
        "answered_at": _time(entry.answered_at),
        "created_at": _time(entry.created),
        "changed_at": _time(entry.changed_at),
        "comments": [
            {
                "by": turn.author_name, "role": turn.role, "at": _time(turn.at), "quote": turn.quote,
                "parts": _parts(turn.parts),
            }
            for turn in entry.comments
        ],
        "earlier": [{"until": _time(text.kept_at), "parts": _parts(text.parts)} for text in entry.earlier],
    }  # fmt: skip


def _parts(parts: Iterable[tuple[Any, str]]) -> list[dict[str, str]]:
    return [{"label": str(label), "text": text} for label, text in parts]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _time(at: Any) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


# -- small things -----------------------------------------------------------------------------------------


def _name(span: Span, spans: list[Span]) -> str:
    return squeezed(span.label) or _("Period %(number)d") % {"number": spans.index(span) + 1}


def _touched(entry: EntryView, outcomes: dict[str, str]) -> list[str]:
    """What the plan still has, in its words."""
    return [squeezed(outcomes[uid]) for uid in entry.outcomes if uid in outcomes]


def _links(entry: EntryView) -> list[str]:
    return [" ".join(filter(None, (one.label, one.url))) for one in entry.links]


def _host(taken: Taken) -> str:
    return squeezed(next((p.organisation for p in taken.placement.parties if p.role == "mentor" and p.organisation), ""))


def _total(entries: Iterable[EntryView]) -> Decimal:
    return sum((entry.hours or Decimal(0) for entry in entries), Decimal(0))


def _newest(taken: Taken) -> str:
    """When the last of it was written: the same entries make the same file."""
    times = [at for entry in taken.entries for at in (entry.changed_at, entry.shared_at, *(turn.at for turn in entry.comments))]
    return max((at.astimezone(UTC).isoformat() for at in times if at), default="")


def _days(span: Span) -> str:
    return f"{formats.day_and_year(span.start)} – {formats.day_and_year(span.end)}"
