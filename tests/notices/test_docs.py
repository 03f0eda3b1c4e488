"""The table of what is told is made from what the tools register, and is current."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from internship_xblock.core.notices import kinds

ROOT = Path(__file__).parents[2]


def test_the_table_in_docs_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/notices.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]


def test_every_kind_has_a_name_of_its_own_and_says_what_and_to_whom() -> None:
    named = [kind.key for kind in kinds().values()]
    assert len(named) == len(set(named)) > 20
    assert all(str(kind.label) and str(kind.to) and len(key) <= 40 for key, kind in kinds().items())
