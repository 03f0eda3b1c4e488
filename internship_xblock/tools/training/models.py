"""That somebody has earned a level of training, once more each time they renew it.

A row is never changed: what was earned on a day stays so, and a renewal is a row of its own, with the next number.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .levels import LEVELS

COURSE_KEY_LIMIT = 255


class Training(models.Model):
    """A level that a person earned in a course, and until when it is valid.

    .. pii: Which training a person has completed, and when.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    belongs_to = ("person",)  # core/own_data.py

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=COURSE_KEY_LIMIT)
    level = models.CharField(max_length=12, choices=LEVELS)
    number = models.PositiveSmallIntegerField(default=1, help_text="1 for the first time, then one more with each renewal.")
    earned_at = models.DateTimeField()
    until = models.DateField(help_text="The last day on which it is valid.")
    covers = models.JSONField(default=list, blank=True, help_text="The lessons, as they were when they were completed.")

    class Meta:
        constraints = [  # of two requests at the same moment one writes the row
            models.UniqueConstraint(fields=["person", "course_key", "level", "number"], name="ix_training_one")
        ]

    def __str__(self) -> str:
        return f"training {self.pk}"
