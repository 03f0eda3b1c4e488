"""Draw 3,000 examples for each property test, where the suite draws 100: CI draws the same ones each time, this new ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]


def run(count: int, seed: int) -> list[str]:
    """Run the property tests `count` times, each time from another seed. Return the failed tests' lines of the summary."""
    written = TESTS.rglob("test_*.py")
    files = sorted(str(path) for path in written if "from hypothesis import" in path.read_text(encoding="utf-8"))
    failures: list[str] = []
    for again in range(count):
        command = [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "auto", "-m", "not browser", "--tb=short",
            "--hypothesis-profile=soak", f"--hypothesis-seed={seed + again}", *files,
        ]  # fmt: skip
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd=TESTS.parent
        )
        found = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        failures += found or ([done.stdout[-2000:]] if done.returncode else [])
        if done.returncode:
            print(done.stdout, flush=True)
    return failures
