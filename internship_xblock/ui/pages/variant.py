"""Whether a page of ours is light or dark, where the site says so to the server (docs/adr/0019-dark.md)."""

from __future__ import annotations

from django.http import HttpRequest

# Where Indigo keeps what a person chose: since its release 21.1, on frontend-base, and before. The first that says it counts.
COOKIES = ("selected-paragon-theme-variant", "selected-theme-variant", "indigo-toggle-dark")
VARIANTS = ("light", "dark")


def variant_of(request: HttpRequest) -> str:
    """Return the site's theme variant, one of VARIANTS; "" where it says none, and the system's wish counts.

    Indigo's script stores the word "undefined" for somebody who has chosen nothing.
    """
    return next((said for name in COOKIES if (said := request.COOKIES.get(name, "")) in VARIANTS), "")
