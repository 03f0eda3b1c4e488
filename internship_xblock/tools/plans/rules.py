"""What a good plan has: a document in, findings out. Pure: no database, no request.

The eight errors keep a plan from being handed in, the four warnings are advice. Their numbers are those of the
project's facts (domain.md 3), where the sources stand; 13 is what an Erasmus+ agreement is not valid without,
14 what was filled in and nobody has made theirs. The thresholds are the course's, in `PlanRules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from ...core import formats
from .drafts import provenance, substitutes
from .schema import erasmus
from .schema.layout import USUAL, Layout
from .schema.sections import AUTONOMY_ORDER, Words
from .schema.verbs import SUGGESTED, VAGUE_VERBS, better_verbs, find_vague

ERROR, WARNING = "error", "warning"
Document = Mapping[str, Any]
Standing = Mapping[str, Mapping[str, str]]  # by section the rows, or single answers, that still say what was filled in


@dataclass(frozen=True)
class Heading:
    """One of the course's headings for learning outcomes."""

    id: str
    text: str

    @property
    def kept(self) -> str:
        """What a document keeps: of a default heading the id, so that it is the same for readers of any language."""
        return self.id if self.text == str(_DEFAULT_WORDS.get(self.id)) else self.text


DEFAULT_HEADINGS: tuple[tuple[str, Words], ...] = (
    ("knowledge", gettext_lazy("Knowledge")),
    ("skills", gettext_lazy("Skills")),
    ("competence", gettext_lazy("General competence")),
)
_DEFAULT_WORDS = dict(DEFAULT_HEADINGS)


def heading_words(key: str, kept: str) -> str:
    """What a heading is called on screen: a default one, kept as its id or in English, in the reader's language."""
    is_default = key in _DEFAULT_WORDS and kept in (key, _in_english(key))
    return str(_DEFAULT_WORDS[key]) if is_default else kept


@cache
def _in_english(key: str) -> str:
    """A default heading as an author may have written it in OLX; asked for every heading of every screen."""
    with override("en"):
        return str(_DEFAULT_WORDS[key])


@dataclass(frozen=True)
class PlanRules:
    """The course's settings of the rules. `hours_required` 0 means that any number of hours will do."""

    headings: tuple[Heading, ...] = tuple(Heading(key, str(key)) for key, _words in DEFAULT_HEADINGS)
    hours_required: float = 0
    min_outcomes: int = 3
    max_outcomes: int = 6
    routine_percent: int = 25
    mentor_hours: float = 1  # a week
    vague_verbs: tuple[str, ...] = VAGUE_VERBS
    better_verbs: tuple[Words, ...] = ()  # suggested instead; see `better_verbs`
    layout: Layout = USUAL


@dataclass(frozen=True)
class Finding:
    """Something to settle (`error`) or to think about (`warning`). `target` is the HTML name of the field to go to."""

    severity: str
    rule: int
    words: str
    section: str
    target: str


def findings(document: Document, rules: PlanRules, standing: Standing = MappingProxyType({})) -> list[Finding]:
    """Everything the rules have to say, errors first, in the order of the sections."""
    order = list(rules.layout.by_name)
    found = [finding for check, needs in _CHECKS if needs <= set(order) for finding in check(document, rules)]
    found += [finding for name, keys in standing.items() if name in order for finding in _borrowed(rules, name, keys)]
    return sorted(found, key=lambda finding: (finding.severity != ERROR, order.index(finding.section), finding.rule))


def errors(document: Document, rules: PlanRules, standing: Standing = MappingProxyType({})) -> list[Finding]:
    return [finding for finding in findings(document, rules, standing) if finding.severity == ERROR]


def _at(section: str, field: str = "", uid: str = "") -> str:
    """The HTML name of a row's field, of a single answer, or of the button that adds the first row."""
    if uid:
        return f"{section}-{uid}-{field}"
    return f"{section}-{field}" if field else f"{section}-add"


def _error(rule: int, words: str, section: str, field: str = "", uid: str = "") -> Finding:
    return Finding(ERROR, rule, words, section, _at(section, field, uid))


def _warning(rule: int, words: str, section: str, field: str = "", uid: str = "") -> Finding:
    return Finding(WARNING, rule, words, section, _at(section, field, uid))


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return formats.quoted(line if len(line) <= limit else line[: limit - 1].rstrip() + "…")


def _outcomes(document: Document, rules: PlanRules) -> Iterator[Finding]:
    rows = document["outcomes"]
    if not rules.min_outcomes <= len(rows) <= rules.max_outcomes:
        wanted = _("%(least)d to %(most)d") % {"least": rules.min_outcomes, "most": rules.max_outcomes}
        has = ngettext("it has %(count)d", "it has %(count)d", len(rows)) % {"count": len(rows)}
        yield _error(1, _("A plan has %(wanted)s learning outcomes; %(has)s.") % {"wanted": wanted, "has": has}, "outcomes")
    known = {heading.id for heading in rules.headings}
    for row in rows:
        if row["heading"] not in known:
            yield _error(
                1, _("Choose a heading for “%(text)s”.") % {"text": _short(row["text"])}, "outcomes", "heading", row["uid"]
            )
    used = {row["heading"] for row in rows}
    for heading in rules.headings:
        if heading.id not in used:
            yield _error(1, _("There is no outcome under “%(heading)s” yet.") % {"heading": heading.text}, "outcomes")


def _chains(document: Document, rules: PlanRules) -> Iterator[Finding]:
    if not document["outcomes"] and not document["tasks"]:  # no outcome asks for one yet, and still it is to be done
        yield _error(2, _("There is no task yet."), "tasks")
    for outcome in document["outcomes"]:
        name = {"text": _short(outcome["text"])}
        serving = [task for task in document["tasks"] if outcome["uid"] in task["outcomes"]]
        if not serving:
            yield _error(2, _("No task serves “%(text)s” yet.") % name, "tasks")
            continue
        if not any(task["evidence"] for task in serving):
            yield _error(2, _("What will show that “%(text)s” was learnt?") % name, "tasks", "evidence", serving[0]["uid"])
        if not any(task["assessor"] for task in serving):
            yield _error(2, _("Who looks at the evidence for “%(text)s”?") % name, "tasks", "assessor", serving[0]["uid"])


def _purposes(document: Document, rules: PlanRules) -> Iterator[Finding]:
    for task in document["tasks"]:
        if not task["outcomes"] and not task["routine"]:
            words = _("Say which outcome “%(text)s” serves, or tick that it is routine.") % {"text": _short(task["text"])}
            yield _error(3, words, "tasks", "outcomes", task["uid"])


def _mentors(document: Document, rules: PlanRules) -> Iterator[Finding]:
    for words, at in substitutes.missing(document["parties"]):
        yield _error(4, words, "parties", *at)


def _periods(document: Document, rules: PlanRules) -> Iterator[Finding]:
    rows = document["periods"]
    if not rows:
        words = _("Say when the student is with you: there is no period yet.")
        if rules.layout.staff:
            words = _("Say which days the plan covers: there is no period yet.")
        yield _error(5, words, "periods")
        return
    for row in rows:
        name = {"label": _short(row["label"]) or _("a period")}
        for field, words in (("start", _("first day")), ("end", _("last day")), ("hours", _("hours"))):
            if rules.layout.asks("periods", field) and row[field] in ("", 0):
                missing = _("The %(what)s of “%(label)s” is still open.") % {**name, "what": words}
                yield _error(5, missing, "periods", field, row["uid"])
    total = sum((Decimal(str(row["hours"] or 0)) for row in rows), Decimal(0))
    if rules.hours_required and rules.layout.asks("periods", "hours") and total != Decimal(str(rules.hours_required)):
        words = _("The periods add up to %(total)s hours; the course asks for %(wanted)s.")
        has = {"total": formats.number(total), "wanted": formats.number(rules.hours_required)}
        yield _error(5, words % has, "periods", "hours", rows[-1]["uid"])


def _overlaps(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Days that two periods share would be counted twice. Each period that begins too early is told once."""
    dated = sorted((row for row in document["periods"] if row["start"] and row["end"]), key=lambda row: str(row["start"]))
    last = None
    for row in dated:
        if last is not None and row["start"] <= last["end"]:
            names = {"later": _short(row["label"]) or _("a period"), "earlier": _short(last["label"]) or _("another period")}
            words = _("“%(later)s” begins before “%(earlier)s” has ended. Each day belongs to one period.")
            yield _error(5, words % names, "periods", "start", row["uid"])
        last = row if last is None or row["end"] > last["end"] else last


def _outside(document: Document, rules: PlanRules) -> Iterator[Finding]:
    spans = [(row["start"], row["end"]) for row in document["periods"] if row["start"] and row["end"]]
    for task in document["tasks"]:
        if spans and task["start"] and not any(start <= task["start"] <= end for start, end in spans):
            words = _("“%(text)s” starts on a day outside all periods. Choose another day, or make the period longer.")
            yield _error(5, words % {"text": _short(task["text"])}, "tasks", "start", task["uid"])


def _checkpoints(document: Document, rules: PlanRules) -> Iterator[Finding]:
    yield from _single_checkpoints(document["checkpoints"])
    if not any(row["kind"] == "weekly" for row in document["checkpoints"]):
        yield from _checkpoints_by_period(document)


def _single_checkpoints(rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    single = (
        ("start", _("Agree on a checkpoint at the start."), _("The checkpoint at the start has no date yet.")),
        ("midway", _("Agree on a checkpoint midway."), _("The checkpoint midway has no date yet.")),
        ("end", _("Agree on a checkpoint at the end."), _("The checkpoint at the end has no date yet.")),
    )
    for kind, absent, undated in single:
        these = [row for row in rows if row["kind"] == kind]
        if not these:
            yield _error(6, absent, "checkpoints")
        elif not any(row["date"] for row in these):
            yield _error(6, undated, "checkpoints", "date", these[0]["uid"])


def _checkpoints_by_period(document: Document) -> Iterator[Finding]:
    """Where nobody meets every week, each period has a day on which they do."""
    dates = [row["date"] for row in document["checkpoints"] if row["kind"] == "period" and row["date"]]
    for period in document["periods"]:
        if period["start"] and period["end"] and not any(period["start"] <= date <= period["end"] for date in dates):
            words = _("Agree on a checkpoint in “%(label)s”, or on one every week.")
            yield _error(6, words % {"label": _short(period["label"]) or _("a period")}, "checkpoints")


def _practical(document: Document, rules: PlanRules) -> Iterator[Finding]:
    wanted = {
        "insurance": _("Say who covers injury and damage."),
        "hse": _("Say who briefs the student on health and safety, and when."),
        "confidentiality": _("Say what is confidential, or that nothing is."),
    }
    if rules.layout.staff:
        wanted["hse"] = _("Say who briefs the new employee on health and safety, and when.")
    for field, words in wanted.items():
        if rules.layout.asks("practical", field) and not document["practical"][field]:
            yield _error(7, words, "practical", field)


def _contacts(document: Document, rules: PlanRules) -> Iterator[Finding]:
    wanted = {
        "university": _("Name the contact at the university."),
        "escalation": _("Say who is told if something goes wrong."),
    }
    for field, words in wanted.items():
        if rules.layout.asks("contacts", field) and not document["contacts"][field]:
            yield _error(8, words, "contacts", field)


def _routine_share(document: Document, rules: PlanRules) -> Iterator[Finding]:
    if rules.layout.staff:  # the limit is one for internships; an employee has routine work
        return
    tasks = document["tasks"]
    routine = [task for task in tasks if task["routine"]]
    if tasks and len(routine) * 100 > rules.routine_percent * len(tasks):
        words = _("%(routine)d of %(all)d tasks are routine; at most %(percent)d %% keeps it an internship.")
        has = {"routine": len(routine), "all": len(tasks), "percent": rules.routine_percent}
        yield _warning(9, words % has, "tasks", "routine", routine[0]["uid"])


def _verbs(document: Document, rules: PlanRules) -> Iterator[Finding]:
    better = (rules.better_verbs or better_verbs())[:SUGGESTED]
    for row in document["outcomes"]:
        verb = find_vague(row["text"], rules.vague_verbs)
        if verb:
            has = {"verb": verb, "better": get_text_list([str(one) for one in better], _("or"))}
            words = _("“%(verb)s” is hard to observe. Try a verb such as %(better)s.") % has
            yield _warning(10, words, "outcomes", "text", row["uid"])


def _growth(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """In the order of their dates (those without one as they stand), some task should ask for more than one before it."""
    tasks = document["tasks"]
    dated = sorted((task for task in tasks if task["start"]), key=lambda task: str(task["start"]))
    ordered = dated + [task for task in tasks if not task["start"]]
    degrees = [AUTONOMY_ORDER[task["autonomy"]] for task in ordered if task["autonomy"]]
    if tasks and not any(later > earlier for earlier, later in pairwise(degrees)):
        words = _("No task asks for more independence than one before it. Let something grow from watching to doing alone.")
        yield _warning(11, words, "tasks", "autonomy", ordered[-1]["uid"])


def _mentor_time(document: Document, rules: PlanRules) -> Iterator[Finding]:
    hours = document["contacts"]["mentor_hours"]
    if Decimal(str(hours or 0)) < Decimal(str(rules.mentor_hours)):
        many = 1 if rules.mentor_hours == 1 else 2  # half an hour is "0.5 hours"
        words = ngettext(
            "Set aside at least %(hours)s hour a week for talking with the student.",
            "Set aside at least %(hours)s hours a week for talking with the student.",
            many,
        )
        if rules.layout.staff:
            words = ngettext(
                "Set aside at least %(hours)s hour a week for talking with the new employee.",
                "Set aside at least %(hours)s hours a week for talking with the new employee.",
                many,
            )
        words %= {"hours": formats.number(rules.mentor_hours)}
        yield _warning(12, words, "contacts", "mentor_hours")


def _erasmus(document: Document, rules: PlanRules) -> Iterator[Finding]:
    for section, field, words in erasmus.missing(document):
        yield _error(13, str(words), section.name, field)


def _borrowed(rules: PlanRules, name: str, keys: Mapping[str, str]) -> Iterator[Finding]:
    """What nobody has made theirs: the example is invented, so it is to be settled; the others are to be read."""
    section = rules.layout.by_name[name]
    for is_invented, key, words in provenance.in_words(section, keys):
        at = (section.title_field, key) if section.has_rows else (key,)
        yield (_error if is_invented else _warning)(14, words, name, *at)


# Each with the sections it needs: where an author has switched one off, there is nothing to ask.
_CHECKS: tuple[tuple[Callable[[Document, PlanRules], Iterator[Finding]], frozenset[str]], ...] = (
    (_outcomes, frozenset({"outcomes"})),
    (_chains, frozenset({"outcomes", "tasks"})),
    (_purposes, frozenset({"tasks"})),
    (_mentors, frozenset({"parties"})),
    (_periods, frozenset({"periods"})),
    (_overlaps, frozenset({"periods"})),
    (_outside, frozenset({"periods", "tasks"})),
    (_checkpoints, frozenset({"checkpoints"})),
    (_practical, frozenset({"practical"})),
    (_contacts, frozenset({"contacts"})),
    (_routine_share, frozenset({"tasks"})),
    (_verbs, frozenset({"outcomes"})),
    (_growth, frozenset({"tasks"})),
    (_mentor_time, frozenset({"contacts"})),
    (_erasmus, frozenset(section.name for section in erasmus.SECTIONS)),
)
