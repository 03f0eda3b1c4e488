"""Where the course lies: one folder, or one for each language of it. Knows paths and nothing else."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

FIRST = "en"  # the edition that the others are translated from


def editions(folder: Path) -> dict[str, Path]:
    """Return the course folders in a folder by their language: FIRST first, then by name.

    A folder that is a course itself is one edition without a name, and so is one in which there is no course: whoever
    reads it says what is missing.
    """
    if (folder / "course.xml").is_file() or not folder.is_dir():
        return {"": folder}
    found = sorted(one.name for one in folder.iterdir() if (one / "course.xml").is_file())
    return {name: folder / name for name in sorted(found, key=lambda name: (name != FIRST, name))} or {"": folder}


def shipped_folder() -> Path:
    """Return what this package brings along, in a checkout as in an installed wheel."""
    return Path(str(importlib.resources.files("internship_xblock"))) / "mentor_course"


def shipped_course(language: str = FIRST) -> Path:
    """Return the course folder of the edition in a language; the first edition where there is none."""
    found = editions(shipped_folder())
    return found.get(language) or next(iter(found.values()))
