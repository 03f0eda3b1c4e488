"""What the logs tool tells people of. Asking whether it is still true marks nothing as read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor, Identity
from ....core.errors import NotFound
from ....core.events import Happened
from ....core.language import formats
from ....core.notices import Due, NoticeKind, Place, Recipient, ReminderKind, Said
from ....core.permissions import Role
from ....ui.pages.addresses import page_of
from ...placements import api as placements
from ...placements.web.notices import doer_in
from ...plans import api as plans
from ...reviews import api as reviews
from .. import api as logs
from ..api import EntryLine
from ..comments.concerned import LastEntry, author_of, last_entries, logs_in, speakers_about, who_asked
from ..rules import LEVELS_WIDE, SILENT_DAYS
from ..tool import TOOL

AUTHOR = gettext_lazy("Whoever wrote the entry")


def _recipient(event: Happened, who: Identity) -> list[Recipient]:
    return [Recipient(event.ids["placement_id"], *who)] if who != Identity() else []


def _readers_at(level: int) -> frozenset[Role]:
    """The roles that read at a level, by its place among the levels; nobody beside the author at the first."""
    return TOOL.verbs[f"log.read_{LEVELS_WIDE[level]}"] - {Role.AUTHOR, Role.INSTRUCTOR, Role.OWNER}


def _new_readers(event: Happened) -> Sequence[Recipient]:
    """Those who could not read it before."""
    roles = _readers_at(event.ids["now"]) - _readers_at(event.ids["was"])
    return placements.to_tell(event.ids["placement_id"], sorted(roles)) if roles else []


def _former_readers(event: Happened) -> Sequence[Recipient]:
    return placements.to_tell(event.ids["placement_id"], sorted(_readers_at(event.ids["was"])))


def _author(event: Happened) -> Sequence[Recipient]:
    return _recipient(event, author_of(event.ids["entry_id"]))


def _author_of_reviewed(event: Happened) -> Sequence[Recipient]:
    return _author(event) if "entry_id" in event.ids else []


def _speakers(event: Happened) -> Sequence[Recipient]:
    return [Recipient(event.ids["placement_id"], *who) for who in speakers_about(event.ids["entry_id"])]


def _asker(event: Happened) -> Sequence[Recipient]:
    return _recipient(event, who_asked(event.ids["entry_id"]))


def _line(reader: Actor, event: Happened) -> EntryLine:
    return logs.entry_line(reader, usage_key=event.usage_key, entry_id=event.ids["entry_id"])


def _doer(reader: Actor, event: Happened) -> str:
    return doer_in(placements.get(reader, placement_id=event.ids["placement_id"]), event)


def _address(event: Happened) -> str:
    return page_of("log", event.course_key, event.usage_key, event.ids["placement_id"])


def _shared(reader: Actor, event: Happened) -> Said | None:
    line = _line(reader, event)
    if not line.is_shared:
        return None
    said = _("%(name)s shared a log entry of %(day)s") % {"name": line.author_name, "day": formats.day(line.day)}
    return Said(
        said, _("Read and answer") if line.may_answer and not line.is_answered else _("Read the entry"), _address(event)
    )


def _taken_back(reader: Actor, event: Happened) -> Said | None:
    """Only who could read it is told, and only while they cannot."""
    try:
        _line(reader, event)
    except NotFound:
        said = _("%(name)s took back a log entry. There is nothing to answer") % {"name": _doer(reader, event)}
        return Said(said, _("Open the log"), _address(event))
    return None


def _answered(reader: Actor, event: Happened) -> Said | None:
    words = {"name": _doer(reader, event), "day": formats.day(_line(reader, event).day)}
    return Said(_("%(name)s answered your log entry of %(day)s") % words, _("Read and reply"), _address(event))


def _asked(reader: Actor, event: Happened) -> Said | None:
    words = {"name": _doer(reader, event), "day": formats.day(_line(reader, event).day)}
    said = _("%(name)s asks you a question about your log entry of %(day)s") % words
    return Said(said, _("Read and reply"), _address(event))


def _with_question(event: Happened) -> Sequence[Recipient]:
    return _author(event) if event.ids["has_question"] else []


def _without_question(event: Happened) -> Sequence[Recipient]:
    return [] if event.ids["has_question"] else _author(event)


def _replied(reader: Actor, event: Happened) -> Said | None:
    line = _line(reader, event)
    words = {"name": line.author_name, "day": formats.day(line.day)}
    return Said(_("%(name)s replied about the log entry of %(day)s") % words, _("Read the reply"), _address(event))


def _asked_to_withhold(reader: Actor, event: Happened) -> Said | None:
    line = _line(reader, event)
    if not line.is_withheld:
        return None
    words = {"name": _doer(reader, event), "day": formats.day(line.day)}
    said = _("%(name)s asks you not to show your log entry of %(day)s to the whole placement") % words
    return Said(said, _("Read and decide"), _address(event))


def _decided(reader: Actor, event: Happened) -> Said | None:
    line = _line(reader, event)
    words = {"name": line.author_name, "day": formats.day(line.day)}
    if event.ids["is_granted"]:
        said = _("%(name)s keeps the log entry of %(day)s from the whole placement, as you asked") % words
    else:
        said = _("%(name)s still shows the log entry of %(day)s to the whole placement") % words
    return Said(said, _("Open the log"), _address(event))


def _reviewed(reader: Actor, event: Happened, status: str = "") -> EntryLine | None:
    """The entry, as it stands with its reviewers since the attempt that was answered; None where it was submitted again."""
    entry_id = event.ids["entry_id"]
    found = reviews.standing(
        reader, placement=event.ids["placement_id"], usage_key=event.usage_key, kind=logs.KIND, subject_ids=[entry_id]
    )
    stands = reviews.status_of(found.get(entry_id), event.ids["attempt"])
    return _line(reader, event) if stands and status in ("", stands) else None


def _approved(reader: Actor, event: Happened) -> Said | None:
    line = _reviewed(reader, event, reviews.APPROVED)
    if line is None:
        return None
    said = _("Your log entry of %(day)s was approved") % {"day": formats.day(line.day)}
    return Said(said, _("Open the log"), _address(event))


def _returned(reader: Actor, event: Happened) -> Said | None:
    line = _reviewed(reader, event, reviews.RETURNED)
    if line is None:
        return None
    said = _("The reviewer asks for changes to your log entry of %(day)s") % {"day": formats.day(line.day)}
    return Said(said, _("See what to change"), _address(event))


def _reviewer_commented(reader: Actor, event: Happened) -> Said | None:
    line = _reviewed(reader, event)
    if line is None:
        return None
    said = _("The reviewer commented on your log entry of %(day)s") % {"day": formats.day(line.day)}
    return Said(said, _("Read the comment"), _address(event))


# -- a log in which nobody writes --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Silence:
    """Since when nobody has written, within a period of the plan; in which log."""

    since: date
    usage_key: str


def _silence(dates: plans.Dates | None, last: LastEntry | None, usage_key: str, today: date) -> Silence | None:
    """Return the silence of today, counted from the last entry or the period's first day; None where there is none."""
    for period in dates.periods if dates is not None else ():
        if period.start is not None and period.end is not None and period.start <= today <= period.end:
            since = max(period.start, last.day) if last is not None else period.start
            if since + timedelta(days=SILENT_DAYS) <= today:
                return Silence(since, last.usage_key if last is not None else usage_key)
    return None


def _find(places: Sequence[Place]) -> Sequence[Due]:
    ids = [place.id for place in places]
    known, last, used = plans.dates_of(ids), last_entries(ids), logs_in({place.course_key for place in places})
    found: list[Due] = []
    for place in places:
        silence = _silence(known.get(place.id), last.get(place.id), used.get(place.course_key, ""), place.today)
        if silence is not None and silence.usage_key:  # else the course has no log in which anybody writes
            found += [
                Due(
                    key=f"{place.id}|{silence.since.isoformat()}", on=place.today, recipient=recipient,
                    usage_key=silence.usage_key, ids={"placement_id": place.id, "since": silence.since.isoformat()},
                )
                for role, recipient in place.people
                if role in (Role.STUDENT, Role.MENTOR)
            ]  # fmt: skip
    return found


def _look(placement_ids: Collection[int]) -> Mapping[int, LastEntry | None]:
    last = last_entries(placement_ids)
    return {pk: last.get(pk) for pk in placement_ids}


def _remind(reader: Actor, event: Happened, last: LastEntry | None, today: date) -> Said | None:
    """Who writes is invited to; who answers is told whom to ask. Not where somebody has written since, nor in a pause."""
    since = date.fromisoformat(event.ids["since"])
    if last is not None and last.day > since:
        return None
    view = placements.get(reader, placement_id=event.ids["placement_id"])
    if not view.timing.takes_place(today):
        return None
    address = _address(event)
    if Role.STUDENT in view.roles:
        said = _("There is no entry in your log since %(day)s. A few sentences about one situation are enough")
        return Said(said % {"day": formats.day(since)}, _("Write an entry"), address)
    student = next((party.name for party in view.parties if party.role == Role.STUDENT), "") or _("the student")
    said = _("There is no entry in the log of %(name)s since %(day)s. Ask how it goes")
    return Said(said % {"name": student, "day": formats.day(since)}, _("Open the log"), address)


KINDS = (
    NoticeKind(
        key="log.shared", verbs=("log.share",), told=_new_readers, say=_shared, about="entry_id",
        to=gettext_lazy("Those with whom it is shared"), label=gettext_lazy("An entry in the log is shared"),
    ),
    NoticeKind(
        key="log.taken_back", verbs=("log.take_back",), told=_former_readers, say=_taken_back, about="entry_id",
        corrects="log.shared", to=gettext_lazy("Those who were told that it was shared"),
        label=gettext_lazy("An entry is taken back"),
    ),
    NoticeKind(
        key="log.answered", verbs=("log.answer",), told=_without_question, say=_answered, to=AUTHOR,
        label=gettext_lazy("Somebody answers an entry"),
    ),
    NoticeKind(
        key="log.question", verbs=("log.answer",), told=_with_question, say=_asked, to=AUTHOR,
        label=gettext_lazy("Somebody asks a question about an entry"),
    ),
    NoticeKind(
        key="log.replied", verbs=("log.reply",), told=_speakers, say=_replied,
        to=gettext_lazy("Those who have said something about it"), label=gettext_lazy("The author of an entry replies"),
    ),
    NoticeKind(
        key="log.withhold", verbs=("log.ask_to_withhold",), told=_author, say=_asked_to_withhold, to=AUTHOR,
        label=gettext_lazy("A mentor asks to show an entry to fewer people"),
    ),
    NoticeKind(
        key="log.withheld", verbs=("log.decide_withholding",), told=_asker, say=_decided,
        to=gettext_lazy("The mentor who asked"), label=gettext_lazy("The author decides about that"),
    ),
    NoticeKind(
        key="log.approved", verbs=("review.approved",), told=_author_of_reviewed, say=_approved, to=AUTHOR,
        label=gettext_lazy("An entry is approved"),
    ),
    NoticeKind(
        key="log.returned", verbs=("review.returned",), told=_author_of_reviewed, say=_returned, to=AUTHOR,
        label=gettext_lazy("The reviewer asks for changes to an entry"),
    ),
    NoticeKind(
        key="log.reviewer_commented", verbs=("review.comment",), told=_author_of_reviewed, say=_reviewer_commented, to=AUTHOR,
        label=gettext_lazy("The reviewer comments on an entry"),
    ),
    ReminderKind(
        key="log.silent", find=_find, look=_look, say=_remind, to=gettext_lazy("The student and the mentor, once"),
        label=gettext_lazy("Nobody has written in the log for two weeks of a period"),
    ),
)  # fmt: skip
