"""What can be done with a log. Every verb takes the actor first and asks the table first.

Not for: grading and returning (reviews), who is in the placement (placements). Nobody outside this folder imports its
models; what is returned is for reading. What a person typed comes in as the fields of a form (`data`, names with
`prefix`), is checked by this tool's forms, and is refused by `Invalid` with the field's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..actor import Actor
from ..errors import BadRequest, Invalid, NotFound, Stale
from ..permissions import Role
from ..placements import api as placements
from ..placements.api import PlacementView
from ..reviews import api as reviews
from . import reading, taking
from .figures import Figures, figures_of
from .forms import AnswerForm, EntryForm, ReplyForm, ShareForm, checked
from .models import Entry, EntryComment, EntryText, Sharing
from .prompts import prompt_set
from .rules import LogRules, Span, is_narrower
from .taking import Choice, ChoiceForm, Offer, Taken
from .values import CommentView, EarlierText, EntryPage, EntryView, Hours, Shared, Summary

__all__ = [
    "COMMENT_LIMIT", "PAGE_SIZE", "Choice", "ChoiceForm", "CommentView", "EarlierText", "EntryPage", "EntryView", "Figures",
    "Hours", "LogRules", "Offer", "Shared", "Span", "Summary", "Taken", "comment", "edit", "entry_for_review", "figures",
    "list_entries", "offer", "share", "share_levels", "summary", "take_along", "write",
]  # fmt: skip

PAGE_SIZE = 20
COMMENT_LIMIT = 200  # turns in one dialogue
KIND = "entry"
_ZERO = Decimal(0)


def list_entries(
    actor: Actor, *, placement: int | PlacementView, usage_key: str, before: str = "", limit: int = PAGE_SIZE
) -> EntryPage:
    """What this actor may read of a log, newest day first: own entries, and others' shared with a role of theirs.

    `before` is the `next_before` of the page above. Being shown somebody else's entry counts as reading it. At most four
    queries and the placement's, however long the log.
    """
    place = placements.require(actor, "log.list", placement)
    found = Entry.objects.filter(reading.readable(actor, place), placement_id=place.id, usage_key=usage_key)
    if before:
        day, pk = _cursor(before)
        found = found.filter(Q(date__lt=day) | Q(date=day, pk__lt=pk))
    limit = max(1, min(limit, 100))
    rows = list(reading.with_dialogue(found.order_by("-date", "-pk"))[: limit + 1])
    shown = rows[:limit]
    reading.record_reading(actor, shown)
    return EntryPage(
        entries=tuple(reading.view(actor, place, row) for row in shown),
        next_before=f"{shown[-1].date.isoformat()}.{shown[-1].pk}" if len(rows) > limit else "",
    )


def summary(actor: Actor, *, placement: int | PlacementView, usage_key: str, spans: Sequence[Span] = ()) -> Summary:
    """The log in numbers, of what this actor may read. Hours are the student's, or the actor's own where none has joined.

    One query and the placement's.
    """
    place = placements.require(actor, "log.list", placement)
    student = next((p.user_id for p in place.parties if p.role == Role.STUDENT and p.has_joined), actor.account)
    sums = {f"span{i}": Sum("hours", filter=Q(date__range=(s.start, s.end))) for i, s in enumerate(spans)}
    groups: list[Any] = list(  # one for each person and level, however many entries they have
        Entry.objects.filter(reading.readable(actor, place), placement_id=place.id, usage_key=usage_key)
        .values("author_id", "sharing")
        .annotate(count=Count("pk"), answered=Count("answered_at"), last=Max("draft"), total=Sum("hours"), **sums)
    )
    own = [group for group in groups if group["author_id"] == actor.account]
    drafts = [group for group in groups if group["sharing"] == Sharing.PRIVATE]
    waiting = [(group, group["count"] - group["answered"]) for group in groups if group not in drafts]

    def hours_in(name: str) -> Decimal:
        return sum((group[name] or _ZERO for group in groups if group["author_id"] == student), _ZERO)

    hours = tuple(Hours(s.label, s.start, s.end, hours_in(f"span{i}"), s.hours) for i, s in enumerate(spans))
    total = hours_in("total")
    return Summary(
        own=sum(group["count"] for group in own),
        own_drafts=sum(group["count"] for group in own if group in drafts),
        own_waiting=sum(count for group, count in waiting if group in own),
        others_waiting=sum(count for group, count in waiting if group not in own),
        next_draft=max((group["last"] for group in own), default=0) + 1, hours_total=total, hours=hours,
        hours_elsewhere=max(_ZERO, total - sum((item.written for item in hours), _ZERO)),
    )  # fmt: skip


def figures(
    actor: Actor, *, placement: int | PlacementView, usage_key: str, spans: Sequence[Span] = (), whose: int | None = None
) -> Figures:
    """What the pictures of a log show: of one author, of what this actor may read. Nothing of a text, so this is no reading.

    `whose` is an account among the `writers`; without it the student's, or the actor's own where the actor is one.
    Three queries and the placement's.
    """
    place = placements.require(actor, "log.figures", placement)
    return figures_of(actor, place, usage_key, spans, whose)


def take_along(actor: Actor, *, placement: int | PlacementView, usage_key: str, data: Any, prefix: str = "") -> Taken:
    """The actor's own entries of a log, to make documents of; `data` says which (ChoiceForm). Nobody else's, ever.

    Three queries and the placement's. NotFound for who has written nothing here.
    """
    return taking.take(actor, taking.enter(actor, placement), usage_key, data, prefix)


def offer(actor: Actor, *, placement: int | PlacementView, usage_key: str, data: Any, prefix: str = "") -> Offer:
    """How much `take_along` would take with this choice. Two queries at most, and the placement's."""
    return taking.offer(actor, taking.enter(actor, placement), usage_key, data, prefix)


def entry_for_review(actor: Actor, *, entry_id: int) -> EntryView:
    """One entry, for its author and for whoever its level names, reviewers included. This counts as reading it."""
    entry, placement, _others = _open(actor, entry_id)
    reading.record_reading(actor, [entry])
    return reading.view(actor, placement, entry)


def write(
    actor: Actor, *, placement_id: int, usage_key: str, draft: int, revision: int, rules: LogRules, data: Any, prefix: str = ""
) -> EntryView:
    """Begin an entry, a draft only its author can see, or go on with the one that has this `draft` number.

    Two quick saves, a retry after a lost answer and a second tab so meet in one entry. `revision` is 0 for a page that
    does not know yet that the entry exists. At most five queries.
    """
    placement = placements.require(actor, "log.write", placement_id)
    own = Entry.objects.filter(author_id=actor.account, placement_id=placement_id, usage_key=usage_key)
    known = {row.draft: row for row in own.filter(draft__in=(draft, draft - 1))}
    if draft in known:
        return _save(actor, placement, known[draft], revision, rules, data, prefix)
    if draft != 1 and draft - 1 not in known:
        raise BadRequest()
    model = prompt_set(rules.model)
    values = EntryForm(data, prompts=model, ask_hours=rules.ask_hours, prefix=prefix or None).values()
    entry = Entry(
        placement_id=placement_id, course_key=placement.course_key, usage_key=usage_key, author_id=actor.account,
        author_name=actor.name, draft=draft, model=model.id, **values,
    )  # fmt: skip
    # Of two requests that arrive together one makes the row; the other finds it and is compared with it.
    Entry.objects.bulk_create([entry], ignore_conflicts=True)
    stored = own.get(draft=draft)
    if reading.differences(stored, values):
        return _save(actor, placement, stored, revision, rules, data, prefix)
    return reading.view(actor, placement, stored, parts=())


def edit(actor: Actor, *, entry_id: int, revision: int, rules: LogRules, data: Any, prefix: str = "") -> EntryView:
    """Change an entry of one's own. What somebody else may have read is kept; a stale save raises Stale with both texts.

    At most five queries.
    """
    entry, placement, _others = _open(actor, entry_id, "log.edit")
    return _save(actor, placement, entry, revision, rules, data, prefix)


def share(
    actor: Actor, *, entry_id: int, revision: int, level: str, rules: LogRules, data: Any = None, prefix: str = ""
) -> Shared:
    """Set who may read an entry. To widen, or to hand in again, `data` holds the pre-share checklist (ShareForm).

    "private" takes it back, and a smaller circle narrows it, both until somebody else has read it; a mark as
    company-sensitive may take an entry away from everybody at any time. From "supervisor" on the entry is handed in
    for review, again with each sharing step.
    """
    entry, placement, others_shared = _open(actor, entry_id, "log.share")
    is_sensitive = entry.is_sensitive
    if level != Sharing.PRIVATE:
        if level not in rules.levels:
            raise Invalid(fields={f"{prefix}-level" if prefix else "level": [_("Choose one of the levels offered here.")]})
        offered = [(name, name) for name in rules.levels]
        if not any(text.strip() for text in entry.texts.values()):
            raise Invalid(_("There is nothing to read in this entry yet. Write a few words first."))
        is_sensitive = bool(checked(ShareForm(data or {}, levels=offered, prefix=prefix or None))["is_sensitive"])
    elif entry.sharing == Sharing.PRIVATE:
        return Shared(reading.view(actor, placement, entry, parts=()), others_shared)
    secret_found = is_sensitive and not entry.is_sensitive and level != Sharing.PRIVATE
    if is_narrower(level, entry.sharing) and entry.first_read_at is not None and not secret_found:
        raise Invalid(_("Somebody has read this entry already, so it can no longer be taken back. Talk to them instead."))
    view, standing = _shared(actor, placement, entry, revision, level, is_sensitive, rules)
    return Shared(view, others_shared + int(view.is_shared), standing)


def share_levels(actor: Actor, *, placement_id: int, rules: LogRules) -> list[tuple[str, str, tuple[str, ...]]]:
    """The levels this log offers: value, label, and the names of those who would read the actor's entry."""
    placement = placements.require(actor, "log.write", placement_id)
    return [
        (level.value, str(level.label), reading.readers(level.value, placement.parties, actor.user_id))
        for level in Sharing if level.value in rules.levels
    ]  # fmt: skip


def comment(actor: Actor, *, entry_id: int, data: Any, prefix: str = "") -> EntryView:
    """Answer an entry (AnswerForm), or, as its author, reply (ReplyForm)."""
    entry, placement, _others = _open(actor, entry_id, "log.comment")
    if entry.sharing == Sharing.PRIVATE:
        raise Invalid(_("Nobody else can read this entry now. Share it first, then you can talk about it here."))
    turns = list(entry.comments.all())
    if len(turns) >= COMMENT_LIMIT:
        raise Invalid(_("This dialogue has grown very long. Please go on in a new entry."))
    roles = reading.roles_for(actor, placement, entry)
    is_author = Role.AUTHOR in roles
    form = (ReplyForm if is_author else AnswerForm)(data, prefix=prefix or None)
    role = Role.AUTHOR if is_author else next(role for role in (Role.MENTOR, Role.SUPERVISOR) if role in roles)
    said = dict(checked(form))
    is_repeated = turns and turns[-1].author_id == actor.user_id and said == {n: getattr(turns[-1], n) for n in said}
    if not is_repeated:  # a button pressed twice says it once
        EntryComment.objects.create(entry=entry, author_id=actor.account, author_name=actor.name, role=role, **said)
    if not is_author and entry.answered_at is None:
        entry.answered_at = timezone.now()
        Entry.objects.filter(pk=entry.pk, answered_at=None).update(answered_at=entry.answered_at)
    reading.record_reading(actor, [entry])
    return reading.view(actor, placement, entry)


# -- inside ------------------------------------------------------------------------------------------------


class _Opened(NamedTuple):
    """An entry, its placement, and how many other entries of its author in this log are shared."""

    entry: Entry
    placement: PlacementView
    others_shared: int


def _open(actor: Actor, entry_id: int, verb: str = "") -> _Opened:
    """The entry, if the actor may read it, and may use `verb` on it. Three queries."""
    others = (
        Entry.objects.filter(author=OuterRef("author"), placement_id=OuterRef("placement_id"), usage_key=OuterRef("usage_key"))
        .exclude(pk=OuterRef("pk")).exclude(sharing=Sharing.PRIVATE).order_by().values("author").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    entry = (
        Entry.objects.annotate(others_shared=Coalesce(Subquery(others, output_field=IntegerField()), 0))
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        raise reading.gone()
    try:
        placement = placements.require(actor, "placement.open", entry.placement_id)
    except NotFound:
        raise reading.gone() from None
    roles = reading.roles_for(actor, placement, entry)
    if verb and actor.masquerading:
        permissions.require(actor, verb, roles)
    if not reading.may_read(actor, entry, roles):
        raise reading.gone()
    if verb:
        permissions.require(actor, verb, roles)
    return _Opened(entry, placement, entry.others_shared)


def _save(
    actor: Actor, placement: PlacementView, entry: Entry, revision: int, rules: LogRules, data: Any, prefix: str
) -> EntryView:
    """Claim the next revision; keep what somebody else may have read; or raise Stale with both texts."""
    form = EntryForm(data, prompts=prompt_set(entry.model), ask_hours=rules.ask_hours, prefix=prefix or None)
    values = form.values()
    if not reading.differences(entry, values):  # a retry after a lost answer, or nothing new: already as it should be
        return reading.view(actor, placement, entry, parts=())
    now = timezone.now()
    claimed = Entry.objects.filter(pk=entry.pk, revision=revision, author_id=actor.account).update(
        **values, revision=F("revision") + 1, changed_at=now
    )
    if not claimed:
        current = Entry.objects.get(pk=entry.pk)
        raise Stale(
            revision=current.revision, differences=reading.differences(current, values), changed_by=current.author_name,
            changed_at=current.changed_at,
        )  # fmt: skip
    if entry.sharing != Sharing.PRIVATE and entry.revision in (entry.shared_revision, entry.read_revision):
        EntryText.objects.create(entry=entry, revision=entry.revision, texts=reading.document(entry))
    for name, value in values.items():
        setattr(entry, name, value)
    entry.revision, entry.changed_at = revision + 1, now
    return reading.view(actor, placement, entry, parts=())


def _shared(
    actor: Actor, placement: PlacementView, entry: Entry, revision: int, level: str, is_sensitive: bool, rules: LogRules
) -> tuple[EntryView, reviews.Standing | None]:
    now = timezone.now()
    is_new = entry.sharing == Sharing.PRIVATE
    change: dict[str, Any] = {"sharing": level, "is_sensitive": is_sensitive, "shared_revision": revision + 1}
    if level == Sharing.PRIVATE:
        change |= {"shared_at": None}
    elif is_new:
        change |= {"shared_at": now, "first_read_at": None, "read_revision": 0}
    elif entry.read_revision == entry.revision:  # nothing changed for who has read it
        change |= {"read_revision": revision + 1}
    taking_back: Mapping[str, Any] = {"first_read_at": None} if level == Sharing.PRIVATE else {}
    # The update is the lock: a reader who comes in between is recorded first, and then nothing is taken back.
    if not Entry.objects.filter(pk=entry.pk, revision=revision, **taking_back).update(**change, revision=F("revision") + 1):
        current = Entry.objects.get(pk=entry.pk)
        if current.revision == revision:
            raise Invalid(_("Somebody has read this entry already, so it can no longer be taken back. Talk to them instead."))
        raise Stale(
            revision=current.revision, changed_by=current.author_name, changed_at=current.changed_at,
            message=_("This entry was changed in another window. Nothing was shared: read it again, then share it."),
        )  # fmt: skip
    for name, value in change.items():
        setattr(entry, name, value)
    entry.revision = revision + 1
    view = reading.view(actor, placement, entry, parts=())
    standing = None
    if view.is_handed_in:
        standing = reviews.hand_in(
            actor, placement_id=entry.placement_id, usage_key=entry.usage_key, kind=KIND, subject_id=entry.pk,
            subject_version=entry.revision, title=view.title, possible=rules.weight,
        )  # fmt: skip
    return view, standing


def _cursor(before: str) -> tuple[date, int]:
    day, _dot, pk = before.partition(".")
    try:
        if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
            raise ValueError
        return date.fromisoformat(day), int(pk)
    except ValueError:
        raise BadRequest() from None
