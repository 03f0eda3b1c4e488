"""The three files that a page of ours asks for, wherever it stands: our stylesheet, htmx, our script."""

from __future__ import annotations

import functools
import re

from django_htmx.jinja import htmx_script

STYLESHEET, SCRIPT = "internship_xblock/built/internship.css", "internship_xblock/built/internship.js"  # scripts/assets.py


@functools.cache
def htmx_file() -> str:
    """Return the file of htmx, asked of its package: its name differs between versions.

    Only the name is taken from the address there: a theme of the site, or a storage that adds hashes, makes another one of it.
    """
    found = re.search(r"django_htmx/(htmx[\w-]*?(?:\.min)?)(?:\.[0-9a-f]{8,})?\.js", htmx_script())
    return f"django_htmx/{found.group(1)}.js" if found else ""
