"""The dialogue about an entry. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ..actor import Actor
from ..errors import Invalid
from ..permissions import Role
from . import reading
from .forms import AnswerForm, ReplyForm, checked
from .models import Entry, EntryComment, Sharing
from .noting import record
from .opening import open_entry
from .quotes import stands_in
from .values import EntryView

COMMENT_LIMIT = 200  # turns in one dialogue
TWICE = timedelta(minutes=2)  # the same words by the same person within this are a button pressed twice


def comment(actor: Actor, *, entry_id: int, data: Any, prefix: str = "") -> EntryView:
    """Answer an entry (AnswerForm), or, as its author, reply (ReplyForm). Both may quote what this person has read of it.

    Of several people who speak at once, all are heard: a turn is only ever added.
    """
    entry, placement = open_entry(actor, entry_id, "log.comment")
    if entry.sharing == Sharing.PRIVATE:
        raise Invalid(_("Nobody else can read this entry now. Share it first, then you can talk about it here."))
    reading.with_dialogue([entry])
    turns: list[EntryComment] = entry.said  # type: ignore[attr-defined]
    if len(turns) >= COMMENT_LIMIT:
        raise Invalid(_("This dialogue has grown very long. Please go on in a new entry."))
    roles = reading.roles_for(actor, placement, entry)
    is_author = Role.AUTHOR in roles
    form = (ReplyForm if is_author else AnswerForm)(data, prefix=prefix or None)
    role = Role.AUTHOR if is_author else next(role for role in (Role.MENTOR, Role.SUPERVISOR) if role in roles)
    said = dict(checked(form))
    if said["quote"] and not stands_in(said["quote"], reading.texts_for(actor, placement, entry)):
        words = _("These words do not stand in the entry. Choose the passage again, or leave this empty.")
        raise Invalid(form.refused, fields={form.add_prefix("quote"): [words]})
    if not _is_repeated(actor, turns, said):
        turn = EntryComment.objects.create(entry=entry, author_id=actor.account, author_name=actor.name, role=role, **said)
        turns.append(turn)
        _note(actor, entry, turn, is_answer=not is_author)
    record(actor, placement, [entry])
    return reading.view(actor, placement, entry)


def _is_repeated(actor: Actor, turns: Sequence[EntryComment], said: dict[str, Any]) -> bool:
    """Whether this was just said, by a button pressed twice, though somebody else may have spoken in between."""
    own = next((turn for turn in reversed(turns) if turn.author_id == actor.user_id), None)
    if own is None or timezone.now() - own.at > TWICE:
        return False
    return said == {name: getattr(own, name) for name in said}


def _note(actor: Actor, entry: Entry, turn: EntryComment, is_answer: bool) -> None:
    """What the list of entries says of the dialogue of one that is locked."""
    change: dict[str, Any] = {"last_turn": turn.pk, "last_turn_at": turn.at, "last_turn_by_id": actor.user_id}
    if is_answer and entry.answered_at is None:
        change["answered_at"] = turn.at
    Entry.objects.filter(pk=entry.pk).update(**change, turns=F("turns") + 1)
    for name, value in {**change, "turns": entry.turns + 1}.items():
        setattr(entry, name, value)
