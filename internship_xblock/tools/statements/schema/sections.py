"""What a statement says: what its writers are asked, and whose it is, as the plan that it closes has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.clock import is_to_come
from ....core.errors import Words
from ....core.language import formats, personal_names
from ....core.language.text import LINE_LIMIT, NAME_LIMIT, squeezed
from ....records.reading import as_date, row_title
from ....records.schema import Field, Row, Section, answer_name
from ...placements.api import PLACEMENT, roles_of
from ...plans.api import Stay
from .names import is_part

TASKS_LIMIT, WORDS_LIMIT = 4_000, 2_500  # characters: all of them together fit one request
NO_HOURS = Decimal(0)
HOURS_LIMIT, STUDENTS_LIMIT = 9_999, 999
STATEMENT = Section(
    name="statement",
    title=_("Certificate"),
    intro=_(
        "What the student receives from this placement. Names, address and sector come from the plan. The first and the last "
        "day are those on which the student was really there."
    ),
    fields=(
        Field("title", _("Title of the placement"), limit=NAME_LIMIT, is_wide=True),
        Field("start", _("First day on site"), "date"),
        Field("end", _("Last day on site"), "date", ends="start", span=_("Days on site")),
        Field("virtual_start", _("First day online: if part of it was online"), "date"),
        Field("virtual_end", _("Last day online"), "date", ends="virtual_start", span=_("Days online")),
        Field("hours", _("Hours completed"), "hours", limit=HOURS_LIMIT),
        # as in Table D of an Erasmus+ agreement
        Field("tasks", _("Programme and tasks carried out"), "text", limit=TASKS_LIMIT),
        Field("evaluation", _("Evaluation: how the student did"), "text", limit=WORDS_LIMIT),
        Field("place", _("Place of issue"), limit=LINE_LIMIT),
        Field(
            "family_name", _("Family name of the student: whoever checks this enters it with the code"), limit=NAME_LIMIT,
            names_people=True,
        ),
    ),
)  # fmt: skip
ACHIEVED, PARTLY, NOT_TRIED = "achieved", "partly", "not_tried"
OUTCOMES = Section(
    name="outcomes",
    title=_("Learning outcomes (knowledge, skills, competences)"),
    intro=_("For each outcome of the plan, choose how far the student got. There is no total."),
    fields=(
        Field("text", _("Learning outcome"), "text", limit=WORDS_LIMIT),
        Field(
            "level", _("How far"), "choice",
            choices=(
                ("", _("Not answered yet")), (ACHIEVED, _("Achieved")), (PARTLY, _("Partly achieved")),
                (NOT_TRIED, _("Not tried")),
            ),
        ),
        Field("evidence", _("Evidence: what shows it"), "text", limit=LINE_LIMIT),
        Field("words", _("Remarks: in your words"), "text", limit=LINE_LIMIT),
    ),
    row_name=_("Outcome"),
    title_field="text",
)  # fmt: skip
HOSTING = Section(
    name="hosting",
    title=_("Certificate of hosting"),
    intro=_("What the host receives for having had students. Names of students stand in it only where they agreed."),
    fields=(
        Field("organisation", _("Organisation"), limit=NAME_LIMIT, is_wide=True, names_people=True),
        Field("mentors", _("Mentors"), limit=LINE_LIMIT, is_wide=True, names_people=True),
        Field("students", _("Number of students"), "number", limit=STUDENTS_LIMIT),
        Field("start", _("First day"), "date"),
        Field("end", _("Last day"), "date", ends="start", span=_("Period")),
        Field("did", _("What the host did"), "text", limit=WORDS_LIMIT),
        Field("thanks", _("Words of thanks"), "text", limit=WORDS_LIMIT),
        Field("place", _("Place of issue"), limit=LINE_LIMIT),
    ),
)
# Not asked: it comes from the version that the certificate closes.
STAY = Section(
    name="stay",
    title=_("The placement"),
    intro="",
    fields=(
        Field("trainee", _("Name of the student"), limit=NAME_LIMIT, names_people=True),
        Field("sending", _("Sending institution"), limit=NAME_LIMIT, names_people=True),
        Field("organisation", _("Receiving organisation"), limit=NAME_LIMIT, names_people=True),
        Field("sector", _("Sector"), limit=NAME_LIMIT),
        Field("address", _("Address"), "text", limit=LINE_LIMIT),
        Field("country", _("Country"), limit=NAME_LIMIT),
        Field("website", _("Website"), limit=NAME_LIMIT),
        Field("hours", _("Hours agreed in the plan"), "hours", limit=HOURS_LIMIT),
    ),
)
ISSUED = Section(
    name="issued",
    title=_("Issued"),
    intro="",
    fields=(
        Field("at", _("Issued"), "date"),
        Field("by", _("By"), limit=NAME_LIMIT, names_people=True),
        Field("role", _("Role"), "choice", choices=roles_of(PLACEMENT)),
    ),
)
SECTIONS = (STAY, STATEMENT, OUTCOMES, HOSTING, ISSUED)  # all that an issued text may have


def suggested(stay: Stay, hours: Decimal = NO_HOURS) -> Row:
    """What a plan says of a stay, as a start for its statement. `hours` are those that the log's author shares."""
    return {
        "title": stay.title,
        "start": stay.first.isoformat() if stay.first else "",
        "end": stay.last.isoformat() if stay.last else "",
        "hours": (int(hours) if hours == hours.to_integral_value() else float(hours)) if hours else "",
        "virtual_start": stay.online[0],
        "virtual_end": stay.online[1],
        "tasks": _list(list(stay.tasks), TASKS_LIMIT),
        "family_name": stay.student.split()[-1] if stay.student.split() else "",
    }


def suggested_hosting(stay: Stay) -> Row:
    """The same for a certificate of hosting. What the host did is nobody's to suggest."""
    return {
        "organisation": stay.organisation,
        "mentors": ", ".join(stay.mentors)[:LINE_LIMIT],
        "students": stay.students or "",
        "start": stay.first.isoformat() if stay.first else "",
        "end": stay.last.isoformat() if stay.last else "",
    }


def outcome_rows(stay: Stay, written: Iterable[Row]) -> list[Row]:
    """The outcomes of the plan in its order and words, each with what was written about it."""
    known = {row["uid"]: row for row in written}
    return [{**OUTCOMES.blank(one.uid), **known.get(one.uid, {}), "uid": one.uid, "text": one.text} for one in stay.outcomes]


def offered(stay: Stay) -> tuple[str, ...]:
    """What `suggested` has of a plan, in the words of the statement."""
    found = suggested(stay)
    return tuple(noun for noun, fields in STATEMENT.nouns if any(found.get(field.name) for field in fields))


def _outside(answers: Row, stay: Stay) -> Iterator[tuple[str, Words]]:
    """The first and the last day where they lie outside the periods of the plan."""
    first, last = stay.first, stay.last
    if first is None or last is None:  # periods are not asked
        return
    words = _now("The placement runs from %(first)s to %(last)s. Correct this day, or submit a new version of the plan first.")
    said = words % {"first": formats.day_and_year(first), "last": formats.day_and_year(last)}
    for name in ("start", "end"):
        day = as_date(answers[name])
        if day is not None and not first <= day <= last:
            yield name, said


def _list(texts: list[str], limit: int) -> str:
    """One line a thing, as many as there is room for; what was left out is said."""
    lines = [f"– {squeezed(text)}" for text in texts if text.strip()]
    kept = lines
    more = ""
    while kept and len("\n".join(kept)) + len(more) > limit:
        kept = kept[:-1]
        more = "\n" + _now("– and more in the plan: %(count)d") % {"count": len(lines) - len(kept)}
    return "\n".join(kept) + more


def paused_in(stay: Stay) -> Row:
    """The stretches in which a stay was paused, as ISO dates; nothing where there were none."""
    spans = [f"{first.isoformat()}/{last.isoformat()}" for first, last in stay.paused]
    return {"paused": " ".join(spans)} if spans else {}


def named_in(stay: Stay) -> Row:
    """Whose statement it is and whose stay, as a version of the plan has it; and with whom."""
    return {
        **paused_in(stay),
        "trainee": stay.student,
        "sending": stay.sending,
        "organisation": stay.organisation,
        **stay.host,
        "hours": stay.hours or "",
    }


def gaps(answers: Row, stay: Stay) -> dict[str, list[Words]]:
    """What keeps a statement from being issued, in words at the answer: what is missing, and days that the plan contradicts."""
    wanted = {
        "title": _now("Give the placement a title."),
        "start": _now("Enter the day on which the student started."),
        "end": _now("Enter the day on which the student left."),
        "tasks": _now("Say which tasks the student carried out."),
        "evaluation": _now("Describe how the student did."),
        "family_name": _now("Enter the family name of the student."),
    }
    found = _missing(answers, wanted) | {name: [words] for name, words in _outside(answers, stay)} | _last_day(answers)
    if bool(answers["virtual_start"]) != bool(answers["virtual_end"]):
        name = "virtual_end" if answers["virtual_start"] else "virtual_start"
        found[name] = [_now("The online part has a first and a last day: enter both, or neither.")]
    if answers["family_name"] and not is_part(answers["family_name"], stay.student):
        words = _now("This is not in the name of the student, %(name)s.")
        found["family_name"] = [words % {"name": stay.student}]
    return _named(STATEMENT, "", found | _addresses(STATEMENT, answers))


def outcome_gaps(rows: Sequence[Row]) -> dict[str, list[Words]]:
    """The same of the outcomes: each is answered."""
    found: dict[str, list[Words]] = {}
    for number, row in enumerate(rows, start=1):
        words = _now("%(outcome)s: choose how far the student got.") % {"outcome": row_title(OUTCOMES, number, row)}
        missing = _missing(row, {"level": words})
        found |= _named(OUTCOMES, row["uid"], missing | _addresses(OUTCOMES, row))
    return found


def hosting_gaps(answers: Row) -> dict[str, list[Words]]:
    """The same of a certificate of hosting."""
    wanted = {
        "organisation": _now("Enter the organisation."),
        "students": _now("Enter how many students there were."),
        "start": _now("Enter the first day."),
        "end": _now("Enter the last day."),
        "did": _now("Say what the host did."),
    }
    found = _missing(answers, wanted) | _last_day(answers)
    return _named(HOSTING, "", found | _addresses(HOSTING, answers))


def _missing(answers: Row, wanted: Mapping[str, Words]) -> dict[str, list[Words]]:
    return {name: [words] for name, words in wanted.items() if not answers[name]}


def _last_day(answers: Row) -> dict[str, list[Words]]:
    first, last = as_date(answers["start"]), as_date(answers["end"])
    if first is not None and last is not None and last < first:
        return {"end": [_now("The last day is before the first day.")]}
    if last is not None and is_to_come(last):
        return {"end": [_now("The last day is still to come. A certificate is issued when the placement is over.")]}
    return {}


def _addresses(section: Section, answers: Row) -> dict[str, list[Words]]:
    """E-mail addresses: whoever checks what was issued reads all of it."""
    texts = (spec.name for spec in section.fields if spec.kind in ("text", "line"))
    words = _now("Take out the e-mail address: everybody who checks this reads it.")
    return {name: [words] for name in texts if any(personal_names.addresses(str(answers.get(name, ""))))}


def _named(section: Section, uid: str, found: Mapping[str, list[Words]]) -> dict[str, list[Words]]:
    return {answer_name(section.name, name, uid): words for name, words in found.items()}
