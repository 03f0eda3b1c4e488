"""What a plan consists of: its sections and their questions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ....core.language.text import LINE_LIMIT, NAME_LIMIT
from ....records.schema import Choices, Field, Section
from ...placements.api import PARTY_LIMIT, PLACEMENT, roles_of

ANSWER_LIMIT = 2_000  # characters in a practical answer: the whole section fits one request in any script
HOURS_LIMIT = 9_999

AUTONOMY: Choices = (
    ("", _("Not decided yet")),
    ("watches", _("Watches and asks")),
    ("helped", _("Does it with help")),
    ("alone", _("Does it alone")),
)
AUTONOMY_ORDER = {"watches": 1, "helped": 2, "alone": 3}
CHECKPOINTS: Choices = (
    ("", _("Choose a kind")),
    ("start", _("Start: agree on expectations")),
    ("weekly", _("Every week")),
    ("period", _("Once in a period")),
    ("midway", _("Halfway: look back and adjust")),
    ("end", _("End: sum up and give feedback both ways")),
)
# What is needed is often about health, and everybody in the plan reads it: a plan asks only whether, with whom and when.
ADJUSTMENTS: Choices = (
    ("", _("Not answered yet")),
    ("open", _("Not resolved yet")),
    ("none", _("Not needed")),
    ("agreed", _("Agreed separately")),
)
_AGREED = ("adjustments", "agreed")

SECTIONS: tuple[Section, ...] = (
    Section(
        name="parties",
        title=_("Participants"),
        intro=_(
            "Who takes part: the student, the mentor and a substitute, the university. Add them even if they have not joined."
        ),
        row_name=_("Participant"),
        add_label=_("Add a participant"),
        invitation=_("Add the first person"),
        title_field="name",
        counted=ngettext_lazy("%(count)d participant", "%(count)d participants", "count"),
        rows_limit=PARTY_LIMIT,  # the people are the placement's
        fields=(
            Field("role", _("Role"), "choice", choices=roles_of(PLACEMENT)),
            Field("name", _("Name"), limit=NAME_LIMIT, names_people=True),
            Field("organisation", _("Organisation and department"), limit=NAME_LIMIT, names_people=True),
            Field("email", _("E-mail"), "email", limit=NAME_LIMIT),
            Field("is_substitute", _("Substitute: steps in when the other mentor is away"), "tick", only_for="mentor"),
            Field(
                "stand_in",
                _("Without a second mentor: who steps in, for example at the university"),
                limit=NAME_LIMIT,
                suggests="people",
                is_wide=True,
                only_for="mentor",
                names_people=True,
            ),
        ),
    ),
    Section(
        name="periods",
        title=_("Periods"),
        intro=_("When the student is with you. Three separate weeks are three periods."),
        row_name=_("Period"),
        add_label=_("Add a period"),
        invitation=_("Add the first period"),
        title_field="label",
        counted=ngettext_lazy("%(count)d period", "%(count)d periods", "count"),
        fields=(
            Field("label", _("What you call it"), limit=NAME_LIMIT, is_wide=True),
            Field("start", _("First day"), "date"),
            Field("end", _("Last day"), "date", ends="start"),
            Field("hours", _("Hours in this period"), "hours", limit=HOURS_LIMIT, within="end"),
        ),
    ),
    Section(
        name="outcomes",
        title=_("Learning outcomes"),
        intro=_(
            "What the student can do at the end. Begin with a verb that can be observed, such as plan, compare or explain."
        ),
        row_name=_("Outcome"),
        add_label=_("Add an outcome"),
        invitation=_("Add the first outcome"),
        title_field="text",
        counted=ngettext_lazy("%(count)d outcome", "%(count)d outcomes", "count"),
        fields=(
            Field("text", _("At the end, the student can …"), "text", limit=LINE_LIMIT),
            Field("heading", _("Heading"), "option", choices=(("", _("Choose a heading")),)),
        ),
    ),
    Section(
        name="tasks",
        title=_("Tasks"),
        intro=_(
            "What the student does, and how you will see that something was learnt. Tasks grow from watching to doing it alone."
        ),
        row_name=_("Task"),
        add_label=_("Add a task"),
        invitation=_("Add the first task"),
        title_field="text",
        counted=ngettext_lazy("%(count)d task", "%(count)d tasks", "count"),
        fields=(
            Field("text", _("What the student does"), "text", limit=LINE_LIMIT),
            Field(
                "outcomes",
                _("Supports these outcomes"),
                "links",
                unknown=_("One of these outcomes is not in this plan. Reload the page and choose again."),
                gone=_("(an outcome that was removed)"),
            ),
            Field("routine", _("Routine work that supports no outcome"), "tick"),
            Field("evidence", _("Evidence: what will show that it was learnt"), "text", limit=LINE_LIMIT),
            Field("assessor", _("Who assesses the evidence"), limit=NAME_LIMIT, suggests="people", names_people=True),
            Field("autonomy", _("How independently"), "choice", choices=AUTONOMY),
            Field("start", _("Starts on"), "date"),
        ),
    ),
    Section(
        name="checkpoints",
        title=_("Checkpoints"),
        intro=_("Dated conversations: at the start, every week or in each period, midway and at the end."),
        row_name=_("Checkpoint"),
        add_label=_("Add a checkpoint"),
        invitation=_("Add the first checkpoint"),
        title_field="about",
        counted=ngettext_lazy("%(count)d checkpoint", "%(count)d checkpoints", "count"),
        fields=(
            Field("kind", _("Which one"), "choice", choices=CHECKPOINTS),
            Field("date", _("Date, or the first one if it repeats"), "date"),
            Field("about", _("With whom and what about"), "text", limit=LINE_LIMIT),
        ),
    ),
    Section(
        name="practical",
        title=_("Practical and legal"),
        intro=_(
            "One sentence each is enough. The first three must be answered before the plan is submitted. Do not write which "
            "adjustments the student needs: everybody in the plan reads this."
        ),
        fields=(
            Field("insurance", _("Insurance: who covers injury and damage?"), "text", limit=ANSWER_LIMIT),
            Field("hse", _("Health and safety: who briefs the student, and when?"), "text", limit=ANSWER_LIMIT),
            Field("confidentiality", _("Confidentiality: what stays inside the company?"), "text", limit=ANSWER_LIMIT),
            Field("equipment", _("Workplace, equipment and access from day one"), "text", limit=ANSWER_LIMIT),
            Field("adjustments", _("Adjustments the student needs"), "choice", choices=ADJUSTMENTS),
            Field(
                "adjustments_with",
                _("With whom they are agreed"),
                limit=NAME_LIMIT,
                suggests="people",
                only_with=_AGREED,
                names_people=True,
            ),
            Field("adjustments_on", _("When they are agreed"), "date", only_with=_AGREED),
        ),
    ),
    Section(
        name="contacts",
        title=_("Contacts and time"),
        intro=_("Whom to turn to, and the time that is set aside for the student."),
        fields=(
            Field("university", _("Contact at the university"), "text", limit=LINE_LIMIT, names_people=True),
            Field(
                "escalation",
                pgettext_lazy("escalation route", "If something goes wrong: who is told first, and who next?"),
                "text",
                limit=ANSWER_LIMIT,
                names_people=True,
            ),
            Field("mentor_hours", _("Hours a week the mentor sets aside"), "hours", limit=HOURS_LIMIT),
        ),
    ),
)
BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}
