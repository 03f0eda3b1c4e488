"""What the examples have in common: rows with uids of their own, as many outcomes as the course asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from ....records.schema import Row
from ...placements.api import new_uid
from ..rules import PlanRules


def people_rows(people: Iterable[tuple[str, str, str, bool]]) -> list[Row]:
    """Parties of (role, name, organisation, whether they step in for the mentor)."""
    return [
        {"uid": new_uid(), "role": role, "name": name, "organisation": organisation, "email": "", "is_substitute": substitute}
        for role, name, organisation, substitute in people
    ]


def outcome_rows(settings: PlanRules, texts: Sequence[str]) -> list[Row]:
    """These outcomes under the course's headings in turn, fewer or more of them where its settings ask for that."""
    count = max(1, min(settings.max_outcomes, max(settings.min_outcomes, len(texts), len(settings.headings))))
    more = _("Describe one more thing that matters in your field")
    headings = [heading.id for heading in settings.headings] or [""]
    return [
        {"uid": new_uid(), "text": texts[at] if at < len(texts) else more, "heading": headings[at % len(headings)]}
        for at in range(count)
    ]
