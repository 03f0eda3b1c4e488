"""Writing a conversation down: its sections, its steps, telling the others. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import BadRequest, Invalid, NotFound, Stale, raise_for_refused
from ....records import authorship, drafts, storage, validation
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.schema import Row, whole
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Conversation, ConversationSection, ConversationText
from ..schema import BY_NAME, STEPS, around, nothing_said
from .storage import begin_extra, is_timed, locked, now_of, sections_of, typed_day


def save(
    actor: Actor,
    *,
    placement_id: int,
    checkpoint: str,
    day: str,
    section: str,
    revision: int,
    typed: Sequence[Mapping[str, Any]],
    is_change: bool = False,
) -> SectionView:
    """Keep a section of what is written down, the conversation begun where nobody has written of it yet.

    Once the others were told, what it said before is kept, and they are told of the change: so whoever saves then means to
    (`is_change`), and no save by itself does.

    Raises:
        PartlySaved: Some fields cannot be kept; the others are.
        Stale: Somebody saved since `revision`; with both texts.
        Invalid: The others were told meanwhile, and this is no change.
        NotFound: The plan does not name it, and nobody has written of it.
    """
    placement = placements.require(actor, "conversation.write", placement_id)
    if section not in BY_NAME:
        raise BadRequest()
    row = locked(placement, checkpoint, day, make=True)
    if row.told_at is not None and not is_change:
        raise Invalid(
            _(
                "Somebody has told the others in the meantime that this is written down. What you typed is still here: reload "
                "the page, then save it as a change."
            )
        )
    before = sections_of(row.pk, lock=True)[section]
    spec, known = before.spec, around(placement, before)
    if spec is STEPS:
        done = {str(step["uid"]): "on" if step.get("done") else "" for step in before.rows}
        typed = [{**step, "done": done.get(str(step.get("uid")), "")} for step in typed]
    rows, wrong = validation.sift(spec, typed, known, before.answers)
    if spec.has_rows:
        rows = [step for step in rows if not spec.is_empty(step)]
    saved = _write(actor, row, before, revision, rows, placement)
    raise_for_refused(wrong, revision=min(revision, saved.revision) if saved is before else saved.revision, saved=saved)
    return saved


def _write(
    actor: Actor, row: Conversation, before: SectionView, revision: int, rows: list[Row], placement: PlacementView
) -> SectionView:
    """Store a section of a conversation that is locked; Stale with both texts where somebody saved since `revision`."""
    spec = before.spec
    if rows == whole(spec, before.answers):
        return before
    if revision != before.revision:
        raise Stale(
            revision=before.revision, differences=differences(spec, rows, before.answers, around(placement, before)),
            changed_by=before.changed_by, changed_at=before.changed_at,
        )  # fmt: skip
    if row.told_at is not None:
        _keep_earlier(row, before)
        events.happened(
            actor, "conversation.change", "", placement_id=placement.id, conversation_id=row.pk, revision=revision + 1
        )
    return _store(actor, row, before, rows)


def _store(actor: Actor, row: Conversation, before: SectionView, rows: list[Row]) -> SectionView:
    now = timezone.now()
    mark = authorship.mark(authorship.who_of(actor.identity), actor.name, now)
    saved = replace(
        before, data=drafts.data(before.spec, rows, before, {}, mark), revision=before.revision + 1, changed_by=actor.name,
        changed_at=now,
    )  # fmt: skip
    key = {"conversation_id": row.pk, "name": before.name}
    if not storage.write(actor, ConversationSection, key, saved):  # the row is locked: nobody else saves
        raise Stale(revision=before.revision)
    return replace(saved, is_stored=True)


def _keep_earlier(row: Conversation, before: SectionView) -> None:
    """Keep what a section said, as it stands, under who wrote it."""
    stored = ConversationSection.objects.select_for_update().filter(conversation_id=row.pk, name=before.name).first()
    if stored is None or not before.is_begun:
        return
    ConversationText.objects.create(
        conversation_id=row.pk, name=stored.name, data=stored.data, revision=stored.revision, changed_at=stored.changed_at,
        author_id=stored.author_id, author_seat_id=stored.author_seat_id, author_name=stored.author_name,
        kept_at=timezone.now(),
    )  # fmt: skip


def tell(actor: Actor, *, placement_id: int, checkpoint: str, day: str) -> None:
    """Tell the others that a conversation is written down. From then on each change keeps the earlier text. Twice is once."""
    placement = placements.require_locked(actor, "conversation.tell", placement_id)
    row = locked(placement, checkpoint, day)
    if row.told_at is not None:
        return
    if not now_of(row).is_written:
        raise Invalid(nothing_said())
    Conversation.objects.filter(pk=row.pk).update(told_at=timezone.now(), **signed(actor, "told_by"))
    events.happened(actor, "conversation.tell", "", placement_id=placement.id, conversation_id=row.pk)


def finish_step(actor: Actor, *, placement_id: int, checkpoint: str, day: str, uid: str, is_done: bool) -> None:
    """Say that a next step is done, or is not. Who said so last stands beside it."""
    placement = placements.require(actor, "conversation.write", placement_id)
    row = locked(placement, checkpoint, day)
    before = sections_of(row.pk, lock=True)[STEPS.name]
    if uid not in {str(step["uid"]) for step in before.rows}:
        raise NotFound(_("This step is gone: somebody has removed it."))
    rows = [{**step, "done": is_done} if step["uid"] == uid else step for step in whole(STEPS, before.rows)]
    if rows != whole(STEPS, before.rows):
        _store(actor, row, before, rows)


def begin(actor: Actor, *, placement_id: int, day: str) -> tuple[str, str]:
    """Begin to write down a conversation that nobody had planned: what it is called, and its day."""
    placement = placements.require_locked(actor, "conversation.write", placement_id)
    held = typed_day(day)
    made = begin_extra(placement, held)
    return made.checkpoint, made.day.isoformat()


def remove(actor: Actor, *, placement_id: int, checkpoint: str, day: str) -> None:
    """Remove a conversation that nobody had planned and in which nothing stands; Invalid otherwise."""
    placement = placements.require_locked(actor, "conversation.write", placement_id)
    row = locked(placement, checkpoint, day)
    if not row.is_extra or row.told_at is not None or now_of(row).is_begun:
        raise Invalid(_("Something is written here, so it stays."))
    if is_timed(row):
        raise Invalid(_("A time is proposed or chosen for this conversation. Withdraw it first."))
    row.delete()
