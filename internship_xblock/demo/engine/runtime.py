"""xblock-sdk's runtime with the LMS's manners: opaque usage keys, real people, recorders, and nothing patched onto blocks."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from web_fragments.fragment import Fragment
from workbench.runtime import WorkbenchRuntime
from xblock.core import XBlock
from xblock.exceptions import NoSuchUsage, NoSuchViewError
from xblock.fields import ScopeIds
from xblock.plugin import PluginMissingError
from xblock.runtime import KvsFieldData, MemoryIdManager

from ...core.errors import mishap
from ...registry import BLOCKS
from ...ui.block import InternshipBlock
from ...ui.jinja import render as draw
from .. import people
from ..models import Persona
from .blocks import CONTAINERS, BrokenBlock, MissingBlock, PlatformFields, notice
from .records import record_completion, record_grade
from .services import Completions, CourseFiles, I18n, SettingsService, StudioPermissions, Users
from .store import Store

log = logging.getLogger(__name__)


class UsageIds(MemoryIdManager):
    """A usage key tells everything: its definition is itself, its type stands in it."""

    def get_definition_id(self, usage_id: Any) -> Any:
        return usage_id

    def get_block_type(self, def_id: Any) -> str:
        return str(def_id.block_type)


class DemoRuntime(WorkbenchRuntime):
    """What reading and playing a course have in common."""

    user_id: int | None = None

    def __init__(self, course: Any, services: dict[str, Any]) -> None:
        ids = UsageIds()
        # Past the workbench's own constructor, which would bring its store and its constant user.
        super(WorkbenchRuntime, self).__init__(ids, ids, mixins=(PlatformFields,), services=services)
        self.course = course

    def _patch_xblock(self, block: Any) -> None:
        """The workbench overwrites `due` and more here on every render. We overwrite nothing."""

    def load_block_type(self, block_type: str) -> type[XBlock]:
        if block_type in CONTAINERS:
            return CONTAINERS[block_type]
        try:
            return XBlock.load_class(block_type)
        except PluginMissingError:
            pass
        except Exception as error:
            log.warning("The block type %s could not be loaded: %s", block_type, type(error).__name__)
        try:
            return import_string(BLOCKS[block_type].replace(":", "."))  # a checkout whose entry points were not installed
        except (KeyError, ImportError):
            return MissingBlock

    def get_block(self, usage_id: Any, for_parent: Any = None) -> Any:
        if self.course.find(str(usage_id)) is None:
            raise NoSuchUsage(usage_id)
        block_class = BrokenBlock if usage_id in self.course.broken else self.load_block_type(usage_id.block_type)
        scope_ids = ScopeIds(self.user_id, usage_id.block_type, usage_id, usage_id)
        return self.construct_xblock_from_class(block_class, scope_ids, for_parent=for_parent)

    def applicable_aside_types(self, block: Any) -> list[str]:
        return []


class PlayerRuntime(DemoRuntime):
    """The course as one person meets it, in the LMS or, for an author, in Studio."""

    def __init__(self, course: Any, user: Any, *, in_studio: bool = False) -> None:
        self.person = people.person_of(user)
        self.user = user
        self.in_studio = in_studio
        self._bases: dict[str, str] = {}  # of a block's handlers: asked for once for each of them
        persona = people.persona_of(user)
        self.anonymous_student_id = persona.anonymous_id if persona is not None else ""
        user_id = user.pk if self.person is not None else None
        self.store = Store(course.authored, course.parents, user_id or 0, in_studio)
        self.files = CourseFiles(course)
        services = {
            "field-data": KvsFieldData(self.store),
            "user": Users(user, self.person, self.anonymous_student_id),
            "i18n": I18n(),
            "completion": Completions(user_id),
            "replace_urls": self.files,
            "settings": SettingsService(),
        }
        if in_studio:
            services["studio_user_permissions"] = StudioPermissions(self.person, course.key)
        super().__init__(course, services)
        self.user_id = user_id

    def get_user_role(self) -> str:
        return "staff" if self.person is not None and self.person.is_staff else "student"

    def get_real_user(self, anonymous_id: str) -> Any:
        persona = Persona.objects.select_related("user").filter(anonymous_id=anonymous_id).first()
        return persona.user if persona is not None else None

    # -- views -----------------------------------------------------------------------------------------

    def load(self, usage_keys: Iterable[Any]) -> None:
        """Fetch the state of many blocks at once, before they are shown."""
        self.store.load(usage_keys)

    def render(self, block: Any, view_name: str, context: Any = None) -> Fragment:
        """Show a block. One that raises shows its own error, and what it began to write is undone; others still stand.

        What holds others writes nothing itself, and a block of ours undoes its own.
        """
        sees_to_it = block.has_children or isinstance(block, InternshipBlock)
        try:
            with nullcontext() if sees_to_it else transaction.atomic():
                return super(WorkbenchRuntime, self).render(block, view_name, context)
        except NoSuchViewError:
            return self._without(block, view_name, context)
        except Exception as error:
            return self._mishap(block, error)

    def _without(self, block: Any, view_name: str, context: Any) -> Fragment:
        if view_name == "author_view":  # as Studio does
            return self.render(block, "student_view", context)
        if view_name == "studio_view":
            return notice(_("There is nothing to set here. Change it in the OLX of the course."))
        return notice(_("There is nothing to see here."))

    def _mishap(self, block: Any, error: Exception) -> Fragment:
        error_id = mishap(error, str(block.scope_ids.usage_id))
        sentence = _(
            "This activity could not be shown; the rest of the page is not affected. If reloading does not help, give the "
            "course team this number: %(error_id)s."
        )
        return notice(sentence % {"error_id": error_id}, "wrong")

    def wrap_xblock(self, block: Any, view: str, frag: Fragment, context: Any) -> Fragment:
        """A block's HTML in the element that its script is started on (see frame.js)."""
        block_type = block.scope_ids.block_type
        attributes = {
            "class": f"xblock xblock-{view} xblock-{view}-{block_type}",
            "data-usage-id": str(block.scope_ids.usage_id),
            "data-block-type": block_type,
        }
        if frag.js_init_fn:
            attributes["data-init"] = frag.js_init_fn
            attributes["data-args"] = json.dumps(frag.json_init_args)
            attributes["data-handlers"] = self._handler_base(block)
        html = self.files.replace_urls(frag.body_html())
        wrapped = Fragment(draw("demo/macros/platform.html#wrapped", attributes=attributes, html=html))
        wrapped.add_fragment_resources(frag)
        return wrapped

    # -- handlers ----------------------------------------------------------------------------------------

    def _handler_base(self, block: Any) -> str:
        key = str(block.scope_ids.usage_id)
        if key not in self._bases:
            self._bases[key] = reverse("demo_studio_handlers" if self.in_studio else "demo_handlers", args=[key])
        return self._bases[key]

    def handler_url(self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False) -> str:
        if not getattr(getattr(block, handler_name, None), "_is_xblock_handler", False):
            raise ValueError(f"{handler_name!r} is not a handler name")
        url = f"{self._handler_base(block)}{handler_name}"
        return url + (f"/{suffix}" if suffix else "") + (f"?{query}" if query else "")

    def local_resource_url(self, block: Any, uri: str) -> str:
        return reverse("demo_resource", args=[block.scope_ids.block_type, uri])

    # -- what blocks report --------------------------------------------------------------------------------

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        """Completion and grades go to the recorders, everything else to nobody, as where no tracking is set up."""
        if self.user_id is None or self.in_studio:
            return
        key = block.scope_ids.usage_id
        if event_type == "completion":
            record_completion(self.user_id, key, event_data["completion"])
        elif event_type == "grade":
            record_grade(
                self.user_id, key, event_data["value"], event_data["max_value"], bool(event_data.get("only_if_higher"))
            )
