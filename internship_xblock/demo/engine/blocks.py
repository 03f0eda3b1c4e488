"""What a course is made of besides our own blocks: the platform's containers and texts, as far as the player needs them.

They are known to the player's runtime alone and are no entry points: installed beside Open edX they would be in its way.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _
from lxml import etree
from web_fragments.fragment import Fragment
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock
from xblock.fields import Boolean, DateTime, JSONField, Scope, String

from ...ui.jinja import render


class Timedelta(JSONField):
    """A stretch of time as the platform writes it in OLX: "2 days 3 hours"."""

    MUTABLE = False
    _UNITS = re.compile(r"(\d+)\s*(day|hour|minute|second)s?")

    def from_json(self, value: Any) -> timedelta | None:
        if value is None or isinstance(value, timedelta):
            return value
        found = self._UNITS.findall(str(value))
        return timedelta(**{f"{unit}s": int(count) for count, unit in found}) if found else None

    def to_json(self, value: timedelta | None) -> str | None:
        return None if value is None else f"{value.days} days {value.seconds} seconds"

    enforce_type = from_json
    from_string = from_json


class PlatformFields:
    """Fields that the platform mixes into every block. A block inherits them from what it stands in."""

    start = DateTime(scope=Scope.settings, help="When it opens.")
    due = DateTime(scope=Scope.settings, help="When it is to be submitted.")
    graceperiod = Timedelta(scope=Scope.settings, help="How long after `due` it is still taken.")
    show_correctness = String(scope=Scope.settings, default="always", help="Told what is right: always, never, past_due.")
    graded = Boolean(scope=Scope.settings, default=False, help="Whether it counts.")
    format = String(scope=Scope.settings, help="The kind of assignment it counts as.")


class _Known:
    """The platform's own blocks have many more fields than the player: those it does not know are passed over."""

    @classmethod
    def _set_field_if_present(cls, block: Any, name: str, value: str, attrs: Any) -> None:
        if name in block.fields:
            super()._set_field_if_present(block, name, value, attrs)  # type: ignore[misc]


class Container(_Known, XBlock):
    """Holds other blocks."""

    has_children = True
    completion_mode = XBlockCompletionMode.AGGREGATOR
    display_name = String(scope=Scope.settings, default="", help="The title.")

    def student_view(self, context: Any = None) -> Fragment:
        """The children one below the other. The runtime answers for a child that raises."""
        whole = Fragment()
        view = (context or {}).get("view", "student_view")
        contents = []
        for child_key in self.children:
            shown = self.runtime.get_block(child_key, for_parent=self).render(view, context)
            contents.append(shown.content)
            whole.add_fragment_resources(shown)
        whole.add_content(self.framed(contents))
        return whole

    def framed(self, contents: list[str]) -> str:
        """The HTML of the children as one."""
        return "".join(contents)


class CourseBlock(Container):
    """The whole course. Its wiki and textbooks are no blocks."""

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any, *rest: Any) -> Any:
        for child in list(node):
            if child.tag in ("wiki", "textbook"):
                node.remove(child)
        return super().parse_xml(node, runtime, keys, *rest)


class ChapterBlock(Container):
    """A module."""


class SequentialBlock(Container):
    """A lesson."""


class VerticalBlock(Container):
    """A unit page, in the LMS's own markup: its styles reach into a block by it."""

    def framed(self, contents: list[str]) -> str:
        return render("demo/macros/platform.html#vertical", contents=contents)


@XBlock.wants("completion")
class HtmlBlock(_Known, XBlock):
    """A text of the course. It is the author's own HTML and shown as it is, as in the LMS; done as soon as it is seen."""

    display_name = String(scope=Scope.settings, default="", help="The title.")
    data = String(scope=Scope.content, default="", help="The HTML.")

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any, *rest: Any) -> Any:
        """The text stands in the element, or in the file that `filename` names beside it."""
        name = node.attrib.pop("filename", "")
        inner = (node.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in node)
        for child in list(node):
            node.remove(child)
        node.text = None
        block = super().parse_xml(node, runtime, keys, *rest)
        block.data = runtime.read_text(f"html/{name}.html") if name else inner.strip()
        return block

    def student_view(self, context: Any = None) -> Fragment:
        key = self.scope_ids.usage_id
        completion = self.runtime.service(self, "completion")
        if completion is not None and completion.get_completions([key])[key] < 1.0:
            self.runtime.publish(self, "completion", {"completion": 1.0})
        return self.author_view(context)

    def author_view(self, context: Any = None) -> Fragment:
        return Fragment(render("demo/macros/platform.html#html_block", html=self.data))


class _Absent(_Known, XBlock):
    completion_mode = XBlockCompletionMode.EXCLUDED

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any, *rest: Any) -> Any:
        return runtime.construct_xblock_from_class(cls, keys)

    def sentence(self) -> str:
        raise NotImplementedError

    def student_view(self, context: Any = None) -> Fragment:
        return notice(self.sentence())

    studio_view = student_view


class MissingBlock(_Absent):
    """Stands where a kind of block is not installed."""

    def sentence(self) -> str:
        return _("This activity cannot be shown: its kind, “%(kind)s”, is not known here.") % {
            "kind": self.scope_ids.block_type
        }


class BrokenBlock(_Absent):
    """Stands where a block's OLX could not be read."""

    def sentence(self) -> str:
        return _("This activity cannot be shown: its text in the course (“%(name)s”) could not be read.") % {
            "name": self.scope_ids.usage_id.block_id
        }


def notice(sentence: str, kind: str = "mind") -> Fragment:
    """A message in our own look, where a block has nothing else to show."""
    fragment = Fragment(render("demo/macros/platform.html#notice", sentence=sentence, kind=kind))
    fragment.add_css_url(static("internship_xblock/built/internship.css"))
    return fragment


CONTAINERS: dict[str, type[XBlock]] = {
    "course": CourseBlock,
    "chapter": ChapterBlock,
    "sequential": SequentialBlock,
    "vertical": VerticalBlock,
    "html": HtmlBlock,
}
