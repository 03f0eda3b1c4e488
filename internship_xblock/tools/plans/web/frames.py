"""The sections of a plan as its page shows them: closed, each with its state in words. For whole pages only.

In Python and not in a template for the reason that fields.py gives.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..api import SectionView

_FRAME = """<details class="ix-plan-section" id="{at}"{is_open}>
  <summary><h4>{title}</h4> <span class="ix-quiet ix-small" id="{at}-state">{state}</span> \
<span class="ix-small" id="{at}-open">{talk}</span></summary>
  {body}
</details>
"""
_LATER = """<div class="ix-later ix-no-print" data-part data-later="{name}" data-drafted="plan-{placement}-{name}" \
data-holds="{at}-" hx-get="{url}" hx-vals='{{"placement": "{placement}", "section": "{name}"}}' \
hx-trigger="{at_once}ix-open, click from:find button" hx-sync="this:drop" hx-swap="outerHTML">
    <p class="ix-quiet">{moment}</p>
    <div data-messages></div>
    <button type="button" class="ix-button">{again}</button>
  </div>"""


def frame(html_id: str, view: SectionView, talk: str, is_open: bool, body: str) -> SafeString:
    """A section around its `body`: what stands in it (screen.py), or the place where that comes later."""
    return format_html(
        _FRAME, at=f"{html_id}-{view.name}", title=view.spec.title, state=view.state, talk=talk, body=body,
        is_open=mark_safe(" open") if is_open else "",
    )  # fmt: skip


def later(html_id: str, placement: int, name: str, url: str, is_open: bool) -> SafeString:
    """The place of a form that comes when its section is opened (later.js), or right after the page where it is open."""
    return format_html(
        _LATER, at=f"{html_id}-{name}", name=name, placement=str(placement), url=url, at_once="load, " if is_open else "",
        moment=_("One moment …"), again=_("Try again"),
    )  # fmt: skip


def open_conversations(count: int) -> str:
    """How much is being talked about in a section, "" for nothing."""
    return ngettext("%(n)s open conversation", "%(n)s open conversations", count) % {"n": count} if count else ""
