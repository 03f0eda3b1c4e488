"""`python -m internship_xblock.course check|guides|build|compare`: look the course over, make guides and archives, compare."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .archives import NoCourse, opened
from .build import NotBuilt, build
from .check import check_editions
from .cleaner import CleanerMissing
from .comparison import Key, Place, places
from .guides.making import make
from .outline import load
from .report import three_ways, two_ways
from .shipped import editions, shipped_folder

OUT = Path("dist/mentor_course.tar.gz")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if all is well, 1 if something is to be mended."""
    options = _options().parse_args(arguments)
    if options.command == "compare":
        return _compare(options.old, options.new, options.base)
    source: Path = options.source or shipped_folder()
    if options.edition:
        there = editions(source)
        if options.edition not in there:
            names = ", ".join(filter(None, there)) or "none"
            print(f'There is no edition "{options.edition}" in {source}; there is {names}.', file=sys.stderr)
            return 1
        source = there[options.edition]
    if options.command == "guides":
        return max(_make_guides(folder) for folder in editions(source).values())
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
        lessons = sum(not node.is_reference for node in course.nodes("sequential"))
        modules = sum(not node.is_reference for node in course.nodes("chapter"))
        blocks = sum(1 for _ in course.ours())
        print(f"The course in {folder} is in order: {modules} modules, {lessons} lessons, {blocks} blocks.")
    return 0


def _compare(old: Path, new: Path, base: Path | None) -> int:
    """Say what is different; what could not be read of a course is said, too, and the rest compared."""
    try:
        found = {path: _places(path) for path in dict.fromkeys((old, new, *filter(None, [base])))}
    except NoCourse as error:
        print(error, file=sys.stderr)
        return 1
    lines = three_ways(found[base], found[old], found[new]) if base else two_ways(found[old], found[new])
    for line in lines:
        print(line)
    return 0


def _places(path: Path) -> dict[Key, Place]:
    with opened(path) as folder:
        course = load(folder.resolve())
        for finding in course.findings:
            print(f"{path}: {finding} It is left out of the comparison.", file=sys.stderr)
        drafts = len(list(folder.glob("drafts/vertical/*.xml")))
        if drafts:
            print(f"{path} holds {drafts} pages with changes that are not published. They are not compared.", file=sys.stderr)
        if course.root is None:
            raise NoCourse(f"The outline of the course in {path} cannot be read, so there is nothing to compare.")
        return places(course)


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
        ("check", "find everything that must be mended, and compare the editions"),
        ("guides", "make the page and the PDF of every guide whose text has changed"),
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
    words = "say what a newer course changes in an older one, and which of your own edits an import would undo"
    compared = commands.add_parser("compare", help=words, description=f"{words}. Each is a folder or a .tar.gz from Studio.")
    compared.add_argument("old", type=Path, help="the course as it is now, exported from Studio")
    compared.add_argument("new", type=Path, help="the newer archive")
    compared.add_argument("--base", type=Path, help="the archive that was imported at the time: tells your own edits apart")
    return parser


if __name__ == "__main__":
    sys.exit(main())
