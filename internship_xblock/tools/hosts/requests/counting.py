"""How many requests of a course wait for whom: for Today. A verb of this tool's api."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor
from ..models import PlaceRequest
from ..values import RequestView
from .reading import views_of


@dataclass(frozen=True)
class Waiting:
    """How many requests wait for their hosts, are overdue, were answered, or have a letter that is lost."""

    waiting: int = 0
    overdue: int = 0
    answered: int = 0
    lost: int = 0


def open_requests(actor: Actor, *, course_key: str, limit: int = 50) -> list[RequestView]:
    """Return the requests of a course in which somebody has something to do, what is wanted first on top.

    Four queries, of however many.
    """
    permissions.require(actor, "host.list", permissions.course_roles(actor, course_key))
    rows = PlaceRequest.objects.filter(is_open(), course_key=course_key).select_related("host")
    return views_of(rows.order_by("answer_by", "pk")[:limit])


def is_open(prefix: str = "") -> Q:
    """The condition that a request waits for its host, or for a coordinator who makes the placements."""
    known = {f"{prefix}made_at": None, f"{prefix}revoked_at": None}
    return Q(**known) & (Q(**{f"{prefix}offered": None}) | Q(**{f"{prefix}offered__gt": 0}))


def asker_of(request_id: int) -> int | None:
    """Return the account of who asked, for telling them; None once they are forgotten. One query."""
    return PlaceRequest.objects.filter(pk=request_id).values_list("author_id", flat=True).first()


def waiting_requests(actor: Actor, *, course_key: str) -> Waiting:
    """Return how many requests of a course wait. One query."""
    permissions.require(actor, "host.list", permissions.course_roles(actor, course_key))
    today, now = timezone.localdate(), timezone.now()
    rows = PlaceRequest.objects.filter(course_key=course_key, made_at=None, revoked_at=None)
    unanswered = Q(offered=None)
    return Waiting(
        **rows.aggregate(
            waiting=Count("pk", filter=unanswered & Q(answer_by__gte=today)),
            overdue=Count("pk", filter=unanswered & Q(answer_by__lt=today)),
            answered=Count("pk", filter=Q(offered__gt=0)),
            lost=Count("pk", filter=unanswered & Q(sent_at=None, lost_from__lte=now)),
        )
    )  # fmt: skip
