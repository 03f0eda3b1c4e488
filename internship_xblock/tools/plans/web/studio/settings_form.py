"""What an author may set for a plan. Headings are rows called `heading-<id>`, an empty one is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .....core.language.fields import LineField, TextField
from .....core.language.formats import in_quotes
from .....core.language.numbers import NumberField, WholeNumberField
from .....core.language.text import NAME_LIMIT
from .....records.schema import ROWS_LIMIT
from .....ui.studio.settings_form import SettingsForm, lines_of, points_field, row_keys
from ....placements.api import INVITATION_DAYS, PLACEMENT, roles_of
from ....placements.web.links.settings import link_days_field
from ...drafts.counts import PlanCount
from ...schema.erasmus import required
from ...schema.headings import Heading
from ...schema.layout import OPTIONAL, USUAL
from ...schema.sections import HOURS_LIMIT

HEADINGS_LIMIT = 8
HOURS_IN_A_WEEK = 24 * 7
VERBS_LIMIT = 4_000  # characters, all of them together
_HEADING = re.compile(r"heading-([0-9A-Za-z_-]{1,64})")
_SPARE = 2  # empty rows for new headings
_PLAIN = (
    "hours_required",
    "min_outcomes",
    "max_outcomes",
    "routine_percent",
    "mentor_hours",
    "weight",
    "staff_mode",
    "erasmus",
)


def _told(count: PlanCount | None) -> Iterator[str]:
    """What becomes of the plans that are there when Erasmus+ is switched on."""
    if count is not None and count.agreed:
        words = ngettext(
            "%(count)d plan here is agreed and stays as it was agreed. The new questions apply only to its next version.",
            "%(count)d plans here are agreed and stay as they were agreed. The new questions apply only to their next "
            "versions.",
            count.agreed,
        )
        yield words % {"count": count.agreed}
    if count is not None and count.others:
        words = ngettext(
            "%(count)d plan here is in progress. Before it is submitted, it will be asked for %(what)s.",
            "%(count)d plans here are in progress. Before they are submitted, they will be asked for %(what)s.",
            count.others,
        )
        yield words % {"count": count.others, "what": get_text_list([in_quotes(label) for label in required()], now("and"))}


class PlanSettingsForm(SettingsForm):
    """All settings of a plan block. `headings` are the current rows, {"id", "text"}; `concerned` the plans that Erasmus+ would
    concern if it were switched on now.
    """

    display_name = LineField(label=_("Name"), max_length=NAME_LIMIT, help_text=_("What learners see above their plan."))
    staff_mode = forms.BooleanField(
        label=_("Staff mode: a new employee’s first 90 days"),
        required=False,
        help_text=_(
            "The same plan, worded for your own staff, without a university. Internship plans already begun here are kept "
            "and come back when you switch this off."
        ),
    )
    erasmus = forms.BooleanField(
        label=_("Erasmus+: add the fields of a traineeship agreement"),
        required=False,
        help_text=_(
            "Adds sections named after the tables of the learning agreement for traineeships. Later versions show what has "
            "changed since everybody signed, and at the end the mentor or the leader issues a certificate (Table D)."
        ),
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections besides people and learning outcomes"),
        required=False,
        choices=[(name, USUAL.by_name[name].title) for name in OPTIONAL],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ix-choices"}),
        help_text=_("Nothing is asked or checked in a section you leave out. What was written there is kept."),
    )
    hours_required = NumberField(
        label=_("Hours the course requires"),
        is_hours=True,
        number=float,
        min_value=0,
        max_value=HOURS_LIMIT,
        help_text=_("The periods must add up to this. 0: any number of hours."),
    )
    min_outcomes = WholeNumberField(label=_("Minimum number of learning outcomes"), min_value=0, max_value=ROWS_LIMIT)
    max_outcomes = WholeNumberField(label=_("Maximum number of learning outcomes"), min_value=1, max_value=ROWS_LIMIT)
    routine_percent = WholeNumberField(
        label=_("Routine tasks, at most (%)"),
        min_value=0,
        max_value=100,
        help_text=_("Above this share, the plan gets a piece of advice. 25 is a common limit."),
    )
    mentor_hours = NumberField(
        label=_("Hours a week for conversations, at least"),
        is_hours=True,
        number=float,
        min_value=0,
        max_value=HOURS_IN_A_WEEK,
        help_text=_("Below this, the plan gets a piece of advice. 0: no advice."),
    )
    weight = points_field(_("Points"), _("What a reviewer can give for the plan. 0: no points."))
    owner_role = forms.ChoiceField(
        label=_("Who usually starts the plan"), choices=roles_of(PLACEMENT), help_text=_("Suggested to whoever opens it first.")
    )
    link_days = link_days_field()
    extra_vague_verbs = TextField(
        label=_("More verbs that are hard to observe"),
        required=False,
        max_length=VERBS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "One per line. Outcomes that begin with one of them get a piece of advice; a list in English and Norwegian is "
            "built in."
        ),
    )
    extra_better_verbs = TextField(
        label=_("Verbs to suggest instead"),
        required=False,
        max_length=VERBS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("One per line, as they are used in your field. They come before the built-in ones."),
    )

    def __init__(
        self,
        *args: Any,
        headings: Sequence[Mapping[str, str]] = (),
        concerned: PlanCount | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["erasmus"].help_text = " ".join([str(self.fields["erasmus"].help_text), *_told(concerned)])
        texts = {row["id"]: row["text"] for row in headings}
        spare = 0 if self.is_bound else min(_SPARE, max(0, HEADINGS_LIMIT - len(texts)))
        self.heading_ids = row_keys(_HEADING, self.data, texts, limit=HEADINGS_LIMIT + len(texts), spare=spare)
        for number, key in enumerate(self.heading_ids, start=1):
            self.fields[f"heading-{key}"] = LineField(
                label=_("Heading %(number)d") % {"number": number}, required=False, max_length=NAME_LIMIT,
                initial=texts.get(key), widget=forms.TextInput(attrs={"dir": "auto"}),
            )  # fmt: skip

    @property
    def simple_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("heading-")]

    @property
    def heading_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("heading-")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, most = data.get("min_outcomes"), data.get("max_outcomes")
        if least is not None and most is not None and most < least:
            self.add_error("max_outcomes", _("This is lower than the lowest number."))
        if data.get("erasmus") and data.get("staff_mode"):
            self.add_error("erasmus", _("A new employee is not a trainee: choose either staff mode or Erasmus+."))
        data["headings"] = [
            {"id": key, "text": data[f"heading-{key}"]} for key in self.heading_ids if data.get(f"heading-{key}")
        ][:HEADINGS_LIMIT]
        if not data["headings"] and self.heading_ids:
            self.add_error(f"heading-{self.heading_ids[0]}", _("Keep at least one heading."))
        return data

    def settings(self) -> dict[str, Any]:
        """The cleaned settings, by the names of the block's fields."""
        data = self.cleaned_data
        verbs = {
            name: [{"text": line} for line in lines_of(data[name])] for name in ("extra_vague_verbs", "extra_better_verbs")
        }
        off = " ".join(name for name in OPTIONAL if name not in data["sections"])
        headings = [{**row, "text": Heading(row["id"], row["text"]).kept} for row in data["headings"]]
        kept = {name: data[name] for name in ("display_name", "owner_role", *_PLAIN)}
        kept["link_days"] = data["link_days"] or INVITATION_DAYS
        return {**kept, **verbs, "headings": headings, "sections_off": off}
