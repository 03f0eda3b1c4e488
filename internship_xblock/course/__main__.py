"""`python -m internship_xblock.course check|build`: look the course over, make the archives that Studio imports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .build import NotBuilt, build
from .check import check_editions
from .cleaner import CleanerMissing
from .outline import load
from .shipped import editions, shipped_folder

OUT = Path("var/mentor_course.tar.gz")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 1 if something is to be mended."""
    options = _options().parse_args(arguments)
    source: Path = options.source or shipped_folder()
    if options.edition:
        there = editions(source)
        if options.edition not in there:
            names = ", ".join(filter(None, there)) or "none"
            print(f'There is no edition "{options.edition}" in {source}; there is {names}.', file=sys.stderr)
            return 1
        source = there[options.edition]
    try:
        findings = check_editions(source, second_opinion=options.command == "check")
    except CleanerMissing as error:
        print(error, file=sys.stderr)
        return 1
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        print(f"{len(findings)} to mend in {source}.", file=sys.stderr)
        return 1
    return _build(source, options.out) if options.command == "build" else _tell(source)


def _build(source: Path, out: Path) -> int:
    """Make the archive of each edition; of several, each with its language in the name."""
    for language, folder in editions(source).items():
        try:
            made = build(folder, _with_language(out, language))
        except NotBuilt as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{made}: {made.stat().st_size} bytes. Import it in Studio under Tools, Import.")
    return 0


def _with_language(out: Path, language: str) -> Path:
    """`dist/mentor_course.tar.gz` is `dist/mentor_course_nb.tar.gz` in Norwegian."""
    name, dot, endings = out.name.partition(".")
    return out.with_name(f"{name}_{language}{dot}{endings}") if language else out


def _tell(source: Path) -> int:
    for folder in editions(source).values():
        course = load(folder.resolve())
        lessons = sum(1 for _ in course.nodes("sequential"))
        modules = sum(1 for _ in course.nodes("chapter"))
        blocks = sum(1 for _ in course.ours())
        print(f"The course in {folder} is in order: {modules} modules, {lessons} lessons, {blocks} blocks.")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m internship_xblock.course", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("check", "find everything that must be mended, and compare the editions"),
        ("build", "make the archives, if nothing must be mended"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "--source",
            type=Path,
            help="the folder with course.xml, or with a folder for each edition (default: the mentor course)",
        )
        command.add_argument("--edition", help="one language only, such as nb (default: all that there are)")
        if name == "build":
            where = f"where the archive goes; of several editions each has its language in the name (default: {OUT})"
            command.add_argument("--out", type=Path, default=OUT, help=where)
    return parser


if __name__ == "__main__":
    sys.exit(main())
