"""The page: asked of all tools as the reader, of an account in all its courses, of a guest in each seat of this browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.clock import as_reader
from ....core.errors import BadRequest, NotFound
from ....core.guests import GuestSeat
from ....core.language import formats
from ....core.language.text import NAME_LIMIT
from ....core.today import Part, joined, queued, said_by_all, said_of_own
from ....openedx.platform import actor_of_request, get_platform, is_masquerading
from ....ui.pages.actors import guest_seat, guest_seats, speak
from ....ui.pages.serving import asked, page, render, to_sign_in
from ...placements import api as placements
from ...placements.api import PlacementView
from .screen import Screen

PLACEMENTS_READ = 100  # the newest of somebody's placements; a search finds others
COURSES_READ = 5  # courses whose queues are looked into at once; each has its own page
COURSES_NAMED = 20  # of the others: whoever has more knows them from elsewhere
KEY_LIMIT = 255
ROLES = dict(placements.roles_of(placements.PLACEMENT))


@page("GET", is_public=True)
def today(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in, or the guests of this browser; `?course=`, `?role=` and `?search=` narrow it."""
    course_key, search = asked(request, "course", KEY_LIMIT), asked(request, "search", NAME_LIMIT)
    if request.user.is_authenticated:
        return _of_account(request, course_key, search, _role(request))
    seats = [one for one in guest_seats(request) if course_key in ("", one.actor.course_key)]
    if not seats:
        return to_sign_in(request)
    speak(seats[0].language)
    return _of_guests(request, [one.actor for one in seats], course_key)


def _of_guests(request: HttpRequest, guests: Sequence[Actor], course_key: str) -> HttpResponse:
    views, parts = [], []
    with as_reader(guests[0].zone):
        for guest in guests:
            found, _count = placements.overview(guest, limit=1)
            views += found
            parts.append(said_by_all(guest, found))
        return _show(request, guests[0], Screen(joined(parts), views, count=len(views), course_key=course_key))


def _role(request: HttpRequest) -> str:
    """The role that is asked for, "" for all."""
    role = asked(request, "role", KEY_LIMIT)
    if role and role not in ROLES:
        raise BadRequest()
    return role


def _of_account(request: HttpRequest, course_key: str, search: str, role: str) -> HttpResponse:
    actor = actor_of_request(request, course_key)
    if course_key and not (get_platform().is_enrolled(request.user, course_key) or actor.is_staff):
        raise NotFound(_("You do not take part in this course. Enrol in it, or ask whoever invited you for the right link."))
    with as_reader(actor.zone):
        views, count = placements.overview(
            actor, course_key=course_key or None, search=search, role=role, limit=PLACEMENTS_READ
        )
        courses = () if role or actor.masquerading else _staffed(request, actor)
        parts = [*_said(actor, views), *(queued(actor_in) for actor_in in courses[:COURSES_READ])]
        screen = Screen(
            joined(parts), views, count=count, course_key=course_key, search=search, role=role,
            roles=_roles(actor, views, is_all=not (role or count > len(views))),
            unlooked=[actor_in.course_key for actor_in in courses[COURSES_READ:]],
            staffed=[actor_in.course_key for actor_in in courses[:COURSES_READ]],
        )  # fmt: skip
        open_here = () if views or actor.masquerading else [one for one in guest_seats(request) if not one.is_outranked]
        return _show(request, actor, screen, open_here)


def _said(actor: Actor, views: Sequence[PlacementView]) -> list[Part]:
    """What the tools say of these placements. Of a course that staff look at as a learner, no more than to who masquerades."""
    courses = {view.course_key for view in views}
    looked_at = {key for key in courses if not actor.masquerading and is_masquerading(actor.account, key)}
    as_learner = replace(actor, masquerading=True)
    own = [view for view in views if view.course_key not in looked_at]
    others = [replace(view, seen_by=as_learner) for view in views if view.course_key in looked_at]
    parts = [said_of_own(actor), said_by_all(actor, own)]
    return [*parts, *([said_by_all(as_learner, others)] if others else [])]


def _staffed(request: HttpRequest, actor: Actor) -> Sequence[Actor]:
    """The actor as staff: of the course that is asked for, else of each of theirs."""
    if actor.course_key:
        return [actor] if actor.is_staff else []
    return [replace(actor, course_key=key, is_staff=True) for key in get_platform().staffed_courses(request.user)]


def _roles(actor: Actor, views: Sequence[PlacementView], *, is_all: bool) -> list[str]:
    """The roles in which the actor sits somewhere, in their order: as these placements say, where they are all."""
    found = {party.role for view in views for party in view.parties if party.is_of(actor)}
    held = found if is_all or not actor.is_known else placements.roles_held(actor)
    return [role for role in ROLES if role in held]


def _show(request: HttpRequest, actor: Actor, screen: Screen, open_here: Sequence[GuestSeat] = ()) -> HttpResponse:
    """Show what was found. `open_here` are seats in this browser that the account, which has none, could take."""
    platform = get_platform()
    courses = _courses(screen.views, screen.course_key)
    names = {key: platform.course_name(key) for key in courses}
    is_one = bool(courses) and (len(courses) == 1 or bool(screen.course_key))
    return render(
        request, "today/today.html", actor=actor, screen=screen, names=names if len(names) > 1 or screen.course_key else {},
        unlooked=[(key, platform.course_name(key)) for key in screen.unlooked[:COURSES_NAMED]],
        staffed=[(key, platform.course_name(key)) for key in screen.staffed],
        roles=[(role, ROLES[role]) for role in screen.roles],
        workbook_course=screen.course_key or (courses[0] if courses else ""), guest=guest_seat(request, actor),
        open_here=open_here, day=formats.full_day(timezone.localdate()), site_url="/",
        course_name=names[courses[0]] if is_one else "",
        course_url=platform.course_url(courses[0]) if is_one and not actor.is_guest else "",
    )  # fmt: skip


def _courses(views: Sequence[PlacementView], course_key: str) -> list[str]:
    """The courses of somebody's placements, the one that is asked for first."""
    return list(dict.fromkeys(filter(None, (course_key, *(view.course_key for view in views)))))
