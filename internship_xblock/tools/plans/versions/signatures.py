"""Signing a version: who must, who has, and the sentence each agreed to.

The student, the mentor and the university supervisor whom the version names must sign it; a leader may. In staff mode
the new employee, the mentor and the leader must. Each signs for themselves: the party's place must be theirs (they joined
it). All who must have signed make the version *agreed*, and a version that names nobody in one of these roles is not: it
takes three to agree. The next version is another agreement and is signed anew; what was signed stays with the version it
was under.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid, NotAllowed, NotFound, Words
from ....core.text import NAME_LIMIT
from ...placements.api import ONBOARDING, PLACEMENT, PlacementView
from ..models import PlanSignature, PlanVersion
from ..schema.layout import Layout
from . import frozen_text, ledger

BROKEN_VERSION = gettext_lazy(
    "This is not the text that was handed in: it was changed afterwards, or the record of it is gone. Do not rely on it; tell "
    "your course team."
)
MUST_SIGN = {PLACEMENT: ("student", "mentor", "supervisor"), ONBOARDING: ("student", "mentor", "leader")}
MAY_SIGN = ("student", "mentor", "supervisor", "leader")


@dataclass(frozen=True)
class Signature:
    """A line under a version. `signed_at` None: the line is still empty. `sentence` is what was agreed to, to the letter.

    `is_broken`: a signature stands there that was not given to this version as it is now; it does not count.
    """

    party_uid: str
    name: str
    role: str
    role_label: str
    must: bool
    signed_at: datetime | None = None
    sentence: str = ""
    is_broken: bool = False

    @property
    def warning(self) -> str:
        """What to say beside the line, with %(name)s in it; "" for most."""
        return _("The signature of %(name)s does not fit this version any more, and does not count.") if self.is_broken else ""


@dataclass(frozen=True)
class Agreement:
    """The lines under one version, and which of them is the actor's to sign now (None: no line).

    `unnamed` are the roles that must sign and have nobody in this version, in words; `earlier` what was signed under the
    versions before it, by their numbers, the newest first: it stays with them.
    """

    number: int
    lines: tuple[Signature, ...]
    mine: Signature | None
    unnamed: tuple[str, ...] = ()
    is_intact: bool = True  # the version is the one that was handed in

    @property
    def warning(self) -> Words:
        """What to say where the version is not the one that was handed in."""
        return "" if self.is_intact else BROKEN_VERSION

    earlier: tuple[tuple[int, tuple[Signature, ...]], ...] = ()

    @property
    def is_agreed(self) -> bool:
        return self.is_intact and not self.unnamed and all(line.signed_at for line in self.lines if line.must)

    @property
    def is_begun(self) -> bool:
        return any(line.signed_at for line in self.lines)


def sentence(number: int) -> str:
    """What a party agrees to by signing."""
    return _("I have read version %(number)d of this plan and will do my part in it.") % {"number": number}


Marks = Mapping[str, PlanSignature]  # by the uid of the party
_SIGNED = PlanSignature.objects.select_related("version").defer("version__canonical")


def fits(mark: PlanSignature) -> bool:
    """Whether a signature says what was signed, and was given to its version as that is now."""
    return mark.version_sha256 == mark.version.sha256 and ledger.signature_sha256(mark) == mark.sha256


def marks_of(version: PlanVersion, lock: bool = False) -> Marks:
    """What was signed under a version; with `lock` as it stands this moment. One query."""
    rows = _SIGNED.select_for_update() if lock else _SIGNED
    return {row.party_uid: row for row in rows.filter(version_id=version.pk)}


def with_earlier(agreement: Agreement, document: Mapping[str, Any], signed: Mapping[int, Marks]) -> Agreement:
    """The agreement with what was signed under the versions before it."""
    label = Layout.of(document).role_label
    before = []
    for number in sorted((number for number in signed if number < agreement.number), reverse=True):
        lines = (
            Signature(mark.party_uid, mark.name, mark.role, label(mark.role), False, mark.signed_at, mark.sentence)
            for mark in signed[number].values()
        )
        before.append((number, tuple(lines)))
    return replace(agreement, earlier=tuple(before))


def under(
    actor: Actor, placement: PlacementView, number: int, document: Mapping[str, Any], signed: Marks, is_intact: bool = True
) -> Agreement:
    """The agreement under a version that says `document`, as this person sees it. `is_intact`: it is what was handed in."""
    seats, layout = _seats(actor, placement), Layout.of(document)
    marked = ((row, signed.get(row["uid"])) for row in document.get("parties", []))
    lines = [_line(row, mark, layout) for row, mark in marked if mark is not None or _may_sign(row)]
    open_lines = (line for line in lines if line.party_uid in seats and not (line.signed_at or line.is_broken))
    mine = next(open_lines, None) if is_intact else None  # nobody is asked to sign what is not what was handed in
    return Agreement(number, tuple(lines), mine, tuple(layout.role_label(role) for role in unnamed(document)), is_intact)


def _line(row: Mapping[str, Any], mark: PlanSignature | None, layout: Layout) -> Signature:
    """The line of a party, with what was signed there: that keeps the name and the role it was signed with."""
    must = _must_sign(row, layout)
    if mark is None:
        return Signature(row["uid"], row["name"], row["role"], layout.role_label(row["role"]), must)
    is_good = fits(mark)
    return Signature(
        party_uid=row["uid"], name=mark.name, role=mark.role, role_label=layout.role_label(mark.role), must=must,
        signed_at=mark.signed_at if is_good else None, sentence=mark.sentence, is_broken=not is_good,
    )  # fmt: skip


def _may_sign(row: Mapping[str, Any]) -> bool:
    return bool(row.get("role") in MAY_SIGN and not row.get("is_substitute") and row.get("name"))


def _must_sign(row: Mapping[str, Any], layout: Layout) -> bool:
    return row.get("role") in MUST_SIGN[layout.kind] and not row.get("is_substitute")


def is_agreed(document: Mapping[str, Any], signed: Marks) -> bool:
    """Whether all who must have signed a version."""
    return not unnamed(document) and all(row["uid"] in signed and fits(signed[row["uid"]]) for row in _due(document))


def unnamed(document: Mapping[str, Any]) -> list[str]:
    """The roles that must sign a plan and that it has nobody for. Pure."""
    named = {row["role"] for row in _due(document)}
    return [role for role in MUST_SIGN[Layout.of(document).kind] if role not in named]


def _due(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The people whom a plan names and who must sign it."""
    layout = Layout.of(document)
    return [row for row in document.get("parties", []) if _must_sign(row, layout) and row.get("name")]


def signed_under(plan_id: int, number: int) -> Mapping[int, Marks]:
    """What was signed under the versions of a plan up to this one, by their numbers. One query."""
    found: dict[int, dict[str, PlanSignature]] = {}
    for row in _SIGNED.filter(version__plan_id=plan_id, version__number__lte=number):
        found.setdefault(row.version.number, {})[row.party_uid] = row
    return found


def put(actor: Actor, placement: PlacementView, version: PlanVersion) -> Agreement:
    """Sign a version for the actor's own place in a placement that is locked. Twice is once; an older version is closed."""
    versions = PlanVersion.objects.select_for_update().filter(plan_id=version.plan_id)
    newest = versions.order_by("-number").values_list("number", flat=True).first()
    if version.number != newest:
        raise Invalid(_("Version %(newest)s has been handed in since. Read that one, then sign it.") % {"newest": newest})
    if not is_intact(version):
        raise Invalid(_("This version no longer says what was handed in. Please tell your course team; it cannot be signed."))
    document = json.loads(version.canonical)
    agreement = under(actor, placement, version.number, document, marks_of(version, lock=True))
    if agreement.mine is None:
        if any(line.party_uid in _seats(actor, placement) for line in agreement.lines):
            return agreement
        raise NotAllowed(_("This version does not name you as one of those who sign it. Hand in a new version that does."))
    line = agreement.mine
    try:
        with transaction.atomic():
            mark = PlanSignature(
                version=version, party_uid=line.party_uid, role=line.role, name=line.name[:NAME_LIMIT],
                sentence=sentence(version.number), signed_at=timezone.now(), version_sha256=version.sha256,
                salt=ledger.new_salt(), **signed(actor),
            )  # fmt: skip
            mark.sha256 = ledger.signature_sha256(mark)
            mark.save(force_insert=True)
            ledger.signature(mark, version.plan_id, version.number)
    except IntegrityError:  # pressed twice at once: the first one counts
        pass
    return under(actor, placement, version.number, document, marks_of(version, lock=True))


def is_intact(version: Any) -> bool:
    """Whether a version, as `record.VERSIONS` has it, is the one that was handed in, as far as is known here."""
    return bool(version.is_recorded) and frozen_text.digest(version.previous_sha256, version.canonical) == version.sha256


def _seats(actor: Actor, placement: PlacementView) -> set[str]:
    """The places in the placement that are the actor's own."""
    return {party.uid for party in placement.parties if party.is_of(actor)}


def find(placement_id: int, usage_key: str, number: int) -> PlanVersion:
    """A version of a placement's plan, NotFound where there is none."""
    version = ledger.VERSIONS.filter(plan__placement_id=placement_id, plan__usage_key=usage_key, number=number).first()
    if version is None:
        raise NotFound()
    return version
