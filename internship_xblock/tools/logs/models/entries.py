"""Entries of a log, what they said before, and the dialogue about them.

Decisions: an entry is *private* until its author shares it, and `sharing` is the only thing that decides who may
read it (with the permission table). `revision` grows with every save and every sharing step. What somebody else may
have seen is never overwritten: when the text of revision `shared_revision` (the one that was shared) or
`read_revision` (the newest that somebody else was shown) changes, the earlier text moves to EntryText first. Texts
that nobody else was shown are not kept: an autosave a second would fill the history with half words.

`draft` counts an author's entries in one log. A page gets the next number before the entry exists, so that two quick
saves, a retry after a lost answer, or a second tab meet in one row instead of making two.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ....core.actor import Identity
from ....core.authorship import SEAT, Authored, Authorship
from ....core.language.text import LINE_LIMIT

KEY_LIMIT = 255


class Sharing(models.TextChoices):
    """Who may read an entry, from narrow to wide: the order counts."""

    PRIVATE = "private", _("Only the author")
    MENTOR = "mentor", _("The mentor")
    SUPERVISOR = "supervisor", _("The mentor and the university")
    COHORT = "cohort", _("Everybody in this placement")


class Entry(Authored):
    """One dated reflection of one person in one placement.

    .. pii: What a person wrote about their own learning, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(), Authorship("last_turn_by", has_name=False))

    placement = models.ForeignKey("internship_xblock.Placement", on_delete=models.CASCADE, related_name="+", db_index=False)
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    draft = models.PositiveIntegerField(help_text="Counts the author's entries in this log, from 1.")
    date = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    model = models.CharField(max_length=20, help_text="Id of the prompt set it was written with.")
    texts = models.JSONField(default=dict, help_text="Prompt id -> text.")
    outcomes = models.JSONField(default=list, blank=True, help_text="Uids of learning outcomes of the plan.")
    level = models.CharField(max_length=1, blank=True, help_text="Self-rated level of reflection, 1-4.")
    next_step = models.CharField(max_length=LINE_LIMIT, blank=True)
    is_sensitive = models.BooleanField(default=False, help_text="Holds company secrets: never for the cohort.")
    sharing = models.CharField(max_length=12, choices=Sharing.choices, default=Sharing.PRIVATE)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_revision = models.PositiveIntegerField(default=0, help_text="The revision made by the last sharing step.")
    first_read_at = models.DateTimeField(null=True, blank=True, help_text="First shown to somebody else since it was shared.")
    read_revision = models.PositiveIntegerField(default=0, help_text="The newest revision shown to somebody else.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="First comment of somebody else.")
    revision = models.PositiveIntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True, help_text="When its text was last changed.")
    questions = models.JSONField(default=list, blank=True, help_text="A course's own questions, as they stood; see prompts.py.")
    links = models.JSONField(default=list, blank=True, help_text="Rows of url and label; see links.py.")
    date_reason = models.CharField(max_length=LINE_LIMIT, blank=True, help_text="Why a day outside every period.")
    announced_on = models.DateField(null=True, blank=True, help_text="When its erasure was announced; see retention.py.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When its texts went; what a count needs stayed.")

    # What a list of entries says of each without reading its dialogue, its earlier texts or its request.
    text_revision = models.PositiveIntegerField(default=1, help_text="The revision in which its text was last changed.")
    has_earlier = models.BooleanField(default=False, help_text="An EntryText tells what it said before.")
    turns = models.PositiveIntegerField(default=0, help_text="How many comments there are.")
    last_turn = models.BigIntegerField(default=0, help_text="The newest comment, 0 where there is none.")
    last_turn_at = models.DateTimeField(null=True, blank=True)
    last_turn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_turn_by_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_withheld = models.BooleanField(default=False, help_text="A mentor asks to keep it from the cohort: not decided yet.")

    class Meta:
        indexes = [
            models.Index(fields=["placement", "usage_key", "date"], name="ix_entry_log"),
            models.Index(fields=["author", "usage_key"], name="ix_entry_author"),
            models.Index(fields=["usage_key", "date"], name="ix_entry_day"),  # what is old in one log
            models.Index(fields=["placement", "answered_at", "shared_at"], name="ix_entry_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "placement", "usage_key", "draft"], name="ix_entry_draft"),
            models.UniqueConstraint(fields=["author_seat", "placement", "usage_key", "draft"], name="ix_entry_draft_seat"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def last_speaker(self) -> Identity:
        """Who spoke last in its dialogue."""
        return Identity(self.last_turn_by_id, self.last_turn_by_seat_id)


class EntryText(models.Model):
    """What an entry said before it was changed, where somebody else may have read it. Append-only.

    .. pii: What a person wrote earlier.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("entry__author",)  # core/own_data.py

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"earlier text {self.pk}"


class EntryComment(Authored):
    """One turn in the dialogue: a reader's observation, feedforward and question, or the author's reply.

    .. pii: What a person said about an entry, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"observation": "", "feedforward": "", "question": "", "text": ""}),)

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="comments")
    role = models.CharField(max_length=12, help_text="In which role the person spoke.")
    quote = models.CharField(max_length=LINE_LIMIT, blank=True, help_text="A passage that stood in the entry.")
    observation = models.TextField(blank=True)
    feedforward = models.TextField(blank=True)
    question = models.TextField(blank=True)
    text = models.TextField(blank=True, help_text="The author's reply.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class LogRetention(models.Model):
    """For how long a log keeps its entries, as its author set it and its readers were last told.

    The setting is the block's; what erases runs without blocks, and must do what people were told.

    .. no_pii:
    """

    usage_key = models.CharField(max_length=KEY_LIMIT, unique=True)
    course_key = models.CharField(max_length=KEY_LIMIT)
    months = models.PositiveIntegerField(default=0, help_text="After the placement's last period; 0: kept.")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"log retention {self.pk}"
