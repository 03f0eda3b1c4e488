"""Which state of a block's settings a form in Studio began from."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_MOST = 1_000_000_000  # nine digits, as the revisions of our tables have at the most


def revision_of(*values: Any) -> int:
    """Count settings that have no revision of their own: the same number for the same values, another one for others.

    Words that an author's computer has kept for one state are not put over another (keeper.js).
    """
    written = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()[:8], "big") % _MOST
