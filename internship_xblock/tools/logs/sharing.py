"""Share an entry with more or fewer readers, or take it back. Who reads at which level: readers/rights.py. Verbs of the api."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core import events
from ...core.actor import Actor
from ...core.authorship import by, signed
from ...core.errors import Invalid, Stale, Words
from ...core.language import personal_names
from ...core.language.text import LINE_LIMIT, clean, too_long
from ...core.revisions import advance
from ..placements import api as placements
from ..placements.api import PlacementView
from ..plans import api as plans
from ..reviews import api as reviews
from .entries import links
from .entries.days import require_reason
from .models import Entry, EntryRequest, Sharing
from .readers import rights, views
from .readers.find import get_readable_entry
from .readers.read_marks import mark_read
from .rules import CHECKLIST, LEVELS_WIDE, NOT_SENT, SENTENCE_LEAST, LogRules, is_narrower
from .staff_mode import sharing_label
from .values import EntryView, LevelView, Shared

KIND = "entry"  # how reviews call us
_NOT_SHARED = gettext_lazy("Nothing is shared yet: something needs your attention. What you chose is still here.")


def share(
    actor: Actor,
    *,
    usage_key: str,
    entry_id: int,
    revision: int,
    level: str,
    rules: LogRules,
    is_sensitive: bool = False,
    confirmed: Collection[str] = (),
) -> Shared:
    """Let others read an entry of the log `usage_key`: those whom `level` names, one of those that `rules` offers.

    `confirmed` are the statements of CHECKLIST that the author makes. A smaller circle than before is possible until somebody
    else has read the entry; a new mark as company-sensitive narrows it at any time. From "supervisor" on the entry is submitted
    for review, again with each call.

    Raises Invalid at `level` and at the statements that are missing, Stale where the entry is not at `revision`.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.share")
    if level == Sharing.PRIVATE or level not in rules.levels:
        raise Invalid(_NOT_SHARED, fields={"level": [_("Choose one of the levels offered here.")]})
    if level == Sharing.COHORT and entry.sharing != Sharing.COHORT and entry.is_withheld:
        words = _("Your mentor asks not to show this to the whole placement. Answer that first, above the text.")
        raise Invalid(_NOT_SHARED, fields={"level": [words]})
    if not any(text.strip() for text in entry.texts.values()):
        raise Invalid(_("There is nothing to read in this entry yet. Write a few words first."))
    if entry.sharing == Sharing.PRIVATE:
        require_reason(actor, placement, entry)
    missing: dict[str, list[Words]] = {name: [words] for name, words in CHECKLIST.items() if name not in confirmed}
    if is_sensitive and level == Sharing.COHORT:
        missing["level"] = [_("A company-sensitive entry cannot be shared with everybody. Choose fewer readers.")]
    if missing:
        raise Invalid(_NOT_SHARED, fields=missing)
    is_new_secret = is_sensitive and not entry.is_sensitive
    return _set_level(actor, placement, entry, revision, level, is_sensitive, rules, may_narrow=is_new_secret)


def take_back(actor: Actor, *, usage_key: str, entry_id: int, revision: int, rules: LogRules) -> Shared:
    """Make an entry private again, as long as nobody else has read it. One that is private stays as it is.

    Raises Invalid where somebody has read it, Stale where the entry is not at `revision`.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.take_back")
    if entry.sharing == Sharing.PRIVATE:
        return Shared(views.view(actor, placement, entry, parts=()))
    return _set_level(actor, placement, entry, revision, Sharing.PRIVATE, entry.is_sensitive, rules)


def _set_level(
    actor: Actor,
    placement: PlacementView,
    entry: Entry,
    revision: int,
    level: str,
    is_sensitive: bool,
    rules: LogRules,
    may_narrow: bool = False,
) -> Shared:
    """Change who may read an entry that is locked, unless somebody has read what would be taken from them."""
    if is_narrower(level, entry.sharing) and entry.first_read_at is not None and not may_narrow:
        raise Invalid(_("Somebody has read this entry already, so it can no longer be taken back. Talk to them instead."))
    before = entry.sharing
    was_shared, was_submitted = entry.sharing != Sharing.PRIVATE, entry.sharing in rights.UNIVERSITY_LEVELS
    view, standing = _shared(actor, placement, entry, revision, level, is_sensitive, rules.weight)
    if was_shared != view.is_shared:
        share = min(1.0, _shared_by_author(actor, entry) / max(1, rules.minimum_entries))
        events.completed(actor, entry.usage_key, share)
    if was_submitted and not view.is_submitted:
        reviews.withdraw(actor, placement_id=entry.placement_id, usage_key=entry.usage_key, kind=KIND, subject_id=entry.pk)
    verb = "log.share" if view.is_shared else "log.take_back"
    events.happened(
        actor, verb, entry.usage_key, entry_id=entry.pk, placement_id=entry.placement_id, revision=entry.revision,
        was=LEVELS_WIDE.index(before), now=LEVELS_WIDE.index(level),
    )  # fmt: skip
    return Shared(view, standing)


def _shared_by_author(actor: Actor, entry: Entry) -> int:
    """How many entries of the actor, its author, are shared in its log, now that nobody else shares one. One query."""
    own = Entry.objects.filter(by(actor), placement_id=entry.placement_id, usage_key=entry.usage_key)
    return len(own.exclude(sharing=Sharing.PRIVATE).select_for_update().order_by("pk").values_list("pk"))


def share_levels(actor: Actor, *, placement_id: int, rules: LogRules) -> list[LevelView]:
    """The levels this log offers, with the names of those who would read the actor's entry."""
    placement = placements.require(actor, "log.write", placement_id)
    return [
        LevelView(
            level.value, sharing_label(level.value, placement.kind), *rights.readers(level.value, placement, actor.identity)
        )
        for level in Sharing if level.value in rules.levels
    ]  # fmt: skip


def may_tell(actor: Actor, *, usage_key: str, entry_id: int) -> list[str]:
    """Return the words of an entry that may tell who somebody is, for its author to think about before sharing it.

    Addresses, telephone numbers, names of the placement's people but the author, and of those whom its plan names. One query
    and those that open the entry.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.share")
    names = [party.name for party in placement.parties if not party.is_of(actor)]
    names += [name for party in placement.parties for name in personal_names.names_of_field(party.stand_in)]
    texts = (*entry.texts.values(), entry.next_step, entry.date_reason, links.in_words(entry.links))
    return personal_names.find(texts, [*filter(None, names), *plans.people(actor, placement=placement)])


def ask_to_withhold(actor: Actor, *, usage_key: str, entry_id: int, reason: str) -> EntryView:
    """Ask the author to keep an entry from the cohort, and say why. Until they decide, the cohort is not shown it.

    Raises Invalid at `reason` where it is no sentence, or longer than LINE_LIMIT.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.ask_to_withhold")
    if entry.is_by(actor):
        raise Invalid(_("This is your own entry: you choose who reads it."))
    if entry.is_withheld:
        raise Invalid(_("Somebody has already asked for this, and the author has not decided yet."))
    reason = clean(reason).strip()
    if len(reason) < SENTENCE_LEAST:
        raise Invalid(NOT_SENT, fields={"reason": [_("Say why in a sentence, so that the author can decide.")]})
    if words := too_long(reason, LINE_LIMIT):
        raise Invalid(NOT_SENT, fields={"reason": words})
    asked = {**signed(actor), "reason": reason, "asked_at": timezone.now()}
    Entry.objects.filter(pk=entry.pk).update(is_withheld=True)
    row, _made = EntryRequest.objects.update_or_create(
        entry_id=entry.pk, defaults={**asked, "decided_at": None, "is_granted": False}
    )
    events.happened(
        actor, "log.ask_to_withhold", usage_key, entry_id=entry.pk, placement_id=entry.placement_id, revision=entry.revision
    )
    return _decided(actor, placement, entry, row)


def decide_withholding(actor: Actor, *, usage_key: str, entry_id: int, is_granted: bool) -> EntryView:
    """Answer such a request: the entry is kept from the cohort, also where the cohort could read it, or it is not."""
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.decide_withholding")
    if not entry.is_withheld:
        raise Invalid(_("There is no request here waiting for you. It may have been answered in another window."))
    Entry.objects.filter(pk=entry.pk).update(is_withheld=False)
    EntryRequest.objects.filter(entry_id=entry.pk).update(decided_at=timezone.now(), is_granted=is_granted)
    if is_granted and entry.sharing == Sharing.COHORT:
        Entry.objects.filter(pk=entry.pk).update(sharing=Sharing.SUPERVISOR)
        entry.sharing = Sharing.SUPERVISOR
    events.happened(
        actor, "log.decide_withholding", usage_key, entry_id=entry.pk, placement_id=entry.placement_id,
        revision=entry.revision, is_granted=int(is_granted),
    )  # fmt: skip
    return _decided(actor, placement, entry, EntryRequest.objects.get(pk=entry.pk))


def _decided(actor: Actor, placement: PlacementView, entry: Entry, row: EntryRequest) -> EntryView:
    """The entry with its request as it stands now."""
    entry.is_withheld = row.decided_at is None
    entry.request = row
    mark_read(actor, placement, [entry])
    return views.view(actor, placement, entry)


def _shared(
    actor: Actor, placement: PlacementView, entry: Entry, revision: int, level: str, is_sensitive: bool, weight: float
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
    advance(Entry.objects.filter(pk=entry.pk), **change)
    for name, value in change.items():
        setattr(entry, name, value)
    entry.revision = revision + 1
    view = views.view(actor, placement, entry, parts=())
    standing = None
    if view.is_submitted:
        standing = reviews.submit(
            actor, placement_id=entry.placement_id, usage_key=entry.usage_key, kind=KIND, subject_id=entry.pk,
            subject_version=entry.revision, title=view.title, possible=weight, place=placement,
        )  # fmt: skip
    return view, standing
