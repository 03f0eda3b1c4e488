from __future__ import annotations

import unicodedata
from urllib.parse import quote

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


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("internship-plan-अमित कुमार-v2", "internship-plan-अमित-कुमार-v2.pdf"),
        ("ไชยา สุขใจ", "ไชยา-สุขใจ.pdf"), ("தமிழ்ச்செல்வி", "தமிழ்ச்செல்வி.pdf"), ("မြင့်မြတ်", "မြင့်မြတ်.pdf"),
        ("عَلِيّ", "عَلِيّ.pdf"), ("שָׂרָה", unicodedata.normalize("NFC", "שָׂרָה") + ".pdf"), ("Nguyễn Thị Hồng", "nguyễn-thị-hồng.pdf"),
        ("\u0301a\u200d \u200cb", "a-b.pdf"), ("می\u200cخواهم", "می\u200cخواهم.pdf"), ("é", "é.pdf"),
    ],
)  # fmt: skip
def test_every_mark_of_a_name_is_kept(stem: str, name: str) -> None:
    assert names.readable(stem, "pdf") == name
    if name != names.plain(stem, "pdf"):
        assert names.attachment(stem, "pdf").endswith(f"filename*=UTF-8''{quote(name)}")


@given(st.text(alphabet="अमितकुार्िैं\u200d- ", min_size=80))
def test_a_long_name_is_not_cut_between_a_letter_and_its_mark(text: str) -> None:
    short = names.readable(text, "pdf").removesuffix(".pdf")
    for word in short.split("-"):
        assert not word or word[0].isalnum()


def test_a_long_name_keeps_its_version() -> None:
    assert names.plain("internship-plan-" + "a" * 300 + "-v12", "pdf").endswith("-v12.pdf")


@given(st.text())
def test_no_text_breaks_the_header(text: str) -> None:
    header = names.attachment(text, "ics")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "/" not in header
