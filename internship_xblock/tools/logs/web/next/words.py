"""What is said of the entries of a log: who does what next about which. One list, for its screen and Today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from .....core.language import formats
from .....core.permissions import Role
from .....core.today import Todo
from ....placements.api import PlacementView
from ...api import OpenEntry
from ...comments import open_entries as asks
from ..entries.words import listed

ORDER = (
    asks.CHANGE, asks.REPLY, asks.DECIDE, asks.ANSWER, asks.ASK, asks.THEIRS, asks.READ, asks.SHARE, asks.UNHEARD,
    asks.RESET, asks.REVIEWED, asks.WAITS,
)  # fmt: skip
SPOKEN = (asks.REPLY, asks.DECIDE, asks.READ)  # for what somebody said: they are about whoever did
OTHERS = (asks.THEIRS, asks.UNHEARD, asks.REVIEWED, asks.WAITS)  # what others do next, or nobody can


def said_of(entry: OpenEntry, address: str) -> Todo:
    """Return what is said of an entry; `address` is where it stands."""
    who = entry.author or _("Somebody who has left")
    last = entry.name or {asks.DECIDE: _("Your mentor")}.get(entry.asks, _("A reader"))
    sentence, action = _WORDS[entry.asks]()
    known = {
        "author": who, "name": last, "day": formats.day(entry.day), "shared": formats.day(entry.since),
        "names": listed(entry.names) or (_("the mentor") if entry.asks == asks.ASK else _("your readers")),
    }  # fmt: skip
    return Todo(
        kind=f"log.{entry.asks}", sentence=sentence % known, action=action, address=address if entry.id is not None else "",
        since=entry.since, is_mine=entry.asks not in OTHERS, who=entry.name if entry.asks in SPOKEN else who, role=entry.role,
    )  # fmt: skip


def first_entry(place: PlacementView, address: str) -> Todo:
    """Return what is said to somebody who writes a log and has not begun."""
    return Todo(
        kind="log.write", sentence=_("Write your first entry in the log. Three sentences are enough."), action=_("Write"),
        address=address, who=place.name_of(place.seen_by.identity), role=place.role_of(place.seen_by.identity),
    )  # fmt: skip


def otherwise(place: PlacementView, may_write: bool, may_answer: bool, writers: Sequence[str]) -> str:
    """Return what is said where nothing asks for anybody."""
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


def looked_at() -> str:
    """Return what is said to staff who look at a log as somebody else, whatever that person is asked."""
    return _("You are viewing this log as somebody else, so nothing is expected of you.")


def writers_of(place: PlacementView) -> list[str]:
    return [
        party.name or party.role_label for party in place.parties if party.role == Role.STUDENT and party.has_joined
    ]  # fmt: skip


_WORDS: Mapping[str, Callable[[], tuple[str, str]]] = {
    asks.CHANGE: lambda: (
        _("Changes were requested in your entry of %(day)s. Make them, then submit it again."), _("Read and change"),
    ),
    asks.REPLY: lambda: (_("%(name)s wrote about your entry of %(day)s."), _("Read and reply")),
    asks.DECIDE: lambda: (
        _("%(name)s asks you to withhold your entry of %(day)s from the whole placement."), _("Read and decide"),
    ),
    asks.ANSWER: lambda: (_("%(author)s shared an entry on %(shared)s."), _("Read and answer")),
    asks.ASK: lambda: (
        _("An entry by %(author)s is waiting for an answer from %(names)s. Ask %(names)s about it."), "",
    ),
    asks.THEIRS: lambda: (
        _("An entry by %(author)s is waiting for an answer, from %(names)s first. You can answer it too."), _("Read it"),
    ),
    asks.READ: lambda: (_("%(name)s wrote about the entry of %(day)s."), _("Read it")),
    asks.SHARE: lambda: (
        _("Your entry of %(day)s is still private. Share it when you want an answer."), _("Open the entry"),
    ),
    asks.UNHEARD: lambda: (_("Your entry of %(day)s is shared, but nobody here can answer it yet."), ""),
    asks.RESET: lambda: (
        _("Your entry of %(day)s can be submitted again: the course team has reset this activity."), _("Open the entry"),
    ),
    asks.REVIEWED: lambda: (_("Your entry of %(day)s is with the reviewers. Nobody else here can answer it yet."), ""),
    asks.WAITS: lambda: (_("Your entry of %(day)s is waiting for an answer from %(names)s."), ""),
}  # fmt: skip

COUNTED: Mapping[str, Any] = {
    "log.change": ngettext_lazy("Changes were requested in %(n)d entry", "Changes were requested in %(n)d entries", "n"),
    "log.reply": ngettext_lazy("%(n)d entry has an answer to read", "%(n)d entries have answers to read", "n"),
    "log.decide": ngettext_lazy(
        "%(n)d entry that somebody asks you to withhold", "%(n)d entries that somebody asks you to withhold", "n"
    ),
    "log.answer": ngettext_lazy("%(n)d entry is waiting for your answer", "%(n)d entries are waiting for your answer", "n"),
    "log.ask": ngettext_lazy(
        "%(n)d entry has waited long for its mentor", "%(n)d entries have waited long for their mentors", "n"
    ),
    "log.theirs": ngettext_lazy("%(n)d entry is waiting for its mentor", "%(n)d entries are waiting for their mentors", "n"),
    "log.read": ngettext_lazy("%(n)d new reply", "%(n)d new replies", "n"),
    "log.share": ngettext_lazy("%(n)d entry is still private", "%(n)d entries are still private", "n"),
    "log.unheard": ngettext_lazy(
        "%(n)d entry is shared, but nobody here can answer it yet",
        "%(n)d entries are shared, but nobody here can answer them yet", "n",
    ),
    "log.reset": ngettext_lazy("%(n)d entry can be submitted again", "%(n)d entries can be submitted again", "n"),
    "log.reviewed": ngettext_lazy("%(n)d entry is with the reviewers", "%(n)d entries are with the reviewers", "n"),
    "log.waits": ngettext_lazy("%(n)d entry is waiting for an answer", "%(n)d entries are waiting for an answer", "n"),
    "log.write": ngettext_lazy("%(n)d log has no entry yet", "%(n)d logs have no entry yet", "n"),
}  # fmt: skip
