"""What a plan consists of, in one place: forms, rules, documents and templates read it here.

A section holds either *rows* (cards that are added, moved and removed, each with a stable `uid`) or single *values*.
Values are kept as JSON: text as typed, dates as ISO strings, hours as numbers, ticks as true or false, outcomes as a
list of uids. An empty answer is "" (False, []).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ....core.text import LINE_LIMIT, NAME_LIMIT
from ...placements.api import PLACEMENT, roles_of

Words = str | Promise
Row = dict[str, Any]
Choices = tuple[tuple[str, Words], ...]

ROWS_LIMIT = 60  # rows a section: more than a plan anybody would discuss
REMOVED_LIMIT = 20  # removed rows a section keeps for putting back
ANSWER_LIMIT = 2_000  # characters in a practical answer: the whole section fits one request in any script
HOURS_A_DAY = 24
HOURS_LIMIT = 9_999
FIRST_YEAR, LAST_YEAR = 2000, 2100  # a date outside is a slip of the finger


@dataclass(frozen=True)
class Field:
    """One question. `kind` says how it is asked and kept: line, text, email, date, hours, number, choice, tick, outcomes,
    heading.

    In an author's template a date is a "day": a whole number, counted from the first day, which is 1.
    """

    name: str
    label: Words
    kind: str = "line"
    limit: int = LINE_LIMIT  # characters; of hours and numbers the largest
    choices: Choices = ()
    suggests: str = ""  # the list of names offered while typing ("people"), free text all the same
    is_wide: bool = False  # a line as wide as the form: what follows begins a row of its own
    only_for: str = ""  # in the section of people: asked of this role alone
    only_with: tuple[str, str] | None = None  # counts as asked where the choice of this name is answered so

    @property
    def short(self) -> str:
        """The label as far as its colon: what the question is called where it is not asked."""
        return re.split("[:：]", str(self.label), maxsplit=1)[0].strip()

    @property
    def empty(self) -> Any:
        if self.kind == "outcomes":
            return []
        return False if self.kind == "tick" else ""


@dataclass(frozen=True)
class Section:
    """A part of the plan that is saved on its own. `title_field` names the row card; values sections have no `row_name`."""

    name: str
    title: Words
    intro: Words
    fields: tuple[Field, ...]
    row_name: Words = ""
    add_label: Words = ""
    title_field: str = ""

    @property
    def has_rows(self) -> bool:
        return bool(self.title_field)  # no words: nothing to translate

    def has(self, name: str) -> bool:
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def blank(self, uid: str = "") -> Row:
        """A row without answers, or the values without answers."""
        row = {field.name: field.empty for field in self.fields}
        return {"uid": uid, **row} if self.has_rows else row

    def is_empty(self, row: Mapping[str, Any]) -> bool:
        """Whether nothing was answered. A choice alone says nothing in a row: a party's role stands there from the start."""
        silent = ("choice", "tick", "heading") if self.has_rows else ()
        return not any(row.get(field.name) for field in self.fields if field.kind not in silent)

    def state(self, data: Mapping[str, Any]) -> str:
        """How far it is, in words."""
        if self.has_rows:
            count = sum(not self.is_empty(row) for row in rows_of(data))
            return str(COUNTS[self.name] % {"count": count}) if count else str(_("nothing yet"))
        if self.is_empty(values_of(data)):
            return str(_("nothing yet"))
        values = values_of(data)
        asked = [field for field in self.fields if field.kind != "tick"]  # one that is not ticked is an answer too
        asked = [field for field in asked if not field.only_with or values.get(field.only_with[0]) == field.only_with[1]]
        answered = sum(bool(values.get(field.name)) for field in asked)
        return str(_("%(done)d of %(all)d answered") % {"done": answered, "all": len(asked)})


def rows_of(data: Mapping[str, Any]) -> list[Row]:
    rows = data.get("rows")
    return list(rows) if isinstance(rows, list) else []


def removed_of(data: Mapping[str, Any]) -> list[Row]:
    rows = data.get("removed")
    return list(rows) if isinstance(rows, list) else []


def values_of(data: Mapping[str, Any]) -> Row:
    values = data.get("values")
    return dict(values) if isinstance(values, dict) else {}


AUTONOMY: Choices = (
    ("", _("Not decided yet")),
    ("watches", _("Watches and asks")),
    ("helped", _("Does it with help")),
    ("alone", _("Does it alone")),
)
AUTONOMY_ORDER = {"watches": 1, "helped": 2, "alone": 3}
CHECKPOINTS: Choices = (
    ("", _("Choose what it is")),
    ("start", _("Start: agree on expectations")),
    ("weekly", _("Every week")),
    ("period", _("Once in a period")),
    ("midway", _("Midway: look back and adjust")),
    ("end", _("End: sum up and give feedback both ways")),
)
# What is needed is often about health, and everybody in the plan reads it: a plan asks only whether, with whom and when.
ADJUSTMENTS: Choices = (
    ("", _("Not answered yet")),
    ("open", _("Still open")),
    ("none", _("None needed")),
    ("agreed", _("Agreed separately")),
)
_AGREED = ("adjustments", "agreed")
COUNTS = {
    "parties": ngettext_lazy("%(count)d party", "%(count)d parties", "count"),
    "periods": ngettext_lazy("%(count)d period", "%(count)d periods", "count"),
    "outcomes": ngettext_lazy("%(count)d outcome", "%(count)d outcomes", "count"),
    "tasks": ngettext_lazy("%(count)d task", "%(count)d tasks", "count"),
    "checkpoints": ngettext_lazy("%(count)d checkpoint", "%(count)d checkpoints", "count"),
}

SECTIONS: tuple[Section, ...] = (
    Section(
        name="parties",
        title=_("Parties"),
        intro=_(
            "Who takes part: the student, the mentor and a substitute, the university. Name them even if they have not joined."
        ),
        row_name=_("Party"),
        add_label=_("Add a party"),
        title_field="name",
        fields=(
            Field("role", _("Role"), "choice", choices=roles_of(PLACEMENT)),
            Field("name", _("Name"), limit=NAME_LIMIT),
            Field("organisation", _("Organisation and department"), limit=NAME_LIMIT),
            Field("email", _("E-mail"), "email", limit=NAME_LIMIT),
            Field("is_substitute", _("Substitute: steps in when the other mentor is away"), "tick", only_for="mentor"),
            Field(
                "stand_in",
                _("Without a second mentor: who steps in, for example at the university"),
                limit=NAME_LIMIT,
                suggests="people",
                is_wide=True,
                only_for="mentor",
            ),
        ),
    ),
    Section(
        name="periods",
        title=_("Periods"),
        intro=_("When the student is with you. Three separate weeks are three periods."),
        row_name=_("Period"),
        add_label=_("Add a period"),
        title_field="label",
        fields=(
            Field("label", _("What you call it"), limit=NAME_LIMIT, is_wide=True),
            Field("start", _("First day"), "date"),
            Field("end", _("Last day"), "date"),
            Field("hours", _("Hours in this period"), "hours", limit=HOURS_LIMIT),
        ),
    ),
    Section(
        name="outcomes",
        title=_("Learning outcomes"),
        intro=_("What the student can do at the end. Begin with a verb one can observe, such as plan, compare or explain."),
        row_name=_("Outcome"),
        add_label=_("Add an outcome"),
        title_field="text",
        fields=(
            Field("text", _("At the end, the student can …"), "text", limit=LINE_LIMIT),
            Field("heading", _("Heading"), "heading"),
        ),
    ),
    Section(
        name="tasks",
        title=_("Tasks"),
        intro=_(
            "What the student does, and how you will see that something was learnt. Tasks grow from watching to doing alone."
        ),
        row_name=_("Task"),
        add_label=_("Add a task"),
        title_field="text",
        fields=(
            Field("text", _("What the student does"), "text", limit=LINE_LIMIT),
            Field("outcomes", _("Serves these outcomes"), "outcomes"),
            Field("routine", _("Routine work that serves no outcome"), "tick"),
            Field("evidence", _("Evidence: what will show it was learnt"), "text", limit=LINE_LIMIT),
            Field("assessor", _("Who looks at the evidence"), limit=NAME_LIMIT, suggests="people"),
            Field("autonomy", _("How independently"), "choice", choices=AUTONOMY),
            Field("start", _("Starts on"), "date"),
        ),
    ),
    Section(
        name="checkpoints",
        title=_("Checkpoints"),
        intro=_("Dated conversations: at the start, every week or in each period, midway and at the end."),
        row_name=_("Checkpoint"),
        add_label=_("Add a checkpoint"),
        title_field="about",
        fields=(
            Field("kind", _("Which one"), "choice", choices=CHECKPOINTS),
            Field("date", _("Date, the first one if it repeats"), "date"),
            Field("about", _("With whom and what about"), "text", limit=LINE_LIMIT),
        ),
    ),
    Section(
        name="practical",
        title=_("Practical and legal"),
        intro=_(
            "One sentence each is enough. The first three must be answered before the plan is handed in. Do not write which "
            "adjustments the student needs: everybody in the plan reads it."
        ),
        fields=(
            Field("insurance", _("Insurance: who covers injury and damage?"), "text", limit=ANSWER_LIMIT),
            Field("hse", _("Health and safety: who briefs the student, and when?"), "text", limit=ANSWER_LIMIT),
            Field("confidentiality", _("Confidentiality: what stays inside the company?"), "text", limit=ANSWER_LIMIT),
            Field("equipment", _("Workplace, equipment and access from day one"), "text", limit=ANSWER_LIMIT),
            Field("adjustments", _("Adjustments the student needs"), "choice", choices=ADJUSTMENTS),
            Field("adjustments_with", _("With whom they are agreed"), limit=NAME_LIMIT, suggests="people", only_with=_AGREED),
            Field("adjustments_on", _("When they are agreed"), "date", only_with=_AGREED),
        ),
    ),
    Section(
        name="contacts",
        title=_("Contacts and time"),
        intro=_("Whom to turn to, and the time that is set aside for the student."),
        fields=(
            Field("university", _("Contact at the university"), "text", limit=LINE_LIMIT),
            Field(
                "escalation",
                pgettext_lazy("escalation route", "If something goes wrong: who is told first, and who next?"),
                "text",
                limit=ANSWER_LIMIT,
            ),
            Field("mentor_hours", _("Hours a week the mentor sets aside"), "hours", limit=HOURS_LIMIT),
        ),
    ),
)
BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}


def label_of(choices: Sequence[tuple[str, Words]], value: str) -> str:
    """The words for a choice, the value itself where it is not one of them."""
    return str(dict(choices).get(value, value)) if value else ""
