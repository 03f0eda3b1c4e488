"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from .models import Entry, EntryComment


def forget_user(user_id: int) -> None:
    """Erase the person's entries with what was said about them, and their words in other people's dialogues.

    An answer of theirs stays as an empty place, so that the other's reply still has something to reply to.
    """
    Entry.objects.filter(author_id=user_id).delete()
    EntryComment.objects.filter(author_id=user_id).update(
        author=None, author_name="", observation="", feedforward="", question="", text=""
    )
