"""The check of scripts/complexity.py: what it finds in a package."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.source
SCRIPT = Path(__file__).resolve().parent.parent / "scripts/complexity.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("complexity_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_ways(name: str, ways: int, indent: str = "") -> str:
    tests = [f"{indent}    if at == {number}:\n{indent}        return {number}" for number in range(ways - 1)]
    return "\n".join([f"{indent}def {name}(at):", *tests, f"{indent}    return at", ""])


def test_functions_and_methods_above_the_limit_are_found(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/one.py").write_text(with_ways("fits", 15) + with_ways("grew", 16))
    (tmp_path / "two.py").write_text("class Big:\n" + with_ways("grew", 17, "    ") + with_ways("fits", 15, "    "))
    assert script.above(tmp_path) == {"inner/one.py: grew": 16, "two.py: Big.grew": 17}
