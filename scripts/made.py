"""Write files that the code makes, or say which of them are not what it would make. For the scripts beside it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(description: str | None, make: Callable[[], Mapping[Path, str]], command: str) -> None:
    """Write what `make` returns, by the places of the files; with `check` fail where a file is not so, and name the command.

    `make` is called in English, with Django set up.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["write", "check"], default="write")
    what = parser.parse_args().what
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.utils.translation import override

    django.setup()
    with override("en"):
        made = make()
    if what == "write":
        for file, text in made.items():
            file.write_text(text, encoding="utf-8")
        return
    stale = [str(file.relative_to(ROOT)) for file, text in made.items() if _text(file) != text]
    if stale:
        sys.exit(f"Not what the code says: {', '.join(stale)}. `{command}` writes it.")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
