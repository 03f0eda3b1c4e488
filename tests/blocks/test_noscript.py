"""Where a browser runs no scripts, a block says what cannot be done there."""

from __future__ import annotations

import lxml.html
import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.ui.block import InternshipBlock
from tests.hostile import block_classes
from tests.platform import COURSE
from tests.runtime import make_block

pytestmark = pytest.mark.django_db
MIRA = Actor(user_id=7, name="Mira", course_key=COURSE, anonymous_id="anonymous-7")


def said(html: str) -> str:
    return " ".join(one.text_content() for one in lxml.html.fromstring(html).iter("noscript"))


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_without_scripts_a_block_says_so(block_class: type[InternshipBlock]) -> None:
    for view in ("student_view", "public_view"):
        words = said(getattr(make_block(block_class, MIRA), view)().content)
        assert "JavaScript is switched off" in words
        assert "You can read what is on this screen" in words
    assert said(make_block(block_class, MIRA).studio_view().content) == ""  # Studio is nothing without scripts
