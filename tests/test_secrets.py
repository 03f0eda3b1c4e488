"""Secrets: long enough, hashed as before (links that people hold must go on opening), one kind never another."""

from __future__ import annotations

import hashlib

import pytest

from internship_xblock.core.secrets import Secret
from internship_xblock.tools.feeds.api import CODE as FEED
from internship_xblock.tools.placements.links.codes import CODE, KEY


@pytest.mark.parametrize(("kind", "length"), [(CODE, 24), (FEED, 32), (KEY, 43)])
def test_what_is_made_is_recognised_and_nothing_shorter_or_longer_is(kind: Secret, length: int) -> None:
    made = {kind.new() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == length and kind.is_one(one) for one in made)
    one = made.pop()
    assert not any(kind.is_one(other) for other in (one[:-1], f"{one}a", f"{one}\n", f" {one[1:]}", "", "æ" * length))


def test_what_is_stored_has_not_changed_since_links_were_sent_out() -> None:
    assert CODE.hashed("a" * 24) == hashlib.sha256(b"a" * 24).hexdigest()
    assert KEY.hashed("k") == hashlib.sha256(b"session k").hexdigest()
    assert FEED.hashed("k") == hashlib.sha256(b"feed k").hexdigest()


def test_a_code_is_found_in_whatever_it_was_pasted_with() -> None:
    code = CODE.new()
    for pasted in (
        code,
        f" {code} ",
        f"https://lms.example/internship/join/#{code}",
        f"x/%23{code}>",
        f"{code[:9]}\n{code[9:]}",
    ):
        assert CODE.hashed_from(pasted) == CODE.hashed(code)
    assert CODE.hashed_from("no code") != CODE.hashed(code)
