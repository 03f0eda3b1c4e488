"""What every page of ours does alike: who may come in, what was sent, what goes out, what went wrong."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.context_processors import csrf
from django.utils import translation
from django.utils.module_loading import import_string

from ...core import chores
from ...core.errors import BadRequest, ToolError, mishap
from ...core.language.text import clean
from ...core.transactions import run_in_transaction
from .. import answering, jinja
from ..action import Data
from ..answering import Sent
from .actors import key_of
from .variant import variant_of

FIELDS_LIMIT = 100  # form fields in one request
ADDRESS_LIMIT = 2_000  # characters
View = Callable[..., HttpResponseBase]


def page(*methods: str, is_public: bool = False, takes_guests: bool = False, is_atomic: bool = True) -> Callable[[View], View]:
    """Make a function a page for people who are signed in; others are sent to sign in and come back.

    `is_public`: others come in too, and the view itself sees to who they are. `takes_guests`: so do browsers that have a key of
    ours, which may open nothing. Without `is_atomic` the view makes its own transaction, after what is to be committed first.

    What it raises as a ToolError becomes a page in words with the error's status. Anything else is our own mistake: a page
    with a number that the operator finds in the log, which holds the kind and the place, never what somebody typed.
    """

    def decorate(view: View) -> View:
        @transaction.non_atomic_requests  # its transaction is its own, as a block's is in the LMS: it can be begun again
        @functools.wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not (is_public or request.user.is_authenticated or (takes_guests and key_of(request))):
                return to_sign_in(request)
            return _answer(view, request, arguments, is_atomic)

        return private(answer)

    return decorate


def private(view: View) -> View:
    """Keep what a view answers out of caches and search engines, and its address out of other sites' logs.

    The language is afterwards what it was: a guest's page is in that of their link (actors.py).
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        with translation.override(translation.get_language()):
            response = view(request, **arguments)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        response.headers.setdefault("Cache-Control", "no-store")
        # No address of ours goes along with what is opened from here, nor into the platform's log of that. Not
        # "no-referrer": a browser then posts our forms with `Origin: null`, which Django's CSRF check refuses.
        response.headers.setdefault("Referrer-Policy", "strict-origin")
        return chores.after(response)

    return answer


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in and come back: without a query that is longer than any of our links.

    Django refuses to redirect to a very long address, and its log says which.
    """
    address = request.get_full_path()
    return redirect_to_login(address if len(address) <= ADDRESS_LIMIT else request.path)


def is_by_script(request: HttpRequest) -> bool:
    """Return whether htmx sent a request and takes pieces of a page for an answer."""
    return "HX-Request" in request.headers


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Lead whoever has sent a form to the page that comes next."""
    return HttpResponse(headers={"HX-Redirect": address}) if is_by_script(request) else redirect(address)


def _answer(view: View, request: HttpRequest, arguments: dict[str, Any], is_atomic: bool) -> HttpResponseBase:
    try:
        return run_in_transaction(lambda: view(request, **arguments)) if is_atomic else view(request, **arguments)
    except ToolError as error:
        template = "ui/error.html" if is_by_script(request) else "ui/page_refused.html"
        return render(request, template, error.status, error=error, html_id="")
    except Exception as error:
        error_id = mishap(error, f"the page {view.__name__}")
        template = "ui/mishap.html" if is_by_script(request) else "ui/page_mishap.html"
        return render(request, template, 500, error_id=error_id)


def render(request: HttpRequest, template: str, status: int = 200, /, **context: Any) -> HttpResponse:
    """Draw a page: a template that extends "ui/page.html". `course_name` and `course_url` make its way back to the course."""
    known = {
        "course_name": "",
        "course_url": "",
        "htmx_url": "",
        "guest": None,
        "variant": variant_of(request),
        "bar": _bar(request),
    }
    return HttpResponse(jinja.render(template, **{**known, **csrf(request), **context}), status=status)


def _bar(request: HttpRequest) -> str:
    """Return what a site shows above our pages: INTERNSHIP_PAGE_BAR names a function of a request that draws it."""
    path = getattr(settings, "INTERNSHIP_PAGE_BAR", "")
    drawn: str = import_string(path)(request) if path else ""
    return drawn


def network_of(request: HttpRequest) -> str:
    """Return the address that a request came from, as far as the site knows it: by which tries are counted."""
    return str(request.META.get("REMOTE_ADDR", ""))


def read_form(request: HttpRequest) -> Data:
    """The posted fields, cleaned. BadRequest or TooLarge for what our own pages never send."""
    sent = Sent.to_page(request)
    if sent.length is None and request.META.get("CONTENT_LENGTH"):
        raise BadRequest()
    return answering.read_form(sent, fields_limit=FIELDS_LIMIT)


def asked(request: HttpRequest, name: str, limit: int) -> str:
    """A parameter of the address, cleaned, "" where it is missing. BadRequest where it is longer than any of our links."""
    value = clean(request.GET.get(name, "")).strip()
    if len(value) > limit:
        raise BadRequest()
    return value
