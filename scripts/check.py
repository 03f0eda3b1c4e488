"""Run the checks of this project, one after the other, and stop at the first that fails.

    python scripts/check.py                 all of them, as `make test` does
    python scripts/check.py lint types      these only
    python scripts/check.py --list

Run it by the Python of the test environment (`make test` does). DATABASE_URL chooses the database of the unit tests.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
PYTEST = [PYTHON, "-m", "pytest", "-p", "no:cacheprovider", "--color=auto"]
WORKERS = str(min(4, os.cpu_count() or 1))
WORKBENCH = "tests.workbench_settings"

Command = list[str]


@dataclass(frozen=True)
class Check:
    """One headline of the output: what is looked at, by which commands, and what to do when it is red."""

    name: str
    what: str
    commands: Callable[[], list[Command]]
    remedy: str = "What was expected and what was found stands above."


def _browser(*which: str) -> list[Command]:
    found = subprocess.run([PYTHON, str(ROOT / "scripts/browser.py")], stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode != 0:
        raise SystemExit(1)
    os.environ["INTERNSHIP_CHROMIUM"] = found.stdout.strip()
    # Two browsers and two servers share the machine: what fails by the clock once, and not again, is told as a rerun.
    return [[*PYTEST, "-n", WORKERS, "--dist=loadfile", "-m", "browser", "--reruns", "1", "-rR", *which]]


def _manage(*arguments: str) -> Command:
    return [PYTHON, "-m", "django", *arguments, "--settings", "tests.settings"]


CHECKS = [
    Check(
        "lint",
        "style (ruff), complexity (radon)",
        lambda: [
            [str(BIN / "ruff"), "check", "."],
            [str(BIN / "ruff"), "format", "--check", "."],
            [PYTHON, "scripts/complexity.py"],
        ],
        "`ruff check --fix .` and `ruff format .` mend most of the style; what radon finds wants splitting.",
    ),
    Check("types", "types (mypy, strict)", lambda: [[str(BIN / "mypy")]]),
    Check(
        "imports",
        "one direction of imports (import-linter)",
        lambda: [[str(BIN / "lint-imports"), "--no-cache"]],
        "The contracts and their reasons stand in pyproject.toml.",
    ),
    Check(
        "migrations",
        "every change of a model has its migration",
        lambda: [_manage("makemigrations", "--check", "--dry-run", "internship_xblock", "internship_xblock_demo")],
        "`python -m django makemigrations internship_xblock --settings tests.settings` writes the missing one.",
    ),
    Check("course", "the course (olxcleaner and our own rules)", lambda: [[PYTHON, "-m", "internship_xblock.course", "check"]]),
    Check(
        "translations",
        "catalogues complete and compiled",
        lambda: [[PYTHON, "scripts/translations.py", "check"]],
        "`make translations` collects and compiles; what is then empty in translations/nb wants a translator.",
    ),
    Check(
        "assets",
        "the script and the stylesheet of a page are what their sources make",
        lambda: [[PYTHON, "scripts/assets.py", "check"]],
        "`make assets` makes them.",
    ),
    Check(
        "schemas",
        "the schemas say what the code says",
        lambda: [[PYTHON, "scripts/schemas.py", "check"]],
        "`make schemas` writes them.",
    ),
    Check(
        "notices",
        "docs/notices.md says what the tools tell people of",
        lambda: [[PYTHON, "scripts/notices.py", "check"]],
        "`make notices` writes it.",
    ),
    Check("source", "what the sources must look like", lambda: [[*PYTEST, "-m", "source", "tests"]]),
    Check(
        "unit",
        "unit and property tests",
        lambda: [[*PYTEST, "-n", WORKERS, "-m", "not source and not browser and not packaging", "tests"]],
    ),
    Check("keeper", "the draft keeper, under node with jsdom", lambda: [[PYTHON, "scripts/keeper.py"]]),
    Check(
        "workbench",
        "the workbench's own suite, with our scenarios among its own",
        lambda: [[*PYTEST, f"--ds={WORKBENCH}", "--pyargs", "workbench.test", "tests/workbench"]],
    ),
    Check("browser", "people's ways through the product in a browser, with axe", lambda: _browser("tests")),
    Check(
        "packaging",
        "editable, wheel and sdist in clean environments",
        lambda: [[*PYTEST, "-m", "packaging", "tests/packaging"]],
    ),
]

# What the database decides: who wins a race, what a query costs and finds, what is stored. The rest is the same on any.
DATABASE = (
    "tests/races", "tests/placements", "tests/reviews", "tests/logs", "tests/plans", "tests/notices", "tests/openedx",
    "tests/conversations", "tests/coordination", "tests/feeds", "tests/upgrade", "tests/units/test_answers.py",
    "tests/units/test_partly_saved.py", "tests/units/test_races.py", "tests/test_masquerading.py", "tests/test_permissions.py",
    "tests/test_story_queries.py", "tests/test_transactions.py", "tests/test_soak.py",
)  # fmt: skip
# Not among "all", which have them already: what is left for a second database, and for the oldest versions that are supported.
ON_A_DATABASE = Check(
    "database",
    "what the database of DATABASE_URL decides, races among it",
    lambda: [[*PYTEST, "-n", WORKERS, "-m", "not source and not browser and not packaging", *DATABASE]],
)
SMOKE = Check(
    "smoke",
    "every block, handler, page and document once",
    lambda: [[*PYTEST, "-n", WORKERS, "--dist=loadfile", "tests/smoke"]],
)
STORY = Check("story", "the whole story in a browser", lambda: _browser("tests/browser/test_story.py"))


def run(check: Check, so_far: str) -> str:
    """Run one check; end the whole run where it fails. Returns what the next headline says of it.

    Nothing is printed after the last one: the run ends in pytest's own closing lines, which CI reads.
    """
    print(f"{so_far}\n== {check.name}: {check.what}", flush=True)
    began = time.monotonic()
    for command in check.commands():
        done = subprocess.run(command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            print(f"\n== {check.name} FAILED: {check.what}. {check.remedy}", flush=True)
            print(f"   Alone: {Path(PYTHON).parent.parent.name}/bin/python scripts/check.py {check.name}", flush=True)
            raise SystemExit(1)
    return f"   {check.name} is good ({time.monotonic() - began:.0f} s)\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="check", help="which ones, default all")
    parser.add_argument("--list", action="store_true", help="name them and stop")
    options = parser.parse_args()
    known = {check.name: check for check in (*CHECKS, ON_A_DATABASE, SMOKE, STORY)}
    if options.list:
        print("\n".join(f"{check.name:13} {check.what}" for check in known.values()))
        return
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}. There are: {', '.join(known)}")
    os.environ["PYTHONPATH"] = str(ROOT)  # `tests.settings` must be found by programs that start elsewhere (mypy, Django)
    so_far = ""
    for name in options.names or [check.name for check in CHECKS]:
        so_far = run(known[name], so_far)


if __name__ == "__main__":
    main()
