"""A text that nobody changes any more: how it is written down, and what its hash is over. Pure.

The document is plain JSON. Its canonical form (sorted keys, no spaces, UTF-8) is kept as text, to the letter, because a
database may put the keys of a JSON column in another order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(document: Mapping[str, Any]) -> str:
    """The one way to write a document down."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read(text: str) -> dict[str, Any]:
    """Read what `canonical` wrote. A text that somebody spoilt says nothing, so that what is wrong with it can be shown."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def digest(previous: str, text: str) -> str:
    """Compute the hash of a version: over the hash of the one before it ("" for the first) and its canonical form, in UTF-8."""
    return hashlib.sha256((previous + text).encode("utf-8")).hexdigest()


def digest_of(document: Mapping[str, Any]) -> str:
    """Compute the digest of a document that is not frozen yet, as a person is shown it.

    A verb that freezes it is given this digest, and refuses any other text.
    """
    return digest("", canonical(document))
