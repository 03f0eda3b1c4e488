"""What the staff of a course are told of concerns: how many wait, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from ....core.actor import Actor
from ....core.standing import Count
from .. import api as conversations


def counts(actor: Actor) -> Sequence[Count]:
    """Count the concerns in the actor's course that nobody has answered in time. One query."""
    number = conversations.count_unanswered(actor, course_key=actor.course_key)
    said = ngettext(
        "%(n)d concern has been unanswered for more than three days",
        "%(n)d concerns have been unanswered for more than three days",
        number,
    )
    return [Count(number, said % {"n": number})]
