"""What the tools register to tell people of; that docs/notices.md says it is a check of its own (scripts/check.py)."""

from __future__ import annotations

from internship_xblock.core.notices import kinds


def test_every_kind_has_a_name_of_its_own_and_says_what_and_to_whom() -> None:
    named = [kind.key for kind in kinds().values()]
    assert len(named) == len(set(named)) > 20
    assert all(str(kind.label) and str(kind.to) and len(key) <= 40 for key, kind in kinds().items())
