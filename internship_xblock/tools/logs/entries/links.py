"""Links attached to an entry: what may be one, and how it is shown. We never fetch what stands behind one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from ....core.language.text import NAME_LIMIT

LINKS_LIMIT = 5
URL_LIMIT = 2_000  # characters: what browsers and mail programs carry
LABEL_LIMIT = NAME_LIMIT

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # "host:8080/x" has none
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Link:
    """A link as an entry shows it."""

    url: str
    label: str = ""

    @property
    def host(self) -> str:
        """Where it leads: said beside the words, which may promise something else."""
        return urlsplit(self.url).hostname or ""

    @property
    def words(self) -> str:
        return self.label.strip() or self.url


def address(typed: str) -> str:
    """A web address as it is kept: what was typed, with "https://" before it where that was left out.

    ValidationError, in words, for anything else: another scheme, no host, a name or password in it, a sign that hides
    which way the address reads.
    """
    text = typed.strip()
    if not text:
        return ""
    if not _SCHEME.match(text):
        text = f"https://{text.removeprefix('//')}"
    if not text.lower().startswith(("https://", "http://")):
        raise ValidationError(_("Only addresses that begin with https:// or http:// can be saved here."))
    if not text.isprintable() or any(char.isspace() for char in text):
        raise ValidationError(_("This address contains a space or an invisible character. Copy it once more."))
    try:
        _is_address(text)
        named = urlsplit(text).username
    except (ValidationError, ValueError):
        raise ValidationError(
            _("This is not a web address. Copy it from the browser, for example https://example.org.")
        ) from None
    if named is not None:
        raise ValidationError(_("This address contains a name or a password that everybody could read. Take it out."))
    return text


def links_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    """What is stored, as it is shown: a label without an address waits for one, and is no link yet."""
    return tuple(Link(row["url"], row.get("label", "")) for row in rows if row.get("url"))


def in_words(rows: Iterable[Mapping[str, Any]]) -> str:
    """Links as text, one a line: to compare two saves, and to keep what an entry said earlier."""
    return "\n".join(" ".join(part for part in (row.get("label", ""), row.get("url", "")) if part) for row in rows)
