"""Nothing of one person is ever written as another, though both use one browser and one of them has just signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.ui.action import action
from internship_xblock.ui.block import InternshipBlock
from tests.runtime import call, make_block

pytestmark = pytest.mark.django_db


class KeepingBlock(InternshipBlock):
    """Remembers who wrote what."""

    written: list[str]

    def show(self, actor: Actor) -> str:
        return "<p></p>"

    @action()
    def write(self, actor: Actor, data: Any) -> str:
        self.written.append(data["text"])
        return "written"


def block_for(actor: Actor | None) -> Any:
    block = make_block(KeepingBlock, actor)
    block.written = []
    return block


def write(block: Any, keeper: str | None) -> Any:
    return call(block, "write", {"text": "one sentence"}, **({} if keeper is None else {"X-Internship-Keeper": keeper}))


def test_the_page_says_for_whom_it_was_made(person: Callable[..., Actor]) -> None:
    mira = person("mira")
    assert f'data-keeper="{mira.user_id}"' in block_for(mira).student_view().content
    assert 'data-keeper=""' in block_for(None).student_view().content


def test_the_person_of_the_page_writes(person: Callable[..., Actor]) -> None:
    mira = person("mira")
    for keeper in (str(mira.user_id), "", None):
        block = block_for(mira)
        assert write(block, keeper).status_code == 200
        assert block.written == ["one sentence"]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_what_another_person_typed_is_refused_in_words(person: Callable[..., Actor], is_signed_in: bool) -> None:
    mira, jonas = person("mira"), person("jonas")
    block = block_for(jonas if is_signed_in else None)
    answer = write(block, str(mira.user_id))
    assert answer.status_code == 403
    assert "no longer signed in as the person who opened this page" in answer.text
    assert block.written == []
