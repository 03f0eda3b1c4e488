"""The conversations about a draft: its parties comment on a section, a row of it or one answer. Part of the plans api.

What is said about one place is one conversation. It is open until a party settles it, and again when somebody writes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor, Identity
from ....core.authorship import signed
from ....core.errors import BadRequest, Invalid, NotFound
from ....core.permissions import Role
from ....core.text import clean, too_long
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import PlanComment
from ..schema.layout import USUAL, Layout
from ..values import SectionView
from . import storage

COMMENT_LIMIT = 2_000  # characters: a comment is a remark, not a second plan
COMMENTS_LIMIT = 1_000  # comments a plan
_FIRST_WORDS = 140  # characters of each comment where all of a plan are listed


@dataclass(frozen=True)
class Comment:
    """One turn. `row` and `field` are "" where the whole section or row is meant; without a text, its author was forgotten."""

    id: int
    section: str
    row: str
    field: str
    author_id: int | None
    author_seat_id: int | None
    author_name: str
    text: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    is_mine: bool = False
    may_withdraw: bool = False

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def is_by(self, actor: Actor) -> bool:
        return Identity(self.author_id, self.author_seat_id).is_same(actor.identity)


_COLUMNS = (
    "pk",
    "section",
    "row",
    "field",
    "author_id",
    "author_seat_id",
    "author_name",
    "text",
    "at",
    "settled_at",
    "settled_by_name",
)


def comments(actor: Actor, *, placement: int | PlacementView, usage_key: str, section: str, row: str = "") -> list[Comment]:
    """What was said about one row, or about a section as such, the oldest first. One query and the placement's."""
    entered = placements.require(actor, "plan.comments", placement)
    return _read(actor, _of_plan(entered, usage_key).filter(section=section, row=row).values_list(*_COLUMNS))


def conversations(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> list[Comment]:
    """What was said about a plan, the oldest first, of each comment the first words. One query and the placement's."""
    entered = placements.require(actor, "plan.comments", placement)
    short = [Left("text", _FIRST_WORDS) if name == "text" else F(name) for name in _COLUMNS]
    return _read(actor, _of_plan(entered, usage_key).values_list(*short))


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
    _check_place(view.sections.get(section), row, field)
    words = clean(text).strip()
    if not words:
        raise Invalid(fields={"text": [_("Write what you want to say.")]})
    if said := too_long(words, COMMENT_LIMIT):
        raise Invalid(fields={"text": said})
    plan_id = view.plan_id or storage.create(view, {}).pk
    if PlanComment.objects.filter(plan_id=plan_id).count() >= COMMENTS_LIMIT:
        full = _("This plan has %(count)d comments, which is the most. Withdraw one of your own that nobody answered first.")
        raise Invalid(full % {"count": COMMENTS_LIMIT})
    made = PlanComment.objects.create(
        plan_id=plan_id, section=section, row=row, field=field, text=words, at=timezone.now(), **signed(actor),
    )  # fmt: skip
    return _read(actor, PlanComment.objects.filter(pk=made.pk).values_list(*_COLUMNS))[0]


def settle(actor: Actor, *, placement_id: int, usage_key: str, section: str, row: str = "", field: str = "", upto: int) -> None:
    """Mark a conversation as settled, up to the comment `upto`: what came later has not been read by whoever settles.

    Two queries. Settling twice, or where nothing was said, changes nothing.
    """
    placement = placements.require_locked(actor, "plan.settle", placement_id)
    _of_plan(placement, usage_key).filter(section=section, row=row, field=field, pk__lte=upto, settled_at=None).update(
        settled_at=timezone.now(), **signed(actor, "settled_by")
    )


def withdraw_comment(actor: Actor, *, placement_id: int, usage_key: str, comment_id: int) -> None:
    """Take one's own comment back, while nobody answered after it or settled it."""
    placement = placements.require_locked(actor, "plan.comments", placement_id)  # nobody answers meanwhile
    found = _of_plan(placement, usage_key).select_for_update().filter(pk=comment_id).first()
    if found is None:
        raise NotFound(_("This comment is gone already."))
    is_author = {Role.AUTHOR} if found.is_by(actor) else frozenset()
    permissions.require(actor, "plan.withdraw_comment", placement.roles | is_author)
    place = PlanComment.objects.filter(plan_id=found.plan_id, section=found.section, row=found.row)
    here = _read(actor, place.select_for_update().values_list(*_COLUMNS))
    if not any(one.id == comment_id and one.may_withdraw for one in here):
        raise Invalid(_("Somebody has answered or settled this in the meantime, so it stays."))
    found.delete()


def _of_plan(placement: PlacementView, usage_key: str) -> QuerySet[PlanComment]:
    return PlanComment.objects.filter(plan__placement_id=placement.id, plan__usage_key=usage_key)


def _check_place(section: SectionView | None, row: str, field: str) -> None:
    """BadRequest for what our pages never name; Invalid, so that the words stay, where the row is gone for good."""
    if section is None or (field and not section.spec.has(field)) or (row and not section.spec.has_rows):
        raise BadRequest()
    if (row or field) and section.spec.has_rows and row not in {one["uid"] for one in (*section.rows, *section.removed)}:
        raise Invalid(_("This was removed in the meantime and cannot be put back. What you wrote is still here, to be copied."))


def _read(actor: Actor, lines: Sequence[tuple[object, ...]] | QuerySet[PlanComment, tuple[object, ...]]) -> list[Comment]:
    """The comments with what this person may do with them: `lines` are _COLUMNS, the oldest first."""
    found = [Comment(*line) for line in lines]  # type: ignore[arg-type]
    later: set[tuple[str, str, str]] = set()  # places where somebody else answered after
    shown = []
    for one in reversed(found):
        place, is_mine = (one.section, one.row, one.field), one.is_by(actor)
        may = is_mine and one.is_open and place not in later
        if not is_mine:
            later.add(place)
        shown.append(Comment(**{**one.__dict__, "is_mine": is_mine, "may_withdraw": may}))
    return shown[::-1]
