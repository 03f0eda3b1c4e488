"""What an Erasmus+ traineeship agreement asks beside a plan: further sections, and what makes it valid.

After the template for traineeships of 2023 and its guidelines (docs/sources.md, Erasmus+; erasmus-plus.ec.europa.eu). What the
plan says already is not asked again: names, organisations and departments stand with the parties, dates with the periods,
the detailed programme is the tasks, what is to be learnt the outcomes, the monitoring the checkpoints, who to write to the
contacts. Table A2 are our versions, Table D is the statement (tools/statements).

The trainee's date of birth, nationality and gender are never stored: the guidelines do not ask to repeat what the parties
have, and an office that wants them on paper finds blank lines in the document. Tables are named in the titles, so that an
international office finds its way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ....core.errors import Words
from ....core.language.text import LINE_LIMIT, NAME_LIMIT
from ....records.schema import Choices, Field, Section
from .sections import ANSWER_LIMIT

WEEK = 24 * 7  # hours
ECTS_LIMIT = 120  # credits: two years of study
EUROS_LIMIT = 9_999  # a month
YES_NO: Choices = (("", _("Not answered yet")), ("yes", _("Yes")), ("no", _("No")))
LEVELS: Choices = (
    ("", _("Not answered yet")),
    ("5", _("Short cycle (EQF level 5)")),
    ("6", _("Bachelor or equivalent (EQF level 6)")),
    ("7", _("Master or equivalent (EQF level 7)")),
    ("8", _("Doctorate or equivalent (EQF level 8)")),
)
SIZES: Choices = (("", _("Not answered yet")), ("small", _("Up to 250 employees")), ("large", _("More than 250 employees")))
LANGUAGE_LEVELS: Choices = (
    ("", _("Not answered yet")),
    *((level, level) for level in ("A1", "A2", "B1", "B2", "C1", "C2")),
    ("native", _("Native speaker")),
)
KINDS: Choices = (
    ("", _("Not answered yet")),
    ("embedded", _("It is part of the studies")),
    ("voluntary", _("It is voluntary and outside the studies")),
    ("graduate", _("The trainee has just graduated")),
)
INSURERS: Choices = (
    ("", _("Not answered yet")),
    ("sending", _("The sending institution")),
    ("receiving", _("The receiving organisation")),
    ("both", _("Both of them")),
    ("trainee", _("The trainee, by a policy of their own")),
)

STUDY = Section(
    name="erasmus_study",
    title=_("Erasmus+: studies and sending institution"),
    intro=_(
        "Names, faculty and department are under “Participants”, the contact person under “Contacts and time”. Date of "
        "birth, nationality and gender are not stored here: the printed agreement has lines for them. ISCED is the list of "
        "fields that the international office uses."
    ),
    fields=(
        Field("level", _("Level of education"), "choice", choices=LEVELS),
        Field("field", _("Field of education (ISCED)"), limit=NAME_LIMIT),
        Field("code", _("Erasmus code of the sending institution"), limit=NAME_LIMIT),
        Field("address", _("Address of the sending institution"), "text", limit=LINE_LIMIT),
        Field("country", _("Country of the sending institution"), limit=NAME_LIMIT),
        Field("beneficiary", _("Grant holder: only if that is another institution"), "text", limit=LINE_LIMIT),
    ),
)
HOST = Section(
    name="erasmus_host",
    title=_("Erasmus+: receiving organisation"),
    intro=_("The names of organisation, department and mentor are under “Participants”."),
    fields=(
        Field("address", _("Address of the organisation"), "text", limit=LINE_LIMIT),
        Field("country", pgettext_lazy("of the organisation", "Country"), limit=NAME_LIMIT),
        Field("website", _("Website"), limit=NAME_LIMIT),
        Field("sector", _("Sector: what the organisation does"), limit=NAME_LIMIT),
        Field("size", _("Size"), "choice", choices=SIZES),
        Field(
            "contact",
            _("Contact person: if not the mentor, with name, position, e-mail and phone"),
            "text",
            limit=LINE_LIMIT,
            names_people=True,
        ),
        Field("mentor", _("Mentor’s details: position, e-mail, phone"), "text", limit=LINE_LIMIT, names_people=True),
    ),
)
TABLE_A = Section(
    name="erasmus_a",
    title=_("Erasmus+ Table A: the programme"),
    intro=_(
        "The dates are under “Periods”, the programme under “Tasks”, what is to be learnt under “Learning outcomes”. "
        "Checkpoints are the monitoring: write here only what they do not say."
    ),
    fields=(
        Field("title", _("Title of the traineeship"), limit=NAME_LIMIT),
        Field("week_hours", _("Working hours a week"), "hours", limit=WEEK),
        Field("digital", _("Digital skills: is it a traineeship in them?"), "choice", choices=YES_NO),
        Field("language", _("Main language at work"), limit=NAME_LIMIT),
        Field("language_level", _("Language level: the trainee’s when the stay begins"), "choice", choices=LANGUAGE_LEVELS),
        Field("monitoring", _("Monitoring plan: who follows the stay, and how"), "text", limit=ANSWER_LIMIT),
        Field("evaluation", _("Evaluation plan: what is evaluated, by whom, and on what basis"), "text", limit=ANSWER_LIMIT),
        Field("virtual_start", _("First day online: if any"), "date"),
        Field("virtual_end", _("Last day online"), "date", ends="virtual_start"),
        Field("virtual", _("Online part: what is done online"), "text", limit=ANSWER_LIMIT),
    ),
)
TABLE_B = Section(
    name="erasmus_b",
    title=_("Erasmus+ Table B: recognition"),
    intro=_("What the sending institution gives for a successful stay. The university fills this in."),
    fields=(
        Field("kind", _("Place in the studies: how the traineeship relates to them"), "choice", choices=KINDS),
        Field("ects", _("ECTS credits"), "number", limit=ECTS_LIMIT),
        Field("grade_certificate", _("A grade is based on the certificate"), "tick"),
        Field("grade_report", _("A grade is based on a final report"), "tick"),
        Field("grade_interview", _("A grade is based on an interview"), "tick"),
        Field("transcript", _("It is recorded in the Transcript of Records"), "tick"),
        Field("supplement", _("It is recorded in the Diploma Supplement"), "tick"),
        Field("europass", _("It is recorded in the Europass Mobility Document"), "tick"),
    ),
)
INSURANCE = Section(
    name="erasmus_insurance",
    title=_("Erasmus+ Tables B and C: insurance"),
    intro=_(
        "The agreement asks these as boxes to tick. Policies and details are under “Practical and legal”. Ask the insurers: "
        "nothing here says that anybody is covered."
    ),
    fields=(
        Field("accident", _("Accident insurance: who insures the trainee?"), "choice", choices=INSURERS),
        Field("travel", _("Business trips: are they covered?"), "choice", choices=YES_NO),
        Field("way", _("Commuting: is it covered?"), "choice", choices=YES_NO),
        Field("liability", _("Liability insurance: who covers damage that the trainee causes?"), "choice", choices=INSURERS),
    ),
)
TABLE_C = Section(
    name="erasmus_c",
    title=_("Erasmus+ Table C: what the organisation provides"),
    intro=_("Workplace and equipment are under “Practical and legal”."),
    fields=(
        Field("money", _("Pay: does the trainee receive money from the organisation?"), "choice", choices=YES_NO),
        Field("amount", _("Amount in euros a month"), "number", limit=EUROS_LIMIT),
        Field("in_kind", _("Other support: meals, housing, tickets"), "text", limit=ANSWER_LIMIT),
        Field("support", _("The organisation provides the support and the equipment that the work needs"), "tick"),
        Field("certificate", _("The organisation issues a certificate within five weeks after the last day"), "tick"),
    ),
)
SECTIONS = (STUDY, HOST, TABLE_A, TABLE_B, INSURANCE, TABLE_C)
_AFTER: Mapping[str, tuple[Section, ...]] = {
    "parties": (STUDY, HOST),
    "checkpoints": (TABLE_A, TABLE_B),
    "practical": (INSURANCE, TABLE_C),
}


def among(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections of a plan with those of the agreement in their places."""
    return tuple(one for section in sections for one in (section, *_AFTER.get(section.name, ())))


def missing(document: Mapping[str, Any]) -> Iterator[tuple[Section, str, Words]]:
    """What the agreement is not valid without: the section, the field, and what to do, in words."""
    programme, recognition = document[TABLE_A.name], document[TABLE_B.name]
    wanted: tuple[tuple[Section, str, bool, Words], ...] = (
        (TABLE_A, "title", True, _now("Give the traineeship a title.")),
        (TABLE_A, "week_hours", True, _now("Enter how many hours a week the trainee works.")),
        (TABLE_A, "language", True, _now("Name the main language at work.")),
        (TABLE_A, "language_level", True, _now("Choose the level the trainee has in that language at the start.")),
        (
            TABLE_A, "monitoring", not _is_followed(document),
            _now("Say who follows the stay, and how: no checkpoint between start and end says so."),
        ),
        (
            TABLE_A, "evaluation", not _is_evaluated(document),
            _now("Say what is assessed, by whom and on what basis: the checkpoint at the end does not say so."),
        ),
        (TABLE_B, "kind", True, _now("Choose how the traineeship relates to the studies.")),
        (TABLE_B, "ects", recognition["kind"] == "embedded", _now("Enter how many ECTS credits a part of the studies gives.")),
        (INSURANCE, "accident", True, _now("Name who insures the trainee against accidents.")),
        (INSURANCE, "liability", True, _now("Name who insures against damage caused by the trainee.")),
        (
            TABLE_C, "amount", document[TABLE_C.name]["money"] == "yes",
            _now("Enter how much money the trainee receives a month."),
        ),
        (TABLE_C, "certificate", True, _now("The organisation promises a certificate: tick it in Table C.")),
    )  # fmt: skip
    for section, field, is_asked, words in wanted:
        if is_asked and not document[section.name][field]:
            yield section, field, words
    if bool(programme["virtual_start"]) != bool(programme["virtual_end"]):
        field = "virtual_end" if programme["virtual_start"] else "virtual_start"
        yield TABLE_A, field, _now("The online part has a first and a last day: enter both, or neither.")


def required() -> list[str]:
    """Return what an agreement is not valid without, as its questions are called."""
    blank: dict[str, Any] = {section.name: section.blank() for section in SECTIONS}
    return [section.field(field).short for section, field, _words in missing({**blank, "checkpoints": []})]


def _is_followed(document: Mapping[str, Any]) -> bool:
    """Whether a dated conversation while it runs says how the stay is followed."""
    return any(row["date"] and row["kind"] in ("weekly", "period", "midway") for row in document["checkpoints"])


def _is_evaluated(document: Mapping[str, Any]) -> bool:
    return any(row["date"] and row["about"] and row["kind"] == "end" for row in document["checkpoints"])
