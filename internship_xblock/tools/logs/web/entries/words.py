"""Where an entry stands, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.language import formats
from .....core.language.word_diff import counted
from ...values import EntryView


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
