"""Authored Markdown: nothing typed disappears, nobody outside learns who reads, no source takes longer than its length."""

from __future__ import annotations

import html
import re
import time
from typing import Any

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from internship_xblock.core.language.markup import LENGTH_LIMIT, foreign_pictures, is_ours, render_markdown, to_html
from internship_xblock.core.language.text import TEXT_LIMIT

SIGNS = "*_[]()<>{}#-+.!|:\"'&`~=/\\;@^$%•\t\n "
BUDGET = 3.0  # seconds of CPU for the longest text that a form takes; before, one second was gone at a tenth of it


def text_of(source: str) -> str:
    """What a reader is shown of it."""
    tree = lxml.html.fragment_fromstring(str(render_markdown(source)), create_parent="div")
    return str(tree.text_content()) + "".join(str(picture.get("alt")) for picture in tree.iter("img"))


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


# -- nothing typed disappears --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Write to <your name> at <firm>.", "Write to <your name> at <firm>."),
        ("a < b and c > d", "a < b and c > d"),
        ("Choose from {a, b} or { remember }", "Choose from {a, b} or { remember }"),
        ("# A heading { #id .class }", "A heading { #id .class }"),
        ("Text {: .note }", "Text {: .note }"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<!-- a note --> and <?php x ?> and <![CDATA[y]]>", "<!-- a note --> and <?php x ?> and <![CDATA[y]]>"),
        ("<iframe src='https://x.no'>film</iframe>", "<iframe src='https://x.no'>film</iframe>"),
        ("An <a> without an address, an <img> without a file", "An <a> without an address, an <img> without a file"),
        ("`<your name>` and `<em>`", "<your name> and <em>"),
        ("    <your name>", "<your name>"),
        ("[1]: Ryan, three levels", "[1]: Ryan, three levels"),
        ("[note]: https://x.no/never-used", "[note]: https://x.no/never-used"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 | 4 |", "2 | 3 | 4"),
        ("[ring](javascript:alert)", "ring"),
        ('[a](b "c (d and all that follows', "and all that follows"),
        ("x" * 9 + "\n" + "word " * (LENGTH_LIMIT // 4), "word word word"),
    ],
)
def test_what_only_looks_like_syntax_stands_as_it_was_typed(source: str, words: str) -> None:
    assert words in text_of(source)


def test_the_markup_that_authors_know_still_works() -> None:
    found = render_markdown(
        "An *em*, a **strong**, <b>bold</b>, `code`, 2<sup>nd</sup>, <div><span>words</span></div>\n\n<h1>Top</h1>"
    )
    for tag in ("<em>em</em>", "<strong>strong</strong>", "<b>bold</b>", "<code>code</code>", "<sup>nd</sup>", "<h3>Top</h3>"):
        assert tag in found
    assert "<div>" not in found
    assert "words" in found


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("Bring:\n- a pen\n- a book", ["a pen", "a book"]),
        ("Bring:\n* a pen\n* a book", ["a pen", "a book"]),
        ("Do this:\n1. Ask\n2. Listen", ["Ask", "Listen"]),
        ("• a pen\n• a book", ["a pen", "a book"]),
        ("Bring:\n•\ta pen\n•a book", ["a pen", "a book"]),
        ("Bring:\n▪ a pen\n◦ a book", ["a pen", "a book"]),
        ("Text\n\nMore text\n- one\n\nAnd\n- two", ["one", "two"]),
    ],
)
def test_a_list_is_a_list_right_after_its_sentence_and_with_any_bullet(source: str, items: list[str]) -> None:
    tree = lxml.html.fragment_fromstring(str(render_markdown(source)), create_parent="div")
    assert [str(item.text_content()).strip() for item in tree.iter("li")] == items


@pytest.mark.parametrize(
    "source", ["In 2026\n2. is no list", "cold: -5 degrees\n-4 at night", "Text\n\n    • code", "5 - 3\n+47 77 64"]
)
def test_what_is_no_list_stays_text(source: str) -> None:
    found = render_markdown(source)
    assert "<li>" not in found
    assert letters(text_of(source)) == letters(source)


def test_a_list_keeps_the_number_it_begins_with() -> None:
    assert '<ol start="3">' in render_markdown("3. third\n4. fourth")


@given(st.text(alphabet="ÅøжX漢" + SIGNS, max_size=80))
def test_every_letter_that_was_typed_is_there(source: str) -> None:
    """In the text or, for the address and the title of a link, in its tag."""
    found = html.unescape(str(render_markdown(source)))
    left = re.sub(r"</?[a-z]+[0-9]?|(?: (?:href|src|alt|title|rel|start|align)=)|noopener noreferrer|https://", " ", found)
    for char in "ÅøжX漢":
        assert left.count(char) >= source.count(char), found


@given(
    st.lists(
        st.sampled_from(
            ["<your name>", "{a, b}", "\n- item", "\n• point", "\n1. first", "<q7>", "**b**", "[t](https://x.no)", "word",
             "\n\n", "[9]", "\n[9]: note", "| a | b |", "\n", "<!-- c -->", "`<k>`", "&nope;", "5 < 7", "\n# H", "\n> q",
             "    ", "(", ")", "_", "*", "!"]
        ),
        max_size=12,
    )
)  # fmt: skip
@example(["*", "**b**", "**b**", "**b**"])
@example(["*b**b*c"])
@example(["[9]", "(", "<!-- c -->"])
@example(["[9]", "(", "<!-- c -->", ")"])
@example(["9](", "<q7>", ")"])
@example(["[9](", "<q7>", ' "word'])
@example(["[9]", "(", "{a, b}", ")"])
@example(["[9]", "(", "word", ")"])
def test_every_letter_and_digit_of_what_authors_write_is_there(pieces: list[str]) -> None:
    source = "".join(pieces)
    known = re.sub(r"(?m)^ *1\. |\(https://x\.no\)", " ", source)  # the number of an item and the address of a link
    shown = text_of(source)
    for char in set(letters(known)):
        assert shown.count(char) >= known.count(char), (char, str(render_markdown(source)))


# -- nobody outside learns who reads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "absent"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src=x onerror="alert(1)">', "onerror"),
        ("[link](javascript:alert(1))", "href"),
        ('<a href="data:text/html,x">x</a>', "data:"),
        ("<iframe src=//x></iframe>", "<iframe"),
        ('<p style="position:fixed">x</p>', "style"),
    ],
)
def test_rendered_markdown_cannot_harm(source: str, absent: str) -> None:
    assert absent not in render_markdown(source)


@pytest.mark.parametrize(
    "address",
    [
        "/static/a.png",
        "/static/drawing-a.svg",
        "/assets/courseware/v1/a.png",
        "/asset-v1:X+Y+Z+type@asset+block@a.png",
        "a.png",
    ],
)
def test_a_picture_of_the_course_is_shown(address: str) -> None:
    assert f'<img alt="A room" src="{address}">' in render_markdown(f"![A room]({address})")
    assert foreign_pictures(f"![A room]({address})") == []


ELSEWHERE = [
    "https://evil.example/a.png", "http://evil.example/a.png", "//evil.example/a.png", "/\\evil.example/a.png",
    "\\\\evil.example/a.png", "HTTPS://EVIL.EXAMPLE/a.png", "https:evil.example/a.png",
    "https://cdn.example@evil.example/a.png", "https://cdn.example:444/a.png",
]  # fmt: skip


@pytest.mark.parametrize(
    "address", [*ELSEWHERE, "/logout", "/static/../logout", "/static/%2E%2e/logout", "../logout", "data:image/png;base64,AAAA"]
)
@pytest.mark.parametrize("form", ["![A room]({})", "![A room](<{}>)", '<img src="{}" alt="A room">', "![A room][r]\n\n[r]: {}"])
def test_no_picture_from_elsewhere_is_fetched(settings: Any, form: str, address: str) -> None:
    settings.INTERNSHIP_MEDIA_HOSTS = ["cdn.example"]
    found = render_markdown(form.format(address))
    assert "<img" not in found
    assert "A room" in found


def test_a_picture_from_elsewhere_is_a_link_in_words() -> None:
    found = render_markdown("![A room](https://evil.example/a.png) ![](//evil.example/b.png)")
    assert '<a href="https://evil.example/a.png" rel="noopener noreferrer">A room</a>' in found
    assert '<a href="https://evil.example/b.png" rel="noopener noreferrer">https://evil.example/b.png</a>' in found
    assert foreign_pictures("![A room](https://evil.example/a.png)") == ["https://evil.example/a.png"]
    in_link = render_markdown("[![A room](https://evil.example/a.png)](https://uit.no)")
    assert in_link == '<p><a href="https://uit.no" rel="noopener noreferrer">A room</a></p>'


def test_an_operator_may_allow_a_host(settings: Any) -> None:
    source = "![A room](https://cdn.example/a.png)"
    assert "<img" not in render_markdown(source)
    settings.INTERNSHIP_MEDIA_HOSTS = ["cdn.example"]
    assert 'src="https://cdn.example/a.png"' in render_markdown(source)
    assert 'referrerpolicy="no-referrer"' in render_markdown(source)
    assert foreign_pictures(source) == []
    assert not is_ours("http://cdn.example/a.png", ("cdn.example",))


@pytest.mark.parametrize("written", ["//uit.no/x", "/\\uit.no/x", "///uit.no/x"])
def test_a_link_says_its_scheme(written: str) -> None:
    for form in ("[x]({})", '<a href="{}">x</a>'):
        assert 'href="https://uit.no/x"' in render_markdown(form.format(written))


def test_links_tell_nobody_where_they_were_pressed() -> None:
    for address in ("https://uit.no", "tel:+4777640000", "mailto:a@b.no", "/jump_to_id/x"):
        assert f'<a href="{address}" rel="noopener noreferrer">x</a>' in render_markdown(f"[x]({address})")


@given(st.text(alphabet='![]()<>"=/\\:.ahinoprstx \n', max_size=60))
def test_no_writing_fetches_from_elsewhere(source: str) -> None:
    tree = lxml.html.fragment_fromstring(str(render_markdown(source)), create_parent="div")
    for picture in tree.iter("img"):
        assert is_ours(picture.get("src", ""))
    for link in tree.iter("a"):
        assert not re.match(r"[\s/\\]*[/\\]{2}", link.get("href", ""))


def test_rendered_markdown_leaves_the_first_two_headings_to_the_page() -> None:
    found = render_markdown("# One\n\n## Two\n\n### Three\n\n#### Four")
    assert "<h1" not in found
    assert "<h2" not in found
    assert found.count("<h3") == 3
    assert "<h4" in found


# -- what it costs -------------------------------------------------------------------------------------------------------------

HEAVY = [
    "[", "![", "[a](", "[[a]", "[a][", "[a](b \"", "[a](<", "![a](b", "(", "*a ", "**a", "_a", "`a", "<", "<a ", "<p>", "&#",
    "\\", "> ", "- ", "\t-", "-\n", "=\n", "1. ", "\n- a", "|", "|a\n", "#", "[a]: /b\n", "<a@", "<p a=\"", "<table>",
    "• a\n", "]",
]  # fmt: skip


@pytest.mark.parametrize("line", ["a\n---\n", "# a\n", "#\n", "***\n", "a\n***\n", "> # a\n", "- a\n---\n", "    a\n# b\n"])
def test_as_many_headings_and_rules_as_fit_take_no_longer_than_their_length(line: str) -> None:
    source = (line * LENGTH_LIMIT)[:LENGTH_LIMIT]
    begun = time.thread_time()  # of this thread: others of the test runner are busy too
    found = to_html(source)
    assert time.thread_time() - begun < 2 * BUDGET
    assert letters(html.unescape(found)).count("a") >= source.count("a")


def test_a_note_with_a_link_in_it_is_no_address() -> None:
    assert "note" in text_of("[9]\n[9]: note[t](https://x.no)")


@pytest.mark.parametrize(
    "source",
    [
        "[a](http://x.no 'unclosed)",
        "[text me](sms:4711)",
        "[b](file:///c/d)",
        "[8](<your name>)",
        "![](data:image/png;base64,QUJD)",
    ],
)
def test_an_address_that_leads_nowhere_stays_as_it_was_typed(source: str) -> None:
    assert text_of(source) == source
    assert "href" not in render_markdown(source)


@pytest.mark.parametrize("token", HEAVY)
def test_no_text_that_fits_takes_longer_than_its_length(token: str) -> None:
    for end in ("", "]", ")"):
        source = (token * TEXT_LIMIT)[: TEXT_LIMIT - 1] + end
        begun = time.thread_time()  # of this thread: others of the test runner are busy too
        found = to_html(source)
        assert time.thread_time() - begun < BUDGET
        assert letters(html.unescape(found)).count("a") >= (0 if "<" in token or "/b" in token else source.count("a"))
