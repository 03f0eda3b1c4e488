"""What was submitted: versions to read, compare, sign and take along. Part of the plans api."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Plan, PlanVersion
from . import ledger, signatures
from .comparison import Compared, between
from .signatures import Agreement
from .stay import Stay, ToClose, stay_in, stay_of
from .values import TakenAlong, VersionView


def version(actor: Actor, *, placement_id: int, usage_key: str, number: int) -> VersionView:
    """One version with its text, NotFound where there is none. One query and the placement's."""
    placement = placements.require(actor, "plan.versions", placement_id)
    return version_view(signatures.find(placement.id, usage_key, number))


def last_version(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> VersionView | None:
    """The newest version with its text, also for whoever may not open the draft. One query and the placement's."""
    entered = placements.require(actor, "plan.versions", placement)
    row = ledger.VERSIONS.filter(plan__placement_id=entered.id, plan__usage_key=usage_key).order_by("-number").first()
    return version_view(row) if row is not None else None


def version_for_review(actor: Actor, *, plan_id: int, number: int) -> VersionView:
    """A version that was submitted in the reviewer's course. One query."""
    permissions.require(actor, "plan.version_for_review", permissions.course_roles(actor, actor.course_key))
    row = ledger.VERSIONS.filter(plan_id=plan_id, number=number, plan__course_key=actor.course_key).first()
    if row is None:
        raise NotFound()
    return version_view(row)


def compare_for_review(actor: Actor, *, plan_id: int, older: int, newer: int) -> Compared:
    """Compare two versions that were submitted in the reviewer's course. NotFound where one is not there. One query."""
    permissions.require(actor, "plan.version_for_review", permissions.course_roles(actor, actor.course_key))
    rows = ledger.VERSIONS.filter(plan_id=plan_id, number__in=(older, newer), plan__course_key=actor.course_key)
    found = {row.number: version_view(row) for row in rows}
    if older not in found or newer not in found:
        raise NotFound()
    return _compared(found[older], found[newer])


def place_of(actor: Actor, *, plan_id: int) -> tuple[str, int]:
    """The course and the placement of a plan, for an address that names the plan alone. Says nothing else of it. One query."""
    permissions.require(actor, "plan.place_of", permissions.course_roles(actor, actor.course_key))
    found = Plan.objects.filter(pk=plan_id).values_list("course_key", "placement_id").first()
    if found is None:
        raise NotFound()
    return found


def take_along(actor: Actor, *, plan_id: int, number: int) -> TakenAlong:
    """A version that was submitted, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such version.
    """
    placement_id = Plan.objects.filter(pk=plan_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placement = placements.require(actor, "plan.take_along", placement_id)
    rows = list(ledger.VERSIONS.filter(plan_id=plan_id, number__lte=number).order_by("number"))
    if not rows or rows[-1].number != number:
        raise NotFound()
    found = tuple(version_view(row) for row in rows)
    signed = signatures.signed_under(plan_id, number)
    under = signatures.under(actor, placement, number, found[-1].document, signed.get(number, {}), found[-1].is_intact)
    earlier = (one for one in found[:-1] if one.is_intact and signatures.is_agreed(one.document, signed.get(one.number, {})))
    return TakenAlong(found, under.lines, under.is_agreed, agreed=next(earlier, None), timing=placement.timing)


def agreement(actor: Actor, *, placement: int | PlacementView, usage_key: str, number: int) -> Agreement:
    """The signatures under a version, and the line that is the actor's to sign. Two queries and the placement's."""
    entered = placements.require(actor, "plan.versions", placement)
    return agreement_of(actor, entered, version_view(signatures.find(entered.id, usage_key, number)))


def agreement_of(actor: Actor, placement: PlacementView, version: VersionView) -> Agreement:
    said, signed = version.document, signatures.signed_under(version.plan_id, version.number)
    found = signatures.under(actor, placement, version.number, said, signed.get(version.number, {}), version.is_intact)
    return signatures.with_earlier(found, said, signed)


def to_close(actor: Actor, *, placement: int | PlacementView) -> ToClose:
    """The last version of the placement's newest plan, for what is written at its end.

    Two queries and the placement's.
    """
    entered = placements.require(actor, "plan.take_along", placement)
    row = _last_in(entered, ledger.VERSIONS)
    if row is None:
        return ToClose(stay_in(entered))
    view = version_view(row)
    return ToClose(stay_of(view.document, entered.timing), row.plan.usage_key, view, agreement_of(actor, entered, view))


def stay_to_close(actor: Actor, *, placement: int | PlacementView) -> Stay:
    """The stay alone, for who writes about it: whether the version is intact and signed is not asked.

    One query and the placement's.
    """
    entered = placements.require(actor, "plan.take_along", placement)
    row = _last_in(entered, PlanVersion.objects.all())
    return stay_of(version_view(row).document, entered.timing) if row is not None else stay_in(entered)


def _last_in(placement: PlacementView, versions: QuerySet[PlanVersion]) -> PlanVersion | None:
    rows = versions.filter(plan__placement_id=placement.id).select_related("plan")
    return rows.order_by("-plan_id", "-number").first()


def sign(actor: Actor, *, placement_id: int, usage_key: str, number: int, shown: str) -> Agreement:
    """Sign the newest version in the actor's own place. What is signed is the frozen text, never the draft.

    `shown` is the hash of the version that this person was shown. Invalid where it is another one's.
    """
    # Who signs last sees what the others have signed, and nobody submits meanwhile.
    placement = placements.require_locked(actor, "plan.sign", placement_id)
    return signatures.put(actor, placement, signatures.find(placement.id, usage_key, number), shown, usage_key)


def compare(actor: Actor, *, placement_id: int, usage_key: str, older: int, newer: int) -> Compared:
    """What changed from one version to another, field by field, in words."""
    placement = placements.require(actor, "plan.versions", placement_id)
    before, after = (version_view(signatures.find(placement.id, usage_key, number)) for number in (older, newer))
    return _compared(before, after)


def _compared(before: VersionView, after: VersionView) -> Compared:
    warned = tuple(_in_version(one) for one in (before, after) if one.warning)
    return Compared(tuple(between(before.document, after.document)), warned)


def _in_version(version: VersionView) -> str:
    return _("Version %(number)d: %(warning)s") % {"number": version.number, "warning": version.warning}


def version_view(row: PlanVersion) -> VersionView:
    return VersionView(
        number=row.number, frozen_at=row.frozen_at, frozen_by=row.author_name, sha256=row.sha256,
        previous_sha256=row.previous_sha256, plan_id=row.plan_id, canonical=row.canonical, people=row.people,
        written_by=row.written_by,
        is_recorded=getattr(row, "is_recorded", True),  # one that was just made has not been compared
    )  # fmt: skip
