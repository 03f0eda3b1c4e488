"""What learners do with the samples of a teaching copy.

One row a learner, log and sample, so that two requests about two samples never write over each other. Nobody else reads it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .entries import KEY_LIMIT

SAMPLE_LIMIT = 64
ANONYMOUS_ID_LIMIT = 64


class PracticeAnswer(models.Model):
    """One learner's comment on one sample, and what they would change in it.

    .. pii: What a person wrote to practise, and the platform's id of them in a course.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("learner",)  # core/own_data.py

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    anonymous_id = models.CharField(max_length=ANONYMOUS_ID_LIMIT, blank=True)
    sample = models.CharField(max_length=SAMPLE_LIMIT, help_text="The id of the sample.")
    revision = models.PositiveIntegerField(default=0)
    texts = models.JSONField(default=dict, blank=True, help_text="Field -> text.")
    is_sent = models.BooleanField(default=False, help_text="The comment stands; the model was shown.")
    is_done = models.BooleanField(default=False, help_text="They said what they would change.")
    changed_at = models.DateTimeField(auto_now=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "usage_key", "sample"], name="ix_practice_one")]
        indexes = [
            models.Index(fields=["usage_key", "anonymous_id"], name="ix_practice_anonymous"),
            models.Index(fields=["learner", "course_key"], name="ix_practice_course"),
        ]

    def __str__(self) -> str:
        return f"practice answer {self.pk}"
