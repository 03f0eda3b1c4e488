"""Text that people type: its limits, its cleaning. What authors write in Markdown is rendered by markup.py.

Limits are named here, shown in forms before they are hit, and used by every tool.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from ..errors import BadRequest, TooLarge, Words

NAME_LIMIT = 200  # characters in a name, a title, a label
LINE_LIMIT = 500  # characters in a sentence
TEXT_LIMIT = 10_000  # characters in a text: about four printed pages
BODY_LIMIT = 100_000  # bytes in one request

# Controls but for newline and tab, surrogates, and what Unicode promises never to be a character.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What somebody else's program parts lines, pages or fields with: a line break pasted from Word is a vertical tab.
_SEPARATORS = {**dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n"), 0x1F: " "}


def clean(typed: str) -> str:
    """What was typed, with newlines as `\\n`, in Unicode NFC, without characters no paper can show.

    What separates lines anywhere is a newline here, so that no two words become one. Other control characters, lone
    surrogates and non-characters are dropped (a database or an XML file would refuse them); bidirectional marks and joiners
    stay, names in Arabic or Persian need them.
    """
    if typed.isascii() and typed.isprintable():
        return typed
    text = typed.replace("\r\n", "\n")
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = _UNPRINTABLE.sub("", text.translate(_SEPARATORS))
    return unicodedata.normalize("NFC", text)


def legal_xml(text: str) -> str:
    """A text without the characters that no XML file may hold: one of them in a course, and its export stops."""
    return _NOT_XML.sub("", text)


def clean_line(typed: str) -> str:
    """The same for a field of one line, in which a browser would leave newlines out and glue the words together."""
    return clean(typed).replace("\n", " ")


def squeezed(text: object) -> str:
    """In one line, with every run of white space as one space: as a browser shows it."""
    return " ".join(str(text).split())


def shortened(text: str, limit: int) -> str:
    """Return at most `limit` characters of a text; where something is left out, whole words and an ellipsis.

    What is one long word, or written without spaces, is cut where it is full.
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    words = kept if text[limit - 1].isspace() else kept.rpartition(" ")[0]
    words = words.rstrip(" \n,;:")
    return f"{words if len(words) > limit // 2 else kept.rstrip()}…"


def too_long(text: str, limit: int = TEXT_LIMIT) -> list[Words]:
    """Return the words for a text of more than `limit` characters; none while it fits."""
    if len(text) <= limit:
        return []
    words = _("At most %(limit)d characters; this has %(count)d. Please shorten it.")
    return [words % {"limit": limit, "count": len(text)}]


def form_fields(body: bytes, limit: int, most: int = BODY_LIMIT) -> MultiValueDict[str, str]:
    """The fields of a form as a browser sends them, cleaned.

    TooLarge beyond `most` bytes, or BadRequest for what our own pages never send: not UTF-8, not a form, more than `limit`
    fields.
    """
    if len(body) > most:
        raise TooLarge()
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=limit, strict_parsing=bool(body)
        )
    except ValueError:
        raise BadRequest() from None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(clean(name), []).append(clean(value))
    return MultiValueDict(fields)


def whole_number(text: str) -> int:
    """A whole number in a form's hidden field; BadRequest for anything else. Nine digits fit every database's integer."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadRequest()
    return int(text)
