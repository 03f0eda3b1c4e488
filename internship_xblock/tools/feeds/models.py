"""Addresses of calendars: of an account, or of a guest's seat. Only a SHA-256 of each is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ...core.authorship import SEAT


class CalendarFeed(models.Model):
    """An address by which a calendar program asks for somebody's days. One of theirs at most is not revoked.

    It stays with the account or the seat that it was made for: a seat that is joined to an account has none any more.

    .. no_pii:
    """

    belongs_to = ("user",)  # core/own_data.py

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=16, blank=True, help_text="In which its titles are.")
    created = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"feed {self.pk}"
