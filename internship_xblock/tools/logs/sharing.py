"""Who may read an entry is its author's choice, step by step. Verbs of this tool's api."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import telltales
from ..actor import Actor
from ..errors import Invalid, Stale
from ..placements import api as placements
from ..placements.api import PlacementView
from ..plans import api as plans
from ..reviews import api as reviews
from . import links, reading
from .days import require_reason
from .forms import RequestForm, ShareForm, checked
from .kinds import sharing_label
from .models import Entry, Sharing
from .models_seen import EntryRequest
from .noting import record
from .opening import open_entry
from .rules import LogRules, is_narrower
from .values import EntryView, LevelView, Shared

KIND = "entry"  # how reviews call us


def share(
    actor: Actor, *, entry_id: int, revision: int, level: str, rules: LogRules, data: Any = None, prefix: str = ""
) -> Shared:
    """Set who may read an entry. To widen, or to hand in again, `data` holds the pre-share checklist (ShareForm).

    "private" takes it back, and a smaller circle narrows it, both until somebody else has read it; a mark as
    company-sensitive may take an entry away from everybody at any time. From "supervisor" on the entry is handed in
    for review, again with each sharing step.
    """
    entry, placement = open_entry(actor, entry_id, "log.share")
    is_sensitive = entry.is_sensitive
    if level != Sharing.PRIVATE:
        if level not in rules.levels:
            raise _at_level(prefix, _("Choose one of the levels offered here."))
        if level == Sharing.COHORT and entry.sharing != Sharing.COHORT and entry.is_withheld:
            raise _at_level(
                prefix, _("Your mentor asks not to show this to the whole placement. Answer that first, above the text.")
            )
        offered = [(name, name) for name in rules.levels]
        if not any(text.strip() for text in entry.texts.values()):
            raise Invalid(_("There is nothing to read in this entry yet. Write a few words first."))
        if entry.sharing == Sharing.PRIVATE:
            require_reason(actor, placement, entry)
        is_sensitive = bool(checked(ShareForm(data or {}, levels=offered, prefix=prefix or None))["is_sensitive"])
    elif entry.sharing == Sharing.PRIVATE:
        return Shared(reading.view(actor, placement, entry, parts=()))
    secret_found = is_sensitive and not entry.is_sensitive and level != Sharing.PRIVATE
    if is_narrower(level, entry.sharing) and entry.first_read_at is not None and not secret_found:
        raise Invalid(_("Somebody has read this entry already, so it can no longer be taken back. Talk to them instead."))
    was_shared = entry.sharing != Sharing.PRIVATE
    view, standing = _shared(actor, placement, entry, revision, level, is_sensitive, rules)
    if was_shared == view.is_shared:
        return Shared(view, standing=standing)
    return Shared(view, _shared_by_author(entry), standing, is_counted=True)


def _shared_by_author(entry: Entry) -> int:
    """How many entries of its author are shared in its log, now that nobody else shares one. One query."""
    own = Entry.objects.filter(author_id=entry.author_id, placement_id=entry.placement_id, usage_key=entry.usage_key)
    return len(own.exclude(sharing=Sharing.PRIVATE).select_for_update().order_by("pk").values_list("pk"))


def share_levels(actor: Actor, *, placement_id: int, rules: LogRules) -> list[LevelView]:
    """The levels this log offers, with the names of those who would read the actor's entry."""
    placement = placements.require(actor, "log.write", placement_id)
    return [
        LevelView(
            level.value, sharing_label(level.value, placement.kind), *reading.readers(level.value, placement, actor.user_id)
        )
        for level in Sharing if level.value in rules.levels
    ]  # fmt: skip


def may_tell(actor: Actor, *, entry_id: int) -> list[str]:
    """Return the words of an entry that may tell who somebody is, for its author to think about before sharing it.

    Addresses, telephone numbers, names of the placement's people but the author, and of those whom its plan names. One query
    and those that open the entry.
    """
    entry, placement = open_entry(actor, entry_id, "log.share")
    names = [party.name for party in placement.parties if party.user_id != actor.user_id]
    names += [name for party in placement.parties for name in telltales.names_of_field(party.stand_in)]
    texts = (*entry.texts.values(), entry.next_step, entry.date_reason, links.in_words(entry.links))
    return telltales.find(texts, [*filter(None, names), *plans.people(actor, placement=placement)])


def ask_to_withhold(actor: Actor, *, entry_id: int, data: Any, prefix: str = "") -> EntryView:
    """Ask the author to keep an entry from the cohort (RequestForm). Until they decide, the cohort is not shown it."""
    entry, placement = open_entry(actor, entry_id, "log.ask_to_withhold")
    if entry.author_id == actor.user_id:
        raise Invalid(_("This is your own entry: you choose who reads it."))
    if entry.is_withheld:
        raise Invalid(_("Somebody has asked for this already, and the author has not decided yet."))
    reason = str(checked(RequestForm(data, prefix=prefix or None))["reason"])
    asked = {"asked_by_id": actor.account, "asked_name": actor.name, "reason": reason, "asked_at": timezone.now()}
    Entry.objects.filter(pk=entry.pk).update(is_withheld=True)
    row, _made = EntryRequest.objects.update_or_create(
        entry_id=entry.pk, defaults={**asked, "decided_at": None, "is_granted": False}
    )
    return _decided(actor, placement, entry, row)


def decide_withholding(actor: Actor, *, entry_id: int, is_granted: bool) -> EntryView:
    """Answer such a request: the entry is kept from the cohort, also where the cohort could read it, or it is not."""
    entry, placement = open_entry(actor, entry_id, "log.decide_withholding")
    if not entry.is_withheld:
        raise Invalid(_("There is no request here that waits for you. It may have been answered in another window."))
    Entry.objects.filter(pk=entry.pk).update(is_withheld=False)
    EntryRequest.objects.filter(entry_id=entry.pk).update(decided_at=timezone.now(), is_granted=is_granted)
    if is_granted and entry.sharing == Sharing.COHORT:
        Entry.objects.filter(pk=entry.pk).update(sharing=Sharing.SUPERVISOR)
        entry.sharing = Sharing.SUPERVISOR
    return _decided(actor, placement, entry, EntryRequest.objects.get(pk=entry.pk))


def _decided(actor: Actor, placement: PlacementView, entry: Entry, row: EntryRequest) -> EntryView:
    """The entry with its request as it stands now."""
    entry.is_withheld = row.decided_at is None
    entry.request = row
    record(actor, placement, [entry])
    return reading.view(actor, placement, entry)


def _at_level(prefix: str, words: str) -> Invalid:
    return Invalid(ShareForm.refused, fields={f"{prefix}-level" if prefix else "level": [words]})


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
    if entry.revision != revision:
        raise Stale(
            revision=entry.revision, changed_by=entry.author_name, changed_at=entry.changed_at,
            message=_("This entry was changed in another window. Nothing was shared: read it again, then share it."),
        )  # fmt: skip
    Entry.objects.filter(pk=entry.pk).update(**change, revision=F("revision") + 1)
    for name, value in change.items():
        setattr(entry, name, value)
    entry.revision = revision + 1
    view = reading.view(actor, placement, entry, parts=())
    standing = None
    if view.is_handed_in:
        standing = reviews.hand_in(
            actor, placement_id=entry.placement_id, usage_key=entry.usage_key, kind=KIND, subject_id=entry.pk,
            subject_version=entry.revision, title=view.title, possible=rules.weight, place=placement,
        )  # fmt: skip
    return view, standing
