"""The player's pages: the outline, a unit and what stands in its frame, progress, Studio, and the blocks' handlers."""

from __future__ import annotations

import mimetypes
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_safe
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import InvalidScopeError, NoSuchHandlerError

from ...core.errors import mishap
from ...ui.block import InternshipBlock
from ..engine.olx import get_course
from ..engine.runtime import PlayerRuntime
from . import outline
from .frame import Refusal, in_words, page, person


def _unit(usage_key: str) -> Any:
    """The key of the unit that this is or stands in; a 404 where there is none."""
    course = get_course()
    key = course.find(usage_key)
    unit = course.unit_of(key) if key is not None else None
    if unit is None:
        raise Http404
    return unit


def _neighbours(unit: Any) -> tuple[Any, Any]:
    units = get_course().units()
    place = units.index(unit)
    return (units[place - 1] if place else None), (units[place + 1] if place + 1 < len(units) else None)


def _above(runtime: PlayerRuntime, unit: Any) -> list[str]:
    """The titles of what a unit stands in, from the module down."""
    parents = runtime.course.parents
    lesson = parents[unit]
    return [outline.title_of(runtime.get_block(key)) for key in (parents[lesson], lesson)]


@require_safe
@in_words
def course_outline(request: HttpRequest) -> HttpResponse:
    return page(request, "outline.html", section="outline", outline=outline.build(PlayerRuntime(get_course(), request.user)))


@require_safe
@in_words
def progress(request: HttpRequest) -> HttpResponse:
    built = outline.build(PlayerRuntime(get_course(), request.user))
    graded = [activity for activity in built.activities if activity.possible is not None]
    return page(
        request,
        "progress.html",
        section="progress",
        outline=built,
        points={
            "earned": sum(activity.earned or 0 for activity in graded),
            "possible": sum(activity.possible or 0 for activity in graded),
        },
    )


@require_safe
@in_words
def unit(request: HttpRequest, usage_key: str) -> HttpResponse:
    """A unit with its frame. A block's key leads to the unit it stands in."""
    key = _unit(usage_key)
    if str(key) != usage_key:
        return HttpResponseRedirect(reverse("demo_unit", args=[str(key)]))
    runtime = PlayerRuntime(get_course(), request.user)
    before, after = _neighbours(key)
    return page(
        request,
        "unit.html",
        key=str(key),
        title=outline.title_of(runtime.get_block(key)),
        above=_above(runtime, key),
        before=_link(runtime, before),
        after=_link(runtime, after),
    )


@require_safe
@in_words
def jump(request: HttpRequest, name: str) -> HttpResponse:
    """Where a course's own link leads: `/jump_to_id/` and a url_name, as authors write it for the LMS."""
    course = get_course()
    key = course.named(name)
    unit = course.first_unit(key) if key is not None else None
    if unit is None:
        raise Http404
    return HttpResponseRedirect(reverse("demo_unit", args=[str(unit)]))


def _link(runtime: PlayerRuntime, key: Any) -> dict[str, str] | None:
    if key is None:
        return None
    return {"url": reverse("demo_unit", args=[str(key)]), "title": outline.title_of(runtime.get_block(key))}


@require_safe
@ensure_csrf_cookie
@in_words
def frame(request: HttpRequest, usage_key: str) -> HttpResponse:
    """What stands in the frame of a unit page: its blocks, and the scripts and styles they ask for, once each."""
    key = _unit(usage_key)
    runtime = PlayerRuntime(get_course(), request.user)
    runtime.load([key, *get_course().children[key]])
    block = runtime.get_block(key)
    return page(request, "frame.html", title=outline.title_of(block), fragment=runtime.render(block, "student_view"))


# -- Studio ----------------------------------------------------------------------------------------------------


def _require_author(request: HttpRequest) -> None:
    if not person(request).is_author:
        raise Refusal(403, _("Studio is for course authors. View the course as its author to see this page."))


@require_safe
@in_words
def studio_outline(request: HttpRequest) -> HttpResponse:
    _require_author(request)
    built = outline.build(PlayerRuntime(get_course(), request.user, in_studio=True))
    return page(request, "studio_outline.html", section="studio", outline=built)


@require_safe
@ensure_csrf_cookie
@in_words
def studio(request: HttpRequest, usage_key: str) -> HttpResponse:
    """A unit in Studio: each block as its author sees it; the one named by `?edit=` shows its settings instead."""
    _require_author(request)
    key = _unit(usage_key)
    if str(key) != usage_key:
        return HttpResponseRedirect(reverse("demo_studio", args=[str(key)]))
    runtime = PlayerRuntime(get_course(), request.user, in_studio=True)
    children = get_course().children[key]
    runtime.load([key, *children])
    edited = request.GET.get("edit", "")
    whole = Fragment()
    shown = []
    for child in children:
        block = runtime.get_block(child)
        view = "studio_view" if str(child) == edited else "author_view"
        fragment = runtime.render(block, view)
        whole.add_fragment_resources(fragment)
        shown.append(
            {"key": str(child), "title": outline.title_of(block), "html": fragment.body_html(), "edited": view == "studio_view"}
        )
    return page(
        request,
        "studio.html",
        section="studio",
        key=str(key),
        title=outline.title_of(runtime.get_block(key)),
        above=_above(runtime, key),
        blocks=shown,
        fragment=whole,
        saved=request.GET.get("saved", ""),
    )


# -- handlers ----------------------------------------------------------------------------------------------------


@in_words
def handler(request: HttpRequest, usage_key: str, name: str, suffix: str = "") -> HttpResponse:
    return _handle(request, usage_key, name, suffix, in_studio=False)


@in_words
def studio_handler(request: HttpRequest, usage_key: str, name: str, suffix: str = "") -> HttpResponse:
    _require_author(request)
    return _handle(request, usage_key, name, suffix, in_studio=True)


def _handle(request: HttpRequest, usage_key: str, name: str, suffix: str, in_studio: bool) -> HttpResponse:
    """Run a block's handler. What it wrote is undone where it raises: a block of ours sees to that itself."""
    course = get_course()
    key = course.find(usage_key)
    if key is None:
        raise Refusal(404, _("There is no such activity in this course. It may have been removed."))
    runtime = PlayerRuntime(course, request.user, in_studio=in_studio)
    block = runtime.get_block(key)
    try:
        with nullcontext() if isinstance(block, InternshipBlock) else transaction.atomic():
            answer = runtime.handle(block, name, django_to_webob_request(request), suffix)
            return webob_to_django_response(answer)
    except NoSuchHandlerError:
        raise Refusal(404, _("This activity cannot do that. Please reload the page.")) from None
    except InvalidScopeError:
        raise Refusal(403, _("The settings of an activity can be changed in Studio only. Nothing was changed.")) from None
    except Refusal:
        raise
    except Exception as error:
        error_id = mishap(error, f"{key}.{name}")
        sentence = _("Something went wrong, and nothing was changed. Please give the course team this number: %(error_id)s.")
        raise Refusal(500, sentence % {"error_id": error_id}) from None


# -- files ---------------------------------------------------------------------------------------------------------


@require_GET
@in_words
def asset(request: HttpRequest, path: str) -> HttpResponse | FileResponse:
    """A file of the course's own `static` folder."""
    found = get_course().asset(path)
    if found is None:
        raise Http404
    answer = FileResponse(found.open("rb"))
    answer["Cache-Control"] = "no-cache"  # in another language a picture of that name says other words
    return answer


@require_GET
@in_words
def resource(request: HttpRequest, block_type: str, path: str) -> HttpResponse:
    """A public file of a block's package."""
    try:
        found = XBlock.load_class(block_type).open_local_resource(path)
    except Exception:  # whatever the package says: there is no such file to be had
        raise Http404 from None
    return HttpResponse(found.read(), content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
