"""Where the code of a personal link leads."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from .....openedx.platform import site_address


def join_address(code: str) -> str:
    """Return the address a code can be sent as, "" on a site without our pages.

    A browser keeps what stands after `#` to itself. It comes from the site's settings, never from the request: a forged Host
    would send codes elsewhere.
    """
    try:
        return f"{site_address()}{reverse('internship_xblock:join')}#{code}"
    except NoReverseMatch:
        return ""
