"""Conversations that were planned or held, and concerns.

A *conversation* is a record (records/): a section for what was said and one for the next steps, each with a revision. It is
everybody's in the placement. Once somebody has told the others that it is written down, each change keeps the earlier text
(ConversationText). It is made at the first edit, never by looking; which are planned, the plan says.

A *concern* is between its author and the readers whom they chose, by their account or seat: who takes over a reader's place
in the placement does not become a reader by that. It stands in no record, version or document.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ...core.authorship import SEAT, Authored, Authorship
from ...core.language.text import LINE_LIMIT, NAME_LIMIT
from ...records.models import KEY_LIMIT, SECTION_LIMIT, UID_LIMIT, DraftSection

PLACEMENT = "internship_xblock.Placement"
ZONE_LIMIT = 64  # characters of the name of a time zone
_OF_PARTIES = ("conversation__placement__parties__user",)  # core/own_data.py: everybody who may have written something in it
_OF_SEATS = ("conversation__placement__parties",)


class Conversation(models.Model):
    """One conversation of a placement, on its day; `told_by` told the others that it is written down.

    .. pii: The name of who told the others.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    authorships = (Authorship("told_by"),)

    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="conversations", db_index=False)
    course_key = models.CharField(max_length=KEY_LIMIT)
    checkpoint = models.CharField(max_length=UID_LIMIT, help_text="The uid of the checkpoint in the plan, or one of its own.")
    day = models.DateField(help_text="For which it was planned, or on which it was held.")
    is_extra = models.BooleanField(default=False, help_text="Nobody had planned it.")
    created = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the others were told that it is written down.")
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_by_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_by_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    times_revision = models.PositiveIntegerField(default=0, help_text="Grows whenever times are proposed, chosen or withdrawn.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "checkpoint", "day"], name="ix_conversation_one")]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class ConversationSection(DraftSection):
    """One section of what is written down.

    .. pii: What people wrote about a conversation, and who did so.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "conversation"
    belongs_to = _OF_PARTIES
    belongs_to_seats = _OF_SEATS

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=SECTION_LIMIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "name"], name="ix_conversation_section")]

    def __str__(self) -> str:
        return f"conversation section {self.pk}"


class ConversationText(DraftSection):
    """What a section said before it was changed, once the others had been told; `author` had written it. Append-only.

    .. pii: What people wrote earlier about a conversation, and who did so.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "conversation"
    belongs_to = _OF_PARTIES
    belongs_to_seats = _OF_SEATS

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="earlier")
    name = models.CharField(max_length=SECTION_LIMIT)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["conversation", "name", "revision"], name="ix_conversation_text")]

    def __str__(self) -> str:
        return f"earlier text of a conversation {self.pk}"


class TimeProposal(Authored):
    """The times of which one is to be chosen. `author` proposed them. It is deleted once one is chosen, or none is to be.

    .. pii: Where somebody proposes to meet, and their name.
    .. pii_types: name, location, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"place": "", "link": ""}),)

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="proposal")
    times = models.JSONField(help_text="When each begins, in UTC (ISO 8601).")
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=ZONE_LIMIT, help_text="The time zone in which they were proposed.")
    place = models.CharField(max_length=NAME_LIMIT, blank=True)
    link = models.CharField(max_length=LINE_LIMIT, blank=True)
    asked = models.JSONField(default=list, help_text="The uids of the parties who are to be there; empty for everybody.")
    proposed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"proposed times {self.pk}"


class TimeAnswer(Authored):
    """When somebody can: "yes", "maybe" or "no" by the key of each time.

    .. pii: When a person has time, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"answers": {}}),)

    proposal = models.ForeignKey(TimeProposal, on_delete=models.CASCADE, related_name="answers")
    answers = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "author"], name="ix_time_answer"),
            models.UniqueConstraint(fields=["proposal", "author_seat"], name="ix_time_answer_seat"),
        ]

    def __str__(self) -> str:
        return f"answer to proposed times {self.pk}"


class AgreedTime(Authored):
    """When a conversation is held, of the times that `author` proposed. It stays once it is withdrawn, for calendars.

    .. pii: Where people meet, and the names of who proposed and who chose it.
    .. pii_types: name, location, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"place": "", "link": ""}), Authorship("chosen_by"))

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="agreed")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=ZONE_LIMIT, help_text="The time zone in which it was proposed.")
    place = models.CharField(max_length=NAME_LIMIT, blank=True)
    link = models.CharField(max_length=LINE_LIMIT, blank=True)
    attending = models.JSONField(default=list, help_text="The uids of the parties who are to be there; empty for everybody.")
    changed_at = models.DateTimeField()
    is_off = models.BooleanField(default=False, help_text="It was withdrawn.")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by_name = models.CharField(max_length=NAME_LIMIT, blank=True)

    def __str__(self) -> str:
        return f"time of a conversation {self.pk}"


class Concern(Authored):
    """Something that is not right, as `author` sees it. Only they and its readers know of it.

    .. pii: What a person finds not right, which may be about another, and their name.
    .. pii_types: name, health, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"text": "", "closing": ""}),)
    is_confided = True

    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="+", db_index=False)
    course_key = models.CharField(max_length=KEY_LIMIT)
    about = models.CharField(max_length=UID_LIMIT, blank=True, help_text="The uid of the party whom it is about.")
    text = models.TextField()
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=LINE_LIMIT, blank=True, help_text="How it was settled, in its author's words.")

    class Meta:
        indexes = [
            models.Index(fields=["placement", "closed_at"], name="ix_concern_placement"),
            models.Index(fields=["course_key", "closed_at", "raised_at"], name="ix_concern_course"),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernReader(models.Model):
    """That somebody may read a concern: whoever it went to, or was shown to later.

    .. pii: Who was told of a concern.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    authorships = (Authorship("reader"),)
    is_confided = True

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="readers")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reader_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reader_name = models.CharField(max_length=NAME_LIMIT, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "reader"], name="ix_concern_reader"),
            models.UniqueConstraint(fields=["concern", "reader_seat"], name="ix_concern_reader_seat"),
        ]

    def __str__(self) -> str:
        return f"reader of a concern {self.pk}"


class ConcernTurn(Authored):
    """What was said about a concern, by its author or by a reader.

    .. pii: What a person said in confidence, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"text": ""}),)
    is_confided = True

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="turns")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    is_of_author = models.BooleanField(help_text="Whether whoever raised it said this.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"turn about a concern {self.pk}"
