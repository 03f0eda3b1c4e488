"""What a check found: where, and in a sentence what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. `file` is relative to the course folder, `line` counts from 1, `check` names who found it."""

    file: str
    line: int
    sentence: str
    check: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"
