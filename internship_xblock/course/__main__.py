"""`python -m internship_xblock.course check|guides|build`: look the course over, make its guides, make Studio's archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .build import NotBuilt, build
from .check import check, shipped_course
from .cleaner import CleanerMissing
from .guides.making import make
from .outline import load

OUT = Path("var/mentor_course.tar.gz")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 1 if something is to be mended."""
    options = _options().parse_args(arguments)
    source: Path = options.source or shipped_course()
    if options.command == "guides":
        return _make_guides(source)
    try:
        findings = check(source, second_opinion=options.command == "check")
    except CleanerMissing as error:
        print(error, file=sys.stderr)
        return 1
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        print(f"{len(findings)} to mend in {source}.", file=sys.stderr)
        return 1
    if options.command == "build":
        try:
            out = build(source, options.out)
        except NotBuilt as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{out}: {out.stat().st_size} bytes. Import it in Studio under Tools, Import.")
        return 0
    course = load(source.resolve())
    lessons = sum(not node.is_reference for node in course.nodes("sequential"))
    modules = sum(not node.is_reference for node in course.nodes("chapter"))
    print(f"The course in {source} is in order: {modules} modules, {lessons} lessons, {sum(1 for _ in course.ours())} blocks.")
    return 0


def _make_guides(source: Path) -> int:
    try:
        written, findings = make(load(source.resolve()))
    except OSError as error:
        print(
            f"{error.filename} cannot be written ({error.strerror}). Make room for it, or name another folder.", file=sys.stderr
        )
        return 1
    for file in written:
        print(f"{file}: made anew.")
    for finding in findings:
        print(finding, file=sys.stderr)
    if not written and not findings:
        print(f"The guides in {source} are what their texts say.")
    return 1 if findings else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m internship_xblock.course", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("check", "find everything that must be mended"),
        ("guides", "make the page and the PDF of every guide whose text has changed"),
        ("build", "make the archive, if nothing must be mended"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "--source", type=Path, default=None, help="the folder with course.xml (default: the mentor course)"
        )
        if name == "build":
            command.add_argument("--out", type=Path, default=OUT, help=f"where the archive goes (default: {OUT})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
