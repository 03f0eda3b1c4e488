"""What stands from the example or from elsewhere, marked where it stands, with the way to make it one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ....records import provenance
from ..api import SectionView

_PLACE = '<p class="ix-row ix-small" id="{id}-origin">{inside}</p>'
_PIECE = '<div hx-swap-oob="innerHTML:#{}-origin">{}</div>'
_MARK = '<span class="ix-tag ix-tag--mind">{}</span> '
_OURS = (
    '<button type="button" class="ix-button ix-button--quiet" id="{id}-ours" hx-post="{url}" hx-include="closest form"'
    ' hx-sync="closest form:queue all" hx-swap="none"{more}>{label}</button>'
)
_DONE = '<span class="ix-quiet" id="{}-yours" tabindex="-1" role="status" data-focus>{}</span>'
_WHOLE = SafeString(' hx-vals=\'{"uid": ""}\'')


def of_answers(view: SectionView) -> str:
    """Return where the single answers of a section come from that nobody made theirs, with their names; "" for none."""
    if view.spec.has_rows or not view.standing:
        return ""
    names = ", ".join(view.spec.field(name).short for name in view.standing)
    return f"{provenance.WORDS[next(iter(view.standing.values()))]}: {names}"


@dataclass(frozen=True)
class Origins:
    """The marks in the forms of one page. A place for one stands only where something was filled in."""

    html_id: str
    urls: Mapping[str, SafeString]

    def of_row(self, view: SectionView, uid: str) -> SafeString:
        """Return the place of a row's mark, with the mark while the row says what was filled in."""
        if uid not in view.origins:
            return SafeString("")
        return format_html(_PLACE, id=f"{self.html_id}-{view.name}-{uid}", inside=self._in_row(view, uid))

    def whole(self, view: SectionView) -> SafeString:
        """Return the place at the end of a section's form: for single answers their mark, for rows a button for all."""
        if not view.origins:
            return SafeString("")
        return format_html(_PLACE, id=f"{self.html_id}-{view.name}", inside=self._in_section(view))

    def pieces(self, view: SectionView, added: str = "", pressed: str | None = None) -> SafeString:
        """Return what all these places say now. `pressed`: whose button was, "" for that of all; the focus stays there."""
        if not view.origins:
            return SafeString("")
        uids = [row["uid"] for row in view.rows if row["uid"] in view.origins and row["uid"] != added]
        rows = [(f"{self.html_id}-{view.name}-{uid}", self._in_row(view, uid), uid) for uid in uids]
        places = [(f"{self.html_id}-{view.name}", self._in_section(view), ""), *rows]
        said = [(at, _done(at, key) if key == pressed and not inside else inside) for at, inside, key in places]
        return format_html_join("", _PIECE, said)

    def _in_row(self, view: SectionView, uid: str) -> SafeString:
        if uid not in view.standing:
            return SafeString("")
        at = f"{self.html_id}-{view.name}-{uid}"
        button = format_html(_OURS, id=at, url=self.urls["make_ours"], label=_("This is ours"), more="")
        return format_html("{}{}", format_html(_MARK, provenance.WORDS[view.standing[uid]]), button)

    def _in_section(self, view: SectionView) -> SafeString:
        if not view.standing or (view.spec.has_rows and len(view.standing) < 2):
            return SafeString("")
        label = _("All of these are ours") if len(view.standing) > 1 else _("This is ours")
        said = format_html(_MARK, of_answers(view)) if not view.spec.has_rows else ""
        at = f"{self.html_id}-{view.name}"
        return format_html("{}{}", said, format_html(_OURS, id=at, url=self.urls["make_ours"], label=label, more=_WHOLE))


def _done(at: str, uid: str) -> SafeString:
    return format_html(_DONE, at, _("This is yours now.") if uid else _("All of this is yours now."))
