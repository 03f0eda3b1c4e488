"""What a reviewer may type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ....core.language.numbers import NumberField, WholeNumberField
from ....core.language.text import TEXT_LIMIT
from ..marking import REMARK_LIMIT, too_long
from ..values import Criterion, Mark, MarkValue


class RemarkField(forms.CharField):
    """A short remark; what is too long is said as the api says it."""

    def validate(self, value: str) -> None:
        if len(value) > REMARK_LIMIT:
            raise forms.ValidationError(str(too_long(len(value))))


@dataclass(frozen=True)
class Asked:
    """One criterion in the form: its words, and the names of its two fields with what stands in them."""

    criterion: Criterion
    name: str
    chosen: str
    remark: forms.BoundField

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [*((str(value), str(label)) for value, label in MarkValue.choices), ("", gettext("No mark"))]


class AnswerForm(forms.Form):
    """One answer: the words, the marks, the points, and what is decided with them. What each decision needs, the api says.

    `rubric` are the criteria in the reviewer's words, `marks` those of the last answer, where this one starts.
    """

    DECISIONS = ("comment", "returned", "approved")

    text = forms.CharField(required=False, strip=True, max_length=TEXT_LIMIT)
    points = NumberField(
        required=False, min_value=0, decimals=6, number=float,
        error_messages=dict.fromkeys(("invalid", "min_value"), _("Enter the points as a number, such as 4 or 4.5.")),
    )  # fmt: skip
    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    revision = WholeNumberField(min_value=0, max_value=2**31 - 1)

    def __init__(
        self, data: Any = None, *, rubric: Sequence[Criterion] = (), marks: Iterable[Mark] = (), initial: Any = None
    ) -> None:
        started: dict[str, str] = {}
        for mark in marks:
            started |= {f"mark-{mark.criterion.id}": mark.value, f"remark-{mark.criterion.id}": mark.remark}
        super().__init__(data, initial={**started, **(initial or {})})
        self.rubric = rubric
        for one in rubric:
            self.fields[f"mark-{one.id}"] = forms.ChoiceField(required=False, choices=[("", ""), *MarkValue.choices])
            self.fields[f"remark-{one.id}"] = RemarkField(required=False, strip=True)

    @property
    def asked(self) -> Iterator[Asked]:
        for one in self.rubric:
            name = f"mark-{one.id}"
            yield Asked(one, name, str(self[name].value() or ""), self[f"remark-{one.id}"])

    @property
    def marks(self) -> list[Mark]:
        """What was answered for each criterion, also for one that is not in the rubric (any more): the api refuses it."""
        sent = {name.partition("-")[2]: None for name in self.data if name.startswith(("mark-", "remark-"))}
        known = {one.id: one for one in self.rubric}
        found = []
        for key in dict.fromkeys((*known, *sent)):
            one = known.get(key) or Criterion(key, gettext("A criterion that is no longer used"))
            source = self.cleaned_data if key in known else self.data
            found.append(Mark(one, source.get(f"mark-{key}", ""), source.get(f"remark-{key}", "")))
        return found

    @property
    def is_broken(self) -> bool:
        """Whether something is wrong that our own page never sends."""
        return any(name in ("revision", "decision") or name.startswith("mark-") for name in self.errors)
