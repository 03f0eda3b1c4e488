"""A teaching copy of the log: sample entries that somebody who learns to be a mentor comments on.

An author writes the samples. What a learner does with them is the learner's own (XBlock user state, handed in and out as a
plain dict): a comment, then the model comment beside it, then what they would change. Nobody else sees any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .. import permissions
from ..actor import Actor
from ..errors import Difference, Invalid, NotFound, Stale, Words
from ..numbers import NumberField, read_hours
from ..text import NAME_LIMIT, TEXT_LIMIT, whole_number
from .forms import AnswerForm, Typed, WordsForm, checked
from .models import Sharing
from .prompts import LEVELS, PromptSet, kept_questions
from .values import CommentView, EntryView

SAMPLES_LIMIT = 12
_ID = re.compile(r"[0-9A-Za-z_-]{1,32}")
COMMENT = ("observation", "feedforward", "question")
_LABELS: Mapping[str, Words] = {
    "observation": _("Noticed"), "feedforward": _("To try next"), "question": _("A question"),
    "change": _("What I would change now"),
}  # fmt: skip
State = Mapping[str, Mapping[str, Any]]


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

    def own(self, name: str) -> CommentView:
        return _comment(name or _now("You"), self.typed, is_mine=True)


class ChangeForm(WordsForm):
    """The second thought."""

    change = Typed(
        label=_("What would you change in yours now?"), max_length=TEXT_LIMIT,
        help_text=_("One thing is enough. If nothing: say why."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )  # fmt: skip

    def clean_change(self) -> str:
        text: str = self.cleaned_data["change"]
        if not text.strip():
            raise forms.ValidationError(_("Compare the two, and write what you would change, or why nothing."))
        return text


class SampleForm(WordsForm):
    """A sample in Studio: an unfinished one may be saved. Its texts are `text-<prompt id>`."""

    who = Typed(
        label=_("Who wrote it, in words"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example: a student in the second week, at a fish auction. No real person."),
    )  # fmt: skip
    hours = NumberField(
        label=_("Hours"), required=False, min_value=0, max_value=24, is_hours=True,
        number=lambda hours: f"{hours.normalize():f}",
        error_messages={"invalid": _("Give the hours as a number, for example 7.5 or 7:30.")},
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("How deep its writer thinks it goes"), required=False, choices=[("", _("I do not say")), *LEVELS]
    )
    next_step = Typed(label=_("My next step"), max_length=TEXT_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    observation = Typed(
        label=_("What I noticed"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
    )
    feedforward = Typed(
        label=_("What you could try next"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
    )
    question = Typed(
        label=_("A question for you"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"dir": "auto", "rows": 2})
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


# -- verbs: the state is the learner's own, so there is nobody else's to find --------------------------------------------------


def see_samples(actor: Actor, *, samples: Sequence[Sample], state: State) -> tuple[Practice, ...]:
    """The samples that can be commented on, with what this learner has done. A stranger reads, and has done nothing."""
    _require(actor, "log.see_samples")
    return tuple(_practice(sample, state if actor.is_known else {}) for sample in samples if sample.is_complete)


def keep_practice(
    actor: Actor, *, samples: Sequence[Sample], state: State, sample_id: str, data: Any, prefix: str
) -> dict[str, Any]:
    """Keep what is being typed. Stale where it was changed in another window. The new state."""
    _require(actor, "log.practise")
    return _stored(state, _typed(samples, state, sample_id, data, prefix))


def compare_practice(
    actor: Actor, *, samples: Sequence[Sample], state: State, sample_id: str, data: Any, prefix: str
) -> dict[str, Any]:
    """Send the comment: it stands now, and the model comment beside it. Invalid where it has no sentence."""
    _require(actor, "log.practise")
    typed = _typed(samples, state, sample_id, data, prefix)
    if not typed.is_sent:
        checked(AnswerForm(data, prefix=prefix))
    return _stored(state, typed, is_sent=True)


def finish_practice(
    actor: Actor, *, samples: Sequence[Sample], state: State, sample_id: str, data: Any, prefix: str
) -> dict[str, Any]:
    """Keep what they would change: that is done. NotFound where the comment has not been sent."""
    _require(actor, "log.practise")
    typed = _typed(samples, state, sample_id, data, prefix)
    if not typed.is_sent:
        raise NotFound()
    checked(ChangeForm(data, prefix=prefix))
    return _stored(state, typed, is_sent=True, is_done=True)


def share_done(practices: Sequence[Practice]) -> float:
    """How much is done, from 0 to 1."""
    return sum(practice.is_done for practice in practices) / len(practices) if practices else 0.0


def _typed(samples: Sequence[Sample], state: State, sample_id: str, data: Any, prefix: str) -> Practice:
    """The learner's work with what was just typed. A comment that was sent stays as it is."""
    sample = next((one for one in samples if one.id == sample_id and one.is_complete), None)
    if sample is None:
        raise NotFound()
    before = _practice(sample, state)
    names = ("change",) if before.is_sent else COMMENT
    typed = {name: data.get(f"{prefix}-{name}", "") for name in names if f"{prefix}-{name}" in data}
    words = _now("This is longer than can be kept here.")
    if long := {f"{prefix}-{name}": [words] for name, text in typed.items() if len(text) > TEXT_LIMIT}:
        raise Invalid(fields=long)
    different = [
        Difference(_LABELS[name], text, before.typed.get(name, ""))
        for name, text in typed.items() if text != before.typed.get(name, "")
    ]  # fmt: skip
    if different and whole_number(data.get("revision", "")) != before.revision:
        raise Stale(revision=before.revision, differences=different)
    return Practice(
        sample, before.revision + int(bool(different)), {**before.typed, **typed}, before.is_sent, before.is_done
    )  # fmt: skip


def _practice(sample: Sample, state: State) -> Practice:
    kept = state.get(sample.id) or {}
    typed = {name: str(kept.get(name, "")) for name in _LABELS}
    return Practice(sample, int(kept.get("revision", 0)), typed, bool(kept.get("sent")), bool(kept.get("done")))


def _stored(state: State, now: Practice, *, is_sent: bool = False, is_done: bool = False) -> dict[str, Any]:
    row = {
        **now.typed, "revision": now.revision, "sent": is_sent or now.is_sent, "done": is_done or now.is_done,
    }  # fmt: skip
    return {**state, now.sample.id: row}


def _comment(name: str, texts: Mapping[str, str], *, is_mine: bool) -> CommentView:
    parts = tuple((_LABELS[part], texts.get(part, "")) for part in COMMENT if texts.get(part, "").strip())
    return CommentView(author_name=name, role="mentor", role_label="", is_mine=is_mine, at=timezone.now(), parts=parts)


def _hours(typed: str) -> Decimal | None:
    hours = read_hours(typed)
    return hours if hours is not None and 0 <= hours < 1_000 else None


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


__all__ = ["compare_practice", "finish_practice", "keep_practice", "see_samples"]
