"""What makes the reminders to hosts go out: after a page of ours, or by the operator's timer."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache

from ....core import chores
from ....core.errors import mishap
from ....openedx.platform import get_platform, site_address
from .. import api as hosts
from .links import offer_address

EVERY = timedelta(minutes=10)  # how often pages look, at most
OF_A_PAGE = 5  # letters that a page sends, after its answer has gone out


def listen() -> None:
    """Look after pages."""
    chores.register(after_a_page)


def remind(limit: int = 50) -> int:
    """Remind the hosts whose day is near; return how many. None where LMS_ROOT_URL is not set: links would lead nowhere."""
    return hosts.remind_due(offer_address, get_platform().course_name, limit) if site_address() else 0


def after_a_page() -> None:
    """Remind where nobody has lately, so that a site without a timer does too."""
    try:
        if cache.add("internship-hosts", 1, EVERY.total_seconds()):
            remind(OF_A_PAGE)
    except Exception as error:
        mishap(error, "reminding hosts")
