"""How far a long run is, for whoever waits for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator


def tenths(count: int) -> Iterator[int]:
    """`range(count)`, with a line to stderr at each tenth."""
    for number in range(count):
        if number and number % max(count // 10, 1) == 0:
            print(f"  {number:,} of {count:,}", file=sys.stderr, flush=True)
        yield number
