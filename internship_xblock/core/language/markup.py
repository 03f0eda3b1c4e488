"""Authored Markdown as HTML that is safe wherever it came from.

Three promises. Nothing typed disappears: what only looks like syntax (`<your name>`, `{a, b}`) stands there as it was typed.
Nobody outside learns who reads, or when: pictures are the course's own files, or of hosts that the operator allows
(`INTERNSHIP_MEDIA_HOSTS`); any other is a link. And no source takes longer than its length: a bracket that closes nothing, or
stands too deep, is text, or each would be searched for its end.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import markdown
import nh3
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions import Extension
from markdown.inlinepatterns import IMAGE_LINK_RE, LINK_RE, ImageInlineProcessor, LinkInlineProcessor

from .markup_blocks import Apart, Reference, Table

LENGTH_LIMIT = 50_000  # characters; a longer text, which no form of ours takes, is shown as it was typed
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt", "em", "figcaption", "figure", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_DROPPED = {"big", "center", "details", "div", "font", "h1", "h2", "section", "span", "strike", "summary", "tt"}  # words stay
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "title"}, "td": {"align"}, "th": {"align"}, "abbr": {"title"},
    "ol": {"start"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}
_NEEDED = {"a": "href", "img": "src", "abbr": "title"}  # without it the tag means nothing, and is words in angle brackets
_TABLE = '<div class="ix-scroll" tabindex="0"><table>'  # a wide one scrolls, by keyboard too, before its words break
_COURSE_FILES = ("/static/", "/assets/", "/asset-v1:", "/c4x/")

# What stands for a character that is text and no syntax, from the first step to the last. No source holds these.
_LESS, _BRACKET = "\x01", "\x04"
_BACK = {ord(_LESS): "&lt;", ord(_BRACKET): "["}
_ANGLED = re.compile(rf"{_LESS}(?=[^<>{_LESS}\n]*[/:#.@][^<>{_LESS}\n]*>)")  # [words](<an address with spaces.pdf>)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_ANGLE = re.compile(
    r"""</?(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[a-z-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+))?)*)\s*/?>"""
    r"|<(?:https?|ftp)://[^<>\s]*>|<[^<>\s@]+@[^<>\s@]+>",
    re.IGNORECASE,
)
_NEST_LIMIT, _REACH = 8, 1_000  # brackets in brackets, how far a link reaches
_BULLET = re.compile(r"( *)[•▪◦●‣∙]\s*(?=\S)")
_ITEM = re.compile(r" {0,3}(?:[-*+]|1\.) +\S")
_ANY_ITEM = re.compile(r" *(?:[-*+]|\d+\.) ")
_HEADING = re.compile(r"(</?h)([1-6])\b")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>a|img)\b(?P<attributes>(?:\s+[a-z-]+=\"[^\"]*\")*)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")


def render_markdown(source: str, top: int = 3) -> SafeString:
    """Authored Markdown as HTML: sanitised, headings from h3 (or `top`) down.

    The result depends on the source and the operator's hosts alone, so repeated views of a lesson pay once.
    """
    return _render(source.strip(), top, _hosts())


def with_addresses(html: SafeString, replaced: Callable[[str], str]) -> SafeString:
    """Return sanitised HTML with the addresses that the platform puts in place of `/static/...`."""
    return mark_safe(replaced(html))  # noqa: S308 - sanitised, and the platform's own change


def with_address(address: str, rich: Callable[[SafeString], SafeString]) -> str:
    """Return the platform's address of a file of the course. `rich` puts addresses into HTML, and finds them between quotes."""
    return html.unescape(rich(format_html('"{}"', address)).strip('"'))


def to_html(source: str) -> str:
    """The same before it is made safe: what the author wrote, to be looked at only."""
    source = _CONTROL.sub("", source.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(4)
    try:
        return _as_typed(source) if len(source) > LENGTH_LIMIT else _converted(source)
    except RecursionError:  # lists in lists in lists
        return _as_typed(source)


def _as_typed(source: str) -> str:
    return f"<pre>{html.escape(source)}</pre>"


def _converted(source: str) -> str:
    prepared = _spaced_lists(_plain_brackets(_plain_angles(source)))
    converter = _converter(prepared)
    found = converter.convert(prepared)
    shown = html.unescape(found)
    if not all(said in shown for reference in converter.references.values() for said in reference if said):
        found = _converter("").convert(prepared)  # what looked like an address to refer to was a note
    return found.translate(_BACK)


def foreign_pictures(source: str) -> list[str]:
    """The addresses of pictures that are shown as links, because their host would learn who reads."""
    tags = _TAG.finditer(_sanitised(to_html(source.strip())))
    found = (_attributes(tag["attributes"]).get("src", "") for tag in tags if tag["name"] == "img")
    return [address for address in found if address and not is_ours(address, _hosts())]


def _hosts() -> tuple[str, ...]:
    named = getattr(settings, "INTERNSHIP_MEDIA_HOSTS", ())
    return tuple(host.lower() for host in ([named] if isinstance(named, str) else named))


def is_ours(address: str, hosts: tuple[str, ...] = ()) -> bool:
    """Whether a picture may be fetched from `address`: a file of the course, or of one of the hosts an operator allows."""
    if re.search(r"[\x00-\x20\\<>\"]|(?:^|/)(?:\.|%2e){2}(?:/|$)", address, re.IGNORECASE):
        return False  # a browser reads these otherwise than they look
    try:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return parts.scheme == "https" and parts.netloc.lower() in hosts
    except ValueError:
        return False
    return bool(address) and (not address.startswith("/") or address.startswith(_COURSE_FILES))


@functools.lru_cache(maxsize=512)
def _render(source: str, top: int, hosts: tuple[str, ...]) -> SafeString:
    moved = _HEADING.sub(lambda found: f"{found[1]}{min(6, max(3, int(found[2])) + top - 3)}", to_html(source))
    safe = _private(_sanitised(moved), hosts).replace("<table>", _TABLE).replace("</table>", "</table></div>")
    return mark_safe(safe)  # noqa: S308 - sanitised, and tags changed to their like


def _sanitised(unsafe: str) -> str:
    return nh3.clean(unsafe, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer")


# -- after the sanitiser: its tags are well formed -----------------------------------------------------------------------------


def _private(safe: str, hosts: tuple[str, ...]) -> str:
    """Without a picture that tells others who reads, and with every link saying where it leads."""
    return "".join(_pieces(safe, hosts))


def _pieces(safe: str, hosts: tuple[str, ...]) -> Iterator[str]:
    end, in_link = 0, False
    for tag in _TAG.finditer(safe):
        yield safe[end : tag.start()]
        end, said = tag.end(), _attributes(tag["attributes"])
        if tag["name"] == "img":
            yield _picture(tag[0], said, hosts, in_link=in_link)
        else:
            in_link = not tag["close"]
            href = said.get("href", "")
            yield tag[0] if _explicit(href) == href else _open_tag("a", {**said, "href": _explicit(href)})
    yield safe[end:]


def _picture(tag: str, said: dict[str, str], hosts: tuple[str, ...], *, in_link: bool) -> str:
    address, words = said.get("src", ""), said.get("alt", "").strip() or said.get("title", "").strip()
    if is_ours(address, hosts):
        return tag if not urlsplit(address).netloc else _open_tag("img", {**said, "referrerpolicy": "no-referrer"})
    address = _explicit(address)
    if not address or in_link or not urlsplit(address).netloc:
        return html.escape(words or address)
    link = {"href": address, "rel": "noopener noreferrer"}
    return f"{_open_tag('a', link)}{html.escape(words or address)}</a>"


def _explicit(address: str) -> str:
    """An address that takes over the page's own scheme, with the scheme said: `//host` is `https://host`."""
    return re.sub(r"^[\x00-\x20]*[/\\][\x00-\x20]*[/\\]+", "https://", address)


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _open_tag(name: str, attributes: dict[str, str]) -> str:
    return "".join([f"<{name}", *(f' {key}="{html.escape(value)}"' for key, value in attributes.items()), ">"])


# -- before the converter: what is no syntax becomes text ----------------------------------------------------------------------


def _plain_angles(source: str) -> str:
    """`<` where no tag of ours and no address begins is a sign like any other."""

    def kept(found: re.Match[str]) -> str:
        tag = (found["tag"] or "").lower()
        is_known = tag in _TAGS | _DROPPED and (found[0][1] == "/" or _NEEDED.get(tag, "") in found["attributes"].lower())
        return found[0] if is_known or not tag else _LESS + found[0][1:]

    pieces, end = [], 0
    for found in _ANGLE.finditer(source):
        pieces += [source[end : found.start()].replace("<", _LESS), kept(found)]
        end = found.end()
    pieces.append(source[end:].replace("<", _LESS))
    return "".join(pieces)


def _plain_brackets(source: str) -> str:
    """`[` that closes nowhere near, or stands too deep in others, is a sign like any other."""
    signs = list(source)
    for at in _loose(source):
        signs[at] = _BRACKET
    return "".join(signs)


def _loose(source: str) -> set[int]:
    loose: set[int] = set()
    stack: list[int] = []
    for found in re.finditer(r"[\[\]]|\n *\n", source):
        at, sign = found.start(), found[0]
        if sign == "[":
            stack.append(at)
        elif sign != "]":  # a paragraph ends, and with it what stands open
            loose.update(stack)
            stack.clear()
        elif stack:
            begun = stack.pop()
            if at - begun > _REACH or len(stack) >= _NEST_LIMIT:
                loose.add(begun)
    return loose.union(stack)


def _spaced_lists(source: str) -> str:
    """A list may follow its sentence without an empty line, and be made of the bullets that a word processor writes."""
    lines: list[str] = []
    in_list = False
    for line in source.split("\n"):
        bullet = _BULLET.match(line)
        if bullet and (len(bullet[1]) < 4 or in_list):
            line = f"{bullet[1]}- {line[bullet.end() :]}"
        after_text = bool(lines and lines[-1].strip())
        if _ANY_ITEM.match(line) and (in_list or _ITEM.match(line)):
            if after_text and not in_list:
                lines.append("")
            in_list = True
        elif line.strip() and not after_text and not line.startswith(" "):
            in_list = False
        lines.append(line)
    return "\n".join(lines)


class _InReach:
    """Looks for the end of a link's address near by. One that would end before it begins (a title never closed) is none."""

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        near = _ANGLED.sub("<", data[: index + _REACH])
        address, title, end, is_link = super().getLink(near, index)  # type: ignore[misc]
        return address, title, end, is_link and end > index

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """An address that the sanitiser would take away stays as it was typed, with the words."""
        element, start, end = super().handleMatch(m, data)  # type: ignore[misc]
        address = "" if element is None else element.get("href") or element.get("src") or ""
        return (None, None, None) if address.strip() and not _is_kept(self.unescape(address)) else (element, start, end)  # type: ignore[attr-defined]


class _Link(_InReach, LinkInlineProcessor):  # type: ignore[misc]
    pass


class _Image(_InReach, ImageInlineProcessor):  # type: ignore[misc]
    pass


def _is_kept(address: str) -> bool:
    """Whether this is an address that the sanitiser keeps: by the characters one may have (RFC 3986, and spaces) and has.

    A word alone would be a page beside the one it stands on, which a course does not have.
    """
    address = html.unescape(address).replace(_LESS, "<")
    is_address = bool(set(address) & set("/:#.@?")) and not (set(address) & set("<>{}|^`") or address.startswith("!--"))
    return is_address and " href=" in _sanitised(_open_tag("a", {"href": address}))


class _Ours(Extension):
    """`source`: where references are looked for; none are kept without it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.parser.blockprocessors.register(Table(md.parser, {"use_align_attribute": True}), "table", 75)
        md.parser.blockprocessors.register(Apart(md.parser), "apart", 72)  # before it looks for headings and rules
        md.parser.blockprocessors.register(Reference(md.parser, self.source), "reference", 15)
        md.inlinePatterns.register(_Link(LINK_RE, md), "link", 160)
        md.inlinePatterns.register(_Image(IMAGE_LINK_RE, md), "image_link", 150)


def _converter(source: str) -> markdown.Markdown:
    return markdown.Markdown(extensions=["tables", "sane_lists", _Ours(source)], output_format="html")
