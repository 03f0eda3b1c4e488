"""Rows of hosts, and the door to them: which a person may see, locked or not. For this tool's own verbs."""

from __future__ import annotations

from ...core import permissions
from ...core.actor import Actor
from ...core.courses import org_of
from ...core.errors import NotFound
from .models import Host, PlaceRequest


def require_org(actor: Actor, verb: str, course_key: str) -> str:
    """Return the organisation whose hosts the actor may use a verb with: that of a course whose staff they are."""
    permissions.require(actor, verb, permissions.course_roles(actor, course_key))
    return org_of(course_key)


def require_host(actor: Actor, verb: str, host_id: int, *, lock: bool = False) -> Host:
    """Return a host of the actor's organisation; NotFound for every other. One query."""
    org = require_org(actor, verb, actor.course_key)
    rows = Host.objects.select_for_update() if lock else Host.objects
    found = rows.filter(pk=host_id, org=org).first()
    if found is None:
        raise NotFound()
    return found


def require_request(actor: Actor, verb: str, request_id: int) -> PlaceRequest:
    """Return a request of the actor's course, locked. NotFound for every other. One query."""
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))
    rows = PlaceRequest.objects.select_for_update()  # without its host, which MariaDB would lock too
    found = rows.filter(pk=request_id, course_key=actor.course_key).first()
    if found is None:
        raise NotFound()
    return found
