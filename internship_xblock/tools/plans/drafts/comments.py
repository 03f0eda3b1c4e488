"""The conversations about a plan's draft, between its parties. Verbs of this tool's api."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.permissions import Role
from ....records import comments as records
from ....records.comments import COMMENT_LIMIT, COMMENTS_LIMIT, Comment
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import PlanComment
from ..schema.layout import USUAL, Layout
from . import storage

__all__ = ["COMMENTS_LIMIT", "COMMENT_LIMIT", "Comment", "comment", "comments", "conversations", "settle", "withdraw_comment"]


def comments(actor: Actor, *, placement: int | PlacementView, usage_key: str, section: str, row: str = "") -> list[Comment]:
    """What was said about one row, or about a section as such, the oldest first. One query and the placement's."""
    entered = placements.require(actor, "plan.comments", placement)
    return records.read(actor, _of_plan(entered, usage_key).filter(section=section, row=row))


def conversations(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> list[Comment]:
    """What was said about a plan, the oldest first, of each comment the first words. One query and the placement's."""
    entered = placements.require(actor, "plan.comments", placement)
    return records.read(actor, _of_plan(entered, usage_key), shortened=True)


def comment(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    section: str,
    row: str = "",
    field: str = "",
    text: str,
    layout: Layout = USUAL,
) -> Comment:
    """Say something about a place in the draft: a field of a row, the row, or with neither the section. Four queries.

    Also about a row that was removed and can be put back: somebody may have removed it while this was written.
    """
    view = storage.load(placements.require_locked(actor, "plan.comment", placement_id), usage_key, layout)
    records.check_place(view.sections.get(section), row, field)
    words = records.checked(text)
    plan_id = view.plan_id or storage.create(view, {}).pk
    full = _(
        "This plan has %(count)d comments, the highest number possible. First withdraw one of your own that nobody has "
        "answered."
    )
    said = records.add(actor, PlanComment, plan_id, (section, row, field), words, full)
    events.happened(actor, "plan.comment", usage_key, plan_id=plan_id, placement_id=placement_id, comment_id=said.id)
    return said


def settle(actor: Actor, *, placement_id: int, usage_key: str, section: str, row: str = "", field: str = "", upto: int) -> None:
    """Mark a conversation as settled, up to the comment `upto`: what came later has not been read by whoever settles.

    Two queries. Settling twice, or where nothing was said, changes nothing.
    """
    placement = placements.require_locked(actor, "plan.settle", placement_id)
    records.settle(actor, _of_plan(placement, usage_key).filter(section=section, row=row, field=field), upto)


def withdraw_comment(actor: Actor, *, placement_id: int, usage_key: str, comment_id: int) -> None:
    """Take one's own comment back, while nobody answered after it or settled it."""
    placement = placements.require_locked(actor, "plan.comments", placement_id)  # nobody answers meanwhile
    found = _of_plan(placement, usage_key).select_for_update().filter(pk=comment_id).first()
    if found is None:
        raise NotFound(_("This comment is gone already."))
    is_author = {Role.AUTHOR} if found.is_by(actor) else frozenset()
    permissions.require(actor, "plan.withdraw_comment", placement.roles | is_author)
    here = PlanComment.objects.filter(plan_id=found.plan_id, section=found.section, row=found.row)
    records.withdraw(actor, here, found)


def _of_plan(placement: PlacementView, usage_key: str) -> QuerySet[PlanComment]:
    return PlanComment.objects.filter(plan__placement_id=placement.id, plan__usage_key=usage_key)
