"""How often something may be tried: counted in the site's cache, by digests that say neither address nor person."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of `what` by one address or person in `seconds`."""

    what: str
    most: int
    seconds: int

    @property
    def minutes(self) -> int:
        return self.seconds // 60


def is_used_up(limit: Limit, who: str) -> bool:
    """Return whether somebody has had all their tries, without counting one."""
    return int(cache.get(_key(limit, who), 0)) >= limit.most


def count(limit: Limit, who: str) -> int:
    """Count one try of somebody, and return how many there were in this window; 0 where the cache lost them.

    The window begins with the first try and does not move: who goes on trying is let in again when it is over.
    """
    key = _key(limit, who)
    if cache.add(key, 1, limit.seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it went between the two
        return 0


def is_too_often(limit: Limit, who: str) -> bool:
    """Count one try of somebody, and return whether it is one too many."""
    return count(limit, who) > limit.most


def _key(limit: Limit, who: str) -> str:
    digest = salted_hmac("internship_xblock.limits", f"{limit.what} {who}", algorithm="sha256").hexdigest()
    return f"internship:{limit.what}:{digest[:40]}"
