"""When the platform retires an account, its name and words leave our tables too."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from ..tools.logs.forget import forget_user as forget_in_logs
from ..tools.placements.forget import forget_user as forget_in_placements
from ..tools.placements.forget import left_alone_by, lock_placements_of, names_of
from ..tools.plans.forget import forget_user as forget_in_plans
from ..tools.reviews.forget import forget_user as forget_in_reviews
from ..tools.units.forget import forget_user as forget_in_units
from .lms import _import

_SIGNALS = "openedx.core.djangoapps.user_api.accounts.signals"


def listen() -> None:
    """Connect to the platform's signal; nothing to do where there is no such platform."""
    signal = _import(_SIGNALS, "USER_RETIRE_LMS_MISC")
    if signal is not None:
        signal.connect(on_retirement, dispatch_uid="internship_xblock.retirement")


def on_retirement(sender: Any, user: Any, **_more: Any) -> None:
    """The receiver of USER_RETIRE_LMS_MISC. An error here stops the retirement, so that it is tried again, not half done."""
    forget(user.pk)


def forget(user_id: int) -> None:
    """Erase an account from every tool. The placements come last: the others ask which were the person's."""
    with transaction.atomic():
        placement_ids = lock_placements_of(user_id)
        forget_in_logs(user_id)
        forget_in_plans(user_id, placement_ids=placement_ids, names=names_of(user_id), left_alone=left_alone_by(user_id))
        forget_in_reviews(user_id, placement_ids=placement_ids)
        forget_in_units(user_id)
        forget_in_placements(user_id)
