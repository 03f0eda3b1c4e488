"""Awarding a level, and taking it back: no api verb, for no person may do either.

Called by what was earned: a lesson that was completed (units), and the certificate that the platform issues or revokes
(`openedx/certificates.py`). Whoever calls holds that it was earned.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...core import events
from ..placements import api as placements
from .levels import CERTIFIED, renewable_from, valid_until
from .models import Training
from .values import Lesson


def can_be_awarded(*, person_id: int, course_key: str, level: str) -> bool:
    """Whether the person has not earned the level in this course yet, or can renew it now. One query."""
    last = _last(person_id, course_key, level)
    return last is None or renewable_from(last.until) <= timezone.localdate()


def award(*, person_id: int, course_key: str, level: str, completed_at: datetime, covers: Iterable[Lesson] = ()) -> bool:
    """Note that a person has earned a level in a course, and return whether that is news.

    What was earned stays as it is until 60 days before its last day. From then on it is renewed by what was completed since:
    `completed_at` is when that was. Then it is valid for five years from its last day on, or from today if that has passed. Two
    queries.
    """
    last = _last(person_id, course_key, level)
    if last is not None and timezone.localdate(completed_at) < renewable_from(last.until):
        return False
    today = timezone.localdate()
    first = today if last is None else max(today, last.until)
    try:
        with transaction.atomic():
            Training.objects.create(
                person_id=person_id, course_key=course_key, level=level, number=last.number + 1 if last else 1,
                earned_at=timezone.now(), until=valid_until(first), covers=[lesson.kept for lesson in covers],
            )  # fmt: skip
    except IntegrityError:  # another request was quicker
        return False
    _tell(person_id)
    return True


def certify(person_id: int, course_key: str) -> None:
    """Note that the platform has issued a person the certificate of a course: once, for whichever reason it is told again.

    The platform makes the same certificate anew when a name changes or a template does. That renews nothing; a certificate of
    another run does, and one that was revoked and issued again.
    """
    if _last(person_id, course_key, CERTIFIED) is None:
        award(person_id=person_id, course_key=course_key, level=CERTIFIED, completed_at=timezone.now())


def revoke(person_id: int, course_key: str) -> None:
    """Take back what rested on a certificate that the platform has revoked."""
    Training.objects.filter(person_id=person_id, course_key=course_key, level=CERTIFIED).delete()
    _tell(person_id)


def _tell(person_id: int) -> None:
    """Publish that the placements in which somebody is a mentor may stand otherwise now. One query."""
    for course_key, placement_ids in placements.mentored(person_id).items():
        events.changed(course_key, *placement_ids)


def _last(person_id: int, course_key: str, level: str) -> Training | None:
    """The newest row, as it stands this moment."""
    rows = Training.objects.filter(person_id=person_id, course_key=course_key, level=level)
    return rows.order_by("-number").defer("covers").first()
