"""What a person may type into a section of a record.

Drafts are lenient: nothing is required, and only what cannot be kept is refused, in words at the answer. Answers are called as
`schema.answer_name` calls them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..core.errors import BadRequest, Invalid, Words
from ..core.language import formats
from ..core.language.numbers import NumberField, WholeNumberField, shown
from ..core.language.text import clean, clean_line
from .schema import FIRST_YEAR, HOURS_A_DAY, LAST_YEAR, NUMBERS, Field, Row, Section, Surroundings, answer_name

DAYS_LIMIT = 3_660  # the last day a template may name, counted from the first: ten years
UID = re.compile(r"[0-9A-Za-z]{1,16}")


class SectionForm(forms.Form):
    """One row, or the single answers, of the section it was made for."""

    section: Section
    uid: str = ""

    def __init__(self, section: Section, questions: Mapping[str, forms.Field], uid: str = "", **options: Any) -> None:
        self.section, self.uid = section, uid
        super().__init__(use_required_attribute=False, **options)
        self.fields.update(questions)

    def name_of(self, field: str) -> str:
        return answer_name(self.section.name, field, self.uid)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for spec in self.section.fields:  # a tick that stands on the card of another role by now says nothing
            if spec.only_for and spec.kind == "tick" and data.get("role") != spec.only_for:
                data[spec.name] = False
        for first, last in self.section.spans:
            start, days = data.get(first), _days(data.get(first), data.get(last))
            if days is None:
                continue
            if days < 1:
                first_day = formats.day_and_year(start) if isinstance(start, date) else str(start)
                self.add_error(last, _("The last day is before the first day, %(start)s.") % {"start": first_day})
                continue
            most = {"days": days, "most": HOURS_A_DAY * days}
            words = ngettext("One day has at most %(most)d hours.", "%(days)d days have at most %(most)d hours.", days)
            for spec in self.section.fields:
                if spec.within == last and isinstance(hours := data.get(spec.name), Decimal) and hours > most["most"]:
                    self.add_error(spec.name, words % most)
        return data

    def answers(self) -> Row:
        """The cleaned answers as they are kept: JSON."""
        kept = {spec.name: _plain(spec, self.cleaned_data[spec.name]) for spec in self.section.fields}
        return {"uid": self.uid, **kept} if self.uid else kept


def _days(start: Any, end: Any) -> int | None:
    """How many days there are from one date, or one day of a template, to another; None where one of them is open."""
    if isinstance(start, date) and isinstance(end, date):
        return (end - start).days + 1
    return end - start + 1 if isinstance(start, int) and isinstance(end, int) else None


class _LinksField(forms.MultipleChoiceField):
    """Rows of this record; one that was removed in the meantime is no mistake of the person who ticked it."""

    removed: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.removed or bool(super().valid_value(value))


def _django_field(spec: Field, around: Surroundings) -> forms.Field:
    shared: dict[str, Any] = {"required": False, "label": spec.label}
    if spec.kind == "date":
        words = _("This is not a date. Write year-month-day, as in 2026-09-21.")
        return _DateField(input_formats=["%Y-%m-%d"], error_messages={"invalid": words}, **shared)
    if spec.kind == "day":
        words = _("Enter a whole number, at least 1: day 1 is the first day.")
        messages = {**dict.fromkeys(("invalid", "decimals", "min_value"), words), "max_value": _("This day is too far away.")}
        return WholeNumberField(min_value=1, max_value=DAYS_LIMIT, error_messages=messages, **shared)
    if spec.kind in ("hours", "number"):
        return _number_field(spec, shared)
    if spec.kind == "tick":
        return forms.BooleanField(**shared)
    unknown = {"invalid_choice": str(spec.unknown) or _("This is not one of the choices here. Please choose again.")}
    if spec.kind in ("choice", "option"):
        return forms.ChoiceField(choices=around.choices_of(spec), error_messages=unknown, **shared)
    if spec.kind == "links":
        links = _LinksField(choices=list(around.linked), error_messages=unknown, **shared)
        links.removed = around.removed
        return links
    return _text_field(spec, shared)


def _number_field(spec: Field, shared: dict[str, Any]) -> forms.Field:
    messages = {"decimals": _("At most two decimals, as in 37.25.")}
    if spec.kind == "hours":
        messages["invalid"] = _("Enter the hours as a number, as in 37.5 or 37:30.")
    return NumberField(min_value=0, max_value=spec.limit, is_hours=spec.kind == "hours", error_messages=messages, **shared)


def _text_field(spec: Field, shared: dict[str, Any]) -> forms.Field:
    too_long = _("At most %(limit_value)d characters; this has %(show_value)d. Please shorten it.")
    return forms.CharField(max_length=spec.limit, strip=spec.kind != "text", error_messages={"max_length": too_long}, **shared)


class _DateField(forms.DateField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(_("Check the year: %(year)d.") % {"year": value.year})


def _plain(spec: Field, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None:
        return spec.empty
    if isinstance(value, str):
        text = clean(value) if spec.kind == "text" else clean_line(value)
        return text if text.strip() else ""
    return value


def check(section: Section, typed: Sequence[Mapping[str, Any]], around: Surroundings, stored: Sequence[Row] = ()) -> list[Row]:
    """The answers as they are kept; Invalid with a message at each field that cannot be kept."""
    kept, wrong = sift(section, typed, around, stored)
    if wrong:
        raise Invalid(fields=wrong)
    return kept


def sift(
    section: Section, typed: Sequence[Mapping[str, Any]], around: Surroundings, stored: Sequence[Row] = ()
) -> tuple[list[Row], dict[str, list[Words]]]:
    """Return the answers to keep, and a message for each field that cannot be kept as it was typed.

    Such a field stays as it is `stored`, or empty. A row that comes as it is stored was checked when it was stored: of a long
    plan only what was touched is read anew. Raises Invalid where there are too many rows.
    """
    if len(typed) > section.rows_limit:
        words = _("There is room for %(count)d here. Please combine some of them.") % {"count": section.rows_limit}
        raise Invalid(fields={answer_name(section.name, "add"): [words]})
    wrong: dict[str, list[Words]] = {}
    kept = []
    questions = _questions(section, around)
    known = {str(row.get("uid", "")): row for row in stored}
    for row in typed:
        uid = _uid_of(section, row)
        before = known.get(uid, section.blank(uid))
        if uid in known and _is_untouched(section, row, before):
            kept.append({name: before[name] for name in (*(["uid"] if uid else ()), *questions)})
            continue
        form = _form(section, questions, uid, row)
        answers, refused = _sifted(form, row, before)
        kept.append(answers)
        wrong.update(refused)
    if len({row.get("uid") for row in kept}) != len(kept):
        raise BadRequest()
    return kept, wrong


def _uid_of(section: Section, row: Mapping[str, Any]) -> str:
    """The uid of a row as it was typed, "" for single answers; BadRequest where it is none."""
    if not section.has_rows:
        return ""
    uid = str(row.get("uid", ""))
    if not UID.fullmatch(uid):
        raise BadRequest()
    return uid


def _sifted(form: SectionForm, typed: Mapping[str, Any], before: Row) -> tuple[Row, dict[str, list[Words]]]:
    """What is kept of one row that somebody touched, and a message for each field that is not."""
    if form.is_valid():
        return form.answers(), {}
    wrong: dict[str, list[Words]] = {}
    wrong.update({form.name_of(name): [str(words) for words in messages] for name, messages in form.errors.items()})
    kept = _without_wrong(form, typed, before)
    together: list[Words] = [_("This is not saved yet: it belongs with what is marked beside it.")]
    wrong.update({form.name_of(name): together for name in _held_back(form, kept)})
    return kept, wrong


def _without_wrong(form: SectionForm, typed: Mapping[str, Any], before: Row) -> Row:
    """A row with what was stored where what was typed cannot be kept.

    A day or a number of hours may fit by itself and not beside what is stored: then those that belong together stay together.
    """
    section, wrong = form.section, set(form.errors)
    together = wrong | section.together
    for names in (wrong, together):
        stored = {spec.name: _on_page(spec, before.get(spec.name, spec.empty)) for spec in section.fields if spec.name in names}
        again = _form(section, form.fields, form.uid, {**typed, **stored})
        if again.is_valid():
            return again.answers()
    # What is stored does not fit any more either: a heading that the author took away. It stays until somebody chooses.
    rest = _form(section, form.fields, form.uid, {name: value for name, value in typed.items() if name not in together})
    if not rest.is_valid():
        raise BadRequest()
    return {**rest.answers(), **{name: before[name] for name in together if name in before}}


def _held_back(form: SectionForm, kept: Row) -> list[str]:
    """The fields that fit by themselves and stay as they are stored: beside what is stored they do not."""
    fits = ((spec, form.cleaned_data[spec.name]) for spec in form.section.fields if spec.name in form.cleaned_data)
    return [spec.name for spec, value in fits if _plain(spec, value) != kept.get(spec.name, spec.empty)]


def leaving(section: Section, typed: Sequence[Mapping[str, Any]], around: Surroundings) -> dict[str, Row]:
    """The answers, by uid, of rows that are being removed; one that cannot be kept stays as it was stored."""
    if not typed:
        return {}
    questions = _questions(section, around)
    bound = [_form(section, questions, str(row.get("uid", "")), row) for row in typed]
    return {form.uid: form.answers() for form in bound if form.is_valid()}


def _questions(section: Section, around: Surroundings) -> dict[str, forms.Field]:
    """A section's questions. They keep nothing of what is typed, so that all its rows can share them."""
    return {spec.name: _django_field(spec, around) for spec in section.fields}


def _is_untouched(section: Section, typed: Mapping[str, Any], stored: Row) -> bool:
    """Whether a row comes from the page just as it was put there."""
    return all(spec.name in stored and typed.get(spec.name) == _on_page(spec, stored[spec.name]) for spec in section.fields)


def as_typed(section: Section, row: Row) -> Row:
    """Return answers as a browser would send them: what a verb fills in is checked as what a person types."""
    found = {spec.name: _on_page(spec, row.get(spec.name, spec.empty)) for spec in section.fields}
    return {"uid": row["uid"], **found} if section.has_rows else found


def _on_page(spec: Field, value: Any) -> Any:
    """What a browser sends for an answer that nobody touched."""
    if spec.kind == "links":
        return list(value)
    if spec.kind == "tick":
        return "on" if value else ""
    return shown(value) if spec.kind in NUMBERS else str(value)


def section_form(section: Section, around: Surroundings, uid: str, typed: Mapping[str, Any]) -> SectionForm:
    """The form of one row alone, or of the single answers, with what was typed."""
    return _form(section, _questions(section, around), uid, typed)


def _form(section: Section, questions: Mapping[str, forms.Field], uid: str, typed: Mapping[str, Any]) -> SectionForm:
    """The form of one row, or of the single answers, with what was typed."""
    return SectionForm(section, questions, uid, data=dict(_known(section, typed)))


def _known(section: Section, typed: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return ((spec.name, typed[spec.name]) for spec in section.fields if spec.name in typed)
