"""What a person may type in an entry."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ....core.language.numbers import NumberField
from ....core.language.text import LINE_LIMIT, TEXT_LIMIT
from ..validation import Typed, WordsForm, wrong
from .links import LABEL_LIMIT, LINKS_LIMIT, URL_LIMIT, address
from .prompts import LEVELS, PromptSet

OLDEST = datetime.date(2000, 1, 1)
AHEAD_DAYS = 366
QUARTER = Decimal("0.25")
OUTCOME_LIMIT = 50

_NO_DATE = {
    "required": _("Enter the day this is about."),
    "invalid": _("Enter the day this is about, for example 2026-09-21."),
}


class OutcomesField(forms.MultipleChoiceField):
    """Uids of outcomes. The plan may have moved on since the page was made: any well-formed uid is kept."""

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"[A-Za-z0-9_-]{1,32}", str(value)) is not None


class LinkField(Typed):
    """A web address, or nothing."""

    def clean(self, value: Any) -> str:
        return address(str(super().clean(value)))


class EntryForm(WordsForm):
    """One entry. The prompts of the set become the fields `text-<prompt id>`, its links `link-<number>-url` and `-label`."""

    date = forms.DateField(
        label=_("Day"), input_formats=["%Y-%m-%d"], error_messages=_NO_DATE,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    hours = NumberField(
        label=_("Hours"), required=False, min_value=0, max_value=24, is_hours=True,
        help_text=_("To the nearest quarter hour, for example 7.5 or 7:30"),
        error_messages={
            "invalid": _("Enter the hours as a number, for example 7.5 or 7:30."),
            "min_value": _("Enter 0 to 24 hours."), "max_value": _("Enter 0 to 24 hours."),
            "decimals": _("Use quarter hours: .25, .5 or .75."),
        },
    )  # fmt: skip
    next_step = Typed(
        label=_("My next step"), max_length=LINE_LIMIT, help_text=_("One thing you will try, and by when."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    outcomes = OutcomesField(
        label=_("Learning outcomes this concerns"), required=False,
        error_messages={"invalid_choice": _("Choose from the outcomes offered here.")},
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
        help_text=_("A few words are enough. They are shown with the entry to those who read it."),
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
            self.fields[self.name_of(name)] = _text_field(_("Written with other questions"))
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
            raise forms.ValidationError(_("Use quarter hours: .25, .5 or .75."))
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
