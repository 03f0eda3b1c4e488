"""What the player stores itself: fields of blocks, what blocks reported, and who the people are.

In the LMS these are StudentModule and the modulestore, the completion table, the grade book, and anonymous ids.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class FieldState(models.Model):
    """One field of one block, for one person or (user 0) for everybody.

    One row a field, with a unique key, so that two tabs writing at once leave one row and never two.

    .. pii: The fields may hold what a person typed into a block.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    scope = models.CharField(max_length=40)
    scope_id = models.CharField(max_length=255)
    user = models.BigIntegerField(default=0)
    field = models.CharField(max_length=100)
    value = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope_id", "user", "scope", "field"], name="internship_demo_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.scope_id}"


class Completion(models.Model):
    """How much of a block a person has done, 0 to 1, as the block last reported it.

    .. no_pii:
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    usage_key = models.CharField(max_length=255)
    value = models.FloatField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "usage_key"], name="internship_demo_completion_once")]

    def __str__(self) -> str:
        return f"{self.value:.0%} of {self.usage_key}"


class Grade(models.Model):
    """The points of a person for a block, as the block or a review last gave them.

    .. no_pii:
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    usage_key = models.CharField(max_length=255)
    earned = models.FloatField()
    possible = models.FloatField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "usage_key"], name="internship_demo_grade_once")]

    def __str__(self) -> str:
        return f"{self.earned:g}/{self.possible:g} for {self.usage_key}"


class Persona(models.Model):
    """Which account plays which of the invented people, and its id in the course's grade book.

    .. no_pii: The people are invented.
    """

    key = models.CharField(max_length=20, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="internship_persona")
    anonymous_id = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.key


class Mail(models.Model):
    """A mail that would have been sent: the player's outbox shows it.

    .. no_pii: The people are invented.
    """

    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=20)
    headers = models.JSONField(default=dict)
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"mail {self.pk}"
