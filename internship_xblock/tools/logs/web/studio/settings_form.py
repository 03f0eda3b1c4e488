"""What an author may set for a log in Studio. The author's own questions are rows called `question-<id>-text` and `-help`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .....core.errors import Words
from .....core.language.fields import LineField
from .....core.language.numbers import WholeNumberField
from .....core.language.text import LINE_LIMIT, NAME_LIMIT
from .....ui.studio.settings_form import POINTS_LIMIT, SettingsForm, points_field, row_keys
from ....placements.api import INVITATION_DAYS, new_uid
from ....placements.web.links.settings import link_days_field
from ...entries.prompts import OWN, OWN_LIMIT, SETS
from ...retention.period import MONTHS_LIMIT, NOTICE_DAYS
from ...validation import WordsForm

WORDS_LIMIT = 5_000
_QUESTION = re.compile(r"question-([0-9A-Za-z_-]{1,32})-text")
_SETS: tuple[tuple[str, Words], ...] = (*((one.id, one.label) for one in SETS.values()), (OWN, _("My own questions, below")))
Row = Mapping[str, str]
QuestionRow = tuple[str, forms.BoundField, forms.BoundField, str]  # id, question, help, number


def _from_to(least: int, most: int) -> dict[str, Any]:
    """What is said of a number that does not fit, whatever is wrong with it."""
    words = format_lazy(_("Enter a number from {least} to {most}."), least=least, most=most)
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)


class LogSettingsForm(SettingsForm, WordsForm):
    """All settings of a log but the samples of a teaching copy. The names are the block's fields."""

    display_name = LineField(label=_("Name"), max_length=NAME_LIMIT, widget=forms.TextInput(attrs={"dir": "auto"}))
    model = forms.ChoiceField(
        label=_("Questions to write from"),
        choices=_SETS,
        help_text=_("These are suggested. Existing entries keep the questions they were written with."),
    )
    more_models = forms.MultipleChoiceField(
        label=_("Also allow"),
        required=False,
        choices=_SETS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ix-choices"}),
        help_text=_("None: everybody writes from the same questions. Choosing others never loses what was written."),
    )
    own_name = LineField(
        label=_("What to call your own questions"), required=False, max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    ask_hours = forms.BooleanField(label=_("Ask for the hours of the day"), required=False)
    words_least = WholeNumberField(
        label=_("Good entries often have: at least this many words"), required=False, min_value=0, max_value=WORDS_LIMIT,
        error_messages=_from_to(0, WORDS_LIMIT),
        help_text=_("A gentle hint beside the word count, never a requirement. 0: no hint."),
    )  # fmt: skip
    words_most = WholeNumberField(
        label=_("and at most"), required=False, min_value=0, max_value=WORDS_LIMIT, help_text=_("0: no upper number."),
        error_messages=_from_to(0, WORDS_LIMIT),
    )  # fmt: skip
    staff_mode = forms.BooleanField(
        label=_("Staff mode: a new employee’s learning log"),
        required=False,
        help_text=_(
            "Nobody sees an entry, or that one exists, before its author shares it: not a leader, not HR, not you. The "
            "course team does not review it; instead of the university, the HR or training contact may be given it. It "
            "belongs to the onboarding of a plan in staff mode."
        ),
    )
    share_mentor = forms.BooleanField(label=_("May be shared with the mentor"), required=False)
    share_supervisor = forms.BooleanField(
        label=_("May be shared with the university supervisor and the reviewers of the course"), required=False
    )
    share_cohort = forms.BooleanField(label=_("May be shared with everybody in the placement"), required=False)
    minimum_entries = WholeNumberField(
        label=_("Shared entries needed to complete this"),
        min_value=1,
        max_value=1000,
        error_messages=_from_to(1, 1000),
    )
    weight = points_field(
        _("Points for one entry"),
        _(
            "In the gradebook the log counts this much in total: the average of its entries. 0: complete or not, no points. "
            "We recommend that: honest reflection suffers from grading."
        ),
        error_messages=_from_to(0, POINTS_LIMIT),
    )
    retention_months = WholeNumberField(
        label=_("Erase entries this many months after the last period"), required=False, min_value=0, max_value=MONTHS_LIMIT,
        error_messages=_from_to(0, MONTHS_LIMIT),
        help_text=format_lazy(
            _(
                "0: they are kept. If the plan has no periods, the months are counted from the day of each entry. Everybody "
                "who writes in the log sees the date in advance, and is reminded {days} days before. The site’s operator "
                "runs the erasure."
            ),
            days=NOTICE_DAYS,
        ),
    )  # fmt: skip
    owner_role = forms.ChoiceField(label=_("Who usually opens this log first?"))
    link_days = link_days_field()
    teaching = forms.BooleanField(
        label=_("Practice log: learners comment on sample entries instead of writing their own"),
        required=False,
        help_text=_("For a mentor course. The samples are below. Only the learner can see what that learner writes."),
    )

    def __init__(
        self, data: Any = None, *, roles: Iterable[tuple[str, Words]], questions: Sequence[Row] = (), **options: Any
    ) -> None:
        """`questions` are the author's own as they are now, rows of id, text and help."""
        super().__init__(data, **options)
        self.fields["owner_role"].choices = list(roles)  # type: ignore[attr-defined]
        stored = {row["id"]: row for row in questions}
        known, spare = ({}, 0) if self.is_bound else (stored, 0 if stored else 1)
        self.question_ids = row_keys(_QUESTION, self.data, known, limit=max(OWN_LIMIT, len(known)), spare=spare)
        for key in self.question_ids:
            self.add_question(key, stored.get(key, {}))

    def add_question(self, key: str, row: Row) -> None:
        line = forms.TextInput(attrs={"dir": "auto"})
        self.fields[f"question-{key}-text"] = LineField(
            label=_("What you ask"), required=False, max_length=LINE_LIMIT,
            initial=row.get("text", ""), widget=line,
        )  # fmt: skip
        self.fields[f"question-{key}-help"] = LineField(
            label=_("A prompt to get started"), required=False, max_length=LINE_LIMIT, initial=row.get("help", ""),
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )  # fmt: skip

    @property
    def question_rows(self) -> list[QuestionRow]:
        return [self.question_row(key, number) for number, key in enumerate(self.question_ids, start=1)]

    def question_row(self, key: str, number: int) -> QuestionRow:
        return key, self[f"question-{key}-text"], self[f"question-{key}-help"], str(number)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("share_mentor", "share_supervisor", "share_cohort")):
            self.add_error("share_mentor", _("Allow at least one: an entry that nobody can read gets no answer."))
        least, most = data.get("words_least") or 0, data.get("words_most") or 0
        if most and most < least:
            self.add_error("words_most", _("This is lower than the lowest number. Enter a larger number, or 0."))
        data["own_questions"] = [
            {"id": key, "text": data[f"question-{key}-text"], "help": data.get(f"question-{key}-help", "")}
            for key in self.question_ids if data.get(f"question-{key}-text")
        ]  # fmt: skip
        if not data["own_questions"]:
            words = _("Write at least one question of your own below, or choose other questions.")
            for name in ("model", "more_models"):
                if OWN in data.get(name, ""):
                    self.add_error(name, words)
        return data

    def settings(self) -> dict[str, Any]:
        """The cleaned settings, by the names of the block's fields."""
        data = self.cleaned_data
        numbers = {name: data[name] or 0 for name in ("words_least", "words_most", "retention_months")}
        more = " ".join(name for name in data["more_models"] if name != data["model"])
        kept = {name: data[name] for name in LogSettingsForm.base_fields}
        numbers["link_days"] = data["link_days"] or INVITATION_DAYS
        return {**kept, **numbers, "more_models": more, "own_questions": data["own_questions"]}


def blank_question(auto_id: str, number: int) -> QuestionRow:
    """One more empty row, with an id of its own that it keeps."""
    form = LogSettingsForm(roles=(), auto_id=auto_id)
    key = new_uid()
    form.add_question(key, {})
    return form.question_row(key, number)
