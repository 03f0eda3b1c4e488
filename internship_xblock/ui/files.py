"""The three files that a page of ours asks for, wherever it stands: our stylesheet, htmx, our script."""

from __future__ import annotations

import functools
import re

from django.templatetags.static import static
from django_htmx.jinja import htmx_script

STYLESHEET, SCRIPT = "internship_xblock/built/internship.css", "internship_xblock/built/internship.js"  # scripts/assets.py


@functools.cache
def htmx_file() -> str:
    """Return the file of htmx, asked of its package: its name differs between versions."""
    found = re.search(r'src="([^"]+)"', htmx_script())
    return found.group(1).removeprefix(static("")) if found else ""
