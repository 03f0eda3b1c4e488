"""What happened to a placement while it ran. Rows are added and never changed: the newest says how it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ....core.authorship import Authored, Authorship
from ..models import Placement

REASON_LIMIT = 500


class PlacementChange(Authored):
    """A pause, a new beginning, an early end. `standing` is what holds from now on, as `Timing.text` says it.

    .. pii: Who changed it, and the reason that they gave to the others.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"reason": ""}),)

    class Kind(models.TextChoices):
        PAUSED = "paused", _("Paused")
        RESUMED = "resumed", _("Resumed")
        ENDED = "ended", _("Ended early")
        REOPENED = "reopened", _("Continues after all")
        ASKED = "asked", _("Asked for a change")
        KEPT = "kept", _("Stays as it is")

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    first = models.DateField(null=True, blank=True, help_text="The first day that is paused, or on which it goes on.")
    last = models.DateField(null=True, blank=True, help_text="The last day that is paused, or the last day of all.")
    reason = models.CharField(max_length=REASON_LIMIT, blank=True)
    standing = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["placement", "number"], name="ix_change_number")]

    def __str__(self) -> str:
        return f"change {self.pk}"
