"""What a host sees and answers by its link. Verbs for whoever holds the code: of nothing else may they know."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import Difference, Invalid, NotFound, Stale
from ....core.events import Happened
from ..models import OfferedMentor, PlaceRequest
from ..rules import MADE, Answer, checked_answer
from ..values import RequestView
from .links import request_by
from .reading import views_of


def see_request(actor: Actor, *, code: str) -> RequestView:
    """Return what a code opens, without changing anything. Six queries at most.

    NotFound for a code that nobody knows, one that ended, and one whose request was withdrawn: from outside they are one.
    """
    permissions.require(actor, "host.see_request", permissions.course_roles(actor, actor.course_key))
    row = request_by(code)
    if row is None:
        raise NotFound(not_open())
    return views_of([row])[0]


def answer_request(actor: Actor, *, code: str, revision: int, answer: Answer) -> RequestView:
    """Answer a request: with a number of places and whom to reach, or with none. It can be changed until placements are made.

    Raises:
        NotFound: The code opens nothing.
        Invalid: Placements were made of the answer; or something does not fit, at its name.
        Stale: Somebody else at the host answered in between; with both texts.
    """
    permissions.require(actor, "host.answer", permissions.course_roles(actor, actor.course_key))
    with transaction.atomic():
        row = request_by(code, lock=True)
        if row is None:
            raise NotFound(not_open())
        (before,) = views_of([row])
        if before.state == MADE:
            raise Invalid(_("The university has already created the placements. Write to whoever asked you about changes."))
        said = checked_answer(answer)
        if row.revision != revision:
            raise Stale(revision=row.revision, differences=_differences(said, before), changed_at=row.answered_at)
        row.offered, row.remark, row.answered_at, row.revision = said.offered, said.remark, timezone.now(), revision + 1
        row.save(update_fields=["offered", "remark", "answered_at", "revision"])
        OfferedMentor.objects.filter(request=row).delete()
        OfferedMentor.objects.bulk_create(
            OfferedMentor(request=row, position=position, name=one.name, email=one.email)
            for position, one in enumerate(said.mentors, start=1)
        )
        events.publish(
            Happened(
                course_key=row.course_key, usage_key="", verb="host.answer", user_id=None,
                ids={"request_id": row.pk, "revision": row.revision},
            )
        )  # fmt: skip
        return views_of([row])[0]


def not_open() -> str:
    """Say the same of every link that opens nothing."""
    return _("This link does not open anything. It may have ended, or part of it is missing.")


def _differences(mine: Answer, theirs: RequestView) -> list[Difference]:
    pairs = (
        ("offered", _("Places"), str(mine.offered), "" if theirs.offered is None else str(theirs.offered)),
        ("mentors", _("Mentors"), _names(mine), _names(theirs)),
        ("remark", _("Remark"), mine.remark, theirs.remark),
    )
    return [Difference(label, own, other) for _name, label, own, other in pairs if own != other]


def _names(said: Answer | RequestView) -> str:
    return "\n".join(f"{one.name} {one.email}".strip() for one in said.mentors)


def own_request(actor: Actor, *, request_id: int) -> RequestView:
    """Return a request to who asked it, whatever else they may: for telling them of the answer. NotFound for everybody else."""
    permissions.require(actor, "host.own_request", permissions.course_roles(actor, actor.course_key))
    row = PlaceRequest.objects.select_related("host").filter(pk=request_id, author_id=actor.account).first()
    if row is None:
        raise NotFound()
    return views_of([row])[0]
