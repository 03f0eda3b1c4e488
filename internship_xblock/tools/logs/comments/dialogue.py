"""The dialogue about an entry. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid
from ....core.language.text import LINE_LIMIT, TEXT_LIMIT, clean, squeezed, too_long
from ....core.permissions import Role
from ...placements.api import PlacementView
from ..models import Entry, EntryComment, Sharing
from ..readers import rights, views
from ..readers.find import get_readable_entry
from ..readers.read_marks import mark_read
from ..rules import NO_SENTENCE, NOT_SENT, has_sentence
from ..values import EntryView
from .quotes import stands_in

COMMENT_LIMIT = 200  # turns in one dialogue
TWICE = timedelta(minutes=2)  # the same words by the same person within this are a button pressed twice


def answer(
    actor: Actor,
    *,
    usage_key: str,
    entry_id: int,
    observation: str = "",
    feedforward: str = "",
    question: str = "",
    quote: str = "",
) -> EntryView:
    """Answer somebody's entry: what one noticed, what they could try next, a question. At least one sentence (docs/sources.md).

    `quote` is a passage of what the actor has read of it. Of several people who speak at once, all are heard: a turn is only
    ever added. Raises Invalid at the text that does not fit.
    """
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.answer")
    roles = rights.roles_for(actor, placement, entry)
    if Role.AUTHOR in roles:
        raise Invalid(_("This is your own entry: reply to what others say about it."))
    texts = {"observation": observation, "feedforward": feedforward, "question": question}
    said = _checked(actor, placement, entry, texts, quote)
    if not has_sentence(said[name] for name in texts):
        raise Invalid(NOT_SENT, fields={"observation": [NO_SENTENCE]})
    role = next(role for role in (Role.MENTOR, Role.SUPERVISOR) if role in roles)
    return _say(actor, placement, entry, role, said)


def reply(actor: Actor, *, usage_key: str, entry_id: int, text: str, quote: str = "") -> EntryView:
    """Reply, as its author, to what others said about an entry. `quote` and errors as in `answer`."""
    entry, placement = get_readable_entry(actor, usage_key, entry_id, "log.reply")
    said = _checked(actor, placement, entry, {"text": text}, quote)
    if not said["text"].strip():
        raise Invalid(NOT_SENT, fields={"text": [_("Write your reply first.")]})
    return _say(actor, placement, entry, Role.AUTHOR, said)


def _checked(actor: Actor, placement: PlacementView, entry: Entry, texts: Mapping[str, str], quote: str) -> dict[str, str]:
    """Return a turn as it is stored, for an entry that others read; Invalid where a text is too long or quotes nothing."""
    if entry.sharing == Sharing.PRIVATE:
        raise Invalid(_("Nobody else can read this entry now. Share it first, then you can talk about it here."))
    said = {name: clean(text) for name, text in texts.items()} | {"quote": squeezed(clean(quote))}
    wrong = {name: too_long(text, LINE_LIMIT if name == "quote" else TEXT_LIMIT) for name, text in said.items()}
    if said["quote"] and not wrong["quote"] and not stands_in(said["quote"], views.texts_for(actor, placement, entry)):
        wrong["quote"] = [_("These words are not in the entry. Choose the passage again, or leave this empty.")]
    if any(wrong.values()):
        raise Invalid(NOT_SENT, fields={name: words for name, words in wrong.items() if words})
    return said


def _say(actor: Actor, placement: PlacementView, entry: Entry, role: Role, said: Mapping[str, str]) -> EntryView:
    """Add a turn to the dialogue of an entry that is locked, unless it was just said."""
    views.with_dialogue([entry])
    turns: list[EntryComment] = entry.said  # type: ignore[attr-defined]
    if len(turns) >= COMMENT_LIMIT:
        raise Invalid(_("This conversation has become very long. Please continue in a new entry."))
    if not _is_repeated(actor, turns, said):
        turn = EntryComment.objects.create(entry=entry, role=role, **said, **signed(actor))
        turns.append(turn)
        _note(actor, entry, turn, is_answer=role != Role.AUTHOR)
        verb = "log.reply" if role == Role.AUTHOR else "log.answer"
        events.happened(
            actor, verb, entry.usage_key, entry_id=entry.pk, placement_id=entry.placement_id, comment_id=turn.pk,
            has_question=int(bool(turn.question.strip())),
        )  # fmt: skip
    mark_read(actor, placement, [entry])
    return views.view(actor, placement, entry)


def _is_repeated(actor: Actor, turns: Sequence[EntryComment], said: Mapping[str, str]) -> bool:
    """Whether this was just said, by a button pressed twice, though somebody else may have spoken in between."""
    own = next((turn for turn in reversed(turns) if turn.is_by(actor)), None)
    if own is None or timezone.now() - own.at > TWICE:
        return False
    return dict(said) == {name: getattr(own, name) for name in said}


def _note(actor: Actor, entry: Entry, turn: EntryComment, is_answer: bool) -> None:
    """What the list of entries says of the dialogue of one that is locked."""
    change: dict[str, Any] = {
        "last_turn": turn.pk, "last_turn_at": turn.at, **signed(actor, "last_turn_by", has_name=False),
    }  # fmt: skip
    if is_answer and entry.answered_at is None:
        change["answered_at"] = turn.at
    Entry.objects.filter(pk=entry.pk).update(**change, turns=F("turns") + 1)
    for name, value in {**change, "turns": entry.turns + 1}.items():
        setattr(entry, name, value)
