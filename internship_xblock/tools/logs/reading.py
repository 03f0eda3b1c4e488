"""Rows into views: who may read an entry, who its readers are, and how it is shown. Used by this tool's api only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import permissions
from ..actor import Actor
from ..errors import Difference, NotFound, Words
from ..permissions import Role
from ..placements.api import PlacementView
from . import links
from .kinds import has_course_team, speaker_label
from .models import Entry, EntryComment, Sharing
from .prompts import Kept, level_label, prompt_set, question_of
from .values import CommentView, EarlierText, EntryView, parts_of

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
    roles = placement.roles if has_course_team(placement.kind) else placement.roles - {Role.INSTRUCTOR}
    return roles | ({Role.AUTHOR} if is_author else frozenset())


def may_read(actor: Actor, entry: Entry, roles: frozenset[Role]) -> bool:
    """Drafts are private from everybody, also from staff who look at the course as their author."""
    verb = f"log.read_{entry.sharing}"
    if actor.masquerading and verb not in permissions.READ_ONLY:
        return False
    return permissions.is_allowed(verb, roles)


def readable(actor: Actor, placement: PlacementView) -> Q:
    """The condition on entries of a placement that `may_read` answers with yes."""
    levels = [level for level in Sharing.values if not placement.roles.isdisjoint(READERS[level])]
    own = [level for level in Sharing.values if not (actor.masquerading and f"log.read_{level}" not in permissions.READ_ONLY)]
    return Q(sharing__in=levels) | Q(author_id=actor.account, sharing__in=own)


def readers(level: str, placement: PlacementView, author_id: int | None) -> tuple[str, ...]:
    """The names of those who may read at a level beside the author; who has not joined yet is said so."""
    names = []
    roles = READERS[level]
    for party in placement.parties:
        if party.role in roles and (party.user_id is None or party.user_id != author_id):
            name = party.name or party.role_label
            names.append(name if party.has_joined else _("%(name)s (has not joined yet)") % {"name": name})
    if Role.INSTRUCTOR in roles and has_course_team(placement.kind):
        names.append(_("the course team"))
    return tuple(names)


def record_reading(actor: Actor, entries: Sequence[Entry]) -> None:
    """Note that somebody else was shown these: from now on taking back is refused. At most one query.

    Somebody who looks on behalf of another leaves no trace in that other's name.
    """
    fresh = [
        entry for entry in entries
        if entry.author_id != actor.user_id and entry.sharing != Sharing.PRIVATE and entry.read_revision < entry.revision
    ]  # fmt: skip
    if not fresh or actor.masquerading:
        return
    now = timezone.now()
    first = Coalesce(F("first_read_at"), Value(now, DateTimeField()))
    Entry.objects.filter(pk__in=[entry.pk for entry in fresh]).exclude(sharing=Sharing.PRIVATE).update(
        first_read_at=first, read_revision=F("revision")
    )
    for entry in fresh:
        entry.first_read_at = entry.first_read_at or now
        entry.read_revision = entry.revision


def with_dialogue(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.prefetch_related("comments", "earlier")


def document(entry: Entry) -> dict[str, str]:
    """All that was written in an entry, as text: what is kept before a change, and compared after one."""
    return {
        **entry.texts, "next_step": entry.next_step, "date": entry.date.isoformat(), "hours": hours_text(entry.hours),
        "date_reason": entry.date_reason, "links": links.in_words(entry.links),
    }  # fmt: skip


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
        found["date"] = (_("Day"), columns["date"].isoformat())
    if "hours" in columns:
        found["hours"] = (_("Hours"), hours_text(columns["hours"]))
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
    roles = roles_for(actor, placement, entry)
    is_mine = Role.AUTHOR in roles
    return EntryView(
        id=entry.pk, placement_id=entry.placement_id, usage_key=entry.usage_key, draft=entry.draft, author_id=entry.author_id,
        author_name=entry.author_name, is_mine=is_mine, date=entry.date, hours=entry.hours, model=entry.model,
        texts=entry.texts, outcomes=tuple(entry.outcomes), level=entry.level, next_step=entry.next_step,
        is_sensitive=entry.is_sensitive, sharing=entry.sharing, shared_at=entry.shared_at, first_read_at=entry.first_read_at,
        answered_at=entry.answered_at, revision=entry.revision, shared_revision=entry.shared_revision, created=entry.created,
        changed_at=entry.changed_at, readers=readers(entry.sharing, placement, entry.author_id),
        may_comment=_may_comment(actor, entry, roles),
        comments=tuple(_comment(actor, row, placement.kind) for row in entry.comments.all()) if "comments" in parts else (),
        earlier=tuple(
            EarlierText(row.revision, row.kept_at, _earlier(entry, row.texts)) for row in entry.earlier.all()
        ) if "earlier" in parts else (),
        questions=tuple(entry.questions), links=links.links_of(entry.links), link_rows=tuple(entry.links),
        date_reason=entry.date_reason, kind=placement.kind,
    )  # fmt: skip


def _may_comment(actor: Actor, entry: Entry, roles: frozenset[Role]) -> bool:
    return entry.sharing != Sharing.PRIVATE and not actor.masquerading and permissions.is_allowed("log.comment", roles)


def _earlier(entry: Entry, kept: Mapping[str, str]) -> tuple[tuple[Words, str], ...]:
    texts = {name: text for name, text in kept.items() if name not in FACTS}
    facts = ((label, kept[name]) for name, label in FACTS.items() if kept.get(name))
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
