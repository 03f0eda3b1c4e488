"""Reading conversations: of one placement, what one said before, and of many placements. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef

from ....core.actor import Actor
from ....core.errors import NotFound
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans.api import Preparation
from ..concerns import rights
from ..models import ConversationText
from . import storage
from .values import ConversationView, EarlierText, PlacedConversations

EARLIER_READ = 100  # changes of one conversation


def conversations(
    actor: Actor, *, placement: int | PlacementView, planned: Preparation | None = None
) -> list[ConversationView]:
    """Return the conversations of a placement, the earliest day first: those written down, and those that `planned` names.

    One query and the placement's.
    """
    entered = placements.require(actor, "conversation.open", placement)
    written = {(one.checkpoint, one.day): one for one in storage.of_placement(entered.id)}
    found = dict(written)
    for talk in planned.talks if planned is not None else ():
        known = written.get((talk.checkpoint, talk.day), ConversationView(talk.checkpoint, talk.day))
        found[talk.checkpoint, talk.day] = replace(known, words=talk.words, aim=talk.about, is_planned=True)
    return sorted(found.values(), key=lambda one: (one.meets_on, one.id is None, one.id or 0))


def conversation(actor: Actor, *, placement: int | PlacementView, conversation_id: int) -> ConversationView:
    """Return one that somebody has written down, NotFound where there is none here. One query and the placement's."""
    entered = placements.require(actor, "conversation.open", placement)
    found = next((one for one in storage.of_placement(entered.id) if one.id == conversation_id), None)
    if found is None:
        raise NotFound()
    return found


def earlier_texts(actor: Actor, *, placement: int | PlacementView, view: ConversationView) -> list[EarlierText]:
    """Return what a conversation said before it was changed, the last change first. One query at most."""
    entered = placements.require(actor, "conversation.open", placement)
    if view.id is None or not view.is_told:
        return []
    rows = ConversationText.objects.filter(conversation_id=view.id, conversation__placement_id=entered.id)
    found: list[EarlierText] = []
    after = {name: section.changed_by for name, section in view.sections.items()}
    for row in rows[:EARLIER_READ]:
        section = storage.section_view(row.name, row.data, row.revision, row.author_name, row.changed_at)
        found.append(EarlierText(section, row.author_name, row.changed_at, after[row.name], row.kept_at))
        after[row.name] = row.author_name
    return found


def several_conversations(actor: Actor, *, views: Sequence[PlacementView]) -> list[PlacedConversations]:
    """Return what was written down in these placements, of those in which the actor may read it. One query at most."""
    places = {view.id: view for view in placements.usable(actor, "conversation.open", views)}
    if not places:
        return []
    own = rights.known_to(actor).filter(placement_id=OuterRef("pk"), closed_at=None)
    columns = [f"conversations__{name}" for name in storage.COLUMNS]
    lines = placements.rows(places).annotate(has_concern=Exists(own)).order_by("-pk", "conversations__day", "conversations__pk")
    found: dict[tuple[int, bool], list[tuple[object, ...]]] = {}
    for place, has_concern, *line in lines.values_list("pk", "has_concern", *columns):
        found.setdefault((place, has_concern), []).extend([tuple(line)] if line[0] is not None else [])
    return [
        PlacedConversations(places[place], storage.views_of(stored), bool(has_concern))
        for (place, has_concern), stored in found.items()
    ]
