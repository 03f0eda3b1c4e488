"""Writing an entry: begun, gone on with, changed. The verbs are part of this tool's api, which names them."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from ..actor import Actor
from ..errors import BadRequest, Stale
from ..placements import api as placements
from ..placements.api import PlacementView
from . import reading
from .forms import EntryForm
from .models import Entry, EntryText, Sharing
from .opening import open_entry
from .prompts import prompt_set
from .rules import LogRules
from .values import EntryView


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
    entry, placement, _others = open_entry(actor, entry_id, "log.edit")
    return _save(actor, placement, entry, revision, rules, data, prefix)


def _save(
    actor: Actor, placement: PlacementView, entry: Entry, revision: int, rules: LogRules, data: Any, prefix: str
) -> EntryView:
    """Claim the next revision; keep what somebody else may have read; or raise Stale with both texts."""
    form = EntryForm(data, prompts=prompt_set(entry.model), ask_hours=rules.ask_hours, prefix=prefix or None)
    values = form.values()
    if not reading.differences(entry, values):  # a retry after a lost answer, or nothing new: already as it should be
        return reading.view(actor, placement, entry, parts=())
    now = timezone.now()
    change = {**values, "text_revision": revision + 1, "changed_at": now}
    mine = Entry.objects.filter(pk=entry.pk, revision=revision, author_id=actor.account)
    claimed = mine.filter(read_revision=entry.read_revision).update(**change, revision=F("revision") + 1)
    if not claimed:
        current = Entry.objects.get(pk=entry.pk)
        entry.read_revision = current.read_revision  # somebody read it in between: what they read is kept below
        claimed = mine.update(**change, revision=F("revision") + 1)
    if not claimed:
        raise Stale(
            revision=current.revision, differences=reading.differences(current, values), changed_by=current.author_name,
            changed_at=current.changed_at,
        )  # fmt: skip
    if entry.sharing != Sharing.PRIVATE and entry.revision in (entry.shared_revision, entry.read_revision):
        EntryText.objects.create(entry=entry, revision=entry.revision, texts=reading.document(entry))
    for name, value in change.items():
        setattr(entry, name, value)
    entry.revision = revision + 1
    return reading.view(actor, placement, entry, parts=())
