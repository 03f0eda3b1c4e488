"""The workbench's suite renders whatever is installed; here we hold that ours really is among it."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from workbench import scenarios
from workbench.runtime import WorkbenchRuntime

OURS = sorted(point.name for point in entry_points(group="xblock.v1") if point.name.startswith("internship_"))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_scenarios() -> None:
    scenarios.init_scenarios()


def test_the_three_blocks_are_installed() -> None:
    assert OURS == ["internship_log", "internship_placement", "internship_plan", "internship_unit"]


@pytest.mark.parametrize("tag", OURS)
def test_every_block_has_a_scenario_that_renders_for_a_stranger(tag: str) -> None:
    """Rendered by the workbench, which knows no accounts: in words, without a mishap."""
    ours = {name for name, scenario in scenarios.get_scenarios().items() if f"<{tag}" in scenario.xml}
    assert ours, f"{tag} has no workbench_scenarios()"
    for name in ours:
        page = Client().get(reverse("workbench_show_scenario", kwargs={"scenario_id": name}), follow=True)
        html = page.content.decode()
        assert page.status_code == 200
        assert 'class="internship' in html
        assert "Something went wrong" not in html


@pytest.mark.parametrize("view", ["author_view", "studio_view", "public_view"])
@pytest.mark.parametrize("tag", OURS)
def test_every_view_of_every_block_renders(tag: str, view: str) -> None:
    for scenario in scenarios.get_scenarios().values():
        if f"<{tag}" in scenario.xml:
            runtime = WorkbenchRuntime("student_1")
            blocks = blocks_below(runtime, scenario.usage_id, tag)
            assert blocks, f"{tag} was not parsed from its own scenario"
            for block in blocks:
                html = runtime.render(block, view).content
                assert 'class="internship' in html
                assert "Something went wrong" not in html


def blocks_below(runtime: WorkbenchRuntime, usage_id: str, tag: str) -> list[Any]:
    """The blocks of one kind in a scenario's tree."""
    block = runtime.get_block(usage_id)
    found = [block] if block.scope_ids.block_type == tag else []
    for child in getattr(block, "children", []):
        found += blocks_below(runtime, child, tag)
    return found
