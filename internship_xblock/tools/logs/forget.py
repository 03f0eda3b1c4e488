"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from ...core.tools import Leaving
from .models import Entry, EntryComment, EntryReading, EntryRequest, PracticeAnswer

BATCH = 500  # rows in one statement


def forget_user(user_id: int) -> None:
    """Erase the person's entries with what was said about them, and their words in other people's dialogues.

    An answer of theirs stays as an empty place, so that the other's reply still has something to reply to. That somebody
    read an entry stays for its owner to know, without the name; what they quoted is the owner's, and stays as well.
    """
    _lock_entries(user_id)
    Entry.objects.filter(author_id=user_id).delete()
    PracticeAnswer.objects.filter(learner_id=user_id).delete()
    EntryComment.objects.filter(author_id=user_id).update(
        author=None, author_name="", observation="", feedforward="", question="", text=""
    )
    Entry.objects.filter(last_turn_by_id=user_id).update(last_turn_by=None)
    EntryReading.objects.filter(reader_id=user_id).update(reader=None, reader_name="")
    EntryRequest.objects.filter(asked_by_id=user_id).update(asked_by=None, asked_name="", reason="")


def forget_practice(*, usage_key: str, anonymous_id: str) -> None:
    """Erase what one learner did with the samples of one log: "Delete learner state" in the LMS."""
    if anonymous_id:
        PracticeAnswer.objects.filter(usage_key=usage_key, anonymous_id=anonymous_id).delete()


def _lock_entries(user_id: int) -> None:
    """Lock what is about to change before what hangs on it, in the order in which everybody does."""
    about = (
        Entry.objects.filter(author_id=user_id).values_list("pk", flat=True),
        EntryComment.objects.filter(author_id=user_id).values_list("entry_id", flat=True),
        EntryReading.objects.filter(reader_id=user_id).values_list("entry_id", flat=True),
    )
    ids = sorted({pk for found in about for pk in found})
    for start in range(0, len(ids), BATCH):
        found = Entry.objects.select_for_update().filter(pk__in=ids[start : start + BATCH])
        list(found.order_by("pk").values_list("pk"))


def forget_leaving(person: Leaving) -> None:
    """Erase a person whose account is retired from this tool."""
    forget_user(person.user_id)
