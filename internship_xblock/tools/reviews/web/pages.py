"""The review page: everything submitted in a course, and one submission with the answer beside it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from ....core.actor import Actor
from ....core.errors import BadRequest, Invalid, Stale, ToolError
from ....core.language import formats, numbers
from ....core.language.text import NAME_LIMIT
from ....openedx.platform import actor_of_request, get_platform
from ....ui import jinja
from ....ui.files import htmx_file
from ....ui.pages.serving import asked, go_to, is_by_script, page, read_form, render
from ....ui.texts import TEXTS
from .. import api as reviews
from ..api import SubmissionView
from ..subject import title_in_words
from . import subjects, words
from .forms import AnswerForm

STATUSES = ("submitted", "returned", "approved", "all")
PAGE_SIZE = 50
HTML_ID = "review"  # begins the ids of an answer's form


@page("GET")
def review(request: HttpRequest, course_key: str) -> HttpResponse:
    """The list. What waits comes first, the oldest on top: that is the work to do."""
    actor = actor_of_request(request, course_key)
    choice = {
        "status": asked(request, "status", 12) or "submitted",
        "kind": asked(request, "kind", 12),
        "search": asked(request, "search", NAME_LIMIT),
    }
    choice["order"] = asked(request, "order", 12) or ("oldest" if choice["status"] == "submitted" else "newest")
    if choice["status"] not in STATUSES:
        raise BadRequest()
    found = reviews.list_submissions(
        actor, course_key=course_key, **{**choice, "status": choice["status"].replace("all", "")},
        after=asked(request, "after", 40), before=asked(request, "before", 40), limit=PAGE_SIZE,
    )  # fmt: skip
    here = reverse("internship_xblock:review", kwargs={"course_key": course_key})  # once: what it lists stands below it
    context: dict[str, Any] = {
        **_course(course_key),
        "choice": choice,
        "tabs": [
            {
                "name": name,
                "label": words.status_tab(name),
                "count": words.count(_count(found.counts, name)) if found.counts else "",
                "url": _query(choice, status=name, order=""),
            }
            for name in STATUSES
        ],
        "summary": words.summary(found.counts) if found.counts else "",
        "kinds": words.kinds(),
        "orders": words.orders(),
        "rows": [
            (
                row,
                title_in_words(row.kind, row.title),
                f"{here}{row.id}/",
                words.waits(row),
                timezone.localtime(row.submitted_at),
            )
            for row in found.rows
        ],
        "oldest": found.rows[0] if found.rows and _is_queue(request, choice) else None,
        "next_url": _query(choice, after=found.after) if found.after else "",
        "previous_url": _query(choice, before=found.before) if found.before else "",
        "is_filtered": bool(choice["search"] or choice["kind"]),
        "is_empty": not found.rows and not any(found.counts.values()),
    }
    return render(request, "reviews/list.html", **context)


@page("GET", "POST")
def review_open(request: HttpRequest, course_key: str, submission_id: int) -> HttpResponse:
    """Show one submission, or answer it (POST) and show it again; with what was typed, where that fails.

    Whether the grade book took the points is said once the decision is committed (`words.done`); the decision stands anyway.
    """
    actor = actor_of_request(request, course_key)
    view = _opened(actor, submission_id)
    if request.method == "GET":
        start = {"revision": view.revision, "points": numbers.shown(view.points)}
        return _show(request, actor, view, AnswerForm(rubric=view.rubric, marks=view.last_marks, initial=start))
    form = AnswerForm(read_form(request), rubric=view.rubric)
    if not form.is_valid():
        if form.is_broken:
            raise BadRequest()
        return _show(request, actor, view, form, Invalid())
    try:
        answered = _decide(actor, view, form)
    except Invalid as error:
        for name, said in error.fields.items():
            form.add_error(name, [str(one) for one in said])
        return _show(request, actor, view, form, error)
    except Stale as error:
        return _show(request, actor, _opened(actor, submission_id), form, error)
    decision = form.cleaned_data["decision"]

    def tell() -> None:
        said, is_good = words.done(answered, decision, _opened(actor, answered.id).is_grade_taken)
        messages.add_message(request, messages.SUCCESS if is_good else messages.WARNING, said, fail_silently=True)

    transaction.on_commit(tell)  # by then the grade book has been asked
    return go_to(request, reverse("internship_xblock:review_open", args=[course_key, submission_id]))


def _opened(actor: Actor, submission_id: int) -> SubmissionView:
    return subjects.in_words(reviews.open_submission(actor, submission_id=submission_id))


def _decide(actor: Actor, view: SubmissionView, form: AnswerForm) -> SubmissionView:
    typed = form.cleaned_data
    what = {"submission_id": view.id, "revision": typed["revision"], "text": typed["text"], "marks": form.marks}
    if typed["decision"] == "approved":
        return reviews.approve(actor, **what, points=typed["points"])
    return (reviews.give_back if typed["decision"] == "returned" else reviews.comment)(actor, **what)


def _show(
    request: HttpRequest, actor: Actor, view: SubmissionView, form: AnswerForm, error: ToolError | None = None
) -> HttpResponse:
    if error is not None and is_by_script(request):
        return _refused(actor, view, form, error)
    done = list(messages.get_messages(request)) if request.method == "GET" else []
    context: dict[str, Any] = {
        **_course(view.course_key),
        "submission": view,
        "title": title_in_words(view.kind, view.title),
        "waits": words.waits(view),
        "subject": subjects.read(actor, view, with_pictures="pictures" in request.GET),
        "story": [(note, words.event(note)) for note in view.notes],
        "form": form,
        "error": error,
        "error_list": [(name, said) for name, said in form.errors.items()] if isinstance(error, Invalid) else [],
        "possible": formats.number(view.possible) if view.possible > 0 else "",
        "points": formats.number(view.points),
        "block_url": get_platform().block_url(view.course_key, view.usage_key),
        "done": done,
        "is_settled": view.status == "approved" or (bool(done) and view.status != "submitted"),  # then the next one comes
        "html_id": HTML_ID,
        "actor": actor,
        "texts": TEXTS,
        "htmx_url": static(htmx_file()),
    }
    return render(request, "reviews/open.html", error.status if error else 200, **context)


def _refused(actor: Actor, view: SubmissionView, form: AnswerForm, error: ToolError) -> HttpResponse:
    """What is wrong with an answer, as pieces for the page that sent it: what was typed stays in its form there."""
    said = {name: [str(one) for one in messages] for name, messages in form.errors.items()}
    refused = Invalid(error.message, said) if isinstance(error, Invalid) else error
    html = jinja.render("reviews/refused.html", html_id=HTML_ID, actor=actor, error=refused, submission=view)
    return HttpResponse(html, status=error.status)


def _course(course_key: str) -> dict[str, str]:
    platform = get_platform()
    return {
        "course_key": course_key,
        "course_name": platform.course_name(course_key),
        "course_url": platform.course_url(course_key),
    }


def _query(choice: dict[str, str], **changes: str) -> str:
    """The list's address under another choice."""
    return "?" + urlencode({name: value for name, value in {**choice, **changes}.items() if value})


def _count(counts: dict[str, int], name: str) -> int:
    return sum(counts.values()) if name == "all" else counts[name]


def _is_queue(request: HttpRequest, choice: dict[str, str]) -> bool:
    """Whether the first row is the one that waits longest."""
    is_first_page = "after" not in request.GET and "before" not in request.GET
    return is_first_page and choice["status"] == "submitted" and choice["order"] == "oldest"
