"""What the player's pages have in common: the frame around them and refusals in words."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse
from django.template.context_processors import csrf
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...ui.jinja import render
from ...ui.pages.variant import variant_of
from .. import people
from ..engine.olx import Course, get_course
from .switches import SWITCHES, chosen

STAYING = ("/unit/", "/progress/", "/outline/")  # pages that are there for everybody one can be


class Refusal(Exception):
    """A page that cannot be shown, with its status and the sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(type(self).__name__)
        self.status = status
        self.sentence = sentence


def person(request: HttpRequest) -> people.Person:
    """Who is looking. The middleware has signed somebody in; anybody unknown counts as the mentor.

    So does whoever was refused before that middleware, for a host that is not ours.
    """
    return people.person_of(getattr(request, "user", None)) or people.PEOPLE[people.DEFAULT]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return everything that the bar above each page shows, for templates."""
    me = person(request)
    course = get_course()
    return {
        **csrf(request),
        "variant": variant_of(request),
        "player": {
            "course": course,
            "me": me,
            "people": list(people.PEOPLE.values()),
            "languages": settings.LANGUAGES,
            "switches": SWITCHES,
            "chosen": chosen(request),
            "review_url": review_url(course) if me.is_staff else "",
            "today_url": _address("today"),
            "stay": request.path if request.path.startswith(STAYING) or request.path == _address("today") else "/",
            "here": request.get_full_path(),
        },
    }


def bar(request: HttpRequest) -> str:
    """Draw the player's bar for the product's own pages (INTERNSHIP_PAGE_BAR). A guest has no course to go to, and no bar."""
    if not request.user.is_authenticated:
        return ""
    section = "today" if request.path == _address("today") else "review" if "/review/" in request.path else ""
    return render("demo/above.html", frame(request), section=section)


def review_url(course: Course) -> str:
    """The review page of the course, "" where the pages of the product are not there."""
    for arguments in ({"course_key": str(course.key)}, {}):
        try:
            return reverse("internship_xblock:review", kwargs=arguments)
        except NoReverseMatch:
            continue
    return ""


def _address(name: str) -> str:
    """The address of a page of the product, "" where these pages are not there."""
    try:
        return reverse(f"internship_xblock:{name}")
    except NoReverseMatch:
        return ""


def page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    shown = HttpResponse(render(f"demo/{template}", frame(request), **{"section": "", "key": "", **context}), status=status)
    shown["Cache-Control"] = "no-store"  # going back after viewing as somebody else must not show the other's page
    return shown


def in_words(view: Any) -> Any:
    """Make a Refusal, or a page that is not there, an answer in words with its status.

    What is written there is in transactions of its own, as in the LMS's view of a block's handlers: they can be begun again.
    """

    @non_atomic_requests
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return not_found(request)
        except Refusal as refusal:
            return page(request, "problem.html", refusal.status, sentence=refusal.sentence)

    return answer


@non_atomic_requests
def not_found(request: HttpRequest, exception: Any = None, **place: str) -> HttpResponse:
    return page(request, "problem.html", 404, sentence=_("There is no such page in this course. It may have been moved."))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    sentence = _("That could not be understood. Nothing was changed; please go back and try again.")
    return page(request, "problem.html", 400, sentence=sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("We could not recognise you, so nothing was changed. Please reload the page and try again.")
    return page(request, "problem.html", 403, sentence=sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """The very last resort: no database, no person, no course is asked."""
    return HttpResponse(render("demo/mishap.html"), status=500)


@require_safe
@non_atomic_requests
def no_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for an icon where a page names none, as the product's own pages do: there is none, once a day."""
    return HttpResponse(status=204, headers={"Cache-Control": "max-age=86400"})
