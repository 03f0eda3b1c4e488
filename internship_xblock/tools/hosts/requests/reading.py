"""Requests as values."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from ..models import Host, OfferedMentor, OfferedPlace, PlaceRequest, RequestLink
from ..rules import Mentor
from ..values import RequestView


def views_of(rows: Iterable[PlaceRequest], host: Host | None = None) -> list[RequestView]:
    """Return these requests, which came with their host unless it is given. Four queries, of however many."""
    found = list(rows)
    ids = [row.pk for row in found]
    mentors: dict[int, list[Mentor]] = {}
    for one in OfferedMentor.objects.filter(request__in=ids) if ids else ():
        mentors.setdefault(one.request_id, []).append(Mentor(one.name, one.email))
    made: dict[int, list[int]] = {}
    places = OfferedPlace.objects.filter(request__in=ids).order_by("number") if ids else OfferedPlace.objects.none()
    for request_id, placement_id in places.values_list("request_id", "placement_id"):
        made.setdefault(request_id, []).append(placement_id)
    alive = set(RequestLink.objects.filter(request__in=ids, ended_at=None).values_list("request_id", flat=True))
    return [
        _view(row, host or row.host, mentors.get(row.pk, []), made.get(row.pk, []), has_link=row.pk in alive) for row in found
    ]


def _view(
    row: PlaceRequest, host: Host, mentors: Iterable[Mentor], placement_ids: Iterable[int], *, has_link: bool
) -> RequestView:
    now = timezone.now()
    return RequestView(
        id=row.pk, host_id=host.pk, host=host.name, course_key=row.course_key, state=row.state_on(timezone.localdate()),
        first_day=row.first_day, last_day=row.last_day, places=row.places, wishes=row.wishes, answer_by=row.answer_by,
        author=row.author_name, to_name=row.to_name, to_address=row.to_address, language=row.language, zone=row.zone,
        created=row.created, sent_at=row.sent_at,
        is_lost=row.sent_at is None and row.lost_from is not None and row.lost_from <= now, has_link=has_link,
        revision=row.revision, offered=row.offered, remark=row.remark, mentors=tuple(mentors), answered_at=row.answered_at,
        placement_ids=tuple(placement_ids),
    )  # fmt: skip
