"""The student reads the draft and comments on it before it is issued. Verbs of this tool's api."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.permissions import Role
from ....records import comments as records
from ....records.comments import Comment
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Statement, StatementComment
from ..schema import sections
from ..schema.kinds import HOST, KINDS, STUDENT
from .storage import begun, refuse_onboarding

_ABOUT = (sections.STATEMENT.name, "", "")  # all of it is one conversation


def show_draft(actor: Actor, *, placement_id: int) -> None:
    """Let the student read the draft as it is, from now on, and comment on it. Twice is once."""
    placement = placements.require(actor, "statement.show", placement_id)
    refuse_onboarding(placement)
    made = begun(placement, KINDS[STUDENT])
    if Statement.objects.filter(pk=made.pk, shown_at=None).update(shown_at=timezone.now()):
        events.happened(actor, "statement.show", "", placement_id=placement.id, statement_id=made.pk)


def agree_to_be_named(actor: Actor, *, placement_id: int, is_agreed: bool) -> None:
    """Let the student's name stand in what the host receives, or no longer. What was issued stays as it was."""
    placement = placements.require(actor, "hosting.agree", placement_id)
    refuse_onboarding(placement)
    made = begun(placement, KINDS[HOST])
    Statement.objects.filter(pk=made.pk).update(named_at=timezone.now() if is_agreed else None)


def is_shown(placement_id: int) -> bool:
    """Whether the student was let read the draft. One query."""
    return Statement.objects.filter(placement_id=placement_id, kind=STUDENT, shown_at__isnull=False).exists()


def comments(actor: Actor, *, placement: int | PlacementView) -> list[Comment]:
    """What was said about the draft, the oldest first; NotFound for a student who was not shown it. Two queries."""
    entered = placements.require(actor, "statement.comments", placement)
    _require_shown(entered)
    return records.read(actor, _of(entered.id))


def comment(actor: Actor, *, placement_id: int, text: str) -> Comment:
    """Say something about the draft, and tell the others who talk about it. Eight queries."""
    placement = placements.require_locked(actor, "statement.comment", placement_id)
    _require_shown(placement)
    words = records.checked(text)
    full = _(
        "There are %(count)d comments here, the highest number possible. Withdraw one of your own that nobody has answered."
    )
    made = begun(placement, KINDS[STUDENT])
    said = records.add(actor, StatementComment, made.pk, _ABOUT, words, full)
    events.happened(actor, "statement.comment", "", placement_id=placement.id, statement_id=made.pk, comment_id=said.id)
    return said


def settle(actor: Actor, *, placement_id: int, upto: int) -> None:
    """Mark what was said as resolved, up to a comment."""
    placement = placements.require_locked(actor, "statement.settle", placement_id)
    _require_shown(placement)
    records.settle(actor, _of(placement.id), upto)


def withdraw_comment(actor: Actor, *, placement_id: int, comment_id: int) -> None:
    """Take one's own comment back, where nobody has answered it since; Invalid otherwise."""
    placement = placements.require_locked(actor, "statement.comments", placement_id)
    found = _of(placement.id).select_for_update().filter(pk=comment_id).first()
    if found is None:
        raise NotFound(_("This comment is gone already."))
    is_own = found.is_by(actor)
    permissions.require(actor, "statement.withdraw_comment", placement.roles | ({Role.AUTHOR} if is_own else set()))
    records.withdraw(actor, _of(placement.id), found)


def _require_shown(placement: PlacementView) -> None:
    """Raise NotFound for a student who was not shown the draft: those who write it talk about it at any time.

    And where there is none to talk about: an onboarding has no statement.
    """
    refuse_onboarding(placement)
    if not permissions.is_allowed("statement.write", placement.roles - {Role.GUEST}) and not is_shown(placement.id):
        raise NotFound()


def _of(placement_id: int) -> QuerySet[StatementComment]:
    return StatementComment.objects.filter(statement__placement_id=placement_id, statement__kind=STUDENT)
