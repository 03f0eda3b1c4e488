"""What the people of a placement write to each other. How far each has read it stands at their seat (`Party.read_upto`)."""

from __future__ import annotations

from django.db import models

from ....records.models import DraftComment
from ..models import Placement


class ThreadMessage(DraftComment):
    """One message: a comment (`records/comments.py`) about the placement as a whole, so that its place is empty.

    .. pii: What a person wrote to the others in a placement, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "placement"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="messages", db_index=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["placement", "id"], name="ix_thread_message")]

    def __str__(self) -> str:
        return f"message {self.pk}"
