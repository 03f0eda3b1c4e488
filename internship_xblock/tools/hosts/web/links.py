"""The address of a host's personal link, and the box in which a link that was just made is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ....core.actor import Actor
from ....openedx.platform import get_platform, site_address
from ...placements.api import Letter
from .. import api as hosts
from ..api import MadeLink


@dataclass(frozen=True)
class Box:
    """A link that was just made, with the letter for it: it is told only now."""

    request_id: int
    host: str
    link: str
    letter: Letter
    is_sent: bool


def offer_address(code: str) -> str:
    """Return the address that a code is sent as. A browser keeps what stands after `#` to itself.

    From the site's settings, never from the request: a forged Host would send codes elsewhere.
    """
    return f"{site_address()}{reverse('internship_xblock:offer')}#{code}"


def box_of(actor: Actor, made: MadeLink, *, is_to_be_sent: bool) -> Box:
    """Send a link that was just made where that is wanted and can be done, and return how to show it."""
    known: dict[str, Any] = {
        "request_id": made.request_id, "link": offer_address(made.code),
        "course": get_platform().course_name(actor.course_key),
    }  # fmt: skip
    is_sent = is_to_be_sent and hosts.send_request(actor, **known)
    return Box(made.request_id, made.host, known["link"], hosts.request_letter(actor, **known), is_sent)
