"""What somebody typed to propose times, held against the rules. Pure, but for the clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from ....core.clock import is_zone
from ....core.errors import BadRequest, Invalid, Words
from ....core.language import formats
from ....core.language.text import LINE_LIMIT, NAME_LIMIT, clean_line, too_long
from ....core.times import Slot
from ....records.reading import as_date
from ...placements.api import PlacementView
from .clocks import NoSuchTime, TwiceThere, moment_of, typed_clock
from .values import to_be_there

TIMES_LIMIT = 5
SHORTEST, LONGEST = 15, 480  # minutes
FAR = timedelta(days=550)


@dataclass(frozen=True)
class Typed:
    """What was proposed, in order."""

    slots: Sequence[Slot]
    place: str
    link: str
    asked: Sequence[str]


def proposal(
    placement: PlacementView,
    now: datetime,
    *,
    times: Sequence[tuple[str, str]],
    minutes: int,
    zone: str,
    place: str,
    link: str,
    asked: Collection[str],
) -> Typed:
    """Return what somebody proposes. Invalid at each field that says what cannot be: `day1` and `clock1` for the first time."""
    if not is_zone(zone):
        raise BadRequest()
    wrong: dict[str, list[Words]] = {}
    if not SHORTEST <= minutes <= LONGEST:
        wrong["minutes"] = [_("Choose a length between 15 minutes and 8 hours.")]
    slots = _slots(placement, now, times, minutes, zone, wrong)
    where, address = clean_line(place).strip(), clean_line(link).strip()
    if said := too_long(where, NAME_LIMIT):
        wrong["place"] = list(said)
    if address and not is_safe_link(address):
        wrong["link"] = [_("A video link begins with https:// and has no spaces. Copy it whole from the video service.")]
    people = to_be_there(placement, [])
    chosen = [party.uid for party in people if party.uid in asked]
    if len(chosen) != len(set(asked)) or (people and not chosen):
        wrong["asked"] = [_("Choose at least one of those who are named here.")]
    if wrong:
        raise Invalid(fields=wrong)
    everybody = len(chosen) == len(people)
    return Typed(sorted(slots, key=lambda one: one.starts_at), where, address, [] if everybody else chosen)


def is_safe_link(address: str) -> bool:
    """Return whether an address can be shown as a link: https, to a named host, without a name or a password before it."""
    if len(address) > LINE_LIMIT or not address.isprintable() or any(letter in address for letter in ' \\"<>`'):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and "." in str(host) and "@" not in parts.netloc


def _slots(
    placement: PlacementView,
    now: datetime,
    times: Sequence[tuple[str, str]],
    minutes: int,
    zone: str,
    wrong: dict[str, list[Words]],
) -> list[Slot]:
    """The times that can be proposed; what is wrong with the others goes into `wrong`."""
    if len(times) > TIMES_LIMIT:
        raise BadRequest()
    found: dict[datetime, Slot] = {}
    for number, (day, clock) in enumerate(times, start=1):
        if not day.strip() and not clock.strip():
            continue
        try:
            at = _moment(day, clock, zone)
            _require_possible(placement, at, as_date(day.strip()), now)
            if at in found:
                raise _Wrong("clock", _("This time stands here already."))
        except _Wrong as error:
            wrong[f"{error.field}{number}"] = [error.words]
        else:
            found[at] = Slot(at, minutes, zone)
    if not found and not any(name[:3] in ("day", "clo") for name in wrong):
        wrong["day1"] = [_("Propose at least one time: a day and when it begins.")]
    return list(found.values())


class _Wrong(Exception):
    """A time that cannot be proposed: at which of its fields, and why."""

    def __init__(self, field: str, words: Words) -> None:
        super().__init__(field)
        self.field, self.words = field, words


def _moment(typed_day: str, typed: str, zone: str) -> datetime:
    day, clock = as_date(typed_day.strip()), typed_clock(typed)
    if day is None:
        raise _Wrong("day", _("Choose the day."))
    if clock is None:
        raise _Wrong("clock", _("Say when it begins, for example 10:00."))
    known = {"clock": f"{clock:%H:%M}", "day": formats.day(day), "zone": zone}
    try:
        return moment_of(day, clock, zone)
    except NoSuchTime:
        said = _("There is no %(clock)s on %(day)s in %(zone)s: the clocks are put forward over it. Choose another time.")
        raise _Wrong("clock", said % known) from None
    except TwiceThere:
        said = _("%(clock)s comes twice on %(day)s in %(zone)s: the clocks are put back. Choose another time.")
        raise _Wrong("clock", said % known) from None
    except OverflowError:  # the first and the last day of the calendar
        raise _Wrong("day", _("Choose the day.")) from None


def _require_possible(placement: PlacementView, at: datetime, day: date | None, now: datetime) -> None:
    if at <= now:
        raise _Wrong("day", _("This time has passed. Choose one that is to come."))
    if at > now + FAR:
        raise _Wrong("day", _("This is more than eighteen months away. Choose an earlier day."))
    if day is not None and not placement.timing.takes_place(day):
        said = _("The placement has ended by then.") if placement.timing.has_ended(day) else _("The placement is paused then.")
        raise _Wrong("day", said)
