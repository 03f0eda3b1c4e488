"""An action's request and its answer, the same in a block and on a page: read, run in a transaction, or refused in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..core.actor import Actor
from ..core.clock import as_reader
from ..core.errors import BadRequest, NotAllowed, PartlySaved, SavedButRefused, TooLarge, ToolError, mishap
from ..core.language.text import BODY_LIMIT, form_fields
from ..core.transactions import run_in_transaction
from .action import Action, Data, Reply
from .jinja import render
from .surface import Surface, keeper_of

FIELDS_LIMIT = 5_000  # form fields in one request: 60 tasks, each with 60 outcomes to tick, and what else they ask


@dataclass(frozen=True)
class Sent:
    """A request, whichever framework brought it. `length` is None where the header is missing or says no number.

    `body` reads it: not before its length and type are known to be right, as one that Django has parsed as something else
    cannot be read again.
    """

    method: str
    headers: Mapping[str, str]
    query: bytes
    length: int | None
    content_type: str
    body: Callable[[], bytes]

    @classmethod
    def to_block(cls, request: Any) -> Sent:
        """Take a handler's request, which is WebOb's."""
        query = request.query_string.encode("utf-8", "surrogateescape")
        return cls(
            request.method, request.headers, query, request.content_length, request.content_type, lambda: bytes(request.body)
        )

    @classmethod
    def to_page(cls, request: HttpRequest) -> Sent:
        """Take a view's request, which is Django's."""
        query = str(request.META.get("QUERY_STRING", "")).encode("latin-1", "replace")
        length, content_type = str(request.META.get("CONTENT_LENGTH") or ""), request.content_type or ""
        number = int(length) if length.isascii() and length.isdigit() else None
        return cls(request.method or "", request.headers, query, number, content_type, lambda: bytes(request.body))


@dataclass
class Answer:
    """What goes back to the browser."""

    html: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = {"Cache-Control": "no-store", **self.headers}


def answer(surface: Surface, sent: Sent, action: Action, run: Callable[[Data], str | Reply]) -> Answer:
    """Run an action of what stands on a surface: `run` takes its form. What is wrong is said with a fitting status."""
    if sent.method != action.http_method:
        return Answer(status=405, headers={"Allow": action.http_method})

    def work() -> str | Reply:
        try:
            done = run(data)
        except SavedButRefused:
            surface.save()
            raise
        surface.save()
        return done

    try:
        data = read_form(sent, action.limit)
        _require_keeper(surface.actor, sent)
        with as_reader(sent.headers.get("X-Internship-Zone") or surface.actor.zone):
            reply = run_in_transaction(work, surface.begin_again)
    except ToolError as error:
        surface.forget()
        return refused(surface, error)
    except Exception as error:
        surface.forget()
        return Answer(in_words(surface, error), status=500)
    return Answer(reply.html, headers=reply.headers) if isinstance(reply, Reply) else Answer(reply)


def refused(surface: Surface, error: ToolError) -> Answer:
    """Return a refusal in words, with what the draft keeper has to know of it."""
    headers = {}
    if isinstance(error, SavedButRefused) and error.revision is not None:
        headers["X-Internship-Revision"] = str(error.revision)
    if isinstance(error, PartlySaved):
        headers["X-Internship-Refused"] = " ".join(error.refused)
    return Answer(in_words(surface, error), error.status, headers)


def in_words(surface: Surface, error: Exception) -> str:
    """Return an error in words; an unexpected one with a number that the operator finds in the log."""
    if isinstance(error, ToolError):
        return surface.html("ui/error.html", error=error)
    return render("ui/macros/errors.html#mishap_said", error_id=mishap(error, surface.usage_id))


def read_form(sent: Sent, limit: int = BODY_LIMIT, fields_limit: int = FIELDS_LIMIT) -> Data:
    """Return the form fields of a request, cleaned. BadRequest or TooLarge for what our own pages never send."""
    if sent.method == "GET":
        raw = sent.query
    else:
        if (sent.length or 0) > limit:
            raise TooLarge()
        if sent.length and sent.content_type != "application/x-www-form-urlencoded":
            raise BadRequest()
        raw = sent.body()
    return form_fields(raw, fields_limit, limit)


def _require_keeper(actor: Actor, sent: Sent) -> None:
    """Refuse what was typed by one person while another is signed in by now, in another tab of the same browser.

    Our script says with each request for whom its page was made; a request without that is taken as it comes.
    """
    keeper = sent.headers.get("X-Internship-Keeper", "")
    if keeper and keeper != keeper_of(actor):
        raise NotAllowed(
            _(
                "You are no longer signed in as the person who opened this page, so nothing was saved. Sign in again in "
                "another tab, then try once more. What you typed is still here."
            )
        )
