"""A teaching copy of the log: sample entries that somebody who learns to be a mentor comments on.

An author writes the samples. What a learner does with them (practice.py) is the learner's own: a comment, then the model
comment beside it, then what they would change. Nobody else sees any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ....core.language.numbers import NumberField, read_hours
from ....core.language.text import NAME_LIMIT, TEXT_LIMIT
from ..entries.prompts import LEVELS, PromptSet, kept_questions
from ..models import Sharing
from ..validation import Typed, WordsForm, checked
from ..values import ANSWER_PARTS, CommentView, EntryView

SAMPLES_LIMIT = 12
_ID = re.compile(r"[0-9A-Za-z_-]{1,32}")
COMMENT = tuple(ANSWER_PARTS)
LABELS: Mapping[str, Words] = {**ANSWER_PARTS, "change": _("What I would change now")}


@dataclass(frozen=True)
class Sample:
    """A sample entry as its author wrote it, with the model comment."""

    id: str
    who: str = ""
    hours: str = ""
    level: str = ""
    next_step: str = ""
    observation: str = ""
    feedforward: str = ""
    question: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether there is something to read, and something to compare with."""
        return any(text.strip() for text in self.texts.values()) and any(getattr(self, name).strip() for name in COMMENT)

    def entry(self, number: int, chosen: PromptSet) -> EntryView:
        """As a mentor would meet it. `number` tells the samples of a page apart."""
        when = timezone.now() - timedelta(days=2)
        return EntryView(
            id=number, placement_id=0, usage_key="", draft=number, author_id=None, author_name=self.who or _now("A student"),
            is_mine=False, date=timezone.localdate(when), hours=_hours(self.hours), model=chosen.id, texts=self.texts,
            outcomes=(), level=self.level if self.level in dict(LEVELS) else "", next_step=self.next_step, is_sensitive=False,
            sharing=Sharing.MENTOR, shared_at=when, first_read_at=None, answered_at=None, revision=1, shared_revision=1,
            created=when, changed_at=when, questions=tuple(kept_questions(chosen, ())),
        )  # fmt: skip

    def model_comment(self) -> CommentView:
        return _comment(_now("A model comment"), {name: getattr(self, name) for name in COMMENT}, is_mine=False)


@dataclass(frozen=True)
class Practice:
    """Where a learner is with one sample. `own` is their comment once it is sent; `typed` what stands in the fields."""

    sample: Sample
    revision: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    is_sent: bool = False
    is_done: bool = False

    def with_words(self, typed: Mapping[str, str]) -> Practice:
        """With what was typed, as the next revision."""
        return replace(self, typed={**self.typed, **typed}, revision=self.revision + 1)

    def marked(self, *, is_sent: bool | None = None, is_done: bool | None = None) -> Practice:
        return replace(self, is_sent=is_sent or self.is_sent, is_done=is_done or self.is_done)

    def own(self, name: str) -> CommentView:
        return _comment(name or _now("You"), self.typed, is_mine=True)


class ChangeForm(WordsForm):
    """The second thought."""

    change = Typed(
        label=_("What would you change in yours now?"), max_length=TEXT_LIMIT,
        help_text=_("One thing is enough. If there is none, say why."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )  # fmt: skip


class SampleForm(WordsForm):
    """A sample in Studio: an unfinished one may be saved. Its texts are `text-<prompt id>`."""

    who = Typed(
        label=_("Who wrote it, in words"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example: a student in the second week, at a fish auction. Not a real person."),
    )  # fmt: skip
    hours = NumberField(
        label=_("Hours"), required=False, min_value=0, max_value=24, is_hours=True,
        number=lambda hours: f"{hours.normalize():f}",
        error_messages={"invalid": _("Enter the hours as a number, for example 7.5 or 7:30.")},
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("How deep the author thinks it goes"), required=False, choices=[("", _("I do not say")), *LEVELS]
    )
    next_step = Typed(label=_("My next step"), max_length=TEXT_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    observation = Typed(
        label=ANSWER_PARTS["observation"], max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
    )
    feedforward = Typed(
        label=ANSWER_PARTS["feedforward"], max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
    )
    question = Typed(
        label=ANSWER_PARTS["question"], max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
    )

    def __init__(self, data: Any = None, *, chosen: PromptSet, sample: Sample, **options: Any) -> None:
        initial = {name: getattr(sample, name) for name in self.base_fields} | {"hours": _hours(sample.hours)}
        initial |= {f"text-{name}": text for name, text in sample.texts.items()}
        super().__init__(data, initial=initial, **options)
        self.chosen, self.sample = chosen, sample
        for prompt in chosen.prompts:
            self.fields[f"text-{prompt.id}"] = Typed(
                label=prompt.question, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 3})
            )

    @property
    def about(self) -> list[forms.BoundField]:
        return [self[name] for name in ("who", "hours", "level")]

    @property
    def text_fields(self) -> list[forms.BoundField]:
        return [*(self[f"text-{prompt.id}"] for prompt in self.chosen.prompts), self["next_step"]]

    @property
    def comment_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in COMMENT]

    def row(self) -> dict[str, Any]:
        """The row to keep. Texts under questions that the course no longer asks stay in it."""
        data = checked(self)
        texts = {**self.sample.texts, **{prompt.id: data[f"text-{prompt.id}"] for prompt in self.chosen.prompts}}
        return {"id": self.sample.id, **{name: data[name] or "" for name in self.base_fields}, "texts": texts}


def parse_samples(rows: Iterable[Any]) -> tuple[Sample, ...]:
    """Samples as a course keeps them, whoever wrote them there: what is no text is left out, an id that is taken is mended."""
    found: dict[str, Sample] = {}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            continue
        kept = {name: str(row.get(name) or "") for name in SampleForm.base_fields}
        texts = row.get("texts")
        named = {str(name): str(text) for name, text in texts.items()} if isinstance(texts, Mapping) else {}
        key = str(row.get("id") or "")
        if key in found or not _ID.fullmatch(key):
            key = f"sample-{number}"
        found[key] = Sample(id=key, texts=named, **kept)
    return tuple(found.values())


def _comment(name: str, texts: Mapping[str, str], *, is_mine: bool) -> CommentView:
    parts = tuple((LABELS[part], texts.get(part, "")) for part in COMMENT if texts.get(part, "").strip())
    return CommentView(author_name=name, role="mentor", role_label="", is_mine=is_mine, at=timezone.now(), parts=parts)


def _hours(typed: str) -> Decimal | None:
    hours = read_hours(typed)
    return hours if hours is not None and 0 <= hours < 1_000 else None
