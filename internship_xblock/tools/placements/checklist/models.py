"""Who has ticked which line of a checklist, on what day. Rows are added and never changed: the newest ones say how it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ....core.authorship import Authored
from ..models import Placement

KEY_LIMIT = 16


class ChecklistTick(Authored):
    """That a line of the author's checklist is done, was seen, or is open again.

    `standing` is what holds of all lines from now on, as `Ticked.text` says it: it names people by their seats.

    .. pii: The name of who ticked it.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        DONE = "done", _("Done")
        SEEN = "seen", _("Seen")
        OPEN = "open", _("Open again")

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="ticks")
    line = models.CharField(max_length=KEY_LIMIT, help_text="The id of the line in its author's list.")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    until = models.DateField(null=True, blank=True, help_text="The last day on which what was seen is valid.")
    at = models.DateTimeField()
    number = models.PositiveIntegerField()
    standing = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["placement", "number"], name="ix_tick_number")]

    def __str__(self) -> str:
        return f"tick {self.pk}"
