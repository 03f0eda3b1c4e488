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
    transaction.on_commit(partial(_refusal_of, letter))


def post_letter(letter: Letter, note: Callable[[bool], None]) -> None:
    """Send a letter that another tool wrote, once the transaction at hand is committed; `note` hears whether it was taken.

    Where the mail server has just said nothing at all it is not asked again for a minute: several such letters in one request
    wait for one time-out, and each is noted as not taken.
    """
    transaction.on_commit(lambda: note(_is_taken(letter)))


_silent_until = [0.0]  # by this process's clock: time.monotonic()
_SILENCE = 60.0  # seconds


def _is_taken(letter: Letter) -> bool:
    """Return whether the mail server took a letter; no, unasked, while it says nothing."""
    if time.monotonic() < _silent_until[0]:
        return False
    refusal = _refusal_of(letter)
    if refusal is not None and refusal.is_silent:
        _silent_until[0] = time.monotonic() + _SILENCE
    return refusal is None


def _refusal_of(letter: Letter) -> NotSent | None:
    """Hand a letter over, and return why the mail server did not take it. Nothing that goes wrong there is raised."""
    try:
        hand_over(letter)
    except NotSent as error:
        log.warning("internship_xblock: letter %s %s was not sent: %s", letter.kind, letter.invitation_id, error.kind)
        return error
    return None
