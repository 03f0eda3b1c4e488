"""What an author may type in Studio. Forms of a step follow from what its kind declares.

They are lenient: an unfinished step may be saved, and `rules.findings` says what it lacks. Only what cannot be stored
(too long, too many) is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from ....core.errors import Invalid, Words
from ....core.language.fields import TextField
from ....core.language.numbers import WholeNumberField
from ....core.language.text import LINE_LIMIT, NAME_LIMIT, TEXT_LIMIT
from ....ui.studio.settings_form import SettingsForm, lines_of, points_field
from ..steps import kind_of
from ..steps.base import Part, Row, Rows, Step, is_yes
from ..steps.olx import extras
from ..unit import Unit

Form = MultiValueDict[str, str]

STEPS_LIMIT = 60
ROWS_LIMIT = 40
OUTCOMES_LIMIT = 12


class UnitSettingsForm(SettingsForm):
    """The unit as a whole."""

    display_name = TextField(label=_("Name"), max_length=NAME_LIMIT)
    minutes = WholeNumberField(
        label=_("Minutes on screen"), min_value=1, max_value=240, help_text=_("Between 2 and 45 for a lesson.")
    )
    minutes_at_work = WholeNumberField(
        label=_("Minutes at work"), min_value=0, max_value=600,
        help_text=_("What the learner does at their own workplace besides; 0 for nothing."),
    )  # fmt: skip
    outcomes = TextField(
        label=_("What people can do afterwards"), required=False, max_length=OUTCOMES_LIMIT * LINE_LIMIT,
        help_text=_("One outcome on each line, beginning with a verb."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    pass_mark = WholeNumberField(
        label=_("Pass mark in percent"), min_value=0, max_value=100, help_text=_("0 where there is nothing to pass.")
    )
    attempts_allowed = WholeNumberField(
        label=_("Attempts allowed"), min_value=0, max_value=20, required=False,
        help_text=_("At each step with right answers, and at the questions drawn from pools; 0 for no limit."),
    )  # fmt: skip
    weight = points_field(_("Weight in the grade"), _("0 where it does not count for the grade."))

    pools = TextField(
        label=_("Pools of questions"), required=False, max_length=LINE_LIMIT,
        help_text=_("One on each line: its name, and how many of its questions each learner gets, as in: quiz 5"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip
    review_points = points_field(
        _("Points of the review"),
        _("What a reviewer can give for what is submitted, beside one point for each step with right answers. 0 for none."),
        required=False,
    )

    def clean_outcomes(self) -> list[str]:
        lines = lines_of(self.cleaned_data["outcomes"])
        if len(lines) > OUTCOMES_LIMIT:
            raise forms.ValidationError(
                _("At most %(limit)s outcomes: choose those that matter."), params={"limit": OUTCOMES_LIMIT}
            )
        return lines

    def clean_pools(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for line in lines_of(self.cleaned_data["pools"]):
            name, _space, draw = line.rpartition(" ")
            if not (name.strip() and draw.isascii() and draw.isdigit() and 0 < int(draw) <= STEPS_LIMIT):
                raise forms.ValidationError(
                    _("“%(line)s” is not a name and a number from 1 to %(limit)s."), params={"line": line, "limit": STEPS_LIMIT}
                )
            if any(one["id"] == name.strip() for one in found):
                raise forms.ValidationError(_("The pool “%(pool)s” is named twice."), params={"pool": name.strip()})
            found.append({"id": name.strip(), "draw": draw, "text": ""})
        return found

    def settings(self) -> dict[str, Any]:
        typed = super().settings()
        typed |= {name: typed[name] or 0 for name in ("attempts_allowed", "review_points")}
        return {**typed, "outcomes": [{"text": line} for line in self.cleaned_data["outcomes"]]}

    @classmethod
    def initial_of(cls, unit: Unit, weight: float) -> dict[str, Any]:
        return {
            "display_name": unit.title, "minutes": unit.minutes,
            "minutes_at_work": unit.minutes_at_work, "outcomes": "\n".join(unit.outcomes),
            "pass_mark": unit.pass_mark, "weight": weight, "review_points": unit.review_points,
            "attempts_allowed": unit.terms.attempts_allowed,
            "pools": "\n".join(f"{pool.id} {pool.draw}" for pool in unit.pools),
        }  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A row in its form. `index` is its place in the formset, `number` what its legend says; `inside` stand in its card."""

    group: Rows
    form: Any
    index: int
    number: int
    inside: tuple[Cards, ...] = ()

    @property
    def name(self) -> str:
        """What a card with others in it says while it is folded."""
        return str(self.form["title" if "title" in self.form.fields else "text"].value() or "").strip()

    @property
    def places(self) -> set[str]:
        """Return what may get the focus in it."""
        found = {f"{self.group.name}-{self.index}"}
        for cards in self.inside:
            found |= {f"add-{cards.group.name}-{cards.of}", *(place for card in cards.cards for place in card.places)}
        return found


@dataclass(frozen=True)
class Cards:
    """The rows of a group that stand together; `of` is the id of the row that they are inside of, "" for none."""

    group: Rows
    cards: tuple[Card, ...]
    of: str = ""


class StepForm:
    """The forms of one step: its own fields, and a formset for each group of rows."""

    def __init__(self, step: Step, data: Form | None = None, auto_id: str = "id_%s") -> None:
        self.step = step
        kind = kind_of(step)
        own = {
            "title": TextField(label=_("Title of the step"), required=False, max_length=NAME_LIMIT, widget=_line()),
            "text": TextField(
                label=str(kind.text_label), required=False, max_length=TEXT_LIMIT, widget=_area(6, is_markdown=True),
                help_text=_("Markdown works here."),
            ),
            **{part.name: _field(part, step) for part in kind.parts},
        }  # fmt: skip
        form_class = type("OwnForm", (_Quiet,), own)
        initial = {"title": step.title, "text": step.text, **_initial(kind.parts, step.parts)}
        self.own: forms.Form = form_class(data, auto_id=auto_id, initial=initial)
        self.groups: list[tuple[Rows, Any]] = [(group, _formset(group, step, data, auto_id)) for group in kind.rows]

    @property
    def sections(self) -> list[Cards]:
        """The groups as an author sees them: rows inside others in their cards, those that are inside none after them."""
        rows = {group.name: list(enumerate(formset)) for group, formset in self.groups}
        found = []
        for group, _formset in self.groups:
            if group.inside:
                loose = self._cards_of(group, rows[group.name], of="")
                found += [loose] if loose.cards else []
                continue
            parts = kind_of(self.step).groups_in(group)
            cards = [
                Card(
                    group, form, index, index + 1,
                    tuple(self._cards_of(one, rows[one.name], of=str(form["id"].value() or "")) for one in parts),
                )
                for index, form in rows[group.name]
            ]  # fmt: skip
            found.append(Cards(group, tuple(cards)))
        return found

    def _cards_of(self, group: Rows, rows: Sequence[tuple[int, Any]], of: str) -> Cards:
        """The cards inside the row called `of`, where nobody needs to say that again; or those inside none that is there."""
        ids = self.step.ids(group.part(group.inside).of)
        mine = []
        for index, form in rows:
            named = str(form[group.inside].value() or "")
            if (named if named in ids else "") == of:
                mine.append((index, form))
                if of:
                    form.fields[group.inside].widget = forms.HiddenInput()
        return Cards(group, tuple(Card(group, form, index, number) for number, (index, form) in enumerate(mine, start=1)), of)

    def typed(self) -> dict[str, Any]:
        """The raw step that was typed. Invalid with the messages for each field."""
        problems: dict[str, list[Words]] = _messages(self.own)
        for _group, formset in self.groups:
            for row in formset.forms:
                problems |= {row.add_prefix(name): words for name, words in _messages(row).items()}
            if formset.non_form_errors():
                problems.setdefault("title", []).extend(str(words) for words in formset.non_form_errors())
        if problems:
            raise Invalid(fields=problems)
        kind = kind_of(self.step)
        raw: dict[str, Any] = {
            "kind": self.step.kind, "id": self.step.id, **extras(self.step.parts), **_strings(self.own.cleaned_data)
        }  # fmt: skip
        for group, formset in self.groups:
            kept = {row["id"]: extras(row) for row in self.step.rows[group.name]}
            typed = [_strings(row.cleaned_data) for row in formset.forms]
            raw[group.name] = [{**kept.get(row["id"], {}), **row} for row in typed]
        return kind.raw(kind.parse(raw, self.step.id))


def _messages(form: forms.Form) -> dict[str, list[Words]]:
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


class _Quiet(forms.Form):
    use_required_attribute = False


def _line() -> forms.Widget:
    return forms.TextInput(attrs={"dir": "auto"})


def _area(rows: int, *, is_markdown: bool = False) -> forms.Widget:
    return forms.Textarea(attrs={"dir": "auto", "rows": rows, **({"data-markdown": True} if is_markdown else {})})


def _field(part: Part, step: Step) -> forms.Field:
    if part.type == "flag":
        return forms.BooleanField(label=str(part.label), help_text=str(part.help), required=False)
    if part.choices or part.of:
        # Not a ChoiceField: a pile that has gone may stay named here; `findings` tells.
        choices = [*part.choices] or _rows_of(part, step)
        return TextField(
            label=str(part.label),
            help_text=str(part.help),
            required=False,
            max_length=NAME_LIMIT,
            widget=forms.Select(choices=choices),
        )
    is_text = part.type in ("text", "markdown")
    return TextField(
        label=str(part.label), help_text=str(part.help), required=False, max_length=TEXT_LIMIT if is_text else LINE_LIMIT,
        widget=_area(4 if part.type == "markdown" else 2, is_markdown=part.type == "markdown") if is_text else _line(),
    )  # fmt: skip


def _name_of(row: Row, number: int) -> str:
    """What a row is called where another one names it; titles may be the same, so their numbers stand before them."""
    title = row.get("title", "").strip()
    return f"{number}: {title}" if title else "" if "title" in row else row["text"]


def _rows_of(part: Part, step: Step) -> list[tuple[str, Words]]:
    """The rows of a step that a part may name, as choices."""
    (label,) = (group.label for group in kind_of(step).rows if group.name == part.of)
    rows = enumerate(step.rows[part.of], start=1)
    return [("", _("Choose")), *((row["id"], _name_of(row, number) or f"{label} {number}") for number, row in rows)]


def _formset(group: Rows, step: Step, data: Form | None, auto_id: str) -> Any:
    fields: dict[str, forms.Field] = {"id": TextField(required=False, max_length=NAME_LIMIT, widget=forms.HiddenInput())}
    fields |= {part.name: _field(part, step) for part in group.parts}
    row_class = type("RowForm", (_Quiet,), fields)
    formset_class: Any = forms.formset_factory(
        row_class, extra=0, max_num=ROWS_LIMIT, validate_max=True, absolute_max=ROWS_LIMIT + 1, can_delete=False
    )
    initial = [{"id": row["id"], **_initial(group.parts, row)} for row in step.rows[group.name]]
    # Bound rows get no initial values: a row that equals them would count as left empty.
    return formset_class(data, prefix=group.name, initial=initial if data is None else None, auto_id=auto_id)


def _initial(parts: tuple[Part, ...], values: Mapping[str, str]) -> dict[str, Any]:
    return {
        part.name: is_yes(values.get(part.name, "")) if part.type == "flag" else values.get(part.name, "") for part in parts
    }


def _strings(cleaned: Mapping[str, Any]) -> dict[str, str]:
    return {name: ("true" if value else "false") if isinstance(value, bool) else str(value) for name, value in cleaned.items()}
