"""The platform's own certificate of a course: where its author says so, whom it is issued to is a certified mentor.

The signals are those of openedx-events, the platform's stable door (`lms/djangoapps/certificates/models.py` sends them):
issued, whenever a certificate is saved that its learner can have, so more than once; and revoked. They come in workers, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from .lms import _import
from .platform import get_platform

_SIGNALS = "openedx_events.learning.signals"
SETTING = "internship_certificate"  # among the "other course settings" of a course, which travel in its archive
COUNTS = "certified"


def listen(issued: Callable[[int, str], None], revoked: Callable[[int, str], None]) -> None:
    """Have these called with the account and the course of each certificate that counts, where there is such a platform.

    An error in them undoes what they did, and nothing of the platform's, which logs it.
    """

    def on_issued(certificate: Any, **_more: Any) -> None:
        if counts(str(certificate.course.course_key)):
            _tell(issued, certificate)

    def on_revoked(certificate: Any, **_more: Any) -> None:
        _tell(revoked, certificate)  # also where it has ceased to count since

    for name, receiver in (("CERTIFICATE_CREATED", on_issued), ("CERTIFICATE_REVOKED", on_revoked)):
        signal = _import(_SIGNALS, name)
        if signal is not None:
            signal.connect(receiver, weak=False, dispatch_uid=f"internship_xblock.{name.lower()}")


def counts(course_key: str) -> bool:
    """Whether the author of a course says that its certificate makes a certified internship mentor."""
    return bool(get_platform().course_setting(course_key, SETTING) == COUNTS)


def _tell(told: Callable[[int, str], None], certificate: Any) -> None:
    with transaction.atomic():
        told(certificate.user.id, str(certificate.course.course_key))
