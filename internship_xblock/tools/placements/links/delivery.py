"""Where mail meets the links. This tool sends none itself: who can, connects here, once, when the app is ready.

Until somebody does, `can_send` is False: invitations are given to be copied or sent from one's own mail program, no browser is
asked for a code, and what is signed by a link says that the address is not confirmed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

from django.db import transaction
from django.utils import timezone

from ....core import events
from .models import Invitation
from .values import Letter

UNDERWAY = timedelta(minutes=15)  # how long a letter may take to the mail server, after many others; then it counts as lost
log = logging.getLogger(__name__)


class Post(Protocol):
    """Who sends mail: `tools/notices/web/post.py`, which `apps.py` connects."""

    def can_send(self) -> bool:
        """Whether the site has a way to send mail at all."""

    def send(self, letter: Letter) -> bool:
        """Hand a letter to the mail server, and return whether it took it. Asked after the commit."""


_connected: list[Post] = []


def connect_post(post: Post | None) -> None:
    """Have letters sent by `post` from now on; None: by nobody."""
    _connected[:] = [] if post is None else [post]


def can_send() -> bool:
    return bool(_connected) and _connected[0].can_send()


def send(letter: Letter) -> None:
    """Send a letter once the transaction at hand is committed: it holds the only copy of a code, so it is kept nowhere."""
    transaction.on_commit(partial(_send, letter))


def post_letter(letter: Letter, note: Callable[[bool], None]) -> None:
    """Send a letter that another tool wrote, once the transaction at hand is committed; `note` hears whether it was taken."""
    transaction.on_commit(lambda: note(_is_taken(letter)))


def _send(letter: Letter) -> None:
    """That it was sent is written after the mail server's answer, never before."""
    is_taken = _is_taken(letter)
    if letter.kind == "invitation":
        _note(letter.invitation_id, is_taken)


def _is_taken(letter: Letter) -> bool:
    """Hand a letter over, and return whether a mail server took it. Nothing that goes wrong there is raised."""
    try:
        return can_send() and _connected[0].send(letter)
    except Exception as error:
        log.error("internship_xblock: letter %s %s was not sent: %s", letter.kind, letter.invitation_id, type(error).__name__)
        return False


def _note(invitation_id: int, is_taken: bool) -> None:
    """Write what became of a letter. Where it was lost, whoever looks after the placement is to see it at once."""
    links, now = Invitation.objects.filter(pk=invitation_id), timezone.now()
    if is_taken:
        links.update(sent_at=now)
        return
    links.update(lost_from=now)
    for placement_id, course_key in links.values_list("party__placement_id", "party__placement__course_key"):
        events.changed(course_key, placement_id)
