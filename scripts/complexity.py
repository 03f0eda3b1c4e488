"""Fail where a function of the package takes more than 15 ways, as radon counts them.

    python scripts/complexity.py

Such a function does several things: give each of them its name. A condition of its own becomes a named predicate.
"""

from __future__ import annotations

import sys
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Function

PACKAGE = Path(__file__).resolve().parents[1] / "internship_xblock"
LIMIT = 15


def above(package: Path) -> dict[str, int]:
    """Return the functions and methods above the limit, as "file: name", each with its complexity."""
    return {
        f"{path.relative_to(package).as_posix()}: {block.fullname}": block.complexity
        for path in sorted(package.rglob("*.py"))
        for block in cc_visit(path.read_text(encoding="utf-8"))
        if isinstance(block, Function) and block.complexity > LIMIT
    }


def main() -> None:
    found = above(PACKAGE)
    if found:
        words = [f"{name} has a complexity of {count}; at most {LIMIT}." for name, count in found.items()]
        sys.exit("\n".join([*words, "Split by meaning; `python -m radon cc -s FILE` counts."]))


if __name__ == "__main__":
    main()
