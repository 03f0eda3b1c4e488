"""How a plan stands, in words: what is so and asks for nothing. For its screen and Today."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .....core.today import GOOD, MIND, QUIET, State
from ....reviews.api import APPROVED, RETURNED
from .facts import Facts
from .last import LAPSED, WAITING


def state_of(facts: Facts) -> State:
    """Return how far a plan is, for a list of placements and for whoever has it open."""
    last = facts.last
    group, tone = {
        APPROVED: (_("Plan approved"), GOOD),
        RETURNED: (_("Plan: changes requested"), MIND),
        WAITING: (_("Plan with the reviewer"), QUIET),
        LAPSED: (_("Plan: to be submitted again"), MIND),
    }.get(last.became, (_("Plan not submitted yet"), MIND if facts.is_late else QUIET))
    return State(
        placement_id=facts.place.id, title=_("Plan"), words=last.in_words, tone=tone, group=group, address=facts.address,
        sentences=tuple(_news(facts)),
    )  # fmt: skip


def _news(facts: Facts) -> Iterator[str]:
    """What is so and asks for nothing that is not said besides."""
    last = facts.last
    if last.is_current and last.became == APPROVED and facts.is_over:
        yield _("Version %(number)s is approved. The last day of the plan has passed.") % {"number": last.number}
    elif last.is_current and last.became == APPROVED:
        words = _("Version %(number)s is approved. Keep to the checkpoint dates, and write in the log as you go.")
        yield words % {"number": last.number}
    elif last.number and last.is_sound and not last.is_current:
        yield _of_earlier_version(facts)
    if facts.asks_more and last.is_settled:
        yield _("The course asks for more now. What was submitted stays as it is; a new version answers the new questions too.")
    if last.is_settled and facts.is_agreed and not facts.awaited:
        yield _("Everybody who needs to sign has signed.")


def _of_earlier_version(facts: Facts) -> str:
    """What became of it holds on, whatever is changed in the draft."""
    said = _("Version %(number)s was submitted on %(when)s.")
    if facts.last.became == APPROVED:
        said = _("Version %(number)s is approved.")
    elif facts.last.became == RETURNED:
        said = _("Version %(number)s needs changes.")
    elif facts.last.became == LAPSED:
        said = _("Version %(number)s no longer counts as reviewed.")
    until = _("Changes made since then are not included until the plan is submitted again.")
    said %= {"number": facts.last.number, "when": facts.last.day}
    return f"{said} {until}"
