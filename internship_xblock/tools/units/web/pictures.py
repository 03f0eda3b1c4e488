"""The pictures of a course's files: which there are to choose from, and which of a text are no longer there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from django.core.cache import cache
from django.utils.translation import gettext as _

from ....openedx.platform import get_platform
from ..files import FILES, pictures_in
from ..steps import kind_of
from ..steps.base import Step

REMEMBERED = 60  # seconds
MOST = 500  # a site may list no more than some; where there are so many, one that is not listed may be there


def remembered(course_key: str) -> Sequence[str] | None:
    """Return the same as they were within the last minute: whoever types asks at each pause."""
    key = f"internship.pictures.{hashlib.sha256(course_key.encode('utf-8', 'replace')).hexdigest()}"
    found: Sequence[str] | None = cache.get(key)
    if found is None and (found := of_course(course_key)) is not None:
        cache.set(key, list(found), REMEMBERED)
    return found


def of_course(course_key: str) -> Sequence[str] | None:
    """Return the pictures among the course's files, None where the site cannot tell."""
    return get_platform().course_pictures(course_key)


def written_fields(step: Step) -> Iterator[tuple[str, str]]:
    """Yield the Markdown of a step, each text with the name of its field in the form."""
    yield "text", step.text
    yield from ((part.name, step.parts[part.name]) for part in kind_of(step).parts if part.type == "markdown")
    for group in kind_of(step).rows:
        for part in group.parts:
            if part.type == "markdown":
                yield from ((f"{group.name}-{at}-{part.name}", row[part.name]) for at, row in enumerate(step.rows[group.name]))


def gone(step: Step, course_key: str) -> dict[str, list[str]]:
    """Return what to say of pictures that are no longer there, by the field in which they stand."""
    shown = {field: pictures_in(text) for field, text in written_fields(step)}
    found = _not_in(shown, remembered(course_key) if any(shown.values()) else None)
    if found:
        found = _not_in(shown, of_course(course_key))  # it may have been uploaded in this minute
    return {
        field: [_("The picture %(address)s is not among the course's files.") % {"address": one} for one in missing]
        for field, missing in found.items()
    }


def _not_in(shown: Mapping[str, Sequence[str]], there: Sequence[str] | None) -> dict[str, list[str]]:
    """The addresses that are not there, by the field; none where not all that is there is known."""
    if there is None or len(there) >= MOST:
        return {}
    known = {_name(address) for address in there}
    missing = {field: [one for one in addresses if _name(one) not in known] for field, addresses in shown.items()}
    return {field: addresses for field, addresses in missing.items() if addresses}


def _name(address: str) -> str:
    """The file that an address means: the platform has no folders, a `/` is kept as `_`."""
    return address.removeprefix(FILES).replace("/", "_")
