"""Write what changed for people into CHANGELOG.md, from the subjects of the commits (`type(scope): what`).

    python scripts/changelog.py             the section of what is not released yet: everything since the last tag v*
    python scripts/changelog.py 1.2.0       the same, closed under this version and today's day

Features, fixes and what became faster are told; how we work (tests, build, refactoring, documentation) is not.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "CHANGELOG.md"
HEAD = "# Changes\n\nWhat is new for people who use, install or run it. Made by `scripts/changelog.py` from the commits.\n"
SUBJECT = re.compile(r"^(?P<type>[a-z]+)(?:\((?P<scope>[^)]+)\))?(?P<breaks>!)?: (?P<what>.+)$")
KINDS = {"feat": "New", "fix": "Mended", "perf": "Faster"}
OUR_OWN = {
    "ci",
    "tests",
    "test",
    "races",
    "soak",
    "bench",
    "browser",
    "hostile",
    "build",
    "keeper",
    "smoke",
    "complexity",
    "packaging",
}
PLACES = {
    "plans": "The plan", "logs": "The log", "units": "Training units", "placements": "Placements", "reviews": "Review",
    "translations": "Languages", "look": "How it looks", "openedx": "Open edX", "privacy": "Privacy", "exports": "Documents",
    "course": "The mentor course", "demo": "The demo", "studio": "Studio", "core": "Everywhere", "": "Everywhere",
}  # fmt: skip
UNRELEASED = "## Not released yet"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def subjects() -> list[str]:
    """Return the subjects of all commits since the last release, the newest first."""
    tags = git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-creatordate").split()
    return git("log", "--no-merges", "--format=%s", f"{tags[0]}..HEAD" if tags else "HEAD").splitlines()


def section(title: str, told: list[str]) -> str:
    """Return one section: its kinds in their order, in each what changed by where it is met."""
    found: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in KINDS}
    for subject in told:
        if (match := SUBJECT.match(subject)) and match["type"] in KINDS and match["scope"] not in OUR_OWN:
            place = PLACES.get(match["scope"] or "", (match["scope"] or "").capitalize())
            what = match["what"][0].upper() + match["what"][1:] + (" (breaks what was)" if match["breaks"] else "")
            if what not in found[match["type"]][place]:
                found[match["type"]][place].append(what)
    lines = [title]
    for kind, name in KINDS.items():
        if found[kind]:
            lines += ["", f"### {name}", ""]
            lines += [f"- **{place}:** {what}" for place in sorted(found[kind]) for what in found[kind][place]]
    return "\n".join(lines) + "\n"


def main() -> None:
    before = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    released = [f"## {part}" for part in before.split("\n## ")[1:] if not f"## {part}".startswith(UNRELEASED)]
    title = f"## {sys.argv[1]} ({datetime.now(UTC):%Y-%m-%d})" if len(sys.argv) > 1 else UNRELEASED
    FILE.write_text("\n".join([HEAD, section(title, subjects()), *released]).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
