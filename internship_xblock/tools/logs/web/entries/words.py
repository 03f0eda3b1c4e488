"""Where an entry stands and who does what next, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.language.word_diff import counted
from ...values import EntryView, Summary


def listed(names: Sequence[str]) -> str:
    """ "Mira, Nils and the reviewers"."""
    return get_text_list(list(names), _("and")) if len(names) > 1 else "".join(names)


def waited(days: int) -> str:
    """How long, in working days: "6 working days"."""
    if not days:
        return _("less than a working day")
    return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}


def who_waits(entries: int, replies: int) -> str:
    """The title of the list of those who wait: "Who is waiting for an answer: 3 entries"; "" where nobody does."""
    waiting = ngettext(
        "Who is waiting for an answer: %(count)d entry", "Who is waiting for an answer: %(count)d entries", entries
    )
    said = ngettext("%(count)d new reply", "%(count)d new replies", replies) % {"count": replies}
    if entries and replies:
        return _("%(waiting)s, and %(replies)s") % {"waiting": waiting % {"count": entries}, "replies": said}
    return waiting % {"count": entries} if entries else said if replies else ""


def read_times(times: int) -> str:
    return ngettext("%(times)d visit", "%(times)d visits", times) % {"times": times}


def changed(entry: EntryView) -> str:
    """How much changed since this person read it: "12 words added, 3 taken out"."""
    added, removed = counted(entry.changes)
    parts = []
    if added:
        parts.append(ngettext("%(count)d word added", "%(count)d words added", added) % {"count": added})
    if removed:
        parts.append(ngettext("%(count)d word removed", "%(count)d words removed", removed) % {"count": removed})
    return ", ".join(parts)


def state(entry: EntryView) -> str:
    """Who sees an entry and whether it waits, as its author or as a reader would say it."""
    if not entry.is_shared:
        return _("Only you") if not entry.was_ever_shared else _("Only you: you took it back")
    words = {"day": formats.day(entry.shared_at)}
    if entry.is_overdue:
        words["days"] = waited(entry.waiting_days)
    if not entry.is_mine:
        words["author"] = entry.author_name or _("The author")
        if entry.is_overdue and entry.may_comment:
            return _("%(author)s has waited for an answer since %(day)s, %(days)s") % words
        if entry.waits and entry.may_comment:
            return _("%(author)s has waited for an answer since %(day)s") % words
        return _("%(author)s shared this on %(day)s") % words
    words["names"] = listed(entry.readers)
    if not entry.readers:
        return _("Shared, but nobody has that role here yet")
    if not entry.has_readers:
        return _("Shared with %(names)s: nobody can read it now") % words
    if entry.is_overdue:
        return _("Shared with %(names)s, waiting for an answer since %(day)s, %(days)s") % words
    if entry.waits:
        return _("Shared with %(names)s, waiting for an answer since %(day)s") % words
    return _("Shared with %(names)s, answered on %(answered)s") % {**words, "answered": formats.day(entry.answered_at)}


def reading_state(entry: EntryView) -> str:
    """For the author of a shared entry: whether it can still be taken back. In short, an answer tells that it was read."""
    if not entry.knows_readers or not entry.is_shared or (entry.is_short and entry.answered_at):
        return ""
    if entry.first_read_at is None:
        return _("Nobody has read it yet: you can still take it back.")
    return _("First read on %(day)s.") % {"day": formats.day(entry.first_read_at)}


def length_hint(least: int, most: int) -> str:
    """How long good entries often are, as the author of the course sees it; "" for no word about it."""
    if least and most and least < most:
        return _("Good entries are often %(least)d to %(most)d words long.") % {"least": least, "most": most}
    if least:
        return _("Good entries often have %(count)d words or more.") % {"count": least}
    if most:
        return _("Good entries often have no more than %(count)d words.") % {"count": most}
    return ""


@dataclass(frozen=True)
class Step:
    """What somebody does next; `entry_id` where it is done at an entry that stands on the page."""

    words: str
    entry_id: int | None = None


def looked_at() -> Step:
    """What is said to staff who look at a log as somebody else, whatever that person is asked."""
    return Step(_("You are viewing this log as somebody else, so nothing is expected of you."))


def next_steps(
    summary: Summary,
    *,
    mentors: Sequence[str],
    may_write: bool,
    may_answer: bool,
    waiting: int = 0,
    waiting_for: Sequence[str] = (),
    first_theirs: int = 0,
    asked: Sequence[EntryView] = (),
    returned: Sequence[EntryView] = (),
    answered: Sequence[EntryView] = (),
    heard: Sequence[EntryView] = (),
    replies: int = 0,
    writers: Sequence[str] = (),
    has_left: bool = False,
) -> list[Step]:
    """Who does what next, the most pressing first. Never empty. `waiting` entries wait for this person, here or elsewhere.

    `waiting_for` are, for each entry that this person may know of and not read, the names whom it waits for; `first_theirs`
    entries here wait for the mentor first, and this person may answer them too. `mentors` have joined.
    `heard` are others' entries here about which something new is said; `replies` as many elsewhere; `writers` write here,
    `has_left`: somebody did and has left.
    """
    steps = [
        *_to_mend(returned),
        *_to_reply(answered),
        *_to_decide(asked),
        *(_to_answer(waiting) if may_answer else ()),
        *_to_ask(waiting_for),
        *_to_leave_first(first_theirs, mentors),
        *_to_read(heard, replies),
        *(Step(words) for words in _of_own(summary, mentors, may_write)),
    ]
    return steps or [Step(_otherwise(may_write, may_answer and not (has_left and not writers), writers))]


def _to_mend(returned: Sequence[EntryView]) -> Iterator[Step]:
    for entry in returned:
        yield _at(entry, _("Change the entry of %(day)s, for which changes were requested, and submit it again."))


def _to_reply(answered: Sequence[EntryView]) -> Iterator[Step]:
    for entry in answered:
        words = _("Read what %(name)s says about the entry of %(day)s, and reply.")
        yield _at(entry, words, entry.last_turn_name or _("your reader"))


def _to_decide(asked: Sequence[EntryView]) -> Iterator[Step]:
    for entry in asked:
        if entry.request is not None:
            words = _("Decide whether the entry of %(day)s is withheld from the whole placement, as %(name)s asks.")
            yield _at(entry, words, entry.request.name or _("your mentor"))


def _to_answer(waiting: int) -> Iterator[Step]:
    if waiting:
        words = ngettext(
            "Answer %(count)d entry that is waiting for you.",
            "Answer %(count)d entries that are waiting for you.",
            waiting,
        )
        yield Step(words % {"count": waiting})


def _to_ask(waiting_for: Sequence[str]) -> Iterator[Step]:
    for names in dict.fromkeys(waiting_for):
        yield Step(_("Ask %(names)s about an entry that is waiting for an answer.") % {"names": names})


def _to_leave_first(entries: int, mentors: Sequence[str]) -> Iterator[Step]:
    """Say what waits for the mentor first, to somebody who may answer it too."""
    if entries:
        words = ngettext(
            "%(count)d entry is waiting for an answer, from %(names)s first. You can answer it too.",
            "%(count)d entries are waiting for an answer, from %(names)s first. You can answer them too.",
            entries,
        )
        yield Step(words % {"count": entries, "names": listed(mentors) if mentors else _("the mentor")})


def _to_read(heard: Sequence[EntryView], replies: int) -> Iterator[Step]:
    """Say what is new about others' entries: here, by the entry; elsewhere, by their number."""
    for entry in heard:
        words = _("Read what %(name)s says about the entry of %(day)s.")
        yield _at(entry, words, entry.last_turn_name or entry.author_name or _("The author"))
    if replies:
        words = ngettext("Read %(count)d new reply.", "Read %(count)d new replies.", replies)
        yield Step(words % {"count": replies})


def _at(entry: EntryView, words: str, name: str = "") -> Step:
    return Step(words % {"day": formats.day(entry.date), "name": name}, entry.id)


def _of_own(summary: Summary, mentors: Sequence[str], may_write: bool) -> Iterator[str]:
    """What is to be done with one's own entries as a whole."""
    if may_write and not summary.own:
        yield _("Write your first entry. Three sentences are enough.")
    if summary.own_drafts:
        words = ngettext(
            "%(count)d entry is still private. Share it when you want an answer.",
            "%(count)d entries are still private. Share them when you want an answer.",
            summary.own_drafts,
        )
        yield words % {"count": summary.own_drafts}
    if summary.own_reviewed:
        words = ngettext(
            "%(count)d entry is with the reviewers. Nobody else here can answer it yet.",
            "%(count)d entries are with the reviewers. Nobody else here can answer them yet.",
            summary.own_reviewed,
        )
        yield words % {"count": summary.own_reviewed}
    if summary.own_unheard:
        words = ngettext(
            "%(count)d entry is shared, but nobody here can answer it yet.",
            "%(count)d entries are shared, but nobody here can answer them yet.",
            summary.own_unheard,
        )
        yield words % {"count": summary.own_unheard}
    if waits := summary.own_waiting - summary.own_unheard - summary.own_reviewed:
        words = ngettext(
            "%(count)d entry is waiting for an answer from %(names)s.",
            "%(count)d entries are waiting for an answer from %(names)s.",
            waits,
        )
        yield words % {"count": waits, "names": listed(mentors) if mentors else _("your readers")}


def _otherwise(may_write: bool, may_answer: bool, writers: Sequence[str]) -> str:
    """What is said where nothing asks for anybody."""
    if may_write:
        return _("Write the next entry when something happens that makes you think.")
    if may_answer and writers:
        words = _("Nothing is waiting for you. The next step is with %(names)s: to write an entry and share it with you.")
        return words % {"names": listed(writers)}
    if may_answer:
        return _(
            "Nothing is waiting for you. Nobody who writes here has joined yet: invite them with the personal links in the "
            "plan."
        )
    return _("Nothing is waiting for you here.")
