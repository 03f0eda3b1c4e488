"""Whether all that was handed in, signed and issued is still there and says what it said: for the operator, not an api verb.

Each version's hash covers its text and the hash before it; a signature's hash covers what was signed and the version's hash;
a certificate has a hash of its own; and the record (record.py) has a line for each of them, with who did it and where. Every
place where these do not agree is named. An account that is not there any more, and a name that went with it, are no break: they
were forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ....core.text import NAME_LIMIT
from ..models import Plan, PlanCertificate, PlanRecord, PlanSignature, PlanVersion
from . import frozen_text, ledger
from .ledger import Kind

BATCH = 50  # plans looked at together


@dataclass(frozen=True)
class Break:
    """One thing that is not as it was recorded. `what` names it within its plan: "version 2"; "" is the plan itself."""

    plan_id: int
    what: str
    reason: str

    def __str__(self) -> str:
        return f"Plan {self.plan_id}{f', {self.what}' if self.what else ''}: {self.reason}."


@dataclass
class Verdict:
    """What was looked at, and all that is broken."""

    plans: int = 0
    versions: int = 0
    signatures: int = 0
    certificates: int = 0
    breaks: list[Break] = field(default_factory=list)


@dataclass
class _Kept:
    """All there is of one plan."""

    plan_id: int
    plan: Plan | None
    versions: list[PlanVersion] = field(default_factory=list)
    signatures: list[PlanSignature] = field(default_factory=list)
    certificates: list[PlanCertificate] = field(default_factory=list)
    lines: list[PlanRecord] = field(default_factory=list)


def verify_hash_chains() -> Verdict:
    """Compare all plans with the record, BATCH of them at a time, to the last one."""
    verdict = Verdict()
    known = set(PlanVersion.objects.values_list("plan_id", flat=True).distinct())
    known |= set(PlanCertificate.objects.values_list("plan_id", flat=True).distinct())
    known |= set(PlanRecord.objects.values_list("plan_id", flat=True).distinct())
    plan_ids = sorted(known)
    for start in range(0, len(plan_ids), BATCH):
        for kept in _kept(plan_ids[start : start + BATCH]):
            verdict.plans += bool(kept.versions)
            verdict.versions += len(kept.versions)
            verdict.signatures += len(kept.signatures)
            verdict.certificates += len(kept.certificates)
            verdict.breaks += breaks_of(kept)
    return verdict


def _kept(plan_ids: Sequence[int]) -> list[_Kept]:
    existing = Plan.objects.in_bulk(plan_ids)
    found = {plan_id: _Kept(plan_id, existing.get(plan_id)) for plan_id in plan_ids}
    for version in PlanVersion.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "number"):
        found[version.plan_id].versions.append(version)
    signed = PlanSignature.objects.filter(version__plan_id__in=plan_ids).select_related("version").defer("version__canonical")
    for signature in signed.order_by("version__plan_id", "version__number", "pk"):
        found[signature.version.plan_id].signatures.append(signature)
    for certificate in PlanCertificate.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "number"):
        found[certificate.plan_id].certificates.append(certificate)
    for line in PlanRecord.objects.filter(plan_id__in=plan_ids).order_by("plan_id", "position"):
        found[line.plan_id].lines.append(line)
    return list(found.values())


def breaks_of(kept: _Kept) -> list[Break]:
    """Name all that is broken in one plan: first what is there, then what is missing, then the record itself."""
    found = [*_versions(kept), *_signatures(kept), *_certificates(kept), *_moved(kept), *_missing(kept), *_record(kept.lines)]
    return [Break(kept.plan_id, what, reason) for what, reason in found]


Found = Iterator[tuple[str, str]]


def _versions(kept: _Kept) -> Found:
    recorded, previous = _recorded(kept, Kind.VERSION), ""
    for row in kept.versions:
        what = f"version {row.number}"
        if frozen_text.digest(row.previous_sha256, row.canonical) != row.sha256:
            yield what, "its text is not the one that was handed in"
        if row.previous_sha256 != previous:
            yield what, "it does not follow the version before it"
        lines = recorded[row.number, ""]
        if len(lines) > 1:
            yield what, "more than one was handed in under this number"
        line = _line_of(row, lines)
        if line is None:
            yield what, _unlike(lines, "handed in")
        else:
            if row.frozen_at != line.at:
                yield what, "the record says that it was handed in at another time"
            if not _is_by(row, line):
                yield what, "it was handed in by somebody else than it says"
        previous = row.sha256


def _signatures(kept: _Kept) -> Found:
    recorded = _recorded(kept, Kind.SIGNATURE)
    for row in kept.signatures:
        what, place = _signature_of(row.version.number, row.party_uid), (row.version.number, row.party_uid)
        if ledger.signature_sha256(row) != row.sha256:
            yield what, "it does not say what was signed"
        if row.version_sha256 != row.version.sha256:
            yield what, "it was given to another text than this version's"
        line = _line_of(row, recorded[place])
        if line is None:
            yield what, _unlike(recorded[place], "signed")
        elif not _is_by(row, line):
            yield what, "another person gave it than it says"


def _is_by(row: PlanVersion | PlanSignature, line: PlanRecord) -> bool:
    """Whether the columns beside what was done name the person, and the name, that the record knows, or nobody any more."""
    is_person = ledger.fits(line.account_sha256, row.salt, ledger.who(row))
    return is_person and ledger.fits(line.name_sha256, row.salt, row.author_name)


def _certificates(kept: _Kept) -> Found:
    recorded = _recorded(kept, Kind.CERTIFICATE)
    for row in kept.certificates:
        what = f"certificate {row.number}"
        is_whole = frozen_text.digest("", row.canonical) == row.sha256
        if not is_whole:
            yield what, "its text is not the one that was issued"
        line = _line_of(row, recorded[row.number, ""])
        if line is None:
            yield what, _unlike(recorded[row.number, ""], "issued")
            continue
        if row.issued_at != line.at:
            yield what, "the record says that it was issued at another time"
        is_account = ledger.fits(line.account_sha256, row.salt, ledger.who(row))
        if not is_account or (is_whole and not _is_issuer(row)):
            yield what, "it was issued by somebody else than it says"


def _is_issuer(row: PlanCertificate) -> bool:
    """Whether the columns beside a certificate name the issuer whom its text names; the name may have been forgotten."""
    issued = frozen_text.read(row.canonical).get("issued", {})
    is_forgotten = not row.salt and not row.author_name
    return row.issued_role == issued.get("role") and (is_forgotten or row.author_name == issued.get("by", "")[:NAME_LIMIT])


def _moved(kept: _Kept) -> Found:
    """Where the plan stood when something of it was recorded, if that is not where it stands."""
    if kept.plan is None:
        return
    here = kept.plan.placement_id, kept.plan.course_key, kept.plan.usage_key
    were = {(line.placement_id, line.course_key, line.usage_key) for line in kept.lines if line.kind != Kind.ERASED}
    for placement_id, course_key, usage_key in sorted(were - {here}):
        place = f"placement {placement_id} of {course_key}, block {usage_key}"
        yield "", f"it was moved: what is recorded of it was done in {place}"


def _missing(kept: _Kept) -> Found:
    """What the record names and is not there."""
    if any(line.kind == Kind.ERASED for line in kept.lines):
        if kept.plan is not None:
            yield "", "the record says that it was erased, and it is there"
        return
    if kept.plan is None:
        yield "", "it was deleted"
        return
    versions, certificates = {row.number for row in kept.versions}, {row.number for row in kept.certificates}
    signatures = {(row.version.number, row.party_uid) for row in kept.signatures}
    for line in kept.lines:
        if line.kind == Kind.VERSION and line.number not in versions:
            yield f"version {line.number}", "it was handed in and is missing"
        elif line.kind == Kind.CERTIFICATE and line.number not in certificates:
            yield f"certificate {line.number}", "it was issued and is missing"
        elif line.kind == Kind.SIGNATURE and (line.number, line.party_uid) not in signatures:
            yield _signature_of(line.number, line.party_uid), "it was given and is missing"


def _record(lines: Sequence[PlanRecord]) -> Found:
    position, previous = 0, ""
    for line in lines:
        what = f"line {line.position} of its record"
        if line.position != position + 1:
            yield what, f"line {position + 1} is missing before it"
        if line.previous_sha256 != previous:
            yield what, "it does not follow the line before it"
        if ledger.line_sha256(line) != line.line_sha256:
            yield what, "it was changed"
        position, previous = line.position, line.line_sha256


def _recorded(kept: _Kept, kind: str) -> dict[tuple[int, str], list[PlanRecord]]:
    found: dict[tuple[int, str], list[PlanRecord]] = defaultdict(list)
    for line in kept.lines:
        if line.kind == kind:
            found[line.number, line.party_uid].append(line)
    return found


def _line_of(row: PlanVersion | PlanSignature | PlanCertificate, lines: Sequence[PlanRecord]) -> PlanRecord | None:
    """The line that stands for a row: the one with its hash."""
    return next((line for line in lines if line.sha256 == row.sha256), None)


def _unlike(recorded: Sequence[PlanRecord], done: str) -> str:
    return f"another one was {done} in its place" if recorded else f"the record does not know that it was {done}"


def _signature_of(number: int, party_uid: str) -> str:
    return f"signature of {party_uid} under version {number}"
