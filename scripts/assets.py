"""Make the two files that a page asks for: one script, one stylesheet, from their sources in `static/internship_xblock`.

    python scripts/assets.py            make them
    python scripts/assets.py check      whether they are what the sources make

Comments and white space go; nothing else changes. What is made is kept in the repository, so that a package needs no tools.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

STATIC = Path(__file__).resolve().parents[1] / "static/internship_xblock"
# In this order: the last one starts the others.
SCRIPTS = (
    "moments", "copies", "fields", "keeper", "drafts", "cards", "words", "quotes", "later", "invitation", "check", "device",
    "video", "lines", "studio", "internship",
)  # fmt: skip
STYLES = ("base", "forms", "content", "document", "pages", "plan", "unit", "log", "versions", "drawing", "studio")


def script() -> str:
    """Return our script. A page may bring it with each of its blocks: the second time it does nothing."""
    parts = [str(jsmin((STATIC / f"js/{name}.js").read_text(encoding="utf-8"))).strip() for name in SCRIPTS]
    return "\n".join(["if(!window.InternshipBlock){", *parts, "}", ""])


def styles() -> str:
    """Return our stylesheet."""
    return "\n".join(_styles((STATIC / f"css/{name}.css").read_text(encoding="utf-8")) for name in STYLES) + "\n"


def _styles(source: str) -> str:
    """Make one source small. In a block inside another, cssmin takes a space before a colon for one of a declaration."""
    return str(cssmin(re.sub(r"(?<=[\w)\]]) (?=:(?:is|where|not|has)\()", " *", source)))


def made() -> dict[Path, str]:
    """Return what is made, by where it is kept."""
    return {STATIC / "built/internship.js": script(), STATIC / "built/internship.css": styles()}


def stale() -> list[str]:
    """Name the files that are not what the sources make."""
    return [path.name for path, text in made().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main() -> None:
    if sys.argv[1:] == ["check"]:
        if found := stale():
            sys.exit(f"{', '.join(found)}: not what static/internship_xblock makes. Run `make assets`.")
        return
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
