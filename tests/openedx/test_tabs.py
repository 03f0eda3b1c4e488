"""The way from the instructor dashboard: the steps run by openedx-filters itself, and the settings that name them."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.test import override_settings

from internship_xblock.openedx import tabs
from internship_xblock.settings.common import FILTERS, plugin_settings
from tests.platform import COURSE

OTHERS = "somebody.else.Step"
NEW, OLD = FILTERS
REVIEW = f"/internship/review/{COURSE}/"


def settings_with(**values: Any) -> SimpleNamespace:
    settings = SimpleNamespace(INSTALLED_APPS=[], **values)
    plugin_settings(settings)
    return settings


def run(filter_type: str, **arguments: Any) -> dict[str, Any]:
    """The platform's own pipeline runner under our settings; where the package is absent, the steps as it would call them."""
    config = settings_with().OPEN_EDX_FILTERS_CONFIG
    try:
        from openedx_filters.tooling import OpenEdxPublicFilter
    except ImportError:
        step = {NEW: tabs.AddTab, OLD: tabs.AddSection}[filter_type]()
        return {**arguments, **step.run_filter(**arguments)}

    class Filter(OpenEdxPublicFilter):  # type: ignore[misc]
        pass

    Filter.filter_type = filter_type
    with override_settings(OPEN_EDX_FILTERS_CONFIG=config):
        result: dict[str, Any] = Filter.run_pipeline(**arguments)
    return result


@pytest.fixture
def mako(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The LMS's Mako, which remembers what was looked up."""
    looked_up: list[str] = []
    module = ModuleType("common.djangoapps.edxmako")
    module.lookup_template = lambda namespace, name: looked_up.append(name)  # type: ignore[attr-defined]
    for name in ("common", "common.djangoapps"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return looked_up


def test_the_new_dashboard_gets_a_tab() -> None:
    own = {"tab_id": "grading", "title": "Grading", "url": "x", "sort_order": 10}
    with override_settings(LMS_ROOT_URL="https://lms.example.org"):
        result = run(NEW, tabs=[own], user=None, course_key=COURSE)
    assert result["tabs"] == [
        own, {"tab_id": "internship", "title": "Internship", "url": f"https://lms.example.org{REVIEW}", "sort_order": 75},
    ]  # fmt: skip
    assert result["course_key"] == COURSE


def test_a_tab_is_added_once() -> None:
    once = run(NEW, tabs=[], user=None, course_key=COURSE)["tabs"]
    assert run(NEW, tabs=once, user=None, course_key=COURSE)["tabs"] == once


@pytest.mark.parametrize("broken", [{"tabs": None, "course_key": COURSE}, {"tabs": [], "course_key": "library"}])
def test_what_is_not_as_expected_goes_on_unchanged(broken: dict[str, Any]) -> None:
    assert run(NEW, user=None, **broken)["tabs"] == broken["tabs"]


def test_the_old_dashboard_gets_a_section(mako: list[str]) -> None:
    context = {"course": SimpleNamespace(id=COURSE), "sections": [{"section_key": "course_info"}]}
    result = run(OLD, context=context, template_name="dashboard.html")
    first, ours = result["context"]["sections"]
    assert first == {"section_key": "course_info"}
    assert (ours["section_key"], ours["review_url"]) == ("internship", REVIEW)
    assert mako == [f"{ours['template_path_prefix']}{ours['section_key']}.html"]
    assert run(OLD, context=result["context"], template_name="dashboard.html") == result


def test_without_its_template_the_old_dashboard_stays_as_it_is() -> None:
    """A section whose template Mako does not find would take the dashboard down for everybody."""
    context = {"course": SimpleNamespace(id=COURSE), "sections": []}
    assert run(OLD, context=context, template_name="x")["context"]["sections"] == []


@pytest.mark.parametrize("context", [None, {}, {"course": None, "sections": []}, {"course": SimpleNamespace(id=COURSE)}])
def test_a_context_that_is_not_as_expected_goes_on_unchanged(context: Any, mako: list[str]) -> None:
    assert run(OLD, context=context, template_name="x")["context"] == context


def test_the_sections_template_is_where_the_settings_say() -> None:
    import os

    settings = settings_with(MAKO_TEMPLATE_DIRS_BASE=[])
    (folder,) = settings.MAKO_TEMPLATE_DIRS_BASE
    path = os.path.join(folder, tabs.TEMPLATE_PREFIX.lstrip("/") + tabs.TAB_ID + ".html")
    with open(path, encoding="utf-8") as source:
        text = source.read()
    for name in ("sentence", "review_url", "link"):
        assert f'section_data["{name}"]' in text or f"section_data['{name}']" in text
    assert 'expression_filter="h"' in text  # what Mako prints is escaped
    Template(text).render(Context())  # Django's string extraction reads it too


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"fail_silently": True, "pipeline": [FILTERS[NEW]]}),
        ({NEW: {"fail_silently": False, "pipeline": [OTHERS]}}, {"fail_silently": False, "pipeline": [OTHERS, FILTERS[NEW]]}),
        ({NEW: {"fail_silently": False}}, {"fail_silently": False, "pipeline": [FILTERS[NEW]]}),
        ({NEW: [OTHERS]}, [OTHERS, FILTERS[NEW]]),
        ({NEW: OTHERS}, [OTHERS, FILTERS[NEW]]),
    ],
)
def test_registering_adds_to_what_others_registered(before: dict[str, Any], after: Any) -> None:
    other = {"another.filter": {"pipeline": [OTHERS]}}
    settings = settings_with(OPEN_EDX_FILTERS_CONFIG={**other, **before})
    plugin_settings(settings)  # common and production both run
    assert settings.OPEN_EDX_FILTERS_CONFIG[NEW] == after
    assert settings.OPEN_EDX_FILTERS_CONFIG["another.filter"] == other["another.filter"]


def test_settings_that_are_not_resolved_yet_are_left_alone() -> None:
    unresolved = object()
    settings = settings_with(OPEN_EDX_FILTERS_CONFIG=unresolved, MAKO_TEMPLATE_DIRS_BASE=unresolved)
    assert settings.OPEN_EDX_FILTERS_CONFIG is unresolved
    assert settings.MAKO_TEMPLATE_DIRS_BASE is unresolved


def test_a_missing_dictionary_becomes_ours() -> None:
    settings = settings_with(OPEN_EDX_FILTERS_CONFIG=None)
    assert set(settings.OPEN_EDX_FILTERS_CONFIG) == set(FILTERS)
