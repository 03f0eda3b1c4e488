"""The start: what this is, and the ways in. Each makes the visitor one of the people and leads to where something is to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import people, sample
from ..engine.olx import get_course
from ..engine.runtime import PlayerRuntime
from . import outline
from .frame import Refusal, in_words, page, review_url

WAYS = ("mentor", "student", "supervisor", "instructor", "author")


@dataclass(frozen=True)
class Way:
    """One of the ways in: as whom, and in a line what is seen there."""

    key: str
    title: str
    line: str

    @property
    def person(self) -> people.Person:
        return people.PEOPLE[self.key]


@require_safe
@in_words
def start(request: HttpRequest) -> HttpResponse:
    return page(request, "start.html", section="start", ways=_ways())


@require_POST
@in_words
def enter(request: HttpRequest) -> HttpResponse:
    """Come in by one of the ways."""
    key = request.POST.get("way", "")
    if key not in WAYS:
        raise Refusal(400, _("That entrance does not exist. Choose one on the start page."))
    people.become(request, key)
    if key in ("student", "supervisor", "instructor"):
        sample.prepare()
    if key == "supervisor":
        sample.prepare_cohort()
    return HttpResponseRedirect(_place(key))


@require_POST
@in_words
def to_today(request: HttpRequest) -> HttpResponse:
    """Come to Today as who one is, with something to find there."""
    sample.prepare()
    return HttpResponseRedirect(reverse("internship_xblock:today"))


def _ways() -> list[Way]:
    """Return the ways in; the mentor's says how far the mentor is."""
    mentors = _mentors_outline()
    unit = mentors.next_unit
    if unit is None:
        first = _("The course is done. See how it went.")
    elif mentors.is_begun:
        first = _("Continue where %(name)s left off: “%(title)s”.") % {
            "name": people.PEOPLE["mentor"].first_name,
            "title": unit.title,
        }
    else:
        first = _("The first lesson of the course: “%(title)s”.") % {"title": unit.title}
    return [
        Way("mentor", _("As a mentor"), first),
        Way("student", _("As a student"), _("A log in which your mentor has asked you something, and a draft to finish.")),
        Way("supervisor", _("As a university supervisor"), _("Thirteen students: what waits for you, and who is stuck.")),
        Way(
            "instructor", _("As an instructor"), _("The review page, where a plan and a log entry are waiting for your answer.")
        ),
        Way("author", _("As an author"), _("Studio, with every unit of the course, its preview and its settings.")),
    ]


def _mentors_outline() -> outline.Outline:
    return outline.build(PlayerRuntime(get_course(), people.account("mentor")))


def _place(key: str) -> str:
    """The address where this person has something to do; the outline where the course has nothing of the kind."""
    course = get_course()
    if key == "author":
        return reverse("demo_studio_outline")
    if key == "instructor":
        return review_url(course) or reverse("demo_outline")
    if key == "supervisor":
        return reverse("internship_xblock:today")
    if key == "student":
        where = sample.places(course)
        found = where.log or where.plan
        return reverse("demo_unit", args=[str(course.unit_of(found))]) if found else reverse("demo_outline")
    unit = _mentors_outline().next_unit
    return reverse("demo_unit", args=[unit.key]) if unit else reverse("demo_progress")
