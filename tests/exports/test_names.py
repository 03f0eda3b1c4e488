from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.exports import names


@pytest.mark.parametrize(
    ("stem", "header"),
    [
        ("internship-plan-Jonas Eira-v2", 'attachment; filename="internship-plan-jonas-eira-v2.pdf"'),
        (
            "internship-plan-Đánte Bjørn-v2",
            "attachment; filename=\"internship-plan-dante-bjorn-v2.pdf\"; "
            "filename*=UTF-8''internship-plan-%C4%91%C3%A1nte-bj%C3%B8rn-v2.pdf",
        ),
        (
            "internship-plan-李小龙-v2",
            "attachment; filename=\"internship-plan-v2.pdf\"; "
            "filename*=UTF-8''internship-plan-%E6%9D%8E%E5%B0%8F%E9%BE%99-v2.pdf",
        ),
        ("internship-plan--v1", 'attachment; filename="internship-plan-v1.pdf"'),
        ('../../etc"\r\nSet-Cookie: x', 'attachment; filename="etc-set-cookie-x.pdf"'),
    ],
)  # fmt: skip
def test_a_name_is_readable_and_safe(stem: str, header: str) -> None:
    assert names.attachment(stem, "pdf") == header


def test_a_long_name_keeps_its_version() -> None:
    assert names.plain("internship-plan-" + "a" * 300 + "-v12", "pdf").endswith("-v12.pdf")


@given(st.text())
def test_no_text_breaks_the_header(text: str) -> None:
    header = names.attachment(text, "ics")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "/" not in header
