"""What every block of ours does alike: who is asking, what came in, what goes out, what went wrong."""

from __future__ import annotations

import functools
import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.jinja import htmx_script
from web_fragments.fragment import Fragment
from webob import Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError

from ..core.actor import Actor
from ..core.clock import as_reader
from ..core.errors import BadRequest, Busy, NotAllowed, PartlySaved, SavedButRefused, TooLarge, ToolError, mishap
from ..core.text import BODY_LIMIT, form_fields
from ..core.transactions import run_in_transaction
from ..openedx.people import actor_of, may_author
from ..openedx.platform import get_platform
from .jinja import render
from .texts import TEXTS

STYLESHEET, SCRIPT = "internship_xblock/built/internship.css", "internship_xblock/built/internship.js"  # scripts/assets.py
FIELDS_LIMIT = 5_000  # form fields in one request: 60 tasks, each with 60 outcomes to tick, and what else they ask


@dataclass
class Reply:
    """What an action answers: a piece of HTML for the page, and events for the script (`HX-Trigger`)."""

    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class _Addresses(dict[str, str]):
    """The addresses of a block's actions by their names.

    Each is looked up when it is asked for: a screen shows few of many.
    """

    def __init__(self, block: InternshipBlock) -> None:
        super().__init__()
        self.block = block

    def __missing__(self, name: str) -> str:
        if name not in self.block._actions():
            raise KeyError(name)
        self[name] = self.block.runtime.handler_url(self.block, name).rstrip("?")
        return self[name]


def action(http_method: str = "POST", limit: int = BODY_LIMIT) -> Callable[[Callable[..., Any]], Any]:
    """Make a method `(self, actor, data) -> str | Reply` a handler of the block. `limit`: bytes it takes in a request.

    `data` holds the cleaned form fields. Whatever the method raises as a ToolError becomes a 4xx answer in words;
    everything happens in one transaction, so that nothing is half done, and may be begun twice (transactions.py). The name must
    not be `save`.
    """

    def decorate(method: Callable[..., Any]) -> Any:
        @XBlock.handler
        @functools.wraps(method)
        def handle(self: Any, request: Any, suffix: str = "") -> Response:
            return self.answer(method, http_method, request, limit)

        handle.is_action = True
        handle.http_method = http_method
        handle.limit = limit
        return handle

    return decorate


@XBlock.wants("user", "i18n", "completion", "studio_user_permissions")
class InternshipBlock(CompletableXBlockMixin, XBlock):
    """The base of our blocks.

    A block gives `show(actor)`, the HTML of `student_view`; `preview()`, what an author sees in Studio; and
    `studio_form()`.
    """

    display_name: Any
    content_type = "Internship"
    has_author_view = True
    show_in_read_only_mode = True  # staff who look as one learner see it; what they send is refused by the permission table
    _has_stored = False  # whether this request's action came as far as storing fields
    in_studio_editor = False  # whether this answer is for the editor: `studio_view` and the actions named `studio_...`

    # -- who and where -----------------------------------------------------------------------------

    @functools.cached_property
    def actor(self) -> Actor:
        return actor_of(self)

    @property
    def course_key(self) -> str:
        return self.actor.course_key

    @property
    def usage_id(self) -> str:
        """Return the usage key as text. XBlock's own `usage_key` is the platform's: an opaque key, never a string."""
        return str(self.scope_ids.usage_id)

    @functools.cached_property
    def html_id(self) -> str:
        """Begins every id in this block's HTML, so that several blocks can share a page.

        Studio's editor has its own: older Studios open it over the page that shows the block already.
        """
        digest = hashlib.sha256(self.usage_id.encode()).hexdigest()[:8]
        return f"{'ixs' if self.in_studio_editor else 'ix'}{digest}"

    # -- views: none of them ever raises ---------------------------------------------------------------

    @XBlock.supports("multi_device")
    def student_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        return self._view(lambda: self.show(self.actor))

    @XBlock.supports("multi_device")
    def public_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        """What somebody sees who is not signed in: the same screen, with nothing to write in."""
        return self._view(lambda: self.show(Actor.stranger(self.course_key)))

    @XBlock.supports("multi_device")
    def author_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        return self._view(self.preview)

    @XBlock.supports("multi_device")
    def studio_view(self, context: Mapping[str, Any] | None = None) -> Fragment:
        self.in_studio_editor = True
        return self._view(self.studio_form)

    def show(self, actor: Actor) -> str:
        raise NotImplementedError

    def preview(self) -> str:
        return self.show(Actor.stranger(self.course_key))

    def studio_form(self) -> str:
        raise NotImplementedError

    def _view(self, render: Callable[[], str]) -> Fragment:
        try:
            with as_reader(self.actor.zone):
                html = run_in_transaction(render, self._begin_again)
        except Exception as error:
            html = self._mishap(error)
        language = get_language() or settings.LANGUAGE_CODE
        shell = self.html("ui/block.html", body=html, language=language, texts=TEXTS, in_studio_editor=self.in_studio_editor)
        fragment = Fragment(shell)
        fragment.add_css_url(static(STYLESHEET))
        fragment.add_javascript_url(static(htmx_file()))
        fragment.add_javascript_url(static(SCRIPT))
        fragment.initialize_js("InternshipBlock", {"id": self.html_id})
        return fragment

    # -- templates ------------------------------------------------------------------------------------

    def html(self, template: str, **context: Any) -> str:
        """Draw a template (ui/jinja.py), which always knows `block`, `html_id`, `actor` and the `urls` of the actions."""
        return render(template, self.around, **context)

    @property
    def around(self) -> dict[str, Any]:
        return {"block": self, "html_id": self.html_id, "actor": self.actor, "urls": self.urls}

    @functools.cached_property
    def urls(self) -> _Addresses:
        return _Addresses(self)

    @classmethod
    @functools.cache
    def _actions(cls) -> tuple[str, ...]:
        return tuple(name for name in dir(cls) if getattr(getattr(cls, name, None), "is_action", False))

    # -- handlers ---------------------------------------------------------------------------------------

    def answer(self, method: Callable[..., Any], http_method: str, request: Any, limit: int = BODY_LIMIT) -> Response:
        """Run an action: read the request, answer HTML, or say what is wrong with a fitting status."""
        if request.method != http_method:
            return Response(status=405, headers={"Allow": http_method})
        self.in_studio_editor = method.__name__.startswith("studio_")

        def work() -> str | Reply:
            try:
                done: str | Reply = method(self, self.actor, data)
            except SavedButRefused:
                self._save_fields()
                raise
            self._save_fields()  # now, not after we answered: a refusal by the platform is told in words
            return done

        try:
            data = read_form(request, limit)
            self._require_keeper(request)
            with as_reader(request.headers.get("X-Internship-Zone") or self.actor.zone):
                reply = run_in_transaction(work, self._begin_again)
        except InvalidScopeError:  # the LMS refuses to change what an author wrote
            self._clear_dirty_fields()  # here and below: or the runtime, which saves after us, keeps what was refused
            return self._refuse(NotAllowed(_("The settings of this activity can be changed in Studio only.")))
        except ToolError as error:
            self._clear_dirty_fields()
            return self._refuse(error)
        except Exception as error:
            self._clear_dirty_fields()
            return _response(Reply(self._mishap(error)), status=500)
        return _response(reply if isinstance(reply, Reply) else Reply(reply))

    def _require_keeper(self, request: Any) -> None:
        """Refuse what was typed by one person while another is signed in by now, in another tab of the same browser.

        Our script says with each request for whom its page was made; a request without that is taken as it comes.
        """
        keeper = request.headers.get("X-Internship-Keeper", "")
        if keeper and keeper != str(self.actor.user_id or ""):
            raise NotAllowed(
                _(
                    "You are no longer signed in as the person who opened this page, so nothing was saved. Sign in again in "
                    "another tab, then try once more. What you typed is still here."
                )
            )

    def _save_fields(self) -> None:
        self._has_stored = bool(self._get_fields_to_save())
        self.save()

    def _begin_again(self) -> None:
        """Forget what an attempt made of this block's fields: they are read anew.

        Busy where they were stored already: the LMS's cache of a learner's state does not know that this was undone.
        """
        if self._has_stored:
            raise Busy()
        self._clear_dirty_fields()
        self._field_data_cache.clear()

    def _refuse(self, error: ToolError) -> Response:
        headers = {}
        if isinstance(error, SavedButRefused) and error.revision is not None:
            headers["X-Internship-Revision"] = str(error.revision)
        if isinstance(error, PartlySaved):
            headers["X-Internship-Refused"] = " ".join(error.refused)
        return _response(Reply(self.html("ui/error.html", error=error), headers), status=error.status)

    def _mishap(self, error: Exception) -> str:
        """An error in words; an unexpected one with a number that the operator finds in the log."""
        if isinstance(error, ToolError):
            return self.html("ui/error.html", error=error)
        return render("ui/macros/errors.html#mishap_said", error_id=mishap(error, self.usage_id))

    def require_author(self, actor: Actor) -> None:
        if not may_author(self, actor):
            raise NotAllowed(_("Only the authors of the course can change this."))

    # -- what the platform reads --------------------------------------------------------------------

    def max_score(self) -> float | None:
        """Return the points there are to get, None where there are none. The platform asks it of an unbound block."""
        return None

    @property
    def has_score(self) -> bool:
        """Return whether the grade book counts this block: never one without points, which it would warn about."""
        return bool(self.max_score())

    def take_progress_back(self, *, course_id: str, item_id: str, user_id: str) -> None:
        """Set a learner's grade, where the block counts, and completion to nothing. `user_id`: their anonymous id.

        The LMS leaves the one to a block with `clear_student_state`, the other to one that completes itself.
        """
        platform, possible = get_platform(), self.max_score()
        account = platform.account_of(user_id)
        if account is not None:
            platform.set_completion(course_key=course_id, usage_key=item_id, user_id=account, share=0.0)
        if possible:
            platform.set_grade(
                course_key=course_id, usage_key=item_id, anonymous_id=user_id, earned=0.0, possible=possible, is_deleted=True
            )

    def searchable(self) -> dict[str, str]:
        """What an author wrote and a search may find. Never what a learner wrote."""
        return {}

    def index_dictionary(self) -> dict[str, Any]:
        parent: dict[str, Any] = getattr(super(), "index_dictionary", dict)()
        content = {"display_name": self.display_name, **self.searchable()}
        return {**parent, "content": {**parent.get("content", {}), **content}, "content_type": self.content_type}


def points(weight: float | None) -> float | None:
    """Return the points that a weight stands for, None for none. OLX may leave it out or say a negative one, or "nan"."""
    return weight if weight and 0 < weight < math.inf else None


def read_form(request: Any, limit: int = BODY_LIMIT) -> MultiValueDict[str, str]:
    """The form fields of a request, cleaned. BadRequest or TooLarge for what our own pages never send."""
    if request.method == "GET":
        raw = request.query_string.encode("utf-8", "surrogateescape")
    else:
        if (request.content_length or 0) > limit:
            raise TooLarge()
        # Asked before the body is touched: one that Django has parsed as something else cannot be read again.
        if request.content_length and request.content_type != "application/x-www-form-urlencoded":
            raise BadRequest()
        raw = request.body
    return form_fields(raw, FIELDS_LIMIT, limit)


@functools.cache
def htmx_file() -> str:
    """The file of htmx, asked of its package: its name differs between versions."""
    found = re.search(r'src="([^"]+)"', htmx_script())
    return found.group(1).removeprefix(static("")) if found else ""


def _response(reply: Reply, status: int = 200) -> Response:
    response = Response(reply.html, status=status, content_type="text/html", charset="utf-8")
    response.headers.update({"Cache-Control": "no-store", **reply.headers})
    return response
