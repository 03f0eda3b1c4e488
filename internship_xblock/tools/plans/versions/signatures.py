"""Signing a version: who must, who has, and the sentence each agreed to.

The student, the mentor and the university supervisor whom the version names must sign it; a leader may. In staff mode
the new employee, the mentor and the leader must. Each signs for themselves: the party's place must be theirs (they joined
it). All who must have signed make the version *agreed*, and a version that names nobody in one of these roles is not: it
takes three to agree. The next version is another agreement and is signed anew; what was signed stays with the version it
was under.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import events
from ....core.actor import Actor
from ....core.errors import Invalid, NotAllowed, NotFound
from ....core.permissions import Role
from ....records import signatures as records
from ....records.signatures import Agreement, Marks, Signature, Signers
from ...placements import api as placements
from ...placements.api import ONBOARDING, PLACEMENT, PlacementView
from ..models import PlanSignature, PlanVersion
from ..schema import frozen_text
from ..schema.layout import Layout
from . import ledger

__all__ = ["MUST_SIGN", "Agreement", "Signature", "find", "is_agreed", "is_intact", "put", "sentence", "signed_under", "under"]

BROKEN_VERSION = gettext_lazy(
    "This is not the text that was submitted: it was changed afterwards, or its record is missing. Do not rely on it, and "
    "tell your course team."
)
MUST_SIGN = {
    PLACEMENT: (Role.STUDENT, Role.MENTOR, Role.SUPERVISOR),
    ONBOARDING: (Role.STUDENT, Role.MENTOR, Role.LEADER),
}
MAY_SIGN = (Role.STUDENT, Role.MENTOR, Role.SUPERVISOR, Role.LEADER)  # as the permission table says
NAMES = tuple(field.attname for field in PlanSignature._meta.concrete_fields)
COLUMNS = tuple(f"signatures__{name}" for name in NAMES)  # what a query of versions asks for, to have these with them
_SIGNED = PlanSignature.objects.select_related("version").defer("version__canonical")


def signers_of(document: Mapping[str, Any]) -> Signers:
    """Who signs a plan. Who steps in for another does not."""
    layout = Layout.of(document)
    return Signers(MUST_SIGN[layout.kind], MAY_SIGN, layout.role_label, lambda party: not party.get("is_substitute"))


def sentence(number: int) -> str:
    """What a party agrees to by signing."""
    return _("I have read version %(number)d of this plan and will do my part in it.") % {"number": number}


def marks_of(version: PlanVersion, lock: bool = False) -> Marks:
    """What was signed under a version; with `lock` as it stands this moment. One query."""
    rows = _SIGNED.select_for_update() if lock else _SIGNED
    return {row.party_uid: row for row in rows.filter(version_id=version.pk)}


def marks_of_versions(version_ids: Collection[int]) -> Mapping[int, Marks]:
    """What was signed under each of these versions, by their ids. One query at most."""
    found: dict[int, dict[str, PlanSignature]] = {}
    for row in _SIGNED.filter(version_id__in=list(version_ids)) if version_ids else ():
        found.setdefault(row.version_id, {})[row.party_uid] = row
    return found


def marks_in(lines: Iterable[Mapping[str, Any]]) -> Marks:
    """What was signed under a version, from lines that each have the version and, by COLUMNS, one of its signatures. Pure."""
    found = {}
    for line in lines:
        values = {name: line[f"signatures__{name}"] for name in NAMES}
        if values["id"] is not None:
            mark = PlanSignature(**values)
            mark.version = PlanVersion(pk=line["pk"], plan_id=line["plan_id"], number=line["number"], sha256=line["sha256"])
            found[mark.party_uid] = mark
    return found


def with_earlier(agreement: Agreement, document: Mapping[str, Any], signed: Mapping[int, Marks]) -> Agreement:
    """The agreement with what was signed under the versions before it."""
    return replace(agreement, earlier=records.earlier(signed, agreement.number, signers_of(document)))


def under(
    actor: Actor, placement: PlacementView, number: int, document: Mapping[str, Any], signed: Marks, is_intact: bool = True
) -> Agreement:
    """The agreement under a version that says `document`, as this person sees it. `is_intact`: it is what was submitted."""
    signers, parties = signers_of(document), document.get("parties", [])
    lines = tuple(records.lines(parties, signed, signers))
    return Agreement(
        number, lines,
        mine=records.mine(lines, _seats(actor, placement)) if is_intact else None,  # nobody signs what was not submitted
        unnamed=tuple(signers.label(role) for role in records.unnamed(parties, signers)),
        is_intact=is_intact,
        broken=BROKEN_VERSION,
    )  # fmt: skip


def is_agreed(document: Mapping[str, Any], signed: Marks) -> bool:
    """Whether all who must have signed a version."""
    return records.is_agreed(document.get("parties", []), signed, signers_of(document))


def signed_under(plan_id: int, number: int) -> Mapping[int, Marks]:
    """What was signed under the versions of a plan up to this one, by their numbers. One query."""
    found: dict[int, dict[str, PlanSignature]] = {}
    for row in _SIGNED.filter(version__plan_id=plan_id, version__number__lte=number):
        found.setdefault(row.version.number, {})[row.party_uid] = row
    return found


def put(actor: Actor, placement: PlacementView, version: PlanVersion, shown: str, usage_key: str) -> Agreement:
    """Sign a version for the actor's own place in a placement that is locked. Twice is once; an older version is closed.

    `shown` is the hash of the text that this person was shown: nobody signs another.
    """
    versions = PlanVersion.objects.select_for_update().filter(plan_id=version.plan_id)
    newest = versions.order_by("-number").values_list("number", flat=True).first()
    if version.number != newest:
        raise Invalid(_("Version %(newest)s has been submitted since. Read that one, then sign it.") % {"newest": newest})
    if shown != version.sha256:
        raise Invalid(_("Read version %(number)d first, then sign it.") % {"number": version.number})
    if not is_intact(version):
        raise Invalid(_("This version is no longer what was submitted, so it cannot be signed. Please tell your course team."))
    document = frozen_text.thaw(version.canonical, version.people)
    agreement = under(actor, placement, version.number, document, marks_of(version, lock=True))
    if agreement.mine is None:
        if any(line.party_uid in _seats(actor, placement) for line in agreement.lines):
            return agreement
        raise NotAllowed(_("This version does not name you as one of those who sign it. Submit a new version that does."))
    placements.require_confirmed(actor)
    records.put(actor, PlanSignature, version, agreement.mine, sentence(version.number), ledger.LEDGER)
    signed = under(actor, placement, version.number, document, marks_of(version, lock=True))
    events.happened(
        actor, "plan.sign", usage_key, plan_id=version.plan_id, placement_id=placement.id, version=version.number,
        is_agreed=int(signed.is_agreed),
    )  # fmt: skip
    return signed


def is_intact(version: Any) -> bool:
    """Return whether a version, as `ledger.VERSIONS` has it, is the one that was submitted, as far as is known here."""
    said = frozen_text.read(version.canonical)
    return bool(version.is_recorded) and frozen_text.is_whole(
        version.previous_sha256, version.canonical, version.sha256, said, version.people
    )


def _seats(actor: Actor, placement: PlacementView) -> set[str]:
    """The places in the placement that are the actor's own."""
    return {party.uid for party in placement.parties if party.is_of(actor)}


def find(placement_id: int, usage_key: str, number: int) -> PlanVersion:
    """A version of a placement's plan, NotFound where there is none."""
    version = ledger.VERSIONS.filter(plan__placement_id=placement_id, plan__usage_key=usage_key, number=number).first()
    if version is None:
        raise NotFound()
    return version
