"""The person a block is shown to, as the runtime's user service vouches for them."""

from __future__ import annotations

from typing import Any

from ..core.actor import Actor
from .platform import is_masquerading


def context_key(block: Any) -> str:
    """The course or library a block stands in, "" where its usage key does not tell (the workbench)."""
    return str(getattr(block.scope_ids.usage_id, "context_key", ""))


def actor_of(block: Any) -> Actor:
    """The current person. A stranger where there is no user service, no sign-in, or no numeric account."""
    course_key = context_key(block)
    service = block.runtime.service(block, "user")
    if service is None:
        return Actor.stranger(course_key)
    user = service.get_current_user()
    attributes = user.opt_attrs
    user_id = attributes.get("edx-platform.user_id")
    if not isinstance(user_id, int) or attributes.get("edx-platform.is_authenticated") is False:
        return Actor.stranger(course_key)
    return Actor(
        user_id=user_id,
        name=user.full_name or attributes.get("edx-platform.username") or "",
        course_key=course_key,
        is_staff=bool(attributes.get("edx-platform.user_is_staff")),
        anonymous_id=attributes.get("edx-platform.anonymous_user_id") or "",
        masquerading=is_masquerading(user_id, course_key),
        zone=str((attributes.get("edx-platform.user_preferences") or {}).get("time_zone") or ""),
    )


def may_author(block: Any, actor: Actor) -> bool:
    """Whether the current person may change a block's settings.

    Studio's course editor answers by its `studio_user_permissions` service. A content library has no such service; there
    the platform itself checks the right to edit when the block is saved. Anywhere else course staff may, as far as the
    runtime lets them write authored fields at all (the LMS does not).
    """
    key = getattr(block.scope_ids.usage_id, "context_key", None)
    permissions = block.runtime.service(block, "studio_user_permissions")
    if permissions is not None:
        return key is not None and bool(permissions.can_write(key))
    if key is not None and getattr(key, "is_course", True) is False:
        return actor.is_known
    return actor.is_staff
