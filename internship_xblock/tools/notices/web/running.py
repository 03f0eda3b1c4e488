"""What makes the notices go out: soon after something happened, by the operator's timer, or after a page of ours."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from ....core import chores, events
from ....core.errors import mishap
from ....openedx import queue
from ....openedx.platform import site_address
from ...placements import api as placements
from ...placements.web.links.address import join_address
from .. import recording, reminders
from ..leases import lease
from ..sending import Tally, send_due
from .letters import draw

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)  # how often pages sweep, at most
SECONDS_OF_A_PAGE = 5.0  # what a page may take for it, after its answer has gone out
_LETTERS = timedelta(seconds=20)  # how often pages look for letters that wait, at most: who invited many is told "on their way"
_SPARE = 15  # seconds after the delay of a notice at which Celery sends it
_TOGETHER = 10  # seconds in which one task is for all that happens: fewer than _SPARE, so that the last of it is due then


def run(seconds: float = 600) -> Tally:
    """Send the letters that wait, look for reminders, then send what is due: what the timer and the pages call.

    Nothing is sent without LMS_ROOT_URL: its links would lead nowhere.
    """
    if not site_address():
        log.warning("internship_xblock: no notices are sent: LMS_ROOT_URL is not set")
        return Tally()
    end = time.monotonic() + seconds
    letters = placements.send_waiting(join_address, seconds=seconds / 2)
    reminders.plan(seconds=seconds / 4)
    tally = send_due(draw, seconds=max(0.0, end - time.monotonic()))
    tally.letters, tally.letters_failed = letters.sent, letters.failed
    return tally


@queue.task("internship_xblock.send_notices")
def send_notices() -> None:
    """The task for Celery."""
    run(seconds=120)


@queue.task("internship_xblock.send_letters")
def send_letters() -> None:
    """The task for Celery that sends letters alone. What it has no time for is the next one's."""
    if (
        site_address()
        and not placements.send_waiting(join_address, seconds=120).is_silent
        and placements.are_due(timezone.now())
    ):
        on_letters()


def listen() -> None:
    """Sweep soon after something is to be told, and after a page."""
    events.listen(events.NoticesWait, on_notices)
    events.listen(events.LettersWait, on_letters)
    chores.register(letters_after_a_page)
    chores.register(after_a_page)


def on_notices(_event: events.NoticesWait) -> None:
    queue.soon(send_notices, int(recording.delay().total_seconds()) + _SPARE, _TOGETHER)


def on_letters(_event: events.LettersWait | None = None) -> None:
    if not queue.soon(send_letters, 2, 1):
        cache.delete("internship-letters")  # the next page that was answered looks


def letters_after_a_page() -> None:
    """Send letters that wait, where nobody has lately: without Celery they go out soon after who invited was answered."""
    try:
        if not cache.add("internship-letters", 1, _LETTERS.total_seconds()) or not site_address():
            return
        now = timezone.now()
        if placements.are_due(now) and lease("letters", _LETTERS, now) and not queue.soon(send_letters, 2, 1):
            placements.send_waiting(join_address, seconds=SECONDS_OF_A_PAGE)
    except Exception as error:
        mishap(error, "the letters after a page")


def after_a_page() -> None:
    """Sweep, where nobody has lately: so a site without a timer tells people too. How often: INTERNSHIP_SWEEP_SECONDS."""
    every = timedelta(seconds=getattr(settings, "INTERNSHIP_SWEEP_SECONDS", EVERY.total_seconds()))
    try:
        # The cache answers nearly always; where it is each process's own, the database decides.
        if not cache.add("internship-sweep", 1, every.total_seconds()) or lease("page", every, timezone.now()) is None:
            return
        if not queue.soon(send_notices, 1, 1):
            run(SECONDS_OF_A_PAGE)
    except Exception as error:
        mishap(error, "the sweep after a page")
