"""Staff mode: the words of the sections when the plan is a new employee's first 90 days.

The sections and their names stay the same, so that everything that works on a plan works on this one. Left out is what
an employer does not ask: hours in a period, insurance of a guest, a contact at a university (docs/sources.md, New employees).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ....core.errors import Words
from ....records.schema import Choices, Field, Section
from ...placements.api import ONBOARDING, roles_of

CHECKPOINTS: Choices = (
    ("", _("Choose a kind")),
    ("start", _("First day: agree on expectations")),
    ("weekly", _("Every week")),
    ("period", _("End of a period: what has settled, what has not")),
    ("midway", _("Halfway: look back and adjust")),
    ("end", _("Day 90: sum up, and what comes next")),
)
_TITLES: Mapping[str, Words] = {"parties": _("People")}
_INTROS: Mapping[str, Words] = {
    "parties": _("Who takes part: the new employee, the mentor and somebody who steps in, the leader."),
    "periods": _("The first 90 days in stretches, often of 30 days: settle in, join in, work independently."),
    "outcomes": _(
        "What the new employee can do after 90 days. Begin with a verb that can be observed, such as plan or explain."
    ),
    "tasks": _("What the new employee does, and how both will see that it works. Tasks grow from watching to doing it alone."),
    "checkpoints": _("Dated conversations: on the first day, every week, and at the end of each period."),
    "practical": _(
        "One sentence each is enough. Safety and confidentiality must be answered before the plan is submitted. Do not write "
        "which adjustments the new employee needs: everybody in the plan reads this."
    ),
    "contacts": _("Whom to turn to, and the time that is set aside for the new employee."),
}
_LABELS: Mapping[tuple[str, str], Words] = {
    ("parties", "organisation"): _("Department"),
    ("parties", "stand_in"): _("Without a second mentor: who steps in"),
    ("outcomes", "text"): _("After 90 days, the new employee can …"),
    ("tasks", "text"): _("What the new employee does"),
    ("tasks", "evidence"): _("What will show that it works"),
    ("tasks", "assessor"): _("Who assesses it together with them"),
    ("practical", "hse"): _("Health and safety: who briefs the new employee, and when?"),
    ("practical", "adjustments"): _("Adjustments the new employee needs"),
    ("contacts", "escalation"): pgettext_lazy(
        "escalation route", "If something does not work: who is told first, and who next?"
    ),
}
_LEFT_OUT = {("periods", "hours"), ("practical", "insurance"), ("contacts", "university")}
_CHOICES: Mapping[tuple[str, str], Choices] = {
    ("parties", "role"): roles_of(ONBOARDING),
    ("checkpoints", "kind"): CHECKPOINTS,
}


def worded(section: Section) -> Section:
    """The section as staff mode asks it."""
    name = section.name
    return replace(
        section,
        title=_TITLES.get(name, section.title),
        intro=_INTROS.get(name, section.intro),
        fields=tuple(_worded(name, field) for field in section.fields if (name, field.name) not in _LEFT_OUT),
    )


def _worded(section: str, field: Field) -> Field:
    place = (section, field.name)
    return replace(field, label=_LABELS.get(place, field.label), choices=_CHOICES.get(place, field.choices))
