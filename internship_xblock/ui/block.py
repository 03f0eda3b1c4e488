"""What every block of ours does alike: who is asking, what came in, what goes out, what went wrong."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _
from lxml import etree
from web_fragments.fragment import Fragment
from webob import Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.exceptions import InvalidScopeError

from ..core.actor import Actor
from ..core.clock import as_reader
from ..core.errors import Busy, NotAllowed
from ..core.transactions import run_in_transaction
from ..openedx.people import actor_of, may_author
from ..openedx.platform import get_platform
from .action import Action, Data, Reply, actions_of
from .activity import Activity
from .answering import Answer, Sent, answer, in_words
from .files import SCRIPT, STYLESHEET, htmx_file
from .surface import Addresses, Memory, Surface, html_id_of


class NoMemory:
    """The memory of a block that lives in no placement."""

    is_named = False
    placement_id: int | None = None
    chosen_at: datetime | None = None

    def keep(self, placement_id: int, chosen_at: datetime | None = None) -> None:
        raise NotImplementedError


class BlockSurface(Surface):
    """A block of a course: its memory are the fields that the platform stores for one learner in one block."""

    block: InternshipBlock
    _has_stored = False  # whether this request's action came as far as storing fields

    @classmethod
    def of(cls, block: InternshipBlock) -> BlockSurface:
        """Return the surface of a block, as whoever asks now sees it."""
        in_studio, usage_id = block.in_studio_editor, block.usage_id
        # Studio's editor has ids of its own: older Studios open it over the page that shows the block already.
        html_id = html_id_of(usage_id, "ixs" if in_studio else "ix")
        urls = Addresses(block.known_actions, lambda name: str(block.runtime.handler_url(block, name)).rstrip("?"))
        surface = cls(block.actor, usage_id, html_id, urls, block.memory(), in_studio)
        surface.block = block
        return surface

    def save(self) -> None:
        self._has_stored = bool(self.block._get_fields_to_save())
        try:
            self.block.save()
        except InvalidScopeError:  # the LMS refuses to change what an author wrote
            raise NotAllowed(_("The settings of this activity can be changed in Studio only.")) from None

    def forget(self) -> None:
        """Drop it, or the runtime, which saves after us, keeps what was refused."""
        self.block._clear_dirty_fields()

    def begin_again(self) -> None:
        """Forget what an attempt made of the block's fields: they are read anew.

        Busy where they were stored already: the LMS's cache of a learner's state does not know that this was undone.
        """
        if self._has_stored:
            raise Busy()
        self.block._clear_dirty_fields()
        self.block._field_data_cache.clear()


def _handler(name: str, known: Action) -> Any:
    """Return the handler by which the platform asks for an action. `known` is what it asks for."""

    @XBlock.handler
    @functools.wraps(known.method)
    def handle(self: InternshipBlock, request: Any, suffix: str = "") -> Response:
        return _response(self.answer(name, Sent.to_block(request)))

    return handle


@XBlock.wants("user", "i18n", "completion", "studio_user_permissions")
class InternshipBlock(CompletableXBlockMixin, XBlock):
    """The base of our blocks.

    What learners see and do stands in its `activity_class`, or in the block itself as `show(actor)` and actions. A block gives
    `author_settings()` to its activity, `preview()`, what an author sees in Studio, and `studio_form()`. Every action becomes a
    handler of its name.
    """

    display_name: Any
    content_type = "Internship"
    has_author_view = True
    show_in_read_only_mode = True  # staff who look as one learner see it; what they send is refused by the permission table
    in_studio_editor = False  # whether this answer is for the editor: `studio_view` and the actions named `studio_...`
    activity_class: type[Activity] | None = None
    known_actions: Mapping[str, Action] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.known_actions = {**actions_of(cls.activity_class or object), **actions_of(cls)}
        for name, known in cls.known_actions.items():
            if not getattr(getattr(cls, name, None), "_is_xblock_handler", False):
                setattr(cls, name, _handler(name, known))

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any, *rest: Any) -> Any:
        """As XBlock, which takes each attribute for a field, and would note in the site's log that `url_name` is none.

        The platform has read it before: it is in `keys`.
        """
        node.attrib.pop("url_name", "")
        return super().parse_xml(node, runtime, keys, *rest)

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
    def surface(self) -> BlockSurface:
        return BlockSurface.of(self)

    @property
    def html_id(self) -> str:
        return self.surface.html_id

    @property
    def urls(self) -> Addresses:
        return self.surface.urls

    def memory(self) -> Memory:
        """Return what is kept of one learner's choices here."""
        return NoMemory()

    # -- what learners see and do ----------------------------------------------------------------------

    def author_settings(self) -> Any:
        """Return the author's settings as the activity takes them."""
        raise NotImplementedError

    @property
    def activity(self) -> Any:
        """The activity, for one request."""
        return self.activity_class(self.surface, self.author_settings()) if self.activity_class else None

    def show(self, actor: Actor) -> str:
        html: str = self.activity.show(actor)
        return html

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

    def preview(self) -> str:
        return self.show(Actor.stranger(self.course_key))

    def studio_form(self) -> str:
        raise NotImplementedError

    def _view(self, render: Callable[[], str]) -> Fragment:
        try:
            with as_reader(self.actor.zone):
                html = run_in_transaction(render, self.surface.begin_again)
        except Exception as error:
            html = in_words(self.surface, error)
        fragment = Fragment(self.surface.shell(html))
        fragment.add_css_url(static(STYLESHEET))
        fragment.add_javascript_url(static(htmx_file()))
        fragment.add_javascript_url(static(SCRIPT))
        fragment.initialize_js("InternshipBlock", {"id": self.html_id})
        return fragment

    def html(self, template: str, **context: Any) -> str:
        """Render a template of ours, which always knows `block`, `html_id`, `actor` and the `urls` of the actions."""
        return self.surface.html(template, **{"block": self, **context})

    # -- actions ----------------------------------------------------------------------------------------

    def answer(self, name: str, sent: Sent) -> Answer:
        """Run the action called `name`, the block's own or its activity's, for a request."""
        known = self.known_actions[name]
        self.in_studio_editor = known.is_for_studio

        def run(data: Data) -> str | Reply:
            """The activity is made when it runs: a second attempt has the fields as they are stored."""
            is_own = not hasattr(self.activity_class, name)
            return known.method(self if is_own else self.activity, self.actor, data)

        return answer(self.surface, sent, known, run)

    def require_author(self, actor: Actor) -> None:
        if not may_author(self, actor):
            raise NotAllowed(_("Only the course authors can change this."))

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


def _response(answer: Answer) -> Response:
    response = Response(answer.html, status=answer.status, content_type="text/html", charset="utf-8")
    response.headers.update(answer.headers)
    return response
