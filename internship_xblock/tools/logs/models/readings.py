"""Who was shown an entry, and who asked to keep it from the cohort.

Decisions: of each person and entry there is *one* row, not one for each look. It answers three questions at once: who
saw it when (the owner's access log: first, last, how often), what is new to this person (`revision` and `turn` are the
newest they were shown), and what changed since they read it (`before_revision`, the text they had read before the
newest). Looks within half an hour are one visit (`seeing.VISIT`). The author's own row only says which answers they
have seen. A whole list is noted in one statement.

Whoever speaks about an entry has a row of it, noted with the comment: who is behind in no row has no reply to read.

`first_revision` bounds what somebody may be shown of earlier texts: a sentence taken out before somebody could read it
is never shown to them.

A request is one row an entry, the newest: what a mentor asked and what the author decided. It never deletes anything.
"""

from __future__ import annotations

from django.db import models

from ....core.authorship import Authored, Authorship
from ....core.language.text import LINE_LIMIT


class EntryReading(Authored):
    """What one person, its `author`, was shown of one entry.

    .. pii: Who read something, and their name.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    entry = models.ForeignKey("internship_xblock.Entry", on_delete=models.CASCADE, related_name="readings")
    role = models.CharField(max_length=12, help_text="In which role they could read it.")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1, help_text="Visits; looks within half an hour are one.")
    first_revision = models.PositiveIntegerField(help_text="The revision they were shown first.")
    revision = models.PositiveIntegerField(help_text="The newest revision they were shown.")
    before_revision = models.PositiveIntegerField(default=0, help_text="The one before its text changed, 0 for none.")
    before_at = models.DateTimeField(null=True, blank=True, help_text="When they had last seen that one.")
    turn = models.BigIntegerField(default=0, help_text="The newest comment they were shown.")

    class Meta:
        constraints = [  # each row has one of the two: what is NULL is the same as nothing
            models.UniqueConstraint(fields=["entry", "author"], name="ix_entry_reader"),
            models.UniqueConstraint(fields=["entry", "author_seat"], name="ix_entry_reader_seat"),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class EntryRequest(Authored):
    """A mentor, the `author` of the request, asks the author of an entry to keep it from the cohort.

    .. pii: What a mentor asked, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"reason": ""}),)

    entry = models.OneToOneField("internship_xblock.Entry", on_delete=models.CASCADE, primary_key=True, related_name="request")
    reason = models.CharField(max_length=LINE_LIMIT, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"request {self.pk}"
