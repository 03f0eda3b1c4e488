"""Write docs/notices.md: what is told, to whom and when, from what the tools register.

python scripts/notices.py          write it
python scripts/notices.py check    fail where it is not what the tools say
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from made import ROOT, main

HEAD = """# What people are told

Made by `make notices` from what the tools register (as `tools/plans/web/notices.py` does).
Why it works so: [ADR 26](adr/0026-notices.md).

Whoever did it is not told of it; only that a personal link was opened in a new browser is told to whose link it is, whoever
opened it. A mail says who did what kind of thing, and in which placement where it is in one, never what was written.
When it is sent, each reader's own right to know it is asked again: what is no longer true, or not theirs to know, is not
sent. *Always*: also to those who want to hear of nothing but signatures, and never held back for the one message a day.

| what happens | who is told | when | always | kind |
|---|---|---|---|---|
"""


def table() -> dict[Path, str]:
    """Return the text of the file."""
    from internship_xblock.core.notices import kinds

    rows = [
        f"| {kind.label} | {kind.to} | {_when(kind)} | {'yes' if kind.concerns_signature else ''} | `{kind.key}` |"
        for kind in kinds().values()
    ]
    return {ROOT / "docs/notices.md": HEAD + "\n".join(rows) + "\n"}


def _when(kind: Any) -> str:
    from internship_xblock.core.notices import ReminderKind

    if isinstance(kind, ReminderKind):
        return "in the morning"
    return "within minutes" if kind.concerns_signature else "within minutes, or once a day"


if __name__ == "__main__":
    main(__doc__, table, "make notices")
