"""Subscribing to one's days: a button makes the address, which is shown once; a calendar program asks for it from then on.

The secret stands in the address, for that is all a calendar program keeps. So it opens titles and days and nothing else, is
ended by a press, and no page of ours links to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....core import limits
from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import NotAllowed, NotFound
from ....exports import calendar as calendars
from ....exports.calendar import Calendar, Event
from ....openedx.platform import actor_of_request, get_platform, site_address
from ....ui.pages.actors import guest_seats, speak
from ....ui.pages.downloads import TYPES
from ....ui.pages.serving import network_of, page, read_form, render, to_sign_in
from .. import api as feeds
from ..api import Day

UNKNOWN_ADDRESSES = limits.Limit("unknown-feed", 30, 600)  # from one network
ASKED = limits.Limit("feed", 120, 3_600)  # of one feed: a program asks a few times a day
EVERY = timedelta(hours=6)


@page("GET", "POST", is_public=True)
def subscribe(request: HttpRequest) -> HttpResponse:
    """GET says whether there is an address; POST makes another one, or ends it."""
    actors = _actors(request)
    if not actors:
        return to_sign_in(request)
    if request.method == "GET":
        return _shown(request, actors)
    typed = read_form(request)
    actor = next((one for one in actors if str(one.seat_id or "") == typed.get("seat", "")), None)
    if actor is None:
        raise NotAllowed()
    if "end" in typed:
        feeds.end(actor)
        return _shown(request, actors, is_ended=True)
    return _shown(request, actors, actor, feeds.make(actor))


def _actors(request: HttpRequest) -> Sequence[Actor]:
    """The account, or the guests of this browser, each of whom has a calendar of their own."""
    if request.user.is_authenticated:
        return [actor_of_request(request, "")]
    seats = guest_seats(request)
    speak(seats[0].language if seats else "")
    return [one.actor for one in seats]


def _shown(
    request: HttpRequest, actors: Sequence[Actor], made_for: Actor | None = None, code: str = "", is_ended: bool = False
) -> HttpResponse:
    own = [(one, feeds.own(one)) for one in actors]
    address = f"{_site(request)}{reverse('internship_xblock:calendar_feed', args=[code])}" if code else ""
    return render(
        request, "feeds/subscribe.html", own=own, made_for=made_for, address=address, is_ended=is_ended,
        webcal=f"webcal://{address.partition('://')[2]}" if address else "", here=reverse("internship_xblock:calendar"),
        today=reverse("internship_xblock:today"),
    )  # fmt: skip


def _site(request: HttpRequest) -> str:
    return site_address() or f"{request.scheme}://{request.get_host()}"


@page("GET", "HEAD", is_public=True)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """The calendar of whoever's address this is. Unknown, ended and closed ones are not found, alike."""
    who = network_of(request)
    try:
        found = feeds.opened(Actor.stranger(), code=code)
    except NotFound:
        if limits.is_too_often(UNKNOWN_ADDRESSES, who):
            return _too_often()
        raise
    if limits.is_too_often(ASKED, str(found.feed_id)):
        return _too_often()
    speak(found.language)
    with as_reader(found.actor.zone):
        content = calendars.render(_calendar(feeds.days(found.actor)))
    response = HttpResponse(content, content_type=TYPES["ics"])
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _too_often() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "3600"})


def _calendar(days: Sequence[Day]) -> Calendar:
    exists = get_platform().course_exists
    known = {key: exists(key) for key in {day.course_key for day in days}}
    site = site_address().partition("://")[2].partition(":")[0] or "internship"
    events = tuple(_event(day, site) for day in days if known[day.course_key])
    return Calendar(name=_("Internship"), language=get_language() or "en", events=events, every=EVERY)


def _event(day: Day, site: str) -> Event:
    address = reverse(
        "internship_xblock:placement_page", kwargs={"course_key": day.course_key, "placement_id": day.placement_id}
    )
    return Event(
        uid=f"{day.uid}@{site}", summary=day.title, description="", day=day.days[0], sequence=day.sequence,
        stamp=day.changed_at, weeks=day.days if day.is_weekly else (), reminders=(), is_cancelled=day.is_cancelled,
        url=f"{site_address()}{address}" if site_address() else "", time=day.time.slot.span if day.time is not None else None,
        location=day.time.link if day.time is not None else "",
    )  # fmt: skip
