"""The page of an activity: the same screens and actions as in its block, at addresses of ours, in one placement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from ...core.actor import Actor
from ...core.clock import as_reader
from ...core.errors import NotAllowed, NotFound, ToolError
from ...openedx.platform import get_platform
from ..action import Action, Data, Reply, actions_of
from ..activity import Activity
from ..answering import Answer, Sent, answer, refused
from ..block import InternshipBlock
from ..files import htmx_file
from ..surface import Addresses, Surface, html_id_of
from . import addresses  # noqa: F401 - registers the parts of addresses
from .actors import actor_of, guest_seat
from .serving import page, private, render, to_sign_in


@dataclass
class PageMemory:
    """The memory of a page: its address names the placement. What an action opens instead is another page's."""

    placement_id: int | None
    chosen_at: datetime | None = None
    is_named: bool = True

    def keep(self, placement_id: int, chosen_at: datetime | None = None) -> None:
        self.placement_id = placement_id


@dataclass(frozen=True)
class ActivityPages:
    """The pages of one kind of activity: `<name>/<course>/<usage key>/<placement>/`, and its actions below each.

    `block_class` is the block whose author sets it; the platform is asked for it by its usage key. Who may open the placement
    may use its page: `Activity.enter` is asked before anything is shown or done.
    """

    name: str
    block_class: type[InternshipBlock]
    actions: Mapping[str, Action] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "actions", actions_of(self._activity_class))

    @property
    def _activity_class(self) -> type[Activity]:
        assert self.block_class.activity_class is not None, self.name  # noqa: S101 - a mistake of ours, at the start
        return self.block_class.activity_class

    def urlpatterns(self) -> list[URLPattern]:
        where, more = self._where, self._more
        show = page("GET", is_public=True)(self.show)
        act = non_atomic_requests(private(self.act))
        return [
            path(where, show, more, name=f"{self.name}_page"),
            path(f"{where}<slug:action>", act, more, name=f"{self.name}_action"),
        ]

    @property
    def _where(self) -> str:
        return f"{self.name}/<internship_course:course_key>/<internship_usage:usage_key>/<internship_row:placement_id>/"

    @property
    def _more(self) -> dict[str, str]:
        """What of a view's arguments its address does not say."""
        return {}

    def address(self, course_key: str, usage_key: str, placement_id: int) -> str:
        known = {"course_key": course_key, "usage_key": usage_key, "placement_id": placement_id}
        return reverse(f"internship_xblock:{self.name}_page", kwargs=known)

    def found(self, course_key: str, usage_keys: Sequence[str]) -> str:
        """Return the first of these blocks that is (still) in the course and of this kind; "" for none of them."""
        load = get_platform().load_block
        return next((one for one in usage_keys if one and isinstance(load(course_key, one), self.block_class)), "")

    # -- views -----------------------------------------------------------------------------------------

    def show(self, request: HttpRequest, course_key: str, usage_key: str, placement_id: int) -> HttpResponse:
        """The whole screen, as its block shows it when this placement is open there."""
        actor = actor_of(request, course_key, placement_id)
        if not actor.is_known:
            return to_sign_in(request)
        surface = self._surface(actor, usage_key, placement_id)
        settings = self._settings(course_key, usage_key)
        activity = self._activity_class(surface, settings)
        activity.enter(actor)
        with as_reader(actor.zone):
            body = activity.show(actor)
        platform = get_platform()
        context: dict[str, Any] = {
            "title": settings.display_name,
            "shell": surface.shell(body),
            "htmx_url": static(htmx_file()),
            "course_name": platform.course_name(course_key),
            "course_url": platform.course_url(course_key),
            "guest": guest_seat(request, actor),
        }
        return render(request, "ui/page_activity.html", **context)

    def act(self, request: HttpRequest, course_key: str, usage_key: str, placement_id: int, action: str) -> HttpResponse:
        """An action of the page, answered as a block's handler answers it."""
        surface = self._surface(Actor.stranger(course_key), usage_key, placement_id)
        try:
            known = self._action(action)
            surface = self._surface(actor_of(request, course_key, placement_id), usage_key, placement_id)
            settings = self._settings(course_key, usage_key)
        except ToolError as error:
            return _response(refused(surface, error))

        def run(data: Data) -> str | Reply:
            if not surface.actor.is_known:
                raise NotAllowed(_("Please sign in and enrol in the course to do this. Nothing was changed."))
            activity = self._activity_class(surface, settings)
            activity.enter(surface.actor)
            return known.method(activity, surface.actor, data)

        done = answer(surface, Sent.to_page(request), known, run)
        opened = surface.memory.placement_id
        if done.status == 200 and opened is not None and opened != placement_id:
            done.headers["HX-Redirect"] = self.address(course_key, usage_key, opened)
        return _response(done)

    # -- inside ----------------------------------------------------------------------------------------

    def _action(self, name: str) -> Action:
        if name not in self.actions:
            raise NotFound()
        return self.actions[name]

    def _surface(self, actor: Actor, usage_key: str, placement_id: int) -> Surface:
        here = self.address(actor.course_key, usage_key, placement_id)
        urls = Addresses(self.actions, lambda name: here + name)
        return Surface(actor, usage_key, html_id_of(usage_key or self.name), urls, PageMemory(placement_id))

    def _settings(self, course_key: str, usage_key: str) -> Any:
        """Return the author's settings; NotFound where there is no such block in this course, or one of another kind."""
        block = get_platform().load_block(course_key, usage_key)
        if not isinstance(block, self.block_class):
            raise NotFound()
        return block.author_settings()


@dataclass(frozen=True)
class PlacementPages(ActivityPages):
    """The pages of an activity that stands in a placement and in no block: `<name>/<course>/<placement>/`.

    `settings` are what its activity takes for its author's.
    """

    block_class: type[InternshipBlock] = field(default=InternshipBlock, init=False)
    activity: type[Activity] = Activity
    settings: Any = None

    @property
    def _activity_class(self) -> type[Activity]:
        return self.activity

    @property
    def _where(self) -> str:
        return f"{self.name}/<internship_course:course_key>/<internship_row:placement_id>/"

    @property
    def _more(self) -> dict[str, str]:
        return {"usage_key": ""}

    def address(self, course_key: str, usage_key: str, placement_id: int) -> str:
        known = {"course_key": course_key, "placement_id": placement_id}
        return reverse(f"internship_xblock:{self.name}_page", kwargs=known)

    def _settings(self, course_key: str, usage_key: str) -> Any:
        return self.settings


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.html, status=answer.status, headers=answer.headers)
