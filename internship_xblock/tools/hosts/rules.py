"""What may be said of a host, asked of it and answered. Pure; the words for what does not fit stand here as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ...core.errors import Invalid, Words
from ...core.language.addresses import mail_address
from ...core.language.text import LINE_LIMIT, NAME_LIMIT, clean, clean_line, squeezed, too_long

WAITING, OVERDUE, ANSWERED, DECLINED, MADE, WITHDRAWN = "waiting", "overdue", "answered", "declined", "made", "withdrawn"
OPEN = (WAITING, OVERDUE, ANSWERED)  # somebody has something to do
PLACES_LIMIT = 30  # places in one request
TOGETHER_LIMIT = 50  # hosts that are asked with one press
WORDS_LIMIT = 4_000  # characters: about a page
LINK_DAYS = 30  # that a link goes on opening after the day to answer by
REMIND_DAYS = 3  # before that day
AGREEMENT_DAYS = 90  # before an agreement runs out
TRAINING_DAYS = 90  # before a mentor's training does
YEARS = 3  # into the future that places are asked for

Errors = dict[str, list[Words]]


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a coordinator says of a host."""

    name: str
    about: str = ""
    place: str = ""
    website: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    agreement_until: date | None = None


LINES = {
    "name": NAME_LIMIT, "place": LINE_LIMIT, "website": LINE_LIMIT, "contact_name": NAME_LIMIT, "contact_email": NAME_LIMIT,
    "contact_phone": NAME_LIMIT,
}  # fmt: skip


def checked(details: Details) -> Details:
    """Return the details cleaned. Raises Invalid, at each value that cannot be kept."""
    lines = {name: squeezed(clean_line(getattr(details, name))) for name in LINES}
    about = clean(details.about).strip()
    found: Errors = {name: said for name, limit in LINES.items() if (said := too_long(lines[name], limit))}
    if said := too_long(about, WORDS_LIMIT):
        found["about"] = said
    if not lines["name"]:
        found["name"] = [_("Write the name of the host.")]
    if lines["contact_email"] and not mail_address(lines["contact_email"]):
        found["contact_email"] = [not_an_address()]
    if lines["website"]:
        lines["website"] = lines["website"] if "://" in lines["website"] else f"https://{lines['website']}"
        if not _is_website(lines["website"]):
            found["website"] = [_("This is not a web address. It begins with https:// and has no spaces.")]
    if found:
        raise Invalid(fields=found)
    return Details(about=about, agreement_until=details.agreement_until, **lines)


def not_an_address() -> str:
    return _("This is not an e-mail address. Check it, or leave it empty.")


def _is_website(text: str) -> bool:
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and "." in (found.hostname or "") and " " not in text and not found.username


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a host. A day or a number that was not given is None."""

    first_day: date | None
    last_day: date | None
    places: int | None
    answer_by: date | None
    wishes: str = ""


def checked_request(asked: Asked, today: date) -> Asked:
    """Return what is asked, cleaned. Raises Invalid, at each value that cannot be kept."""
    wishes = clean(asked.wishes).strip()
    found: Errors = {name: [_("Enter a date.")] for name in ("first_day", "last_day", "answer_by") if not getattr(asked, name)}
    if said := too_long(wishes, WORDS_LIMIT):
        found["wishes"] = said
    if asked.places is None or not 1 <= asked.places <= PLACES_LIMIT:
        found["places"] = [_("Enter a number from 1 to %(count)d.") % {"count": PLACES_LIMIT}]
    found |= _wrong_days(asked, today)
    if found:
        raise Invalid(fields=found)
    return Asked(
        first_day=asked.first_day, last_day=asked.last_day, places=asked.places, answer_by=asked.answer_by, wishes=wishes
    )


def _wrong_days(asked: Asked, today: date) -> Errors:
    """What is wrong with the days that were given."""
    found: Errors = {}
    first, last, by = asked.first_day, asked.last_day, asked.answer_by
    if first and last and last < first:
        found["last_day"] = [_("The last day comes before the first.")]
    elif last and last < today:
        found["last_day"] = [_("This day has passed.")]
    elif first and last and last > today + timedelta(days=366 * YEARS):
        found["last_day"] = [_("This is more than %(count)d years away. Check the year.") % {"count": YEARS}]
    if by and by < today:
        found["answer_by"] = [_("This day has passed.")]
    elif by and last and by > last:
        found["answer_by"] = [_("The answer would come after the last day.")]
    return found


@dataclass(frozen=True)
class Mentor:
    """Whom a host names for a place."""

    name: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a host answers: how many places (0: none this time), whom it names, and a remark. `offered` None: not a number."""

    offered: int | None
    mentors: Sequence[Mentor] = ()
    remark: str = ""


def checked_answer(answer: Answer) -> Answer:
    """Return the answer cleaned. Raises Invalid, at each value that cannot be kept.

    The fields of the third mentor are `mentor-3-name` and `mentor-3-email`.
    """
    remark, found = clean(answer.remark).strip(), Errors()
    if said := too_long(remark, WORDS_LIMIT):
        found["remark"] = said
    if answer.offered is None or not 0 <= answer.offered <= PLACES_LIMIT:
        found["offered"] = [
            _("Enter a number from 1 to %(count)d, or 0 if there are none this time.") % {"count": PLACES_LIMIT}
        ]
    mentors, wrong = _mentors(answer.mentors)
    found |= wrong
    if answer.offered is not None and answer.offered < len(mentors) <= PLACES_LIMIT and "offered" not in found:
        found["offered"] = [_("You name more mentors than places. Enter how many students can come, or take a name out.")]
    if found:
        raise Invalid(fields=found)
    return Answer(offered=answer.offered, mentors=tuple(mentors), remark=remark)


def _mentors(typed: Sequence[Mentor]) -> tuple[list[Mentor], Errors]:
    """Those who are named, cleaned, and what is wrong with them."""
    found: Errors = {}
    mentors = []
    for number, one in enumerate(typed, start=1):
        name, email = squeezed(clean_line(one.name)), squeezed(clean_line(one.email))
        if said := too_long(name, NAME_LIMIT):
            found[f"mentor-{number}-name"] = said
        if email and not name:
            found[f"mentor-{number}-name"] = [_("Write whose address this is.")]
        if email and not mail_address(email):
            found[f"mentor-{number}-email"] = [not_an_address()]
        mentors += [Mentor(name, email)] if name or email else []
    return mentors, found
