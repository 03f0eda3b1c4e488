"""Remind hosts three days before an answer is wanted: once, by mail, with a link of its own. No verb: a sweep does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from ....core.errors import mishap
from ....core.standing import site_today
from ...placements import api as placements
from ..models import PlaceRequest
from ..rules import REMIND_DAYS
from . import letters
from .links import make_link
from .reading import views_of

TOGETHER = 50  # letters in one round
_AFTER = timedelta(days=1)  # since it was asked: who was asked today is not reminded today


def remind_due(link_of: Callable[[str], str], course_of: Callable[[str], str], limit: int = TOGETHER) -> int:
    """Remind the hosts whose day is near and who have not answered; return how many letters went on their way.

    `link_of` makes an address of a code, `course_of` a name of a course's key. One query where nobody is to be reminded. Of two
    sweeps at once one claims each request; that the letter was tried is written whether or not a mail server takes it.
    """
    if not placements.can_send():
        return 0
    today, now = site_today(), timezone.now()
    due = PlaceRequest.objects.filter(
        reminded_at=None, answer_by__gte=today, answer_by__lte=today + timedelta(days=REMIND_DAYS), offered=None, made_at=None,
        revoked_at=None, created__lt=now - _AFTER,
    ).exclude(to_address="")  # fmt: skip
    sent = 0
    for pk in list(due.order_by("answer_by", "pk").values_list("pk", flat=True)[:limit]):
        try:
            sent += _remind(pk, link_of, course_of)
        except Exception as error:  # the others are reminded all the same
            mishap(error, "reminding a host")
    return sent


def _remind(pk: int, link_of: Callable[[str], str], course_of: Callable[[str], str]) -> bool:
    with transaction.atomic():
        open_ = PlaceRequest.objects.filter(pk=pk, reminded_at=None, offered=None, revoked_at=None)
        if not open_.update(reminded_at=timezone.now()):
            return False
        row = PlaceRequest.objects.select_related("host").get(pk=pk)
        letter = letters.reminder(views_of([row])[0], link_of(make_link(row)), course_of(row.course_key))
        placements.post_letter(letter, partial(_note, pk))
    return True


def _note(pk: int, is_taken: bool) -> None:
    """A reminder that is lost counts as a letter that is lost: the coordinator sees it."""
    if not is_taken:
        PlaceRequest.objects.filter(pk=pk).update(sent_at=None, lost_from=timezone.now())
