"""The video of a *read* step, from the address that an author gave. Pure.

A file of the course is played where it stands. A video of another site is fetched when somebody presses Play: before that, the
site does not learn who reads the lesson.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ...core.language.markup import is_ours

_FILE = re.compile(r"\.(mp4|m4v|webm|ogv|mp3|m4a)$", re.IGNORECASE)
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")
_VIMEO_ID = re.compile(r"\d{5,12}")


@dataclass(frozen=True)
class Video:
    """Where a video is. `embed` is the address of the other site's player, "" where it has none that we know."""

    address: str
    host: str = ""  # of the other site, as people know it; "" for a file of the course
    embed: str = ""

    @property
    def is_file(self) -> bool:
        return not self.host


def video_of(address: str) -> Video | None:
    """Return the video at an address; None where there is none, or the address is not one that a browser may follow."""
    address = address.strip()
    if address and is_ours(address):
        return Video(address) if _FILE.search(address) else None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme != "https" or not host or re.search(r"[\x00-\x20\"'<>\\]", address):
        return None
    if host in ("youtube.com", "youtube-nocookie.com", "youtu.be"):
        return Video(address, "YouTube", _youtube(host, parts.path, parts.query))
    if host in ("vimeo.com", "player.vimeo.com"):
        return Video(address, "Vimeo", _vimeo(parts.path))
    return Video(address, host)


def _youtube(host: str, path: str, query: str) -> str:
    """Return the address of YouTube's player that sets no cookie before somebody plays."""
    pieces = [piece for piece in path.split("/") if piece]
    named = parse_qs(query).get("v", [""])[0]
    found = pieces[0] if host == "youtu.be" and pieces else named or (pieces[1] if len(pieces) > 1 else "")
    return f"https://www.youtube-nocookie.com/embed/{found}" if _YOUTUBE_ID.fullmatch(found) else ""


def _vimeo(path: str) -> str:
    found = next((piece for piece in path.split("/") if _VIMEO_ID.fullmatch(piece)), "")
    return f"https://player.vimeo.com/video/{found}?dnt=1" if found else ""
