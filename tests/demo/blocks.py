"""Blocks made to try the player: one that works, one that raises, one that cannot be read."""

from __future__ import annotations

from typing import Any

from django.db import connection
from web_fragments.fragment import Fragment
from webob import Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Integer, List, Scope, String

from internship_xblock.openedx.people import actor_of, may_author


@XBlock.wants("user", "i18n", "completion", "settings", "studio_user_permissions")
class CounterBlock(CompletableXBlockMixin, XBlock):
    """Counts what each person presses; two is all there is to do."""

    has_score = True
    display_name = String(scope=Scope.settings, default="Counter")
    minutes = Integer(scope=Scope.settings, default=0)
    words = List(scope=Scope.content, default=["one", "two"])
    count = Integer(scope=Scope.user_state, default=0)
    favourite = String(scope=Scope.preferences, default="")

    def student_view(self, context: Any = None) -> Fragment:
        actor = actor_of(self)
        text = f"<p>{actor.name} counted {self.count}, due {self.due}, words {','.join(self.words)}</p>"
        fragment = Fragment(f'<p><a href="{self.runtime.handler_url(self, "press")}">press</a></p>{text}')
        fragment.add_css_url("/static/internship_xblock/built/internship.css")
        fragment.initialize_js("Counter", {"text": "</script>'\""})
        return fragment

    def studio_view(self, context: Any = None) -> Fragment:
        return Fragment(f"<p>Settings of {self.display_name}, may author: {may_author(self, actor_of(self))}</p>")

    @XBlock.handler
    def press(self, request: Any, suffix: str = "") -> Response:
        self.count += 1
        self.emit_completion(min(self.count / 2, 1.0))
        self.runtime.publish(self, "grade", {"value": min(self.count, 2), "max_value": 2})
        self.runtime.publish(self, "edx.internship_xblock.pressed", {"count": self.count})
        return Response(f"{self.count}{suffix}", content_type="text/plain", charset="utf-8")

    @XBlock.handler
    def rename(self, request: Any, suffix: str = "") -> Response:
        self.display_name = request.body.decode()
        return Response("renamed", content_type="text/plain", charset="utf-8")

    @XBlock.handler
    def fail(self, request: Any, suffix: str = "") -> Response:
        self.count = 100
        self.save()
        raise RuntimeError("secret words")


class RaisingBlock(XBlock):
    """Breaks the transaction and then raises, the worst a view can do."""

    def student_view(self, context: Any = None) -> Fragment:
        with connection.cursor() as cursor:
            cursor.execute("select * from no_such_table")
        return Fragment("never")


class UnreadableBlock(XBlock):
    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any, *rest: Any) -> Any:
        raise ValueError("not what was expected")
