"""When the platform retires an account, its name and words leave our tables too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .lms import _import

_SIGNALS = "openedx.core.djangoapps.user_api.accounts.signals"


def listen(forget: Callable[[int], None]) -> None:
    """Have `forget` called with each account that the platform retires; nothing to do where there is no such platform.

    An error in it stops the retirement, so that it is tried again, not half done.
    """
    signal = _import(_SIGNALS, "USER_RETIRE_LMS_MISC")

    def on_retirement(sender: Any, user: Any, **_more: Any) -> None:
        forget(user.pk)

    if signal is not None:
        signal.connect(on_retirement, weak=False, dispatch_uid="internship_xblock.retirement")
