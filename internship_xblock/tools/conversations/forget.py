"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17). Not an api verb."""

from __future__ import annotations

from ...core.language import personal_names
from ...core.tools import Leaving
from ...records import forgetting
from .models import AgreedTime, Concern, ConcernTurn, Conversation, ConversationSection, ConversationText, TimeProposal


def forget(person: Leaving) -> None:
    """Erase the person's names from what was written of conversations, and from what others said in confidence.

    What the parties wrote down together stays the others'. The text of a concern of theirs goes, and what they said about
    others', as the models say; that there was one stays for those who answered it. What was theirs alone goes altogether.
    """
    alone = list(person.left_alone)
    Conversation.objects.filter(placement_id__in=alone).delete()
    Concern.objects.filter(placement_id__in=alone).delete()
    forgetting.in_drafts(ConversationSection, person)
    forgetting.in_drafts(ConversationText, person)
    for model in (TimeProposal, AgreedTime):
        places = model.objects.filter(conversation__placement_id__in=list(person.placement_ids)).exclude(place="")
        for pk, place in places.values_list("pk", "place"):
            if (left := personal_names.without(place, person.names)) != place:
                model.objects.filter(pk=pk).update(place=left)
    for row in Concern.objects.filter(placement_id__in=list(person.placement_ids)).iterator(chunk_size=100):
        said = {name: personal_names.without(getattr(row, name), person.names) for name in ("text", "closing")}
        if any(said[name] != getattr(row, name) for name in said):
            Concern.objects.filter(pk=row.pk).update(**said)
    turns = ConcernTurn.objects.filter(concern__placement_id__in=list(person.placement_ids))
    for pk, text in turns.values_list("pk", "text").iterator(chunk_size=100):
        left = personal_names.without(text, person.names)
        if left != text:
            ConcernTurn.objects.filter(pk=pk).update(text=left)
