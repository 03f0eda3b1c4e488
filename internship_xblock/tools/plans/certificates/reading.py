"""Reading certificates: what was issued, and what a draft would close. Part of the plans api."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Plan, PlanCertificate
from ..versions import ledger
from ..versions.reading import agreement_of, version_view
from .drafts import draft_of, last_version_of, opened, plan_of
from .sections import offered
from .values import CertificateLine, CertificateView, IssuedCertificate, ToCertify


def certificate(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> CertificateView:
    """The certificate of a plan: its draft for those who write it, and what was issued, the first one first.

    Three queries and the placement's, whatever there is.
    """
    found = placements.require(actor, "plan.certificate", placement)
    may_write = not actor.masquerading and permissions.is_allowed("plan.write_certificate", found.roles)
    plan_id, version = plan_of(found.id, usage_key)
    lines = [] if plan_id is None else list(ledger.CERTIFICATES.filter(plan_id=plan_id).defer("canonical", "people"))
    last = lines[-1].number if lines else 0
    return CertificateView(
        placement=found, plan_id=plan_id, version=version, draft=draft_of(plan_id) if may_write else None,
        issued=tuple(CertificateLine(**_shown(row, last)) for row in lines),
    )  # fmt: skip


def version_to_certify(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> ToCertify:
    """The version of the plan that a certificate would close: whether it is agreed, and what of it can be copied.

    For those who write the certificate. Three queries and the placement's. Raises Invalid where none was submitted.
    """
    entered = placements.require(actor, "plan.write_certificate", placement)
    version = version_view(last_version_of(opened(entered.id, usage_key)))
    copied = offered(version.document) if version.is_intact else ()
    return ToCertify(version.plan_id, agreement_of(actor, entered, version), copied)


def issued_certificate(actor: Actor, *, placement: int | PlacementView, usage_key: str, number: int) -> IssuedCertificate:
    """An issued certificate with its text, NotFound where there is none. Two queries and the placement's."""
    entered = placements.require(actor, "plan.certificate", placement)
    return _found(ledger.CERTIFICATES.filter(plan__placement_id=entered.id, plan__usage_key=usage_key, number=number))


def take_certificate_along(actor: Actor, *, plan_id: int, number: int) -> IssuedCertificate:
    """An issued certificate, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such certificate.
    """
    placement_id = Plan.objects.filter(pk=plan_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placements.require(actor, "plan.take_certificate_along", placement_id)
    return _found(ledger.CERTIFICATES.filter(plan_id=plan_id, number=number))


def _found(rows: QuerySet[PlanCertificate]) -> IssuedCertificate:
    row = rows.first()
    if row is None:
        raise NotFound()
    last = PlanCertificate.objects.filter(plan_id=row.plan_id).order_by("-number").values_list("number", flat=True)[0]
    return issued_view(row, last)


def _shown(row: PlanCertificate, last: int) -> dict[str, Any]:
    return {
        "number": row.number, "issued_at": row.frozen_at, "issued_by": row.author_name, "role": row.issued_role,
        "sha256": row.sha256, "replaced_by": row.number + 1 if row.number < last else None,
        "is_recorded": getattr(row, "is_recorded", True),
    }  # fmt: skip


def issued_view(row: PlanCertificate, last: int) -> IssuedCertificate:
    return IssuedCertificate(
        **_shown(row, last), plan_id=row.plan_id, canonical=row.canonical, previous_sha256=row.previous_sha256,
        people=row.people,
    )  # fmt: skip
