"""What every kind of step has in common: what an author writes, what a learner answers, what comes back.

A kind *declares* what an author writes (`parts`, `rows`); reading and writing OLX, repairing what is not well formed and
the forms in Studio follow from the declaration. A kind *does* four things of its own: take an answer, say whether it is
done, give feedback, count points. All of it is pure: no database, no clock but the date of today.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from django.utils.translation import gettext_lazy as _
from lxml import etree

from ....core.errors import BadRequest, Words
from . import olx
from .ids import fit_id
from .remembered import Remembered

Raw = dict[str, Any]  # a step as it stands in the block's field: strings, and lists of rows of strings
Row = Mapping[str, str]
Answer = Mapping[str, Any]  # JSON, as it stands in the learner's state
Given = Mapping[str, Sequence[str]]  # what a learner gave: by the name of a field, what was chosen or typed in it

CHANGED: Words = _("This step was changed by its author while it was open here. Nothing was changed; please reload the page.")


@dataclass(frozen=True)
class Part:
    """One thing an author writes. `flag` is a yes or no; `of` names the rows that it refers to by their id.

    `choices` are what else it can be, each with its words; the first is what it is where nothing is written.
    """

    name: str
    label: Words
    help: Words = ""
    type: Literal["line", "text", "markdown", "flag"] = "line"
    of: str = ""
    is_element: bool = False  # of a step only: a child element instead of an attribute
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True)
class Rows:
    """A repeated part, such as the cards of a sort: in OLX elements called `tag` with an id.

    `inside` names the part that says of which other row it is a part: Studio shows it in the card of that one.
    """

    name: str
    tag: str
    label: Words  # of one row: "Card"
    title: Words  # of all of them: "Cards"
    add: Words  # on the button
    parts: tuple[Part, ...]
    at_first: int = 2  # how many empty rows a new step has
    inside: str = ""

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)


@dataclass(frozen=True)
class Step:
    """An authored step, well formed whatever was written: ids are there, unique and fit for HTML.

    `repairs` says in words what had to be mended. `wanted_id` is what the author wrote.
    """

    kind: str
    id: str
    title: str = ""
    text: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    repairs: tuple[Words, ...] = ()

    def flag(self, name: str) -> bool:
        return is_yes(self.parts.get(name, ""))

    def ids(self, rows: str) -> list[str]:
        return [row["id"] for row in self.rows[rows]]


@dataclass(frozen=True)
class Finding:
    """Something an author should look at. `step` is the id of the step, "" for the unit as a whole."""

    message: Words
    step: str = ""


@dataclass(frozen=True)
class Note:
    """What comes back to one card or option: `words` are the author's."""

    id: str
    label: str
    right: bool
    chosen: bool = True
    words: str = ""


@dataclass(frozen=True)
class Feedback:
    tone: Literal["good", "mind", "plain"]
    summary: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Score:
    """Points; every step that can be right or wrong is worth one."""

    earned: float
    possible: float

    @property
    def percent(self) -> int:
        """Whole percent, never rounded up: 79.9 has not reached 80."""
        return int(100 * self.earned / self.possible + 1e-9) if self.possible else 0


class Kind(Remembered, ABC):
    """One kind of step. Add one: a module with a subclass, a template of its name, a line in KINDS (`steps/__init__.py`)."""

    name: ClassVar[str]  # the element in OLX, and the template `units/steps/<name>.html`
    label: ClassVar[Words]  # "Sort"
    purpose: ClassVar[Words]  # for the author who chooses: "cards into piles"
    text_label: ClassVar[Words] = _("What the learner is asked to do")
    parts: ClassVar[tuple[Part, ...]] = ()
    rows: ClassVar[tuple[Rows, ...]] = ()
    asks: ClassVar[bool] = True  # False: done by reading on
    closes: ClassVar[bool] = False  # an answer stands until the learner presses "Try again"
    takes_parts: ClassVar[bool] = False  # parts of an answer may be kept, or checked, before all of it is
    button: ClassVar[Words] = _("Save")
    drafts: ClassVar[Mapping[str, Words]] = {}  # what `fields` says where it is the same in every step

    # -- authored ------------------------------------------------------------------------------------

    def read(self, node: etree._Element) -> Raw:
        """The step as it stands in OLX, to the letter."""
        return olx.read(self, node)

    def write(self, raw: Mapping[str, Any]) -> etree._Element:
        return olx.write(self, raw)

    def parse(self, raw: Mapping[str, Any], step_id: str, repairs: Sequence[Words] = ()) -> Step:
        """A well-formed step from whatever an author, an import or an older version left."""
        mended = list(repairs)
        rows: dict[str, tuple[Row, ...]] = {}
        for group in self.rows:
            rows[group.name] = _rows(group, raw.get(group.name), mended)
        return Step(
            kind=self.name,
            id=step_id,
            title=olx.string(raw.get("title")),
            text=olx.string(raw.get("text")),
            parts={part.name: olx.string(raw.get(part.name)) for part in self.parts} | olx.extras(raw),
            rows=rows,
            repairs=tuple(mended),
        )

    def raw(self, step: Step) -> Raw:
        """The other way: what to put into the block's field."""
        return {
            "kind": step.kind, "id": step.id, "title": step.title, "text": step.text, **step.parts,
            **{name: [dict(row) for row in rows] for name, rows in step.rows.items()},
        }  # fmt: skip

    def groups_in(self, group: Rows) -> list[Rows]:
        """Return the groups whose rows are inside the rows of `group`."""
        return [one for one in self.rows if one.inside and one.part(one.inside).of == group.name]

    def is_empty(self, step: Step) -> bool:
        """Whether there is nothing in it for a learner yet. Such a step is its author's alone."""
        return not (step.title.strip() or step.text.strip())

    def unseen(self, step: Step) -> Words:
        """Say why learners do not see the step yet; "" where they do."""
        return _("Learners do not see this step yet: it is still empty.") if self.is_empty(step) else ""

    def markdown(self, step: Step) -> list[str]:
        """Return its texts in Markdown."""
        own = [step.parts[part.name] for part in self.parts if part.type == "markdown"]
        parts = [(group.name, part.name) for group in self.rows for part in group.parts if part.type == "markdown"]
        return [step.text, *own, *(row[part] for rows, part in parts for row in step.rows[rows])]

    def extras(self, step: Step) -> list[str]:
        """Return what was written in it by hand and nothing reads, each as the element with its attributes."""
        rows = (row for group in self.rows for row in step.rows[group.name])
        return [kept for one in (step.parts, *rows) if (kept := one.get(olx.EXTRA))]

    def findings(self, step: Step) -> list[Words]:
        """What an author should look at in this step, beyond what every step is asked."""
        return []

    # -- answered ------------------------------------------------------------------------------------

    def fields(self, step: Step) -> Mapping[str, Words]:
        """The fields a learner writes text in, with their labels; none where nothing is typed."""
        return self.drafts

    def require_known(self, step: Step, given: Given) -> None:
        """Raise BadRequest for words that are typed in a field which the author has taken away: they would be lost."""
        return

    @abstractmethod
    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        """The answer that a learner gave. Invalid where something is missing, BadRequest for what is not of this step."""

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return answer is not None

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        return None

    def score(self, step: Step, answer: Answer | None) -> Score | None:
        """None for a step in which there is nothing to be right about."""
        return None

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        """What the kind's template needs beside the step: usually its rows with what was answered."""
        return {}

    def form(self, step: Step, texts: Mapping[str, str]) -> dict[str, Any]:
        """What the template needs besides, of the texts that stand in the fields."""
        return {}

    def again(self, step: Step, answer: Answer) -> Answer:
        """What the form of a closed step begins with when the learner tries again."""
        return {}

    def is_open_again(self, answer: Answer) -> bool:
        """Whether the learner is in the middle of another attempt at a closed step."""
        return False

    def record(self, step: Step, answer: Answer) -> str:
        """The learner's own words, for the closing screen; "" where there are none."""
        return ""


def is_yes(value: str) -> bool:
    return value.strip().lower() in ("true", "yes", "1")


def has_words(rows: Sequence[Row]) -> bool:
    return any(row["text"].strip() for row in rows)


def known(value: object, ids: Sequence[str]) -> str:
    """An id from a learner's form, if it is one of `ids`; else the step is not the one they saw."""
    if not isinstance(value, str) or value not in ids:
        raise BadRequest(CHANGED)
    return value


def written(answer: Answer | None, name: str) -> str:
    """A text in a stored answer, which an older version may have stored otherwise."""
    value = (answer or {}).get(name)
    return value if isinstance(value, str) else ""


def chosen(answer: Answer | None, name: str) -> list[str]:
    value = (answer or {}).get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def last(given: Given, name: str) -> str:
    """Return the one text of a field, "" where there is none."""
    return (given.get(name) or ("",))[-1]


def _rows(group: Rows, raw: object, repairs: list[Words]) -> tuple[Row, ...]:
    found: list[Row] = []
    taken: set[str] = set()
    for index, item in enumerate(raw if isinstance(raw, list) else [], start=1):
        if not isinstance(item, Mapping):
            item = {"text": item}
        wanted = olx.string(item.get("id"))
        row_id = fit_id(wanted, taken, f"{group.tag}-{index}")
        if row_id != wanted:
            repairs.append(
                _("%(what)s %(number)s has no usable ID of its own, so it is called “%(id)s” for now.")
                % {"what": group.label, "number": index, "id": row_id}
            )
        found.append({**{part.name: olx.string(item.get(part.name)) for part in group.parts}, **olx.extras(item), "id": row_id})
    return tuple(found)
