"""What a statement says: what its writers are asked, and whose it is, as the plan that it closes has it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.clock import is_to_come
from ....core.errors import Words
from ....core.language import formats
from ....core.language.text import LINE_LIMIT, NAME_LIMIT, squeezed
from ....records.reading import as_date
from ....records.schema import Field, Row, Section, answer_name
from ...placements.api import PLACEMENT, roles_of
from ...plans.api import Stay

WEEKS = 5  # after the last day: what an Erasmus+ agreement promises
TASKS_LIMIT, WORDS_LIMIT = 4_000, 2_500  # characters: all of them together fit one request
STATEMENT = Section(
    name="statement",
    title=_("Certificate"),
    intro=_(
        "What the student receives from this stay. Names, address and sector come from the plan. The first and the last day "
        "are those on which the student was really there."
    ),
    fields=(
        Field("title", _("Title of the stay"), limit=NAME_LIMIT, is_wide=True),
        Field("start", _("First day on site"), "date"),
        Field("end", _("Last day on site"), "date", ends="start", span=_("Days on site")),
        Field("virtual_start", _("First day online: if part of it was online"), "date"),
        Field("virtual_end", _("Last day online"), "date", ends="virtual_start", span=_("Days online")),
        # as in Table D of an Erasmus+ agreement
        Field("tasks", _("Programme and tasks carried out"), "text", limit=TASKS_LIMIT),
        Field("outcomes", _("Learning outcomes achieved (knowledge, skills, competences)"), "text", limit=WORDS_LIMIT),
        Field("evaluation", _("Evaluation: how the student did"), "text", limit=WORDS_LIMIT),
        Field("place", _("Place of issue"), limit=LINE_LIMIT),
    ),
)
# Not asked: it comes from the version that the certificate closes.
STAY = Section(
    name="stay",
    title=_("The stay"),
    intro="",
    fields=(
        Field("trainee", _("Name of the student"), limit=NAME_LIMIT, names_people=True),
        Field("sending", _("Sending institution"), limit=NAME_LIMIT, names_people=True),
        Field("organisation", _("Receiving organisation"), limit=NAME_LIMIT, names_people=True),
        Field("sector", _("Sector"), limit=NAME_LIMIT),
        Field("address", _("Address"), "text", limit=LINE_LIMIT),
        Field("country", _("Country"), limit=NAME_LIMIT),
        Field("website", _("Website"), limit=NAME_LIMIT),
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
SECTIONS = (STAY, STATEMENT, ISSUED)


def suggested(stay: Stay) -> Row:
    """What a plan says of a stay, as a start for its statement."""
    return {
        "title": stay.title,
        "start": stay.first.isoformat() if stay.first else "",
        "end": stay.last.isoformat() if stay.last else "",
        "virtual_start": stay.online[0],
        "virtual_end": stay.online[1],
        "tasks": _list(list(stay.tasks), TASKS_LIMIT),
        "outcomes": _list([one.text for one in stay.outcomes], WORDS_LIMIT),
    }


def offered(stay: Stay) -> tuple[str, ...]:
    """What `suggested` has of a plan, in the words of the statement."""
    found = suggested(stay)
    return tuple(noun for noun, fields in STATEMENT.nouns if any(found.get(field.name) for field in fields))


def _outside(answers: Row, stay: Stay) -> Iterator[tuple[str, Words]]:
    """The first and the last day where they lie outside the periods of the plan."""
    first, last = stay.first, stay.last
    if first is None or last is None:  # periods are not asked
        return
    words = _now("The plan runs from %(first)s to %(last)s. Correct this day, or submit a new version of the plan first.")
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


def named_in(stay: Stay) -> dict[str, str]:
    """Whose statement it is and whose stay, as a version of the plan has it; and with whom."""
    return {"trainee": stay.student, "sending": stay.sending, "organisation": stay.organisation, **stay.host}


def gaps(answers: Row, stay: Stay) -> dict[str, list[Words]]:
    """What keeps a draft from being issued, in words at the answer: what is missing, and days that the plan contradicts."""
    wanted = {
        "title": _now("Give the stay a title."),
        "start": _now("Enter the day on which the student started."),
        "end": _now("Enter the day on which the student left."),
        "tasks": _now("Say which tasks the student carried out."),
        "outcomes": _now("Say what the student has learnt."),
        "evaluation": _now("Describe how the student did."),
    }
    found: dict[str, list[Words]] = {name: [words] for name, words in wanted.items() if not answers[name]}
    found |= {name: [words] for name, words in _outside(answers, stay)}
    first, last = as_date(answers["start"]), as_date(answers["end"])
    if first is not None and last is not None and last < first:
        found["end"] = [_now("The last day is before the first day.")]
    elif last is not None and is_to_come(last):
        found["end"] = [_now("The last day is still to come. A certificate is issued when the stay is over.")]
    if bool(answers["virtual_start"]) != bool(answers["virtual_end"]):
        name = "virtual_end" if answers["virtual_start"] else "virtual_start"
        found[name] = [_now("The online part has a first and a last day: enter both, or neither.")]
    return {answer_name(STATEMENT.name, name): words for name, words in found.items()}
