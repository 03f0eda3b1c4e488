"""What a person may type in a log: an entry, a sharing step, an answer to an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ...core.errors import Invalid, Words
from ...core.language.fields import TextField
from ...core.language.text import LINE_LIMIT, TEXT_LIMIT, clean, clean_line
from .rules import CHECKLIST
from .values import ANSWER_PARTS

_TOO_LONG = _("This is longer than fits here (%(limit_value)d characters). Please shorten it or write a second entry.")


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
        return clean(typed) if isinstance(self.widget, forms.Textarea) else clean_line(typed)


class WordsForm(forms.Form):
    """A form whose refusals are ours, in words: the browser's own check would stop the draft keeper without a word."""

    use_required_attribute = False
    refused: Words | None = None  # what is said above the fields' words where it is no saving that was refused


class ShareForm(WordsForm):
    """The sharing step: with whom, what the author confirms, and the company's secrets. `sharing.share` judges it."""

    level = forms.ChoiceField(label=_("Who may read it?"), widget=forms.RadioSelect(attrs={"class": "ix-choices"}))
    no_names = forms.BooleanField(label=_("Nobody can be recognised: no names, and no details that together identify somebody"))
    no_client_data = forms.BooleanField(label=_("No information about clients, patients, pupils or other people outside"))
    no_secrets = forms.BooleanField(
        label=_("Nothing that the host keeps secret, or else I mark the entry as company-sensitive")
    )
    is_sensitive = forms.BooleanField(
        label=_("Company-sensitive: readers see this mark, and the entry is never shared with everybody"), required=False
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
    """A reader's answer: what I saw, what next, a question. At least one free sentence (docs/sources.md, Answers)."""

    observation = Typed(
        label=ANSWER_PARTS["observation"], max_length=TEXT_LIMIT,
        help_text=_("A situation, what you did in it, and what it led to. No verdict on the person."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip
    feedforward = Typed(
        label=ANSWER_PARTS["feedforward"], max_length=TEXT_LIMIT, help_text=_("One thing, small enough for this week."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )  # fmt: skip
    question = Typed(
        label=ANSWER_PARTS["question"], max_length=TEXT_LIMIT, help_text=_("One that cannot be answered with yes or no."),
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
