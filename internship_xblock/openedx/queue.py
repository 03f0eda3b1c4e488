"""Celery, where the site has it: work that is done soon, elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache

from .lms import _import

log = logging.getLogger(__name__)


def task(name: str) -> Callable[[Callable[[], Any]], Any]:
    """Make a function a Celery task; leave it as it is where there is no Celery."""
    shared_task = _import("celery", "shared_task")
    if shared_task is None:
        return lambda work: work
    return lambda work: shared_task(work, name=name, ignore_result=True)


def soon(work: Any, seconds: int, together: int) -> bool:
    """Have a task done in so many seconds, once for all who ask within `together` seconds.

    So it is done at least `seconds - together` after each of them asked. Return whether there is a queue for it.
    """
    if not hasattr(work, "apply_async") or not _has_broker():
        return False
    asked = f"internship-soon-{work.name}-{seconds}"
    try:
        if cache.add(asked, 1, together):
            try:
                work.apply_async(countdown=seconds)
            except Exception:
                cache.delete(asked)  # who asks next may find the broker up again
                raise
    except Exception as error:  # a broker that is down: others will sweep
        log.warning("internship_xblock: the queue did not take %s: %s", work.name, type(error).__name__)
        return False
    return True


def _has_broker() -> bool:
    return bool(getattr(settings, "BROKER_URL", "") or getattr(settings, "CELERY_BROKER_URL", ""))
