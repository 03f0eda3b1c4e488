"""The pictures of a course's files: which there are to choose from, and which of a text are no longer there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ....core.language.markup import render_markdown
from ....openedx.platform import get_platform
from ..steps import kind_of
from ..steps.base import Step

FILES = "/static/"
MOST = 500  # a site may list no more than some; where there are so many, one that is not listed may be there
_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"')


def of_course(course_key: str) -> Sequence[str] | None:
    """Return the pictures among the course's files, None where the site cannot tell."""
    return get_platform().course_pictures(course_key)


def written_fields(step: Step) -> Iterator[tuple[str, str]]:
    """Yield the Markdown of a step, each text with the name of its field in the form."""
    yield "text", step.text
    for group in kind_of(step).rows:
        for part in group.parts:
            if part.type == "markdown":
                yield from ((f"{group.name}-{at}-{part.name}", row[part.name]) for at, row in enumerate(step.rows[group.name]))


def in_text(text: str) -> list[str]:
    """Return the addresses of the course's files that a text shows as pictures."""
    found = (html.unescape(address) for address in _PICTURE.findall(render_markdown(text)))
    return [address for address in dict.fromkeys(found) if address.startswith(FILES)]


def gone(step: Step, course_key: str) -> dict[str, list[str]]:
    """Return what to say of pictures that are no longer there, by the field in which they stand."""
    shown = {field: in_text(text) for field, text in written_fields(step)}
    there = of_course(course_key) if any(shown.values()) else None
    if there is None or len(there) >= MOST:
        return {}
    known = {_name(address) for address in there}
    return {
        field: [_("The picture %(address)s is not among the course's files.") % {"address": one} for one in missing]
        for field, addresses in shown.items()
        if (missing := [address for address in addresses if _name(address) not in known])
    }


def _name(address: str) -> str:
    """The file that an address means: the platform has no folders, a `/` is kept as `_`."""
    return address.removeprefix(FILES).replace("/", "_")
