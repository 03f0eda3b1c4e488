"""What a person may type in a log: an entry, a sharing step, an answer to an entry."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...core.errors import Invalid, Words
from ...core.fields import TextField
from ...core.numbers import NumberField
from ...core.text import LINE_LIMIT, TEXT_LIMIT, clean, one_line
from .entries.links import LABEL_LIMIT, LINKS_LIMIT, URL_LIMIT, address
from .entries.prompts import LEVELS, PromptSet
from .rules import CHECKLIST

OLDEST = datetime.date(2000, 1, 1)
AHEAD_DAYS = 366
QUARTER = Decimal("0.25")
OUTCOME_LIMIT = 50

_NO_DATE = {
    "required": _("Give the day this is about."),
    "invalid": _("Give the day this is about, for example 2026-09-21."),
}
_TOO_LONG = _("This is longer than can be kept here (%(limit_value)d characters). Please shorten it or write a second entry.")


class Typed(TextField):
    """A text kept as it was typed: nothing stripped, only what no paper can show left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=options.pop("required", False), **options)
        self.error_messages["max_length"] = _TOO_LONG
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):  # the validator's own message would win
                validator.message = _TOO_LONG

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        return clean(typed) if isinstance(self.widget, forms.Textarea) else one_line(typed)


class OutcomesField(forms.MultipleChoiceField):
    """Uids of outcomes. The plan may have moved on since the page was made: any well-formed uid is kept."""

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[A-Za-z0-9_-]{1,32}", str(value)) is not None


class LinkField(Typed):
    """A web address, or nothing."""

    def clean(self, value: Any) -> str:
        return address(str(super().clean(value)))


class WordsForm(forms.Form):
    """A form whose refusals are ours, in words: the browser's own check would stop the draft keeper without a word."""

    use_required_attribute = False
    refused: Words | None = None  # what is said above the fields' words where it is no saving that was refused


class EntryForm(WordsForm):
    """One entry. The prompts of the set become the fields `text-<prompt id>`, its links `link-<number>-url` and `-label`."""

    date = forms.DateField(
        label=_("Day"), input_formats=["%Y-%m-%d"], error_messages=_NO_DATE,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    hours = NumberField(
        label=_("Hours"), required=False, min_value=0, max_value=24, is_hours=True,
        help_text=_("In quarters, for example 7.5 or 7:30"),
        error_messages={
            "invalid": _("Give the hours as a number, for example 7.5 or 7:30."),
            "min_value": _("Give 0 to 24 hours."), "max_value": _("Give 0 to 24 hours."),
            "decimals": _("Give full quarters: .25, .5 or .75."),
        },
    )  # fmt: skip
    next_step = Typed(
        label=_("My next step"), max_length=LINE_LIMIT, help_text=_("One thing you will try, and by when."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    outcomes = OutcomesField(
        label=_("Learning outcomes this touches"), required=False,
        error_messages={"invalid_choice": _("Choose among the outcomes offered here.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ix-choices"}),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("How deep does this entry go?"), required=False, choices=[("", _("I do not say")), *LEVELS],
        help_text=_("Your own judgement, for your conversation. Nobody grades it."),
        error_messages={"invalid_choice": _("Choose one of the levels, or none.")},
        widget=forms.RadioSelect(attrs={"class": "ix-choices"}),
    )  # fmt: skip

    date_reason = Typed(
        label=_("Why this day?"), max_length=LINE_LIMIT,
        help_text=_("A few words are enough. They stand with the entry, for those who read it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        prompts: PromptSet,
        ask_hours: bool = True,
        outcomes: Iterable[tuple[str, str]] = (),
        links: Sequence[Mapping[str, str]] = (),
        others: Iterable[str] = (),
        **options: Any,
    ) -> None:
        """`others` are prompts of other sets: a text for one that comes with a form of an earlier moment is not lost."""
        super().__init__(data, **options)
        self.prompts = prompts
        self.offered: Sequence[PromptSet] = ()  # the sets to choose from, for the page
        for prompt in prompts.prompts:
            self.fields[self.name_of(prompt.id)] = _text_field(prompt.question, prompt.help)
        self.others = [name for name in others if name not in prompts.ids and self._is_sent(self.name_of(name))]
        for name in self.others:
            self.fields[self.name_of(name)] = _text_field(_("Written under other questions"))
        self.add_links(links)
        choices = list(outcomes)
        self.fields["outcomes"].choices = choices  # type: ignore[attr-defined]
        if not ask_hours:
            del self.fields["hours"]

    def add_links(self, links: Sequence[Mapping[str, str]]) -> None:
        """The rows of links: those there are and an empty one, or those that were sent."""
        known = range(min(len(links) + 1, LINKS_LIMIT))
        self.link_numbers = [n for n in range(LINKS_LIMIT) if self._is_sent(f"link-{n}-url")] if self.is_bound else list(known)
        for number in self.link_numbers:
            row = links[number] if number < len(links) else {}
            self.fields[f"link-{number}-url"] = LinkField(
                label=_("Address"), max_length=URL_LIMIT, initial=row.get("url", ""),
                widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"link-{number}-label"] = Typed(
                label=_("What it is"), max_length=LABEL_LIMIT, initial=row.get("label", ""),
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )  # fmt: skip

    def _is_sent(self, name: str) -> bool:
        return self.is_bound and self.add_prefix(name) in self.data

    @staticmethod
    def name_of(prompt_id: str) -> str:
        return f"text-{prompt_id}"

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [self[self.name_of(prompt.id)] for prompt in self.prompts.prompts]

    @property
    def link_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"link-{number}-url"], self[f"link-{number}-label"]) for number in self.link_numbers]

    @property
    def fresh_link(self) -> str:
        """The number of the next row, "" where there is room for no more."""
        return str(len(self.link_numbers)) if len(self.link_numbers) < LINKS_LIMIT else ""

    @property
    def has_outcomes(self) -> bool:
        return bool(self.fields["outcomes"].choices)  # type: ignore[attr-defined]

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day < OLDEST:
            raise forms.ValidationError(_("This day is too long ago. Check the year."))
        if day > timezone.localdate() + datetime.timedelta(days=AHEAD_DAYS):
            raise forms.ValidationError(_("This day is more than a year ahead. Check the year."))
        return day

    def clean_hours(self) -> Decimal | None:
        hours: Decimal | None = self.cleaned_data["hours"]
        if hours is not None and hours % QUARTER:
            raise forms.ValidationError(_("Give full quarters: .25, .5 or .75."))
        return hours

    def clean_outcomes(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["outcomes"]))[:OUTCOME_LIMIT]

    def values(self, links: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
        """Return the columns of an entry that were sent and can be kept; `wrong` are the others.

        `texts` are those that came with the form: what did not come was not asked for there, and stays as it is. So does
        what cannot be kept; of `links` those that are stored.
        """
        self.is_valid()
        data = self.cleaned_data
        columns: dict[str, Any] = {
            name: data[name] for name in ("date", "hours", "next_step", "outcomes", "level") if name in data
        }
        if self._can_be_kept("date_reason"):
            columns["date_reason"] = data["date_reason"]
        if self.link_numbers:
            columns["links"] = self._links_to_keep(links)
        return {**columns, "texts": self._texts_to_keep()}

    def _can_be_kept(self, name: str) -> bool:
        """Return whether a field was sent, with something in it that fits. For a form that was judged."""
        return self._is_sent(name) and name in self.cleaned_data

    def _links_to_keep(self, links: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Return the rows of links that hold something; where a part cannot be kept, the one that is stored."""
        stored = dict(zip(self.link_numbers, links, strict=False))
        rows = [
            {part: self._link_part(number, part, stored.get(number, {})) for part in ("url", "label")}
            for number in self.link_numbers
        ]
        return [row for row in rows if row["url"] or row["label"].strip()]

    def _link_part(self, number: int, part: str, stored: Mapping[str, str]) -> str:
        kept: str = self.cleaned_data.get(f"link-{number}-{part}", stored.get(part, ""))
        return kept

    def _texts_to_keep(self) -> dict[str, str]:
        """Return the texts by the ids of their prompts, those of other sets among them."""
        prompts = (*(prompt.id for prompt in self.prompts.prompts), *self.others)
        names = {prompt: self.name_of(prompt) for prompt in prompts}
        return {prompt: self.cleaned_data[name] for prompt, name in names.items() if self._can_be_kept(name)}

    @property
    def wrong(self) -> dict[str, list[Words]]:
        """The words for each field that cannot be kept as it was typed, by its HTML name."""
        return wrong(self)


def _text_field(label: Words, help_text: Words = "") -> Typed:
    return Typed(
        label=label, help_text=help_text, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 4})
    )


class ShareForm(WordsForm):
    """The sharing step: with whom, what the author confirms, and the company's secrets. `sharing.share` judges it."""

    level = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect(attrs={"class": "ix-choices"}))
    no_names = forms.BooleanField(
        label=_("Nobody can be recognised: no names, and no details that together give somebody away")
    )
    no_client_data = forms.BooleanField(label=_("No data about clients, patients, pupils or other people outside"))
    no_secrets = forms.BooleanField(label=_("Nothing the host keeps secret, or I mark the entry as company-sensitive"))
    is_sensitive = forms.BooleanField(
        label=_("Company-sensitive: readers see this mark, and it never goes to everybody"), required=False
    )

    def __init__(self, *, levels: Iterable[tuple[str, Words]], **options: Any) -> None:
        super().__init__(**options)
        self.fields["level"].choices = list(levels)  # type: ignore[attr-defined]

    @property
    def checklist(self) -> list[forms.BoundField]:
        return [self[name] for name in CHECKLIST]

    @classmethod
    def read(cls, data: Mapping[str, str], prefix: str) -> dict[str, Any]:
        """Return what was chosen, as `sharing.share` takes it."""
        chosen = typed(cls, data, prefix)
        return {
            "level": chosen["level"], "is_sensitive": bool(chosen["is_sensitive"]),
            "confirmed": [name for name in CHECKLIST if chosen[name]],
        }  # fmt: skip


class QuoteForm(WordsForm):
    """Words about an entry, which may quote a passage of it. That it stands there is asked in `talking`."""

    quote = Typed(
        label=_("The passage you quote"), max_length=LINE_LIMIT,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2, "data-quote-field": ""}),
    )  # fmt: skip


class AnswerForm(QuoteForm):
    """A reader's answer: what I saw, what next, a question. At least one free sentence (domain.md 4, source 45)."""

    observation = Typed(
        label=_("What I noticed"), max_length=TEXT_LIMIT,
        help_text=_("A situation, what you did in it, and what it led to. No judgement of the person."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip
    feedforward = Typed(
        label=_("What you could try next"), max_length=TEXT_LIMIT, help_text=_("One thing, small enough for this week."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip
    question = Typed(
        label=_("A question for you"), max_length=TEXT_LIMIT, help_text=_("One that cannot be answered with yes or no."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip


class ReplyForm(QuoteForm):
    """The author's reply."""

    text = Typed(label=_("Your reply"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}))


class RequestForm(WordsForm):
    """A mentor asks to keep an entry from the cohort, and says why."""

    reason = Typed(
        label=_("Why not to the whole placement?"), max_length=LINE_LIMIT,
        help_text=_("The author reads this and decides."), widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip


def typed(form: type[forms.Form], data: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return what was sent for each field of a form, "" where nothing was."""
    return {name: data.get(f"{prefix}-{name}", "") for name in form.base_fields}


def checked(form: forms.Form) -> Mapping[str, Any]:
    """The cleaned values of a form, or Invalid with the words for each field."""
    if not form.is_valid():
        raise Invalid(getattr(form, "refused", None), fields=wrong(form))
    return form.cleaned_data


def wrong(form: forms.Form) -> dict[str, list[Words]]:
    """The words for each field that does not fit, by its HTML name."""
    return {form.add_prefix(name): [str(word) for word in found] for name, found in form.errors.items()}
