"""All that a learner made of the units of a course, as one document: on a page of ours, on paper and in Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC

from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from ...core.errors import Difference
from ...core.language import formats
from ...core.language.text import squeezed
from ...records.comparison import Changed
from ...records.document import Document, Entry, Fact, Head, Part, Section, Table, Words
from .api import StepRecord, in_workbook, kind_name
from .steps import KINDS
from .steps.base import chosen, parse_day, written
from .steps.commit import DONE, is_settled
from .steps.worksheet import Grid, grid, labels

TABLE_COLUMNS, TABLE_CELL = 4, 80  # columns, and characters in a cell, that stand side by side on paper


def workbook(records: Sequence[StepRecord], *, name: str, course: str, earlier: Collection[tuple[str, str]] = ()) -> Document:
    """The workbook in the language that is active, unit by unit in the order in which they were begun.

    `earlier` are the answers to steps that their authors have changed or removed since, by usage key and id of the step.
    """
    kept = in_workbook(records)
    title, days = str(_("My workbook")), [record.answered_at for record in kept if record.answered_at]
    return Document(
        head=Head(
            title=title, about=squeezed(name), organisations=(squeezed(course),),
            days=formats.days(min(days).date(), max(days).date()) if days else "",
        ),
        sections=tuple(_sections(kept, earlier)) or (Section(str(_("Nothing here yet")), note=will_come()),),
        words=Words.without_json(),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        footer=(" · ".join(filter(None, (title, squeezed(name)))),),
        created=max(days).astimezone(UTC).isoformat() if days else "",
    )  # fmt: skip


def recalled(records: Sequence[StepRecord]) -> tuple[Part, ...]:
    """Answers as they stand in the workbook, to be read again in a lesson; those that are no pages of it are left out."""
    return tuple(part for found in in_workbook(records) for part in _parts(found))


def submitted(records: Sequence[StepRecord]) -> tuple[Section, ...]:
    """What was submitted of a unit, as its reviewer reads it: a section for each step."""
    return tuple(Section(_title(record), tuple(_body(record)), name=record.step_id) for record in records)


def changes(older: Sequence[StepRecord], newer: Sequence[StepRecord]) -> tuple[Changed, ...]:
    """What differs between two versions, step by step; of a step that is in one of them alone all that it says."""
    before, now = ({one.step_id: one for one in records} for records in (older, newer))
    found = []
    for name in dict.fromkeys((*now, *before)):
        here, there = (_by_label(records.get(name)) for records in (now, before))
        differences = tuple(
            Difference(label, here.get((label, place), ""), there.get((label, place), ""))
            for label, place in dict.fromkeys((*here, *there))
            if here.get((label, place), "") != there.get((label, place), "")
        )
        if differences:
            found.append(Changed(name, _title(now.get(name) or before[name]), differences))
    return tuple(found)


def will_come() -> str:
    """What an empty workbook says."""
    return str(_("What you save in the worksheets, checklists, rewrites and commitments of this course comes together here."))


def _sections(records: Sequence[StepRecord], earlier: Collection[tuple[str, str]]) -> Iterator[Section]:
    units: dict[str, list[StepRecord]] = {}
    for record in records:
        units.setdefault(record.usage_key, []).append(record)
    for found in units.values():
        names = [squeezed(record.asked.get("unit") or "") for record in found]
        parts = [part for one in found for part in _parts(one, is_earlier=(one.usage_key, one.step_id) in earlier)]
        yield Section(next(filter(None, reversed(names)), str(_("An earlier lesson"))), tuple(parts))


def _title(record: StepRecord) -> str:
    """The title of its step, or what its kind is called."""
    return squeezed(record.asked.get("title") or "") or str(KINDS[kind_name(record)].label)


def _parts(record: StepRecord, *, is_earlier: bool = False) -> Iterator[Part]:
    """An answer under the title of its step, the day on which it was last given, and whether the step has changed since."""
    note = str(_("answered on an earlier version")) if is_earlier else ""
    return _body(record, " · ".join(filter(None, (_title(record), formats.short_date(record.answered_at), note))))


def _body(record: StepRecord, title: str = "") -> Iterator[Part]:
    """An answer. Short ones of a worksheet are a table, as they were asked for; texts stand under each other."""
    if kind_name(record) != "worksheet":
        yield Entry(title, tuple(Fact(label, text) for label, text in _facts(record)))
        return
    if title:
        yield Entry(title, ())
    found = grid(record.asked, record.answer or {})
    cells = [text for line in found.lines for text in (line.label, *line.cells)]
    if len(found.columns) > TABLE_COLUMNS or max(map(len, cells), default=0) > TABLE_CELL:
        for line in found.lines:
            facts = zip(found.columns, line.cells, strict=True)
            yield Entry(line.label or line.counted, tuple(Fact(label, text) for label, text in facts if text.strip()))
        return
    yield _table(found)


def _facts(record: StepRecord) -> Iterator[tuple[str, str]]:
    """All that an answer says, each under its label."""
    if kind_name(record) == "worksheet":
        found = grid(record.asked, record.answer or {})
        told: Iterable[tuple[str, str]] = (
            (f"{line.label or line.counted}: {column}", text)
            for line in found.lines
            for column, text in zip(found.columns, line.cells, strict=True)
        )
    else:
        told = _TOLD[kind_name(record)](record)
    yield from ((label, text) for label, text in told if text.strip())


def _by_label(record: StepRecord | None) -> dict[tuple[str, int], str]:
    """What an answer says, by its label; where several are called alike, by their place among these."""
    counts: Counter[str] = Counter()
    found = {}
    for label, text in _facts(record) if record else ():
        counts[label] += 1
        found[label, counts[label]] = text
    return found


def _table(found: Grid) -> Table:
    """The labels of the lines stand in front where the author gave them."""
    lead = ("",) if found.is_given else ()
    columns = (*lead, *found.columns)
    rows = [(*([line.label or line.counted] if lead else []), *line.cells) for line in found.lines]
    longest = [max(len(row[at]) for row in (columns, *rows)) for at in range(len(columns))]
    return Table(columns, tuple(map(tuple, rows)), tuple(float(min(max(length, 10), 40)) for length in longest), is_named=True)


def _checklist(record: StepRecord) -> Iterator[tuple[str, str]]:
    ticked, items = chosen(record.answer, "ticked"), labels(record.asked, "items")
    if not items:
        yield str(_("In place")), ngettext("%(count)s item", "%(count)s items", len(ticked)) % {"count": len(ticked)}
        return
    for label, is_there in ((_("In place"), True), (_("Still to do"), False)):
        yield str(label), "\n".join(squeezed(item["text"]) for item in items if (item["id"] in ticked) == is_there)


def _choose(record: StepRecord) -> Iterator[tuple[str, str]]:
    given = chosen(record.answer, "chosen")
    yield str(_("My answer")), "\n".join(squeezed(one["text"]) for one in labels(record.asked, "options") if one["id"] in given)


def _rewrite(record: StepRecord) -> Iterator[tuple[str, str]]:
    yield str(_("The text to improve")), str(record.asked.get("original") or "").strip()
    yield str(_("My version")), written(record.answer, "text")
    yield str(_("What I would change now")), written(record.answer, "change")


def _commit(record: StepRecord) -> Iterator[tuple[str, str]]:
    yield str(_("What I will do")), written(record.answer, "text")
    yield str(_("By when")), formats.day_and_year(parse_day(written(record.answer, "by")))
    if is_settled(record.answer or {}):
        label = _("Done") if written(record.answer, "settled") == DONE else _("No longer planned")
        yield str(label), formats.day_and_year(parse_day(written(record.answer, "settled_on")))


_TOLD: dict[str, Callable[[StepRecord], Iterator[tuple[str, str]]]] = {
    "checklist": _checklist, "choose": _choose, "rewrite": _rewrite, "commit": _commit,
}  # fmt: skip
