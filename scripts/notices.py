"""Write docs/notices.md: what is told, to whom and when, from what the tools register.

python scripts/notices.py          write it
python scripts/notices.py check    fail where it is not what the tools say
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs/notices.md"
HEAD = """# What people are told

Made by `make notices` from what the tools register (as `tools/plans/web/notices.py` does).
Why it works so: [ADR 26](adr/0026-notices.md).

Whoever did it is never told of it. A mail says who did what kind of thing and in which placement, never what was written.
When it is sent, each reader's own right to know it is asked again: what is no longer true, or not theirs to know, is not
sent. *Always*: also to those who want to hear of nothing but signatures.

| what happens | who is told | when | always | kind |
|---|---|---|---|---|
"""


def table() -> str:
    """Return the text of the file."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.utils.translation import override

    django.setup()
    from internship_xblock.core.notices import ReminderKind, kinds

    with override("en"):
        when = {True: "in the morning", False: "within minutes, or once a day"}
        rows = [
            f"| {kind.label} | {kind.to} | {when[isinstance(kind, ReminderKind)]} "
            f"| {'yes' if kind.concerns_signature else ''} | `{kind.key}` |"
            for kind in kinds().values()
        ]
    return HEAD + "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["write", "check"], default="write")
    made = table()
    if parser.parse_args().what == "write":
        FILE.write_text(made, encoding="utf-8")
    elif not FILE.is_file() or FILE.read_text(encoding="utf-8") != made:
        sys.exit("docs/notices.md is not what the tools say. `make notices` writes it.")


if __name__ == "__main__":
    main()
