"""Sharing a plan as a template: deliberate, read through first, and with everybody in the course. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.errors import Invalid, NotFound
from ....core.language.text import whole_number
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PlacementView
from ..drafts import storage
from ..drafts.values import PlanView
from ..models import PlanTemplate
from ..rules import PlanRules
from ..schema import frozen_text
from . import copying
from .filling import Source
from .template_form import ShareForm

TEMPLATES_LIMIT = 25  # on a page, the newest first
OWN_LIMIT = 20  # that one person shares in a course at a time


@dataclass(frozen=True)
class ToShare:
    """The text that would be shared, to the letter. `seen` stands for it: sharing asks for what was read.

    `still_named` are words that may tell who somebody is and that only a person can judge. `has_example`: what still says what
    the example says stays behind.
    """

    document: Mapping[str, Any]
    still_named: tuple[str, ...]
    has_example: bool = False

    @property
    def seen(self) -> str:
        return frozen_text.digest("", frozen_text.canonical(self.document))

    @property
    def parts(self) -> list[frozen_text.Part]:
        return [part for part in frozen_text.outline(copying.in_days(self.document)) if part.items]


@dataclass(frozen=True)
class TemplateLine:
    """A shared template in a list."""

    id: int
    title: str
    description: str
    shared_by: str
    shared_at: datetime
    may_withdraw: bool


def to_share(actor: Actor, *, placement: int | PlacementView, usage_key: str, settings: PlanRules) -> ToShare:
    """What everybody in the course would read of this plan if it were shared now. One query and the placement's."""
    entered = placements.require(actor, "plan.share_template", placement)
    return _to_share(storage.load(entered, usage_key, settings.layout), settings)


def share_template(
    actor: Actor, *, placement_id: int, usage_key: str, settings: PlanRules, typed: Mapping[str, Any], seen: str
) -> TemplateLine:
    """Share a copy of the plan with everybody in the course who opens a plan.

    `seen` is that of the `ToShare` the person read. Invalid where the plan says something else by now, and at the fields
    where a title or the tick is missing.
    """
    placement = placements.require(actor, "plan.share_template", placement_id)
    form = ShareForm(typed)
    if not form.is_valid():
        raise Invalid(fields={name: [str(words) for words in messages] for name, messages in form.errors.items()})
    ready = _to_share(storage.load(placement, usage_key, settings.layout), settings)
    if not ready.parts:
        raise Invalid(_("There is nothing in this plan yet that could be shared."))
    if ready.seen != seen:
        raise Invalid(_("The plan has changed since you read it. Nothing was shared: open this again and read it once more."))
    shared = PlanTemplate.objects.filter(course_key=actor.course_key, withdrawn_at=None)
    if shared.filter(by(actor)).count() >= OWN_LIMIT:
        raise Invalid(
            _("You share %(count)d templates here, the highest number possible. Withdraw one first.") % {"count": OWN_LIMIT}
        )
    row = PlanTemplate.objects.create(
        course_key=actor.course_key, placement_id=placement_id, kind=placement.kind, title=form.cleaned_data["title"],
        description=form.cleaned_data["description"], document=ready.document, shared_at=timezone.now(),
        **signed(actor),
    )  # fmt: skip
    return _line(actor, row)


@dataclass(frozen=True)
class TemplatePage:
    """Some of the templates of a course. `more` is how many come after them, `after` the way there."""

    rows: tuple[TemplateLine, ...]
    more: int = 0
    after: str = ""

    @property
    def next(self) -> int:
        """How many stand on the next page."""
        return min(self.more, TEMPLATES_LIMIT)


def templates(actor: Actor, *, settings: PlanRules, to_withdraw: bool = False, after: str = "") -> TemplatePage:
    """A page of what is shared in the actor's course for plans of this kind, the newest first. One query.

    `to_withdraw`: only what this person may withdraw. `after` is that of the page above.
    """
    roles = permissions.course_roles(actor, actor.course_key)
    permissions.require(actor, "plan.templates", roles)
    here = PlanTemplate.objects.filter(course_key=actor.course_key, withdrawn_at=None, kind=settings.layout.kind)
    if to_withdraw and actor.masquerading:
        return TemplatePage(())
    if to_withdraw and not permissions.is_allowed("plan.withdraw_template", roles):
        here = here.filter(by(actor))
    if after:
        here = here.filter(pk__lt=whole_number(after))
    found: list[Any] = list(here.defer("document").annotate(in_all=Window(Count("pk"))).order_by("-pk")[: TEMPLATES_LIMIT + 1])
    shown = found[:TEMPLATES_LIMIT]
    more = found[0].in_all - len(shown) if found else 0
    return TemplatePage(tuple(_line(actor, row) for row in shown), more, str(shown[-1].pk) if more else "")


def template(actor: Actor, *, template_id: int, settings: PlanRules) -> Source:
    """A shared template of the actor's course for plans of this kind, to start from. One query."""
    permissions.require(actor, "plan.template", permissions.course_roles(actor, actor.course_key))
    row = _find(actor, template_id)
    if row.kind != settings.layout.kind:
        raise NotFound()
    return copying.from_template(row.document)


def withdraw_template(actor: Actor, *, template_id: int) -> None:
    """End the sharing: nobody finds it any more. Plans that were started from it keep their words."""
    row = _find(actor, template_id)
    permissions.require(actor, "plan.withdraw_template", _roles(actor, row))
    PlanTemplate.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())


def _to_share(view: PlanView, settings: PlanRules) -> ToShare:
    document = view.without_example().document(settings.headings)
    shared = copying.for_others(document)
    return ToShare(shared, tuple(copying.still_named(shared, document["parties"])), view.has_example)


def _find(actor: Actor, template_id: int) -> PlanTemplate:
    row = PlanTemplate.objects.filter(pk=template_id, course_key=actor.course_key, withdrawn_at=None).first()
    if row is None:
        raise NotFound(_("This template is not shared here any more."))
    return row


def _roles(actor: Actor, row: PlanTemplate) -> frozenset[Role]:
    roles = permissions.course_roles(actor, row.course_key)
    return roles | {Role.AUTHOR} if row.is_by(actor) else roles


def _line(actor: Actor, row: PlanTemplate) -> TemplateLine:
    return TemplateLine(
        id=row.pk, title=row.title, description=row.description, shared_by=row.author_name, shared_at=row.shared_at,
        may_withdraw=permissions.is_allowed("plan.withdraw_template", _roles(actor, row)) and not actor.masquerading,
    )  # fmt: skip
