"""Turn rows into views: how an entry is shown to one of its readers. Used by this tool's verbs only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import Words
from ....core.language.text import shortened, squeezed
from ....core.language.word_diff import between
from ....core.permissions import Role
from ...placements.api import PlacementView
from ..comments.quotes import stands_in
from ..comments.workdays import ANSWER_DAYS, days_since
from ..entries import links
from ..entries.texts import FACTS, as_read, document, labels_of
from ..models import Entry, EntryComment, EntryText, Sharing
from ..staff_mode import speaker_label
from ..values import ANSWER_PARTS, CommentView, EarlierText, EntryView, RequestView, parts_of
from .rights import level_of, readers, roles_for
from .seen import Seen, is_news, seen_of

FIRST_WORDS = 90  # characters of a short entry
_TURNS = EntryComment.objects.order_by("pk")
_EARLIER = EntryText.objects.all()


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


def view(actor: Actor, placement: PlacementView, entry: Entry, parts: Sequence[str] = ("comments", "earlier")) -> EntryView:
    """The entry as this person sees it; `parts` names the related rows to show, each prefetched or one query."""
    columns = _standing(actor, placement, entry)
    seen, is_mine = seen_of(entry), columns["is_mine"]
    earlier = _earlier_texts(entry, is_mine and not actor.masquerading, seen) if "earlier" in parts else []
    if "comments" in parts:
        columns["comments"] = _comments(actor, entry, columns, [row.texts for row in earlier])
    if not is_mine and seen is not None:
        columns |= _changes(entry, seen, columns["is_changed"], earlier)
    return EntryView(
        **columns, texts=entry.texts, outcomes=tuple(entry.outcomes), level=entry.level, next_step=entry.next_step,
        earlier=tuple(EarlierText(row.revision, row.kept_at, _earlier(entry, row.texts)) for row in earlier),
        questions=tuple(entry.questions), links=links.links_of(entry.links), link_rows=tuple(entry.links),
        date_reason=entry.date_reason,
    )  # fmt: skip


def _changes(entry: Entry, seen: Seen, is_changed: bool, earlier: Sequence[EntryText]) -> dict[str, Any]:
    """Return what changed since a reader read it: now for the first time, or before the visit in which they saw the change."""
    base, at = (seen.revision, seen.last_at) if is_changed else (seen.before_revision, seen.before_at)
    then = next((row for row in reversed(earlier) if row.revision >= base), None) if base else None
    if then is None:
        return {}
    before, now = as_read(then.texts), as_read(document(entry))
    changes = between(before, now, labels_of(entry, before))
    return {"changes": changes, "changed_since": at if changes else None}


def short_view(actor: Actor, placement: PlacementView, entry: Entry) -> EntryView:
    """When, who, and how it stands. Its first words only for its author, and for who has read them as they are."""
    columns = _standing(actor, placement, entry)
    first = ""
    if columns["is_mine"] or not (actor.masquerading or columns["is_new"] or columns["is_changed"]):
        first = next((squeezed(text) for text in entry.texts.values() if text.strip()), "")
    words = shortened(first, FIRST_WORDS)
    return EntryView(**columns, texts={}, outcomes=(), level="", next_step="", is_short=True, first_words=words)


def _standing(actor: Actor, placement: PlacementView, entry: Entry) -> dict[str, Any]:
    """What is said of an entry without any of its words: who, when, how it stands, and what is new to this person."""
    roles = roles_for(actor, placement, entry)
    is_mine = Role.AUTHOR in roles
    names, is_reached = readers(level_of(entry.sharing, entry.is_withheld), placement, entry.written_by)
    return {
        "id": entry.pk, "placement_id": entry.placement_id, "usage_key": entry.usage_key, "draft": entry.draft,
        "author_id": entry.author_id, "author_name": entry.author_name, "is_mine": is_mine, "date": entry.date,
        "hours": entry.hours, "model": entry.model, "is_sensitive": entry.is_sensitive, "sharing": entry.sharing,
        "shared_at": entry.shared_at, "first_read_at": entry.first_read_at, "answered_at": entry.answered_at,
        "revision": entry.revision, "shared_revision": entry.shared_revision, "created": entry.created,
        "changed_at": entry.changed_at, "kind": placement.kind, "readers": names, "has_readers": is_reached,
        "may_comment": _may_comment(actor, entry, roles), "waiting_days": _waiting_days(entry),
        **_last_turn(actor, placement, entry), **_withholding(actor, entry, roles), **_news(actor, entry, is_mine),
    }  # fmt: skip


def _waiting_days(entry: Entry) -> int:
    """Return for how many working days a shared entry has waited for its answer; 0 where it does not wait."""
    if entry.sharing == Sharing.PRIVATE or entry.answered_at is not None or entry.shared_at is None:
        return 0
    return days_since(entry.shared_at)


def _last_turn(actor: Actor, placement: PlacementView, entry: Entry) -> dict[str, Any]:
    """Return how much was said about an entry, and by whom last."""
    last = entry.last_speaker
    return {
        "turns": entry.turns, "last_turn_at": entry.last_turn_at,
        "spoke_last": entry.last_turn > 0 and last.is_same(actor.identity),
        "last_turn_name": placement.name_of(last),
    }  # fmt: skip


def _withholding(actor: Actor, entry: Entry, roles: frozenset[Role]) -> dict[str, Any]:
    """Return whether an entry is kept from the cohort, who asked for it, and whether this person may ask."""
    knows_request = not actor.masquerading and not roles.isdisjoint({Role.AUTHOR, Role.MENTOR})
    may_ask = Role.AUTHOR not in roles and not entry.is_withheld and _may(actor, "log.ask_to_withhold", roles, entry)
    return {
        "is_withheld": entry.is_withheld, "request": _request(entry) if knows_request else None, "may_ask": may_ask,
    }  # fmt: skip


def _news(actor: Actor, entry: Entry, is_mine: bool) -> dict[str, bool]:
    """Return what is new to this person. Who looks on behalf of another is told nothing of what that other has read."""
    if actor.masquerading:
        return {"is_new": False, "has_news": False, "knows_readers": False, "is_changed": False}
    seen = seen_of(entry)
    return {
        "is_new": not is_mine and seen is None, "has_news": (is_mine or seen is not None) and is_news(entry, actor, seen),
        "knows_readers": is_mine, "is_changed": not is_mine and seen is not None and entry.text_revision > seen.revision,
    }  # fmt: skip


def most_pressing(actor: Actor, placement: PlacementView, entries: Sequence[Entry], count: int) -> list[Entry]:
    """Which of these to show whole: the author's newest draft, what is new to this person, what waits for them, the newest.

    An author's own waits for them where a mentor's request is to be decided, and where somebody else spoke last, as long
    as the log asks them to reply.
    """

    def rank(place: int) -> tuple[int, int]:
        entry = entries[place]
        seen, is_mine = seen_of(entry), entry.is_by(actor)
        if is_mine and not entry.shared_revision:
            return 0 if place == first_draft else 3, place
        if is_news(entry, actor, seen) or not (is_mine or (seen and seen.revision >= entry.text_revision)):
            return 1, place
        waits = entry.answered_at is None and not is_mine and _may_comment(actor, entry, roles_for(actor, placement, entry))
        if is_mine and entry.last_turn_at and not entry.last_speaker.is_same(actor.identity):
            waits = days_since(entry.last_turn_at) < ANSWER_DAYS
        waits = waits or (is_mine and entry.is_withheld)
        return 2 if waits else 3, place

    drafts = (place for place, entry in enumerate(entries) if entry.is_by(actor) and not entry.shared_revision)
    first_draft = next(drafts, None)
    chosen = sorted(range(len(entries)), key=rank)[: max(0, count)]
    return [entries[place] for place in sorted(chosen)]


def _earlier_texts(entry: Entry, has_all: bool, seen: Seen | None) -> list[EntryText]:
    """The newest first: all for its author, for a reader none that was changed before they could read it."""
    if not entry.has_earlier:
        return []
    first = 0 if has_all else seen.first_revision if seen else entry.revision
    return [row for row in entry.earlier.all() if row.revision >= first]


def _request(entry: Entry) -> RequestView | None:
    """Only where it was fetched with the entry: nothing asks for it one by one."""
    row = entry._state.fields_cache.get("request")
    return RequestView(row.author_name, row.reason, row.asked_at, row.decided_at, row.is_granted) if row else None


def _may(actor: Actor, verb: str, roles: frozenset[Role], entry: Entry) -> bool:
    return entry.sharing != Sharing.PRIVATE and not actor.masquerading and permissions.is_allowed(verb, roles)


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
    return _may(actor, "log.reply" if Role.AUTHOR in roles else "log.answer", roles, entry)


def _earlier(entry: Entry, kept: Mapping[str, str]) -> tuple[tuple[Words, str], ...]:
    texts, read = {name: text for name, text in kept.items() if name not in FACTS}, as_read(kept)
    facts = ((label, read[name]) for name, label in FACTS.items() if read.get(name))
    return (*parts_of(entry.model, texts, entry.questions), *facts)


def _comment(actor: Actor, row: EntryComment, kind: str) -> CommentView:
    named = (*((label, str(getattr(row, name))) for name, label in ANSWER_PARTS.items()), ("", row.text))
    return CommentView(
        author_name=row.author_name,
        role=row.role,
        role_label=speaker_label(row.role, kind),
        is_mine=row.is_by(actor),
        at=row.at,
        parts=tuple((label, text) for label, text in named if text.strip()),
    )
