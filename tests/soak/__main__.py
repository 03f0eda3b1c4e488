"""Run one long test: `python -m tests.soak kill|fuzz|races|properties [--count N] [--seed S]`.

Its figures are printed; the exit code is 1 where it failed.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

COUNTS = {"kill": 1_000, "fuzz": 100_000, "races": 1_000, "properties": 1}
SHOWN = 20  # failures


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("name", choices=sorted(COUNTS))
    parser.add_argument("--count", type=int, help=f"how many, unless said: {COUNTS}")
    parser.add_argument("--seed", type=int, default=1, help="the same seed tries the same things")
    options = parser.parse_args(arguments)
    count = COUNTS[options.name] if options.count is None else options.count
    print(f"{options.name}: {count:,}, seed {options.seed}", flush=True)
    began = time.monotonic()
    failures = import_module(f"tests.soak.{options.name}").run(count, options.seed)
    for failure in failures[:SHOWN]:
        print(failure)
    print(f"{options.name}: {len(failures)} failures in {time.monotonic() - began:,.0f} s", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
