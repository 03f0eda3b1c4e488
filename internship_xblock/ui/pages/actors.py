"""Who is behind a request to a page of ours: an account, or a guest who came into this browser by a personal link."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from ...core.actor import Actor
from ...core.errors import NotAllowed
from ...core.guests import GuestSeat, seats_by
from ...openedx.platform import actor_of_request, get_platform, require_course

COOKIE = "internship_guest"
COOKIE_PATH = "/internship/"  # our own pages, and nothing of the site around them
_LONGEST = 180 * 24 * 60 * 60  # seconds that a browser keeps a key; how long it opens anything is the link's
_FOUND = "_internship_seats"  # on the request: what its cookie opens, looked up once


def actor_of(request: HttpRequest, course_key: str, placement_id: int | None = None) -> Actor:
    """Return who is asking, in the context of a course and of the placement that it is about.

    The account if it has a part there, or no link session of this browser has; else the guest of that session, whose language
    is then the answer's. One query where there is a cookie of ours, none more than `actor_of_request` has where there is not.

    Raises:
        NotFound: The course was deleted.
        NotAllowed: This browser had a personal link to the placement, nobody is signed in, and the link ended.
    """
    here = [one for one in _seats(request) if one.placement_id == placement_id and one.actor.course_key == course_key]
    seat = next((one for one in here if one.is_live and not one.is_outranked), None)
    if seat is not None:
        require_course(course_key)
        speak(seat.language)
        return seat.actor
    if here and not request.user.is_authenticated:
        speak(here[0].language)
        raise NotAllowed(ended())
    return actor_of_request(request, course_key)


def anybody(request: HttpRequest) -> Actor:
    """Return who is asking where no placement is known yet: the account, else the guest of a live session, else a stranger."""
    if request.user.is_authenticated:
        return actor_of_request(request, "")
    return next(iter(seats_of(request)), Actor.stranger())


def seats_of(request: HttpRequest) -> Sequence[Actor]:
    """Return the guests of this browser's live link sessions, the one opened last first. A query where it has a key."""
    return [one.actor for one in guest_seats(request)]


def guest_seats(request: HttpRequest) -> Sequence[GuestSeat]:
    """Return the same as seats, with their placements: those of courses that are still there."""
    exists = get_platform().course_exists
    return [one for one in _seats(request) if one.is_live and exists(one.actor.course_key)]


def guest_seat(request: HttpRequest, actor: Actor) -> GuestSeat | None:
    """Return the seat from which a guest acts, None for everybody else."""
    return next((one for one in _seats(request) if actor.is_guest and one.actor == actor), None)


def ended() -> str:
    """Say to a guest that their link opens nothing any more."""
    return _(
        "Your personal link has ended, so this is closed to you. Nothing was changed. What you typed here is kept on this "
        "computer; everything you sent before is kept under your name. Ask whoever invited you for a new link."
    )


def key_of(request: HttpRequest) -> str:
    """Return the key of this browser, "" where it has none."""
    return str(request.COOKIES.get(COOKIE, ""))[:100]


def give_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """Have the browser keep its key, where no script and no other site's form reaches it."""
    response.set_cookie(
        COOKIE, key, max_age=_LONGEST, path=COOKIE_PATH, secure=request.is_secure(), httponly=True, samesite="Lax"
    )


def take_key(response: HttpResponse) -> None:
    """Have the browser forget its key."""
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")


def speak(language: str) -> None:
    """Answer in the language of a personal link, until `private` (serving.py) puts back what was on. "": as it is."""
    if language and translation.check_for_language(language):
        translation.activate(language)


def _seats(request: HttpRequest) -> Sequence[GuestSeat]:
    found: Sequence[GuestSeat] | None = getattr(request, _FOUND, None)
    if found is None:
        user_id = request.user.pk if request.user.is_authenticated else None
        found = seats_by(key_of(request), user_id)
        setattr(request, _FOUND, found)
    return found
