"""Where mail meets the links. This tool sends none itself: who can, connects here, once, when the app is ready.

Until somebody does, `can_send` is False: invitations are given to be copied or sent from one's own mail program, no browser is
asked for a code, and what is signed by a link says that the address is not confirmed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from django.db import transaction

from ....core.errors import mishap
from ....openedx.letters import NotSent
from .values import Letter

log = logging.getLogger(__name__)


class Post(Protocol):
    """Who sends mail: `tools/notices/web/post.py`, which `apps.py` connects."""

    def can_send(self) -> bool:
        """Whether the site has a way to send mail at all."""

    def send(self, letter: Letter) -> None:
        """Hand a letter to the mail server and return once it took it; NotSent where it did not. Never inside a transaction."""


_connected: list[Post] = []


def connect_post(post: Post | None) -> None:
    """Have letters sent by `post` from now on; None: by nobody."""
    _connected[:] = [] if post is None else [post]


def can_send() -> bool:
    return bool(_connected) and _connected[0].can_send()


def hand_over(letter: Letter) -> None:
    """Give a letter to the mail server and return once it took it. Raises NotSent, also for a mistake of ours."""
    if not can_send():
        raise NotSent("no_mail")
    try:
        _connected[0].send(letter)
    except NotSent:
        raise
    except Exception as error:
        mishap(error, f"the letter of invitation {letter.invitation_id}")
        raise NotSent("mishap") from None


def send(letter: Letter) -> None:
    """Send a letter with digits once the transaction at hand is committed. They are good for minutes: nobody tries again."""
    transaction.on_commit(partial(_send, letter))


def post_letter(letter: Letter, note: Callable[[bool], None]) -> None:
    """Send a letter that another tool wrote, once the transaction at hand is committed; `note` hears whether it was taken.

    Where the mail server has just said nothing at all it is not asked again for a minute: several such letters in one request
    wait for one time-out, and each is noted as not taken.
    """
    transaction.on_commit(lambda: note(_send(letter, is_patient=False)))


_silent_until = [0.0]  # by this process's clock: time.monotonic()
_SILENCE = 60.0  # seconds


def _send(letter: Letter, is_patient: bool = True) -> bool:
    """Hand a letter over, and return whether the mail server took it. Nothing that goes wrong there is raised."""
    try:
        if not is_patient and time.monotonic() < _silent_until[0]:
            raise NotSent("silent", is_silent=True)
        hand_over(letter)
    except NotSent as error:
        if error.is_silent and error.kind != "silent":
            _silent_until[0] = time.monotonic() + _SILENCE
        log.warning("internship_xblock: letter %s %s was not sent: %s", letter.kind, letter.invitation_id, error.kind)
        return False
    return True
