"""Rows into views: who may read an entry, who its readers are, and how it is shown. Used by this tool's api only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import permissions, wording
from ..actor import Actor
from ..errors import Difference, NotFound, Words
from ..permissions import Role
from ..placements.api import PartyRow, PlacementView
from . import links
from .changes import between
from .kinds import has_course_team, speaker_label
from .models import Entry, EntryComment, EntryText, Sharing
from .prompts import Kept, level_label, prompt_set, question_of
from .quotes import squeezed, stands_in
from .seeing import Seen, is_news, seen_of
from .values import CommentView, EarlierText, EntryView, RequestView, parts_of
from .workdays import ANSWER_DAYS, working_days

FIRST_WORDS = 90  # characters of a short entry
_TURNS = EntryComment.objects.order_by("pk")
_EARLIER = EntryText.objects.all()
READERS = {  # the roles that a level adds to its author, in the words of the permission table
    level: permissions.TABLE[f"log.read_{level}"] for level in Sharing.values
}
FACTS: dict[str, Words] = {
    "date": gettext_lazy("Day"), "hours": gettext_lazy("Hours"), "next_step": gettext_lazy("My next step"),
    "date_reason": gettext_lazy("Why this day"), "links": gettext_lazy("Links"),
}  # fmt: skip


def gone() -> NotFound:
    """One sentence for what was taken back, never shared, and never there, so that ids reveal nothing."""
    return NotFound(_("This entry cannot be found. Its author may have taken it back, or it is not yours to read."))


def roles_for(actor: Actor, placement: PlacementView, entry: Entry) -> frozenset[Role]:
    is_author = actor.is_known and entry.author_id == actor.user_id
    return _roles(placement) | ({Role.AUTHOR} if is_author else frozenset())


def level_of(entry: Entry) -> str:
    """The level that counts: what a mentor asks to keep from the cohort is not shown to it before its author has decided."""
    return Sharing.SUPERVISOR if entry.sharing == Sharing.COHORT and entry.is_withheld else entry.sharing


def _roles(placement: PlacementView) -> frozenset[Role]:
    return placement.roles if has_course_team(placement.kind) else placement.roles - {Role.INSTRUCTOR}


def levels_open_to(actor: Actor, kind: str) -> tuple[str, ...]:
    """The levels at which somebody may be shown entries, as far as their roles allow it.

    All, save for staff who look at the course as somebody else: they read as little as the course team does, as author too.
    """
    if not actor.masquerading:
        return tuple(Sharing.values)
    return tuple(level for level in Sharing.values if Role.INSTRUCTOR in READERS[level]) if has_course_team(kind) else ()


def may_read(actor: Actor, placement: PlacementView, entry: Entry) -> bool:
    level = level_of(entry)
    roles = roles_for(actor, placement, entry)
    return level in levels_open_to(actor, placement.kind) and permissions.is_allowed(f"log.read_{level}", roles)


def readable(actor: Actor, placement: PlacementView) -> Q:
    """The condition on entries of a placement that `may_read` answers with yes."""
    roles, shown = _roles(placement), levels_open_to(actor, placement.kind)
    levels = [level for level in shown if not roles.isdisjoint(READERS[level])]
    theirs = Q(sharing__in=levels)
    if Sharing.SUPERVISOR not in levels:
        theirs &= ~Q(sharing=Sharing.COHORT, is_withheld=True)
    own = Q(author_id=actor.account)
    return theirs | (own & Q(sharing__in=shown) if actor.masquerading else own)


def readers(level: str, placement: PlacementView, author_id: int | None) -> tuple[tuple[str, ...], bool]:
    """The names of those who may read at a level beside the author, and whether one of them could open it now.

    Who has not joined yet, and who has left, is said so.
    """
    names = []
    roles = READERS[level]
    has_team = Role.INSTRUCTOR in roles and has_course_team(placement.kind)
    is_reached = has_team
    for party in placement.parties:
        if party.role in roles and (party.user_id is None or party.user_id != author_id):
            names.append(_name_of(party))
            is_reached = is_reached or party.has_joined
    if has_team:
        names.append(_("the course team"))
    return tuple(names), is_reached


def _name_of(party: PartyRow) -> str:
    name = party.name or party.role_label
    if party.has_joined:
        return name
    if party.joined_at is not None:
        return _("%(name)s (has left)") % {"name": name}
    return _("%(name)s (has not joined yet)") % {"name": name}


def with_dialogue(entries: Sequence[Entry]) -> None:
    """Fetch what is said about these, and what they said before: one query each, the second only where there is something.

    Of an entry that was locked and read anew, as they stand now as well.
    """
    said: dict[int, list[EntryComment]] = {entry.pk: [] for entry in entries}
    now = any(getattr(entry, "is_refreshed", False) for entry in entries)
    turns, texts = (_TURNS.select_for_update(), _EARLIER.select_for_update()) if now else (_TURNS, _EARLIER)
    for turn in turns.filter(entry_id__in=list(said)) if said else ():
        said[turn.entry_id].append(turn)
    for entry in entries:
        entry.said = said[entry.pk]  # type: ignore[attr-defined]  # for _comments, which asks anew where it is not there
    changed = [entry for entry in entries if entry.has_earlier]
    if changed:
        prefetch_related_objects(changed, Prefetch("earlier", queryset=texts))


def document(entry: Entry) -> dict[str, str]:
    """All that was written in an entry, as text: what is kept before a change, and compared after one."""
    return {
        **entry.texts, "next_step": entry.next_step, "date": entry.date.isoformat(), "hours": hours_text(entry.hours),
        "date_reason": entry.date_reason, "links": links.in_words(entry.links),
    }  # fmt: skip


def _as_read(kept: Mapping[str, str]) -> dict[str, str]:
    """A document as people read it: its day and its hours are kept as machines write them."""
    read = dict(kept)
    if day := parse_date(read.get("date", "")):
        read["date"] = wording.day_and_year(day)
    if read.get("hours"):
        read["hours"] = wording.number(read["hours"])
    return read


def hours_text(hours: Any) -> str:
    if hours is None:
        return ""
    text = f"{hours:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def differences(entry: Entry, typed: Mapping[str, Any]) -> list[Difference]:
    """Where what was typed differs from what is stored, field by field."""
    stored = {name: getattr(entry, name) for name in typed}
    kept = [*typed.get("questions", ()), *stored.get("questions", ())]
    mine, theirs = words(typed, kept), words(stored, kept)
    empty = ("", "")
    return [
        Difference((mine.get(part) or theirs[part])[0], mine.get(part, empty)[1], theirs.get(part, empty)[1])
        for part in {**mine, **theirs}
        if mine.get(part, empty)[1] != theirs.get(part, empty)[1]
    ]


def words(columns: Mapping[str, Any], kept: Kept) -> dict[str, tuple[Words, str]]:
    """Columns of an entry as a person would read them: for each part of it, what it is called and what stands there."""
    found: dict[str, tuple[Words, str]] = {}
    if isinstance(columns.get("date"), date):
        found["date"] = (_("Day"), wording.day_and_year(columns["date"]))
    if "hours" in columns:
        found["hours"] = (_("Hours"), wording.number(columns["hours"]))
    if "model" in columns:
        found["model"] = (_("Questions"), str(prompt_set(columns["model"], kept).label))
    for name, text in columns["texts"].items():
        found[f"text-{name}"] = (question_of(name, kept) or _("Written under other questions"), text)
    if "next_step" in columns:
        found["next_step"] = (_("My next step"), columns["next_step"])
    if "date_reason" in columns:
        found["date_reason"] = (_("Why this day"), columns["date_reason"])
    if "links" in columns:
        found["links"] = (_("Links"), links.in_words(columns["links"]))
    if "level" in columns:
        found["level"] = (_("How deep does this entry go?"), str(level_label(columns["level"])))
    if "outcomes" in columns:
        found["outcomes"] = (_("Learning outcomes this touches"), ", ".join(sorted(columns["outcomes"])))
    return found


def view(actor: Actor, placement: PlacementView, entry: Entry, parts: Sequence[str] = ("comments", "earlier")) -> EntryView:
    """The entry as this person sees it; `parts` names the related rows to show, each prefetched or one query."""
    columns = _standing(actor, placement, entry)
    seen, is_mine = seen_of(entry), columns["is_mine"]
    earlier = _earlier_texts(entry, is_mine and not actor.masquerading, seen) if "earlier" in parts else []
    if "comments" in parts:
        columns["comments"] = _comments(actor, entry, columns, [row.texts for row in earlier])
    if not is_mine and seen is not None and earlier:
        base, at = (seen.revision, seen.last_at) if columns["is_changed"] else (seen.before_revision, seen.before_at)
        then = next((row for row in reversed(earlier) if row.revision >= base), None) if base else None
        before, now = _as_read(then.texts if then else {}), _as_read(document(entry))
        changes = between(before, now, _labels(entry, before)) if then is not None else ()
        columns |= {"changes": changes, "changed_since": at if changes else None}
    return EntryView(
        **columns, texts=entry.texts, outcomes=tuple(entry.outcomes), level=entry.level, next_step=entry.next_step,
        earlier=tuple(EarlierText(row.revision, row.kept_at, _earlier(entry, row.texts)) for row in earlier),
        questions=tuple(entry.questions), links=links.links_of(entry.links), link_rows=tuple(entry.links),
        date_reason=entry.date_reason,
    )  # fmt: skip


def short_view(actor: Actor, placement: PlacementView, entry: Entry) -> EntryView:
    """When, who, and how it stands. Its first words only for its author, and for who has read them as they are."""
    columns = _standing(actor, placement, entry)
    first = ""
    if columns["is_mine"] or not (actor.masquerading or columns["is_new"] or columns["is_changed"]):
        first = next((squeezed(text) for text in entry.texts.values() if text.strip()), "")
    words = first if len(first) <= FIRST_WORDS else first[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"
    return EntryView(**columns, texts={}, outcomes=(), level="", next_step="", is_short=True, first_words=words)


def _standing(actor: Actor, placement: PlacementView, entry: Entry) -> dict[str, Any]:
    """What is said of an entry without any of its words: who, when, how it stands, and what is new to this person."""
    roles = roles_for(actor, placement, entry)
    is_mine = Role.AUTHOR in roles
    seen = seen_of(entry)
    names, is_reached = readers(level_of(entry), placement, entry.author_id)
    waits = entry.sharing != Sharing.PRIVATE and entry.answered_at is None and entry.shared_at is not None
    looks = not actor.masquerading
    return {
        "id": entry.pk, "placement_id": entry.placement_id, "usage_key": entry.usage_key, "draft": entry.draft,
        "author_id": entry.author_id, "author_name": entry.author_name, "is_mine": is_mine, "date": entry.date,
        "hours": entry.hours, "model": entry.model, "is_sensitive": entry.is_sensitive, "sharing": entry.sharing,
        "shared_at": entry.shared_at, "first_read_at": entry.first_read_at, "answered_at": entry.answered_at,
        "revision": entry.revision, "shared_revision": entry.shared_revision, "created": entry.created,
        "changed_at": entry.changed_at, "kind": placement.kind, "readers": names, "has_readers": is_reached,
        "may_comment": _may_comment(actor, entry, roles),
        "waiting_days": working_days(_day(entry.shared_at), timezone.localdate()) if waits and entry.shared_at else 0,
        "turns": entry.turns, "last_turn_at": entry.last_turn_at,
        "spoke_last": entry.last_turn > 0 and actor.is_known and entry.last_turn_by_id == actor.user_id,
        "last_turn_name": next((p.name for p in placement.parties if p.user_id and p.user_id == entry.last_turn_by_id), ""),
        "is_withheld": entry.is_withheld,
        "request": _request(entry) if looks and (is_mine or Role.MENTOR in roles) else None,
        "may_ask": not is_mine and not entry.is_withheld and _may(actor, "log.ask_to_withhold", roles, entry),
        "is_new": looks and not is_mine and seen is None,
        "has_news": looks and (is_mine or seen is not None) and is_news(entry, actor, seen),
        "knows_readers": looks and is_mine,
        "is_changed": looks and not is_mine and seen is not None and entry.text_revision > seen.revision,
    }  # fmt: skip


def most_pressing(actor: Actor, placement: PlacementView, entries: Sequence[Entry], count: int) -> list[Entry]:
    """Which of these to show whole: the author's newest draft, what is new to this person, what waits for them, the newest.

    An author's own waits for them where a mentor's request is to be decided, and where somebody else spoke last, as long
    as the log asks them to reply.
    """

    def rank(place: int) -> tuple[int, int]:
        entry = entries[place]
        seen, is_mine = seen_of(entry), entry.author_id == actor.user_id
        if is_mine and not entry.shared_revision:
            return 0 if place == first_draft else 3, place
        if is_news(entry, actor, seen) or not (is_mine or (seen and seen.revision >= entry.text_revision)):
            return 1, place
        waits = entry.answered_at is None and not is_mine and _may_comment(actor, entry, roles_for(actor, placement, entry))
        if is_mine and entry.last_turn_at and entry.last_turn_by_id != actor.user_id:
            waits = working_days(_day(entry.last_turn_at), timezone.localdate()) < ANSWER_DAYS
        waits = waits or (is_mine and entry.is_withheld)
        return 2 if waits else 3, place

    drafts = (place for place, entry in enumerate(entries) if entry.author_id == actor.user_id and not entry.shared_revision)
    first_draft = next(drafts, None)
    chosen = sorted(range(len(entries)), key=rank)[: max(0, count)]
    return [entries[place] for place in sorted(chosen)]


def _day(when: datetime) -> date:
    return timezone.localtime(when).date()


def _earlier_texts(entry: Entry, has_all: bool, seen: Seen | None) -> list[EntryText]:
    """The newest first: all for its author, for a reader none that was changed before they could read it."""
    if not entry.has_earlier:
        return []
    first = 0 if has_all else seen.first_revision if seen else entry.revision
    return [row for row in entry.earlier.all() if row.revision >= first]


def _request(entry: Entry) -> RequestView | None:
    """Only where it was fetched with the entry: nothing asks for it one by one."""
    row = entry._state.fields_cache.get("request")
    return RequestView(row.asked_name, row.reason, row.asked_at, row.decided_at, row.is_granted) if row else None


def _may(actor: Actor, verb: str, roles: frozenset[Role], entry: Entry) -> bool:
    return entry.sharing != Sharing.PRIVATE and not actor.masquerading and permissions.is_allowed(verb, roles)


def _labels(entry: Entry, before: Mapping[str, str]) -> dict[str, Words]:
    """What the parts of an entry's document are called, the questions first."""
    names = [prompt.id for prompt in prompt_set(entry.model, entry.questions).prompts]
    names += [name for name in (*entry.texts, *before) if name not in names and name not in FACTS]
    return {name: question_of(name, entry.questions) for name in names} | FACTS


def texts_for(actor: Actor, placement: PlacementView, entry: Entry) -> list[str]:
    """All that this person can read of what stands or stood in an entry. At most one query."""
    is_mine = Role.AUTHOR in roles_for(actor, placement, entry)
    kept = [row.texts for row in _earlier_texts(entry, is_mine, seen_of(entry))]
    return _all_texts(entry, kept)


def _all_texts(entry: Entry, earlier: Sequence[Mapping[str, str]]) -> list[str]:
    told = [text for kept in earlier for name, text in kept.items() if name not in ("date", "hours")]
    return [*entry.texts.values(), entry.next_step, *told]


def _comments(
    actor: Actor, entry: Entry, found: Mapping[str, Any], earlier: Sequence[Mapping[str, str]]
) -> tuple[CommentView, ...]:
    """The dialogue. A quote is shown to whom the quoted words are shown: not every reader has read the earlier texts."""
    texts = _all_texts(entry, earlier)
    seen = seen_of(entry)
    newest = seen.turn if seen else 0
    views = []
    said = getattr(entry, "said", None)
    for row in entry.comments.all() if said is None else said:
        turn = _comment(actor, row, found["kind"])
        has_read = (turn.is_mine or found["is_mine"]) and not actor.masquerading
        is_gone = bool(row.quote) and not (has_read or stands_in(row.quote, texts))
        is_new = found["has_news"] and row.pk > newest and not turn.is_mine
        views.append(replace(turn, quote="" if is_gone else row.quote, is_quote_gone=is_gone, is_new=is_new))
    return tuple(views)


def _may_comment(actor: Actor, entry: Entry, roles: frozenset[Role]) -> bool:
    return _may(actor, "log.comment", roles, entry)


def _earlier(entry: Entry, kept: Mapping[str, str]) -> tuple[tuple[Words, str], ...]:
    texts, read = {name: text for name, text in kept.items() if name not in FACTS}, _as_read(kept)
    facts = ((label, read[name]) for name, label in FACTS.items() if read.get(name))
    return (*parts_of(entry.model, texts, entry.questions), *facts)


def _comment(actor: Actor, row: EntryComment, kind: str) -> CommentView:
    named: tuple[tuple[Words, str], ...] = (
        (_("Noticed"), row.observation), (_("To try next"), row.feedforward), (_("A question"), row.question), ("", row.text),
    )  # fmt: skip
    return CommentView(
        author_name=row.author_name,
        role=row.role,
        role_label=speaker_label(row.role, kind),
        is_mine=actor.is_known and row.author_id == actor.user_id,
        at=row.at,
        parts=tuple((label, text) for label, text in named if text.strip()),
    )
