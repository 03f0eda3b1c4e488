"""The record of what was handed in, signed and issued: what verifying a plan compares the plan with.

Each of these leaves a line with its hash, and each line has a hash over itself and the line before it. The lines know a plan
by its number alone, so that they stay when the plan, a version, a signature or a certificate goes: what is recorded and not
there is missed, what is there and not recorded was put there. A line says, too, in which placement, course and block the plan
stood. Whoever can write to the database can make both agree again: nothing outside the database vouches for the record.

Who did it is in a line as a digest, of the account and where no other hash covers it of the name, salted with what stands in
the row of what was done. When an account is forgotten, the salt goes with it: the digests stay, so that the record still
verifies, and nobody can find out by trying whom they meant.

For this tool's verbs, which write to it in the transaction of what they record.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils import timezone

from ....core.authorship import Authored
from ..models import SALT_LIMIT, Plan, PlanCertificate, PlanRecord, PlanSignature, PlanVersion
from . import frozen_text

Kind = PlanRecord.Kind


def _is_recorded(kind: str) -> Exists:
    found = {"plan_id": OuterRef("plan_id"), "kind": kind, "number": OuterRef("number"), "sha256": OuterRef("sha256")}
    return Exists(PlanRecord.objects.filter(**found))


_LAST = (
    PlanRecord.objects.filter(plan_id=OuterRef("plan_id"), kind=Kind.VERSION)
    .order_by().values("plan_id").annotate(last=Max("number")).values("last")
)  # fmt: skip
VERSIONS = PlanVersion.objects.annotate(is_recorded=_is_recorded(Kind.VERSION), last_recorded=Subquery(_LAST))
CERTIFICATES = PlanCertificate.objects.annotate(is_recorded=_is_recorded(Kind.CERTIFICATE))


def version(row: PlanVersion) -> None:
    """Record a version that was handed in. Three queries."""
    by = {"account_sha256": who_sha256(row.salt, who(row)), "name_sha256": who_sha256(row.salt, row.author_name)}
    _add(row.plan_id, Kind.VERSION, row.number, row.sha256, at=row.frozen_at, **by)


def signature(row: PlanSignature, plan_id: int, number: int) -> None:
    """Record a signature under version `number`. Three queries."""
    by = {"account_sha256": who_sha256(row.salt, who(row)), "name_sha256": who_sha256(row.salt, row.author_name)}
    _add(plan_id, Kind.SIGNATURE, number, row.sha256, row.party_uid, at=row.signed_at, **by)


def certificate(row: PlanCertificate) -> None:
    """Record an issued certificate. Three queries."""
    by = {"account_sha256": who_sha256(row.salt, who(row))}
    _add(row.plan_id, Kind.CERTIFICATE, row.number, row.sha256, at=row.issued_at, **by)


def last_number(plan_id: int) -> int:
    """Return the number of the last version that was handed in, whether or not it is there; 0 for none. One query."""
    found = PlanRecord.objects.filter(plan_id=plan_id, kind=Kind.VERSION).order_by("-number")
    return found.values_list("number", flat=True).first() or 0


def erased(plan_ids: Iterable[int]) -> None:
    """Put one line in the place of a plan's record: it was erased with the account of whose alone it was."""
    for plan_id in plan_ids:
        if PlanRecord.objects.filter(plan_id=plan_id).exclude(kind=Kind.ERASED).delete()[0]:
            _add(plan_id, Kind.ERASED, 0, "")


def signature_sha256(row: PlanSignature) -> str:
    """Compute a signature's hash: over who signed in which place and role, when, the sentence, and the version's hash."""
    said = {
        "version": row.version_sha256, "party": row.party_uid, "role": row.role, "name": row.name, "sentence": row.sentence,
        "at": _iso(row.signed_at),
    }  # fmt: skip
    return frozen_text.digest("", frozen_text.canonical(said))


def new_salt() -> str:
    """Make what the digests of one person in one place are salted with."""
    return secrets.token_hex(SALT_LIMIT // 2)


def who(row: Authored) -> int | str | None:
    """Return who did something, as its digest says it: the number of an account, or "seat" and the number of a guest's seat."""
    if row.author_seat_id is None:
        return row.author_id
    return " ".join(f"{what} {pk}" for what, pk in (("seat", row.author_seat_id), ("account", row.author_id)) if pk is not None)


def who_sha256(salt: str, who: int | str | None) -> str:
    """Compute the digest of an account's number, of a seat, or of a name."""
    return frozen_text.digest(salt, frozen_text.canonical({"who": who}))


def fits(recorded: str, salt: str, who: int | str | None) -> bool:
    """Return whether a digest in the record means this account or seat, or this name, as far as is known.

    Nobody fits where the person was forgotten, and the salt with them; and no account does where it was deleted.
    """
    return who is None or (not salt and not who) or who_sha256(salt, who) == recorded


def line_sha256(row: PlanRecord) -> str:
    """Compute the hash of a line of the record: over the line before it and what it says."""
    said = {
        "plan": row.plan_id, "position": row.position, "kind": row.kind, "number": row.number, "party": row.party_uid,
        "sha256": row.sha256, "at": _iso(row.at), "placement": row.placement_id, "course": row.course_key,
        "usage": row.usage_key, "account": row.account_sha256, "name": row.name_sha256,
    }  # fmt: skip
    return frozen_text.digest(row.previous_sha256, frozen_text.canonical(said))


def _add(plan_id: int, kind: str, number: int, sha256: str, party_uid: str = "", at: datetime | None = None, **by: str) -> None:
    """`at`: when what is recorded came to be, as it says itself; `by`: the digests of who did it."""
    last = PlanRecord.objects.filter(plan_id=plan_id).order_by("-position").first()
    found = Plan.objects.filter(pk=plan_id).values("placement_id", "course_key", "usage_key").first()
    place = dict(found) if found else {}  # none once it was erased
    row = PlanRecord(
        plan_id=plan_id, position=last.position + 1 if last else 1, kind=kind, number=number, party_uid=party_uid,
        sha256=sha256, previous_sha256=last.line_sha256 if last else "", at=at or timezone.now(), **place, **by,
    )  # fmt: skip
    row.line_sha256 = line_sha256(row)
    row.save(force_insert=True)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
