"""How often something may be tried: counted in the site's cache, by digests that say neither address nor person."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import salted_hmac

UNKNOWN_CODES = ("unknown", 30, 600)  # what, how often, in how many seconds
CODES_A_SESSION = ("session", 3, 600)
CODES_AN_ADDRESS = ("address", 20, 86_400)


def is_too_often(limit: tuple[str, int, int], who: str) -> bool:
    """Count one try of somebody, and return whether it is one too many. A cache that fails counts nothing.

    The window begins with the first try and does not move: who goes on trying is let in again when it is over.
    """
    what, most, seconds = limit
    digest = salted_hmac("internship_xblock.limits", f"{what} {who}", algorithm="sha256").hexdigest()
    key = f"internship:{what}:{digest[:40]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it went between the two
        return False
