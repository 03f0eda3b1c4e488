"""What a page of a log holds many of, in HTML: an entry in short, the line of how it stands, what was written in it.

In Python and not in templates for the reason that plan_fields.py gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..tools.errors import Words

if TYPE_CHECKING:
    from .log_screen import Card

_CARD = """<article class="ix-card ix-entry ix-short" id="{at}" aria-labelledby="{at}-title">
  <div class="ix-head"><h4 id="{at}-title" tabindex="-1"{focus}>{day}{author}</h4>
  <button type="button" class="ix-button ix-button--quiet" hx-get="{url}" hx-vals='{{"entry": "{id}"}}' hx-target="#{at}"\
 hx-swap="outerHTML" aria-describedby="{at}-title">{open_word}</button></div>
  {standing}
  {first_words}{turns}
  <div data-messages data-part></div>
</article>
"""
_AUTHOR = ' <span class="ix-quiet" dir="auto">{}</span>'
_LINE = '<p class="ix-row">{}<span>{}{}</span></p>'
_READING = '. <span class="ix-quiet">{}</span>'
_TOP = '<div id="{}-top">{}</div>'
_QUESTION = '<p class="ix-person" dir="auto">{}</p>'
_PASSAGE = '<div class="ix-passage">{}<p class="ix-typed" dir="auto" data-quotable>{}</p></div>'
_FIRST = '<p class="ix-quiet" dir="auto">{}</p>'
_TURNS = '<p class="ix-quiet ix-small">{}</p>'


def short(card: Card, html_id: str, url: str, open_word: str, top: str = "") -> SafeString:
    """The card of an entry that is not shown whole; it opens in place. `top`: what stands instead of its line where it asks
    for something.
    """
    entry, at = card.entry, f"{html_id}-e{card.id}"
    return format_html(
        _CARD, at=at, id=card.id, url=url, open_word=open_word, day=card.day,
        focus=mark_safe(" data-focus") if card.has_focus else "",
        author="" if entry.is_mine else format_html(_AUTHOR, entry.author_name),
        standing=format_html(_TOP, at, top) if top else line(card),
        first_words=format_html(_FIRST, entry.first_words) if entry.first_words else "",
        turns=format_html(_TURNS, card.turns) if card.turns else "",
    )  # fmt: skip


def line(card: Card) -> SafeString:
    """What is new about an entry, where it stands, who sees it: in a line."""
    tags = format_html_join("", '<span class="ix-tag {}">{}</span> ', card.tags)
    reading = card.reading_state
    return format_html(_LINE, tags, card.state, format_html(_READING, reading) if reading else "")


def passages(answers: Iterable[tuple[Words, str]]) -> SafeString:
    """Questions with what was written. A question nobody knows any more is left out."""
    drawn = ((format_html(_QUESTION, question) if question else "", text) for question, text in answers)
    return format_html_join("\n", _PASSAGE, drawn)
