"""Write what changed for people into CHANGELOG.md, from the subjects of the commits (`type(scope): what`).

    python scripts/changelog.py             the section of what is not released yet: everything since the newest release
    python scripts/changelog.py 1.2.0       the same, closed under this version and today's day

Features, fixes and what became faster are told; how we work (tests, build, refactoring, documentation) is not. A section that
is closed stands as it is from then on: it may be written, or rewritten, by hand.
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
HEAD = """# Changes

What is new for people who use, install or run it. What is not released yet comes from the commits, by `scripts/changelog.py`.
"""
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


def closed_sections(text: str) -> list[str]:
    """Return the sections of the releases as they stand, the newest first."""
    sections = [f"## {part}".rstrip() + "\n" for part in text.split("\n## ")[1:]]
    return [one for one in sections if not one.startswith(UNRELEASED)]


def newest_release(sections: list[str]) -> str:
    """Return the commit with the newest release, "" where there is none yet.

    It is the tag of the newest section. A section without a tag was closed by the commit that wrote its title; where none has
    written it yet, all that is committed belongs to it.
    """
    tags = git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname").split()
    if not sections:
        return tags[0] if tags else ""
    title = sections[0].partition("\n")[0]
    if (tag := f"v{title.split()[1]}") in tags:
        return tag
    return git("log", "-1", "--format=%H", f"-S{title}", "--", FILE.name).strip() or "HEAD"


def subjects(since: str) -> list[str]:
    """Return the subjects of all commits since that one, the newest first; of all there are where it is ""."""
    return git("log", "--no-merges", "--format=%s", f"{since}..HEAD" if since else "HEAD").splitlines()


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
    released, version = closed_sections(before), sys.argv[1] if len(sys.argv) > 1 else ""
    if version in [one.split()[1] for one in released]:
        raise SystemExit(f"{version} is closed already. Change its text in {FILE.name} by hand.")
    told = subjects(newest_release(released))
    title = f"## {version} ({datetime.now(UTC):%Y-%m-%d})" if version else UNRELEASED
    newest = section(title, told)
    has_news = version or newest.strip() != UNRELEASED
    FILE.write_text("\n".join([HEAD, *([newest] if has_news else []), *released]).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
