"""What the LMS provides, put where it has it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture
def lms(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put modules where the LMS has them: `lms("a.b", name=value)`."""

    def provide(path: str, **names: Any) -> None:
        parts = path.split(".")
        for depth in range(1, len(parts)):
            parent = ".".join(parts[:depth])
            if parent not in sys.modules:
                monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
        module = ModuleType(path)
        vars(module).update(names)
        monkeypatch.setitem(sys.modules, path, module)

    return provide
