"""Writing an entry: begun, gone on with, changed. The verbs are part of this tool's api, which names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from ....core import events
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.errors import BadRequest, Invalid, Stale, Words, raise_for_refused
from ....core.revisions import advance
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Entry, EntryText, Sharing
from ..readers import views
from ..readers.find import get_readable_entry
from ..retention import period
from ..rules import LogRules
from ..values import EntryView
from . import texts as written
from .locking import refresh
from .prompts import PromptSet, kept_questions, known_prompts
from .validation import EntryForm

Typed = Mapping[str, str | Sequence[str]]


def write(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    draft: int,
    revision: int,
    rules: LogRules,
    typed: Typed,
    model: str = "",
) -> EntryView:
    """Begin an entry, a draft only its author can see, or go on with the one that has this `draft` number.

    Two quick saves, a retry after a lost answer and a second tab so meet in one entry. `revision` is 0 for a page that does
    not know yet that the entry exists. `model` and `typed` as in `edit`. At most five queries, and one where the day is so long
    ago that the log may have been erased since.

    Raises PartlySaved where a field cannot be kept as it was typed: all others are saved by then, a day that is none as today.
    """
    placement = placements.require(actor, "log.write", placement_id)
    own = Entry.objects.filter(by(actor), placement_id=placement_id, usage_key=usage_key)
    known = {row.draft: row for row in own.filter(draft__in=(draft, draft - 1))}
    if draft in known:
        refresh([known[draft]])
        period.require_kept(actor, placement, known[draft], rules.retention_months)
        return _save(actor, placement, known[draft], revision, rules, typed, model)
    if draft != 1 and draft - 1 not in known:
        raise BadRequest()
    values, wrong = _values(rules, rules.suggested, None, typed, model)
    wrong |= _without_lost_day(actor, placement, usage_key, values, rules)
    if "date" not in values:  # it would be today's
        period.require_lasting(actor, placement, usage_key, timezone.localdate(), rules.retention_months)
    entry = Entry(
        placement_id=placement_id, course_key=placement.course_key, usage_key=usage_key, draft=draft,
        **signed(actor), **{"date": timezone.localdate(), **values},
    )  # fmt: skip
    # Of two requests that arrive together one makes the row; the other finds it and is compared with it.
    Entry.objects.bulk_create([entry], ignore_conflicts=True)
    events.changed(placement.course_key, placement_id)
    stored = own.select_for_update().get(draft=draft)
    if written.differences(stored, values):
        return _save(actor, placement, stored, revision, rules, typed, model)
    return _told(actor, placement, stored, wrong)


def edit(
    actor: Actor,
    *,
    usage_key: str,
    entry_id: int,
    revision: int,
    rules: LogRules,
    typed: Typed,
    model: str = "",
) -> EntryView:
    """Change an entry of one's own. What somebody else may have read is kept; a stale save raises Stale with both texts.

    `usage_key` is the log whose `rules` these are: an entry of another is not found. `typed` holds what was typed, by the names
    `date`, `hours`, `next_step`, `outcomes`, `level`, `date_reason`, `text-<prompt>` and `link-<number>-url` and `-label`: what
    is not among them stays as it is. `model` names another set of questions to
    go on with: texts under questions that it lacks stay with the entry.
    At most five queries. Raises PartlySaved as `write` does: what cannot be kept stays as it was stored. Where that is a text
    that `model` does not ask for, the questions stay too.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.edit")
    return _save(actor, placement, entry, revision, rules, typed, model)


def _save(
    actor: Actor, placement: PlacementView, entry: Entry, revision: int, rules: LogRules, typed: Typed, model: str
) -> EntryView:
    """Change an entry that is locked; keep what somebody else may have read; or raise Stale with both texts."""
    values, wrong = _values(rules, rules.set_for(entry.model, entry.questions), entry, typed, model)
    if values.get("date", entry.date) != entry.date:
        wrong |= _without_lost_day(actor, placement, entry.usage_key, values, rules)
    if not written.differences(entry, values):  # a retry after a lost answer, or nothing new: already as it should be
        return _told(actor, placement, entry, wrong, min(revision, entry.revision))
    now = timezone.now()
    change = {**values, "text_revision": revision + 1, "changed_at": now, "has_earlier": entry.has_earlier or _is_kept(entry)}
    if entry.revision != revision or not entry.is_by(actor) or entry.erased_at is not None:
        raise Stale(
            revision=entry.revision, differences=written.differences(entry, values), changed_by=entry.author_name,
            changed_at=entry.changed_at,
        )  # fmt: skip
    advance(Entry.objects.filter(pk=entry.pk), **change)
    if change.get("date", entry.date) != entry.date:
        events.changed(entry.course_key, entry.placement_id)
    if _is_kept(entry):
        EntryText.objects.create(entry=entry, revision=entry.revision, texts=written.document(entry))
    for name, value in change.items():
        setattr(entry, name, value)
    entry.revision = revision + 1
    return _told(actor, placement, entry, wrong)


def _told(
    actor: Actor, placement: PlacementView, entry: Entry, wrong: Mapping[str, Sequence[Words]], revision: int | None = None
) -> EntryView:
    """The entry as it is stored now; PartlySaved where a field of it could not be kept."""
    view = views.view(actor, placement, entry, parts=())
    raise_for_refused(wrong, revision=entry.revision if revision is None else revision, saved=view)
    return view


def _without_lost_day(
    actor: Actor, placement: PlacementView, usage_key: str, values: dict[str, Any], rules: LogRules
) -> dict[str, list[Words]]:
    """Take a day out of `values` whose entry would be erased as soon as it is written; the words for it."""
    try:
        if "date" in values:
            period.require_lasting(actor, placement, usage_key, values["date"], rules.retention_months)
    except Invalid as error:
        del values["date"]
        return error.fields
    return {}


def _is_kept(entry: Entry) -> bool:
    """Whether somebody else may have read the text as it stands, so that a change of it must not lose it."""
    return entry.sharing != Sharing.PRIVATE and entry.revision in (entry.shared_revision, entry.read_revision)


def _values(
    rules: LogRules, shown: PromptSet, entry: Entry | None, typed: Typed, model: str
) -> tuple[dict[str, Any], dict[str, list[Words]]]:
    """The columns to store: what was typed under the questions `shown`, and every text that was there before.

    Beside them the words for each field that cannot be kept as it was typed; its column, or text, stays as it is stored.
    A text never goes because its question is no longer asked; the form it stood in is the only place that empties it.
    """
    chosen = _chosen(rules, shown, entry, model)
    kept = entry.questions if entry else []
    others = known_prompts(chosen, kept, (shown, *rules.offered)) | set(entry.texts if entry else ())
    form = EntryForm(_fields(typed), prompts=shown, ask_hours=rules.ask_hours, others=others)
    values = form.values(entry.links if entry else ())
    if any(form.name_of(prompt) in form.errors for prompt in {*shown.ids, *form.others} - chosen.ids):
        chosen = shown  # or the words that cannot be kept would have no field any more
    texts = {**(entry.texts if entry else {}), **values["texts"]}
    values["texts"] = {
        **{prompt.id: texts.get(prompt.id, "") for prompt in chosen.prompts},
        **{name: text for name, text in texts.items() if text and name not in chosen.ids},
    }
    columns = {**values, "model": chosen.id, "questions": kept_questions(chosen, kept_questions(shown, kept))}
    return columns, form.wrong


def _fields(typed: Typed) -> MultiValueDict[str, str]:
    return MultiValueDict({name: [value] if isinstance(value, str) else list(value) for name, value in typed.items()})


def _chosen(rules: LogRules, shown: PromptSet, entry: Entry | None, model: str) -> PromptSet:
    """The set an entry goes on with. One that the author does not offer is none a page of ours names."""
    if not model or (entry is not None and model == entry.model):
        return shown
    found = next((one for one in rules.offered if one.id == model), None)
    if found is None:
        raise BadRequest()
    return found
