"""Links of an entry: what may be one, in which words anything else is refused, and how it stands on the page."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import PartlySaved, Stale
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.entries.links import LINKS_LIMIT, address
from internship_xblock.tools.logs.models import Entry, EntryText
from internship_xblock.tools.logs.web.block import LogBlock

from ..runtime import call, make_block
from .world import RULES, USAGE, World, words


def link(number: int, url: str, label: str = "") -> dict[str, str]:
    return {f"link-{number}-url": url, f"link-{number}-label": label}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://uit.no/a?b=c&d=%20#e", "https://uit.no/a?b=c&d=%20#e"),
        ("HTTP://uit.no", "HTTP://uit.no"),
        (" www.uit.no/praksis ", "https://www.uit.no/praksis"),
        ("//uit.no/x", "https://uit.no/x"),
        ("uit.no:8080/x", "https://uit.no:8080/x"),
        ("https://blåbær.no/æ", "https://blåbær.no/æ"),
        ("", ""),
    ],
)
def test_a_web_address_is_kept_with_its_scheme(typed: str, kept: str) -> None:
    assert address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>", "vbscript:x", "mailto:a@uit.no",
        "ftp://uit.no/", "file:///etc/passwd", "tel:12345678", "https://", "https:///x", "https://nohost", "https://a b.no",
        "https://uit.no/a b", "https://bank.no@evil.no/x", "https://user:secret@uit.no", "https://uit.no/\u202etxt",
        "https://uit.no/\u200b", "words without an address", "https://[::1", "\\\\share", "http://uit.no:99999999/",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_words_at_its_field(world: World, typed: str) -> None:
    with pytest.raises(PartlySaved) as raised:
        world.write(**{**link(0, typed), "link-0-label": "My slides"})
    assert list(raised.value.fields) == ["link-0-url"]
    assert str(raised.value.fields["link-0-url"][0]).endswith(".")
    assert Entry.objects.get().links == [{"url": "", "label": "My slides"}], "all but the address"


@given(st.text(max_size=60))
def test_what_is_kept_is_always_http(typed: str) -> None:
    try:
        kept = address(typed)
    except ValidationError:
        return
    assert not kept or kept.lower().startswith(("https://", "http://"))


def test_up_to_a_handful_in_order_and_an_empty_row_goes(world: World) -> None:
    rows: dict[str, str] = {}
    for number in range(LINKS_LIMIT):
        rows |= link(number, f"https://uit.no/{number}" if number != 2 else "", f"Label {number}" if number != 2 else " ")
    entry = world.write(**rows, **link(LINKS_LIMIT, "https://uit.no/more"))
    assert [one.url[-1] for one in entry.links] == ["0", "1", "3", "4"]
    assert [one.words for one in entry.links][:2] == ["Label 0", "Label 1"]


def test_a_label_waits_for_its_address_and_a_form_without_rows_changes_none(world: World) -> None:
    entry = world.write(**link(0, "", "My slides"))
    assert entry.links == ()
    assert Entry.objects.get().links == [{"url": "", "label": "My slides"}]
    entry = logs.edit(
        world.student,
        usage_key=USAGE,
        entry_id=entry.id,
        revision=1,
        rules=RULES,
        typed=words(**link(0, "https://uit.no", "My slides")),
    )
    entry = logs.edit(world.student, usage_key=USAGE, entry_id=entry.id, revision=2, rules=RULES, typed=words(what="More"))
    assert [one.url for one in entry.links] == ["https://uit.no"]


def test_two_windows_and_earlier_readers(world: World) -> None:
    entry = world.share(world.write(**link(0, "https://uit.no/a", "A")), "mentor").entry
    world.seen(world.mentor)
    logs.edit(
        world.student, usage_key=USAGE, entry_id=entry.id, revision=2, rules=RULES, typed=words(**link(0, "https://uit.no/b"))
    )
    assert EntryText.objects.get().texts["links"] == "A https://uit.no/a"
    with pytest.raises(Stale) as raised:
        logs.edit(
            world.student,
            usage_key=USAGE,
            entry_id=entry.id,
            revision=2,
            rules=RULES,
            typed=words(**link(0, "https://uit.no/c")),
        )
    assert [(str(d.label), d.mine, d.theirs) for d in raised.value.differences] == [
        ("Links", "https://uit.no/c", "https://uit.no/b")
    ]


def anchors(html: str) -> list[Any]:
    return [one for one in lxml.html.fromstring(html).iter("a") if one.get("href", "").startswith("http")]


def test_on_the_page_a_link_says_where_it_leads_and_tells_nothing_of_us(world: World) -> None:
    entry = world.write(**link(0, 'https://evil.example/?a="><script>x</script>', "https://bank.example <b>"))
    world.share(entry, "mentor")
    for actor in (world.student, world.mentor):
        page = make_block(LogBlock, actor, usage=USAGE).student_view().content
        assert "<script>x" not in page
        (found,) = anchors(page)
        assert found.get("rel") == "noopener noreferrer nofollow ugc"
        assert "evil.example" in found.getparent().text_content()


def test_one_more_row_comes_from_the_server_until_there_are_enough(world: World) -> None:
    block = make_block(LogBlock, world.student, usage=USAGE)
    row = call(block, "link_row", {"draft": "3", "number": "1"}, method="GET").text
    assert 'name="d3-link-1-url"' in row
    assert "Add a link" in row
    last = call(block, "link_row", {"draft": "3", "number": str(LINKS_LIMIT - 1)}, method="GET").text
    assert "Add a link" not in last
    for number in ("0", str(LINKS_LIMIT), "x", ""):
        assert call(block, "link_row", {"draft": "3", "number": number}, method="GET").status_int == 400
