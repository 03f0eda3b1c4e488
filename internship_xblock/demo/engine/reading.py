"""Blocks as nobody in particular reads them, for their authors' settings: stored fields are read once in a request."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.signals import request_finished, request_started

from .olx import get_course
from .runtime import PlayerRuntime

_request = threading.local()


def settings_reader() -> PlayerRuntime:
    """Return a runtime that reads blocks as nobody in particular does.

    While somebody only reads a page it is the same one, which has read what is stored of all blocks by one query, as the
    LMS has the structure of a course at hand. A request that may change something, and a command, get one of their own.
    """
    if not getattr(_request, "only_reads", False):
        return PlayerRuntime(get_course(), AnonymousUser())
    if _request.runtime is None:
        course = get_course()
        _request.runtime = PlayerRuntime(course, AnonymousUser())
        _request.runtime.store.load(course.blocks.values())
    runtime: PlayerRuntime = _request.runtime
    return runtime


def _begin(environ: Any = None, **_more: Any) -> None:
    _request.only_reads = (environ or {}).get("REQUEST_METHOD") in ("GET", "HEAD")
    _request.runtime = None


def _end(**_more: Any) -> None:
    _request.only_reads, _request.runtime = False, None


request_started.connect(_begin, dispatch_uid="internship-demo-reading")
request_finished.connect(_end, dispatch_uid="internship-demo-reading")
