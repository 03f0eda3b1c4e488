"""The certificate at the end of a stay: a draft that the host writes, and what was issued, which no one changes any more.

It is no part of the agreement: neither its document nor its hash knows of it. Mentor and leader write the draft, and
issue it under their name; what is issued is a frozen text with a hash of its own, and names the version of the plan that
it closes. A correction is the next number; the one before stays, marked as replaced. In an Erasmus+ plan it is Table D.

The functions are verbs of the plans api (api.py names them): they take the actor first and ask the table first.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import Invalid, NotFound, Stale
from ....core.language.text import NAME_LIMIT
from ....core.permissions import Role
from ....records import people, versions
from ....records.frozen import canonical
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Plan, PlanCertificate
from ..schema import frozen_text
from ..schema.layout import Layout
from ..versions import ledger
from .drafts import draft_of, last_version_of, opened, plan_of, refuse_broken
from .sections import CERTIFICATE, ISSUED, SECTIONS, STAY, gaps, stay_of
from .values import CertificateLine, CertificateView, IssuedCertificate, read

SCHEMA = 1
_ISSUERS = (Role.MENTOR, Role.LEADER)


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


def issue_certificate(actor: Actor, *, placement_id: int, usage_key: str, revision: int) -> IssuedCertificate:
    """Freeze the draft under the actor's name. `revision` is the draft that the actor has read.

    Raises Invalid where something is missing or nothing has changed since the last one, Stale where somebody wrote since.
    """
    placement = placements.require_locked(actor, "plan.issue_certificate", placement_id)
    plan_id = opened(placement.id, usage_key)
    draft = draft_of(plan_id)
    if draft.revision != revision:
        words = _("The certificate was changed in the meantime. Nothing was issued: reload the page and read it first.")
        raise Stale(revision=draft.revision, changed_by=draft.changed_by, changed_at=draft.changed_at, message=words)
    answers = draft.answers[0]
    if missing := gaps(answers):
        raise Invalid(_("Nothing is issued yet. Some things must be said first."), fields=missing)
    version, now = last_version_of(plan_id), timezone.now()
    refuse_broken(version)
    plan = frozen_text.thaw(version.canonical, version.people)
    stay = stay_of(plan)
    if not stay["trainee"]:
        words = _(
            "Version %(number)d of the plan names no student, so nobody would be certified. Name the student under Parties, "
            "hand the plan in again, then issue the certificate."
        )
        raise Invalid(words % {"number": version.number})
    last = versions.last_of(PlanCertificate, plan_id)
    closes = {"number": version.number, "sha256": version.sha256}
    said = {"erasmus": Layout.of(plan).erasmus, STAY.name: stay, CERTIFICATE.name: answers, "version": closes}
    if last is not None and _said_in(last) == said:
        raise Invalid(_("Nothing has changed since certificate %(number)d was issued.") % {"number": last.number})
    role = next(str(role) for role in _ISSUERS if role in placement.roles)
    seat = next((seat for seat in placement.parties if seat.is_of(actor) and seat.name), None)
    name = seat.name if seat else actor.name
    number = versions.next_number(last, ledger.LEDGER, plan_id, ledger.CERTIFICATE)
    issued = {"at": now.astimezone(UTC).isoformat(), "by": name, "role": role}
    whole = {"schema": SCHEMA, "number": number, **said, ISSUED.name: issued}
    frozen, named = people.set_aside(SECTIONS, whole, {}, [*plan["parties"], {"uid": seat.uid if seat else "", "name": name}])
    try:
        row = versions.freeze(
            actor, PlanCertificate, plan_id, number=number, text=canonical(frozen), people=named, last=last, at=now,
            chain=ledger.LEDGER, kind=ledger.CERTIFICATE, issued_role=role, author_name=name[:NAME_LIMIT],
        )  # fmt: skip
    except IntegrityError:
        raise Invalid(_("Somebody issued this certificate at the same moment. Reload the page to see it.")) from None
    return _issued(row, number)


def take_certificate_along(actor: Actor, *, plan_id: int, number: int) -> IssuedCertificate:
    """An issued certificate, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such certificate.
    """
    placement_id = Plan.objects.filter(pk=plan_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placements.require(actor, "plan.take_certificate_along", placement_id)
    row = ledger.CERTIFICATES.filter(plan_id=plan_id, number=number).first()
    if row is None:
        raise NotFound()
    last = PlanCertificate.objects.filter(plan_id=plan_id).order_by("-number").values_list("number", flat=True)[0]
    return _issued(row, last)


def _said_in(row: PlanCertificate) -> dict[str, Any]:
    """What a certificate says of the stay, whoever issued it when."""
    said = read(row.canonical, row.people)
    return {name: value for name, value in said.items() if name not in ("schema", "number", "issued")}


def _shown(row: PlanCertificate, last: int) -> dict[str, Any]:
    return {
        "number": row.number, "issued_at": row.frozen_at, "issued_by": row.author_name, "role": row.issued_role,
        "sha256": row.sha256, "replaced_by": row.number + 1 if row.number < last else None,
        "is_recorded": getattr(row, "is_recorded", True),
    }  # fmt: skip


def _issued(row: PlanCertificate, last: int) -> IssuedCertificate:
    return IssuedCertificate(
        **_shown(row, last), plan_id=row.plan_id, canonical=row.canonical, previous_sha256=row.previous_sha256,
        people=row.people,
    )  # fmt: skip
