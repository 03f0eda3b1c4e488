"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from ...core.retirement import by_leaving
from ...core.tools import Leaving
from .models import Entry, EntryComment, EntryReading, EntryRequest, PracticeAnswer

_ABOUT = (EntryComment, EntryReading, EntryRequest)
BATCH = 500  # rows in one statement


def forget(person: Leaving) -> None:
    """Erase the person's entries with what was said about them, and what they practised.

    What goes with their name in other people's dialogues, the models say: an answer of theirs stays as an empty place, so that
    the other's reply still has something to reply to. That somebody read an entry stays for its owner to know, without the
    name; what they quoted is the owner's, and stays as well.
    """
    _lock_entries(person)
    Entry.objects.filter(by_leaving(person)).delete()
    if person.user_id is not None:
        PracticeAnswer.objects.filter(learner_id=person.user_id).delete()


def forget_practice(*, usage_key: str, anonymous_id: str) -> None:
    """Erase what one learner did with the samples of one log: "Delete learner state" in the LMS."""
    if anonymous_id:
        PracticeAnswer.objects.filter(usage_key=usage_key, anonymous_id=anonymous_id).delete()


def _lock_entries(person: Leaving) -> None:
    """Lock what is about to change before what hangs on it, in the order in which everybody does."""
    about = (
        Entry.objects.filter(by_leaving(person)).values_list("pk", flat=True),
        *(model._default_manager.filter(by_leaving(person)).values_list("entry_id", flat=True) for model in _ABOUT),
    )
    ids = sorted({pk for found in about for pk in found})
    for start in range(0, len(ids), BATCH):
        found = Entry.objects.select_for_update().filter(pk__in=ids[start : start + BATCH])
        list(found.order_by("pk").values_list("pk"))
