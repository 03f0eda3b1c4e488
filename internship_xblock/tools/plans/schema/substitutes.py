"""Who steps in when the mentor is away: a second mentor, or whom a firm of one names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ....core.language import formats
from ....core.language.text import squeezed


def substitutes(parties: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the uids of the mentors who step in for another. Whatever is ticked, one of them is the mentor: the first."""
    mentors = [row for row in parties if row.get("role") == "mentor" and row.get("name")]
    ticked = [row["uid"] for row in mentors if row.get("is_substitute")]
    return frozenset(ticked if len(ticked) < len(mentors) else ticked[1:])


def missing(parties: Iterable[Mapping[str, Any]], *, has_university: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Tell in words whom a plan lacks, each with the field (and the row) where it is answered, if there is one already."""
    mentors = [row for row in parties if row["role"] == "mentor" and row["name"]]
    if not mentors:
        yield _("Name the mentor."), ()
        yield _("Name somebody who steps in when the mentor is away."), ()
        return
    is_covered = len(mentors) > 1 and any(row["is_substitute"] for row in mentors)
    if not is_covered and not any(row["stand_in"] for row in mentors):
        at = next((row for row in mentors if not row["is_substitute"]), mentors[0])
        words = _("Say who steps in when %(name)s is away: tick a second mentor as the substitute, or name somebody else.")
        if has_university:
            words = _(
                "Say who steps in when %(name)s is away: tick a second mentor as the substitute, or name somebody else, for "
                "example at the university."
            )
        yield words % {"name": formats.quoted(squeezed(at["name"]))}, ("stand_in", at["uid"])
