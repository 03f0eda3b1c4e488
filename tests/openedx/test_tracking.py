"""Nothing that people write in our blocks and on our pages reaches the platform's tracking log.

The rule is the middleware's own (common/djangoapps/track/middleware.py, `__should_process_request`), over every address of ours
and every action of every block, found by themselves; the forms of addresses are those of lms/urls.py, cms/urls.py and
openedx/core/djangoapps/xblock/rest_api/urls.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import checks
from django.test import override_settings
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey, UsageKey

from internship_xblock.checks import tracking_ignores_our_requests
from internship_xblock.settings.common import plugin_settings
from internship_xblock.settings.tracking import BLOCKS, MIDDLEWARE, PATTERNS
from internship_xblock.urls import urlpatterns
from tests.hostile import ACTIONS

# The platform's own, as lms/envs/common.py has them.
THEIRS = [r"^/event", r"^/login", r"^/heartbeat", r"^/segmentio/event", r"^/performance"]
COURSES = {
    "new": "course-v1:Test+Mentor+2026",
    "ccx": "ccx-v1:Test+Mentor+2026+ccx@7",
    "old": "Test/Mentor/2026",
}
PARTS = {
    "course_key": COURSES["new"], "submission_id": 7, "plan_id": 7, "statement_id": 7, "number": 1, "kind": "pdf",
    "form": "pdf", "placement_id": 7, "action": "comment",
    "usage_key": "block-v1:Test+Mentor+2026+type@internship_plan+block@plan",
    "token": "WzEsMF0:1xX8PQ:9U5t", "sheet_id": 7, "code": "x" * 32, "host_id": 7, "request_id": 7,
}  # fmt: skip


def is_ignored(path: str, patterns: Any = PATTERNS) -> bool:
    """The middleware's rule: a pattern matches from the beginning of the path, whatever comes after."""
    return any(re.match(pattern, path) for pattern in patterns)


def keys(block_type: str) -> Iterator[tuple[str, str]]:
    """(course, usage key as it stands in an address) of every kind of course and library."""
    yield COURSES["new"], f"block-v1:Test+Mentor+2026+type@{block_type}+block@x1"
    yield COURSES["new"], f"block-v1:Test+Mentor+2026+branch@draft-branch+type@{block_type}+block@x1"
    yield COURSES["ccx"], f"ccx-block-v1:Test+Mentor+2026+ccx@7+type@{block_type}+block@x1"
    yield COURSES["old"], f"i4x:;_;_Test;_Mentor;_{block_type};_x1"  # quote_slashes, as the runtime makes handler addresses
    yield COURSES["old"], f"i4x://Test/Mentor/{block_type}/x1"
    yield COURSES["old"], f"i4x:/Test/Mentor/{block_type}/x1"  # a web server merges slashes
    yield "library-v1:Test+Lib", f"lib-block-v1:Test+Lib+type@{block_type}+block@x1"
    yield COURSES["new"], f"block-v1%3ATest%2BMentor%2B2026%2Btype%40{block_type}%2Bblock%40x1"


def addresses(block_type: str, handler: str) -> Iterator[str]:
    for course, key in keys(block_type):
        for name in ("handler", "handler_noauth"):
            yield f"/courses/{course}/xblock/{key}/{name}/{handler}"
            yield f"/courses/{course}/xblock/{key}/{name}/{handler}/suffix"
        yield f"/courses/{course}/xblock/{key}/view/student_view"
        for start in ("/xblock/", "/preview/xblock/"):
            yield f"{start}{key}/handler/{handler}"
        for more in ("", "/student_view", "/studio_view", "/author_view", "/action/edit"):
            yield f"/xblock/{key}{more}"
        yield f"/xblock/outline/{key}"
        yield f"/xblock/container/{key}"
    library = f"lb:Test:Lib:{block_type}:x1"
    for version in ("", "@3", "@draft"):
        for more in (f"/handler/7-token/{handler}/", f"/handler/7-token/{handler}/suffix", "/fields/", "/view/student_view/"):
            yield f"/api/xblock/v2/xblocks/{library}{version}{more}"
    yield f"/xblocks/v2/{library}/embed/student_view/"


def test_the_blocks_are_those_we_bring() -> None:
    found = {entry.name for entry in entry_points(group="xblock.v1") if entry.value.startswith("internship_xblock.")}
    assert set(BLOCKS) == found


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.name))
def test_no_page_of_ours_is_tracked(pattern: Any) -> None:
    known = {**PARTS, "form": "csv"} if pattern.name.startswith(("placements", "hosts")) else PARTS
    path = reverse(f"internship_xblock:{pattern.name}", kwargs={part: known[part] for part in pattern.pattern.converters})
    assert is_ignored(path)
    assert not is_ignored(path, THEIRS)


@pytest.mark.parametrize("block_type", BLOCKS)
def test_no_action_of_any_block_is_tracked(block_type: str) -> None:
    handlers = {name for _block_class, name in ACTIONS}
    assert len(handlers) > 50
    tracked = [path for handler in handlers for path in addresses(block_type, handler) if not is_ignored(path)]
    assert tracked == []


@pytest.mark.parametrize("block_type", BLOCKS)
def test_a_course_or_library_that_is_called_like_a_block_is_tracked_as_any(block_type: str) -> None:
    """Also a block of somebody else with our block's name for its id."""
    new = f"course-v1:{block_type}+{block_type}+{block_type}"
    others = [
        f"block-v1:{block_type}+{block_type}+{block_type}+type@problem+block@{block_type}",
        f"block-v1:Test+Mentor+2026+type@{block_type}x+block@x1",
        f"block-v1:Test+Mentor+2026+type@x_{block_type}+block@x1",
        f"i4x:;_;_{block_type};_{block_type};_problem;_{block_type}",
        f"i4x://{block_type}/{block_type}/problem/{block_type}",
        f"lib-block-v1:{block_type}+{block_type}+type@html+block@{block_type}",
    ]
    paths = [path for key in others for path in (
        f"/courses/{new}/xblock/{key}/handler/problem_check", f"/xblock/{key}", f"/xblock/{key}/handler/x",
        f"/preview/xblock/{key}/handler/x", f"/xblock/outline/{key}",
    )]  # fmt: skip
    library = f"lb:{block_type}:{block_type}:problem:{block_type}"
    paths += [f"/api/xblock/v2/xblocks/{library}/handler/7-t/x/", f"/xblocks/v2/{library}/embed/student_view/"]
    paths += [f"/courses/{new}/courseware/", f"/courses/{new}/jump_to/x", f"/courses/{block_type}/{block_type}/x/info"]
    paths += ["/internships/", "/courses/internship/", f"/{block_type}/", f"/xblock/resource/{block_type}/x.js"]
    assert [path for path in paths if is_ignored(path)] == []


def test_the_keys_of_these_tests_are_keys() -> None:
    for block_type in BLOCKS:
        for course, key in keys(block_type):
            if "%" not in key and "ccx" not in key and ";_" not in key and not key.startswith("i4x:/T"):
                assert UsageKey.from_string(key).block_type == block_type
                CourseKey.from_string(course)
        assert UsageKey.from_string(f"lb:Test:Lib:{block_type}:x1").block_type == block_type


# -- the setting, and the operator who overrides it ------------------------------------------------------------------------


def test_the_setting_keeps_what_others_ignore() -> None:
    for present in ([*THEIRS], tuple(THEIRS)):
        settings = SimpleNamespace(INSTALLED_APPS=[], TRACKING_IGNORE_URL_PATTERNS=present)
        plugin_settings(settings)
        plugin_settings(settings)  # common and production
        assert list(settings.TRACKING_IGNORE_URL_PATTERNS) == [*THEIRS, *PATTERNS]


def test_the_setting_is_made_where_there_is_none_and_left_alone_where_it_is_unresolved() -> None:
    settings = SimpleNamespace(INSTALLED_APPS=[])
    plugin_settings(settings)
    assert settings.TRACKING_IGNORE_URL_PATTERNS == PATTERNS
    unresolved = object()
    settings = SimpleNamespace(INSTALLED_APPS=[], TRACKING_IGNORE_URL_PATTERNS=unresolved)
    plugin_settings(settings)
    assert settings.TRACKING_IGNORE_URL_PATTERNS is unresolved


@pytest.mark.parametrize(
    ("middleware", "patterns", "warned"),
    [
        ([MIDDLEWARE], [*THEIRS, *PATTERNS], 0),
        ([MIDDLEWARE], [*THEIRS, *PATTERNS[1:]], 1),
        ([MIDDLEWARE], None, 1),
        (["other"], [], 0),  # nothing is tracked
    ],
)
def test_a_check_warns_where_the_setting_was_overridden(middleware: list[str], patterns: Any, warned: int) -> None:
    values = {} if patterns is None else {"TRACKING_IGNORE_URL_PATTERNS": patterns}
    with override_settings(MIDDLEWARE=middleware, **values):
        found = tracking_ignores_our_requests()
        run = [one for one in checks.run_checks(tags=[checks.Tags.security]) if one.id == "internship_xblock.W001"]
    assert len(found) == len(run) == warned
    if warned:
        assert all(pattern in str(found[0].hint) for pattern in PATTERNS if pattern not in (patterns or []))
