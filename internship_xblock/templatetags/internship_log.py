"""`{% load internship_log %}`: what a page of a log holds many of. Of an entry its line, passages, dialogue and buttons.

In Python and not in templates for the reason that tools/plans/web/fields.py gives. `card` is a tools.logs.web.card.Card.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..core.errors import Words
from ..tools.logs.api import CommentView
from .internship import moment

if TYPE_CHECKING:
    from ..tools.logs.web.card import Card

register = template.Library()
_TOP_TEMPLATE = "internship_xblock/logs/top.html"

_CARD = """<article class="ix-card ix-entry ix-short" id="{at}" aria-labelledby="{at}-title">
  <div class="ix-head"><h4 id="{at}-title" tabindex="-1"{focus}>{day}{author}</h4>
  <button type="button" class="ix-button ix-button--quiet" hx-get="{url}" hx-vals='{{"entry": "{id}"}}' hx-target="#{at}"\
 hx-swap="outerHTML" aria-describedby="{at}-title">{open_word}</button></div>
  {standing}
  {first_words}{turns}{foot}
  <div data-messages data-part></div>
</article>
"""
_AUTHOR = ' <span class="ix-quiet" dir="auto">{}</span>'
_LINE = '<p class="ix-row">{}<span>{}{}</span></p>'
_READING = '. <span class="ix-quiet">{}</span>'
_TOP = '<div id="{}-top">{}</div>'
_QUESTION = '<p class="ix-person" dir="auto">{}</p>'
_PASSAGE = '<div class="ix-passage">{}<p class="ix-typed" dir="auto" data-quotable>{}</p></div>'
_TALK = '<div id="{at}-talk"{oob}>\n{turns}\n</div>'
_TURN = """<div class="ix-comment{look}">
<p class="ix-small"><span class="ix-person" dir="auto">{who}</span>{role} <span class="ix-quiet">{at}</span>{new}</p>
{quote}{said}
</div>"""
_QUOTE = '<blockquote class="ix-quote" dir="auto">{}</blockquote>'
_GONE = '<p class="ix-quiet ix-small">{}</p>'
_LABEL = '<p class="ix-small ix-quiet ix-label">{}</p>'
_SAID = '{}<p class="ix-typed" dir="auto">{}</p>'
_BUTTONS = """<div class="ix-row ix-no-print" data-part hx-target="#{at}-foot" hx-swap="outerHTML">\
<div data-messages class="ix-wide"></div>
{buttons}
</div>
<div id="{at}-seen" class="ix-no-print"></div>"""
_BUTTON = '<button type="button" class="ix-button{}" hx-{}="{}" hx-vals=\'{{{}}}\'{}>{}</button>'
_VALS, _MODE = '"entry": "{}"', '"entry": "{}", "mode": "{}"'
_REVISION = '"entry": "{}", "revision": "{}"'
_WHOLE = ' hx-target="#{}" hx-swap="outerHTML"'
_SEEN = ' hx-target="#{}-seen" hx-swap="innerHTML"'
_FIRST = '<p class="ix-quiet" dir="auto">{}</p>'
_TURNS = '<p class="ix-quiet ix-small">{}</p>'
_PLAIN, _MAIN = mark_safe(""), mark_safe(" ix-button--primary")

Button = tuple[SafeString, str, str, SafeString, str, str]  # look, how, whereto, with what, in which place, words


def _at(context: Any, card: Card) -> SafeString:
    """Begins the ids of a card: our own letters and a number."""
    return SafeString(f"{context['html_id']}-e{card.id}")


@register.simple_tag(takes_context=True)
def entry_short(context: Any, card: Card) -> SafeString:
    """The card of an entry that is not shown whole; it opens in place. One that asks for something says what."""
    entry, at = card.entry, _at(context, card)
    top = entry_top(context, card) if card.is_pressing else ""
    turns = card.turns
    return format_html(
        _CARD, at=at, id=card.id, url=context["urls"]["view_entry"], open_word=_("Open"), day=card.day,
        focus=mark_safe(" data-focus") if card.has_focus else "",
        author="" if entry.is_mine else format_html(_AUTHOR, entry.author_name),
        standing=format_html(_TOP, at, top) if top else entry_line(card),
        foot=format_html('<div id="{}-foot"></div>', at) if top else "",
        first_words=format_html(_FIRST, entry.first_words) if entry.first_words else "",
        turns=format_html(_TURNS, turns) if turns else "",
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def entry_top(context: Any, card: Card) -> SafeString:
    """Where an entry stands, in a line; below it what asks for something and what the review said, where there is any."""
    if not card.tells_more:
        return entry_line(card)
    drawn: SafeString = context.template.engine.get_template(_TOP_TEMPLATE).render(context)
    return drawn


@register.simple_tag
def entry_line(card: Card) -> SafeString:
    """What is new about an entry, where it stands, who sees it: in a line."""
    tags = format_html_join("", '<span class="ix-tag {}">{}</span> ', card.tags)
    reading = card.reading_state
    return format_html(_LINE, tags, card.state, format_html(_READING, reading) if reading else "")


@register.simple_tag
def passages(answers: Iterable[tuple[Words, str]]) -> SafeString:
    """Questions with what was written. A question nobody knows any more is left out."""
    drawn = ((format_html(_QUESTION, question) if question else "", text) for question, text in answers)
    return format_html_join("\n", _PASSAGE, drawn)


@register.simple_tag(takes_context=True)
def dialogue(context: Any, card: Card, is_oob: bool = False) -> SafeString:
    """The turns of the dialogue about an entry, the first one first. `is_oob`: it replaces what the page shows of them."""
    turns = format_html_join("\n", "{}", ((_turn(turn),) for turn in card.entry.comments))
    return format_html(_TALK, at=_at(context, card), oob=mark_safe(' hx-swap-oob="true"') if is_oob else "", turns=turns)


def _turn(turn: CommentView) -> SafeString:
    is_reply = turn.role == "author"
    role = f", {turn.role_label}" if turn.role_label and not is_reply else ""
    quote: str = format_html(_QUOTE, turn.quote) if turn.quote else ""
    if turn.is_quote_gone:
        quote = format_html(_GONE, _("This quotes a passage that is no longer in the entry."))
    said = ((format_html(_LABEL, label) if label else "", words) for label, words in turn.parts)
    return format_html(
        _TURN, look=mark_safe(" ix-comment--reply") if is_reply else "", quote=quote,
        who=turn.author_name or _("Somebody who has left"), role=role,
        at=moment(turn.at),
        new=format_html(' <span class="ix-tag ix-tag--new">{}</span>', _("New")) if turn.is_new else "",
        said=format_html_join("", _SAID, said) or format_html('<p class="ix-quiet">{}</p>', _("This text was removed.")),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def entry_buttons(context: Any, card: Card) -> SafeString:
    """What one can do with an entry that is only read now. Each opens in the entry's foot but where it says otherwise."""
    entry, found = card.entry, list[Button]()
    if entry.is_mine and not context["actor"].masquerading:
        if not card.is_over:
            found += _to_change(context, card)
        if entry.was_ever_shared:
            seen = format_html(_SEEN, _at(context, card))
            found.append(_opening(card, context["urls"]["who_saw"], _("Who has seen this"), place=seen))
    elif entry.may_comment and not card.is_over:
        found += _to_answer(context, card)
    return format_html(_BUTTONS, at=_at(context, card), buttons=format_html_join("\n", _BUTTON, found))


def _to_change(context: Any, card: Card) -> Iterator[Button]:
    """Yield what authors do with an entry of theirs: reply, share, change, take back."""
    entry, urls = card.entry, context["urls"]
    foot = urls["entry_foot"]
    if entry.answered_at and entry.may_comment:
        yield _opening(card, foot, _("Reply"), "answer", look=_MAIN if card.is_primary else _PLAIN)
    if not card.is_returned:
        yield _opening(card, foot, _("Change who reads it") if entry.is_shared else _("Share"), "share")
        whole = format_html(_WHOLE, _at(context, card))
        yield _opening(card, urls["view_entry"], _("Change the text"), "edit", whole)
    if entry.can_take_back:
        carried = format_html(_REVISION, card.id, card.revision)
        yield _PLAIN, "post", urls["take_back"], carried, "", _("Take it back")


def _to_answer(context: Any, card: Card) -> Iterator[Button]:
    """Yield what readers do with an entry: answer, and ask not to show it to the whole placement."""
    entry, foot = card.entry, context["urls"]["entry_foot"]
    yield _opening(card, foot, _("Answer") if entry.waits else _("Say more"), "answer")
    if entry.may_ask and context["block"].share_cohort and not entry.is_sensitive:
        yield _opening(card, foot, _("Ask not to show it to all"), "withhold")


def _opening(card: Card, url: str, words: str, mode: str = "", place: str = "", look: SafeString = _PLAIN) -> Button:
    """Return a button that opens something about an entry; `place` is where, the entry's foot without it."""
    carried = format_html(_MODE, card.id, mode) if mode else format_html(_VALS, card.id)
    return look, "get", url, carried, place, words
