"""Secrets that stand for a person or a thing: a personal link's code, a browser's key, a calendar's address.

Each is told once, and only a SHA-256 of it is kept: nobody who reads the database can use one.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Secret:
    """One kind of secret: how many random bytes it is made of, and what its hash begins with, so that no other kind fits."""

    size: int
    kind: str = ""

    @property
    def pattern(self) -> str:
        """The letters of it, as a regular expression: base64 without padding."""
        return rf"[A-Za-z0-9_-]{{{-(-self.size * 4 // 3)}}}"

    def new(self) -> str:
        """Return a new one."""
        return secrets.token_urlsafe(self.size)

    def is_one(self, text: str) -> bool:
        """Return whether a text looks like one: what does not needs no query."""
        return re.fullmatch(self.pattern, text) is not None

    def hashed(self, text: str) -> str:
        """Return what is stored of it."""
        said = f"{self.kind} {text}" if self.kind else text
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

    def found_in(self, pasted: str) -> str:
        """Return the one in a text, which may be the whole link it came in: there it stands after the `#`.

        What a mail program put around it, or a line that was broken in it, makes it no other. Where there is none, the text.
        """
        given = "".join(pasted.split()).replace("%23", "#").rpartition("#")[2]
        found = re.search(self.pattern, given)
        return found[0] if found else given

    def hashed_from(self, pasted: str) -> str:
        """Return what is stored of the one in a text."""
        return self.hashed(self.found_in(pasted))
