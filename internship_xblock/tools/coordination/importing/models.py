"""What was sent to make placements of, for as long as it takes; and by which id of the university's each placement is known.

A *sheet* keeps the rows of a file between the look at what they will do and the doing, and what came of each. It is one
person's, and is deleted after a day. Whoever applies it locks it: of two who press at once one waits, and goes on where the
other stopped.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from ....core.authorship import Authored
from ....core.language.text import NAME_LIMIT
from ..models import KEY_LIMIT, PLACEMENT

KEPT = timedelta(days=1)


class PlacementSheet(Authored):
    """The rows of one file. `author` sent it.

    .. pii: Names and addresses of people who are to be in placements; deleted after a day, and with who sent it.
    .. pii_types: name, email_address
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LIMIT)
    name = models.CharField(max_length=NAME_LIMIT, help_text="What the file was called.")
    rows = models.JSONField(default=list, help_text="Of each placement its lines, see sheets.py.")
    outcomes = models.JSONField(default=list, help_text="What came of the rows that are done, in their order.")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="ix_sheet_made"),
            models.Index(fields=["course_key"], name="ix_sheet_course"),
        ]

    def __str__(self) -> str:
        return f"placement sheet {self.pk}"


class KnownPlacement(models.Model):
    """By which id a placement is known in the university's own register.

    .. pii: The id of a placement in the university's register, in which a student's number may stand.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    placement = models.OneToOneField(PLACEMENT, primary_key=True, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    external_id = models.CharField(max_length=NAME_LIMIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course_key", "external_id"], name="ix_known_placement")]

    def __str__(self) -> str:
        return f"known placement {self.pk}"
