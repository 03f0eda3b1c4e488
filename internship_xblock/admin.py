"""For the site's operator: to see whether something arrived. Not a way to read what people wrote.

Texts, and the logs altogether, are left out: an entry is its author's, also before the operator. Nothing can be added,
changed or deleted here, because every change has to pass a tool's api.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from .tools.placements.links.models import Invitation
from .tools.placements.models import Placement
from .tools.plans.models import Plan
from .tools.reviews.models import Submission


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists and shows `shown`, nothing else, and changes nothing."""

    shown: tuple[str, ...] = ()
    show_full_result_count = False  # counting a large table twice a page tells nobody more

    def get_list_display(self, request: Any) -> tuple[str, ...]:
        return self.shown

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return self.shown

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Placement)
class PlacementAdmin(LookOnly):
    shown = ("id", "course_key", "created", "revision", "changed_at")
    list_filter = ("course_key",)


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    shown = ("id", "party_id", "created", "expires", "accepted_at", "revoked_at")


@admin.register(Plan)
class PlanAdmin(LookOnly):
    shown = ("id", "placement_id", "course_key", "usage_key", "created")


@admin.register(Submission)
class SubmissionAdmin(LookOnly):
    shown = (
        "id", "course_key", "usage_key", "kind", "subject_id", "placement_id", "status", "attempts", "points", "possible",
        "submitted_at", "changed_at",
    )  # fmt: skip
    list_filter = ("status", "kind")
