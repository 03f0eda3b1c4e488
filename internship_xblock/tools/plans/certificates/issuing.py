"""The certificate at the end of a stay: a draft that the host writes, and what was issued, which no one changes any more.

It is no part of the agreement: neither its document nor its hash knows of it. Mentor and leader write the draft, and
issue it under their name; what is issued is a frozen text with a hash of its own, and names the version of the plan that
it closes. A correction is the next number; the one before stays, marked as replaced. In an Erasmus+ plan it is Table D.

The functions are verbs of the plans api (api.py re-exports them): they take the actor first and ask the table first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core import permissions
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.clock import is_to_come
from ....core.errors import Invalid, NotFound, Stale, Words, raise_for_refused
from ....core.permissions import Role
from ....core.text import LINE_LIMIT, NAME_LIMIT
from ...placements import api as placements
from ...placements.api import PlacementView
from ..drafts import storage, validation
from ..drafts.validation import Surroundings
from ..models import Plan, PlanCertificate, PlanSection, PlanVersion
from ..schema.layout import Layout
from ..schema.sections import Field, Row, Section, values_of
from ..values import SectionView, differences
from ..versions import frozen_text, ledger
from ..versions.signatures import is_intact

SCHEMA = 1
CERTIFICATE_WEEKS = 5  # after the last day: what an Erasmus+ agreement promises
TASKS_LIMIT, WORDS_LIMIT = 4_000, 2_500  # characters: all of them together fit one request
CERTIFICATE = Section(
    name="certificate",
    title=gettext_lazy("Certificate"),
    intro=gettext_lazy(
        "What the student takes along from this stay. Names, address and sector come from the plan. The first and the last "
        "day are those on which the student was really there."
    ),
    fields=(
        Field("title", gettext_lazy("Title of the stay"), limit=NAME_LIMIT, is_wide=True),
        Field("start", gettext_lazy("First day there"), "date"),
        Field("end", gettext_lazy("Last day there"), "date"),
        Field("virtual_start", gettext_lazy("First day online, if part of it was online"), "date"),
        Field("virtual_end", gettext_lazy("Last day online"), "date"),
        Field("tasks", gettext_lazy("The programme, and the tasks the student carried out"), "text", limit=TASKS_LIMIT),
        Field(
            "outcomes", gettext_lazy("What the student has learnt: knowledge, skills, competences"), "text", limit=WORDS_LIMIT
        ),
        Field("evaluation", gettext_lazy("How the student did"), "text", limit=WORDS_LIMIT),
        Field("place", gettext_lazy("Place where it is issued"), limit=LINE_LIMIT),
    ),
)
_ISSUERS = (Role.MENTOR, Role.LEADER)
BROKEN_CERTIFICATE = gettext_lazy(
    "This is not the text that was issued: it was changed afterwards, or the record of it is gone. Do not rely on it; tell "
    "your course team."
)
_NOTHING_SAID: dict[str, Any] = {  # of a text that cannot be read any more
    "erasmus": False, "trainee": "", "sending": "", "organisation": "", "sector": "", "address": "", "country": "",
    "website": "", "version": {"number": 0, "sha256": ""}, "issued": {"at": "", "by": "", "role": ""},
    "answers": {field.name: "" for field in CERTIFICATE.fields},
}  # fmt: skip


@dataclass(frozen=True)
class CertificateLine:
    """An issued certificate in a list. `replaced_by` is the number of the one that corrects it, None where this one counts."""

    number: int
    issued_at: datetime
    issued_by: str
    role: str
    sha256: str
    replaced_by: int | None = None
    is_recorded: bool = True  # the record knows a certificate of this number with this hash

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was issued, as far as is known."""
        return "" if self.is_recorded else BROKEN_CERTIFICATE


@dataclass(frozen=True)
class IssuedCertificate(CertificateLine):
    """An issued certificate with its text. `canonical` is what the hash is over."""

    plan_id: int = 0
    canonical: str = "{}"

    @cached_property
    def document(self) -> dict[str, Any]:
        return {**_NOTHING_SAID, **frozen_text.read(self.canonical)}

    @property
    def is_intact(self) -> bool:
        return self.is_recorded and frozen_text.digest("", self.canonical) == self.sha256

    @property
    def warning(self) -> Words:
        return "" if self.is_intact else BROKEN_CERTIFICATE


@dataclass(frozen=True)
class CertificateView:
    """What a person sees of a plan's certificate. `draft` is None for those who do not write it.

    `version` is the number of the plan's last version; None where none was handed in, and nothing can be certified yet.
    """

    placement: PlacementView
    plan_id: int | None
    version: int | None
    draft: SectionView | None
    issued: tuple[CertificateLine, ...]


def certificate(actor: Actor, *, placement: int | PlacementView, usage_key: str) -> CertificateView:
    """The certificate of a plan: its draft for those who write it, and what was issued, the first one first.

    Three queries and the placement's, whatever there is.
    """
    found = placements.require(actor, "plan.certificate", placement)
    may_write = not actor.masquerading and permissions.is_allowed("plan.write_certificate", found.roles)
    plan_id, version = _plan(found.id, usage_key)
    lines = [] if plan_id is None else list(ledger.CERTIFICATES.filter(plan_id=plan_id).defer("canonical"))
    last = lines[-1].number if lines else 0
    return CertificateView(
        placement=found, plan_id=plan_id, version=version, draft=_draft(plan_id) if may_write else None,
        issued=tuple(CertificateLine(**_shown(row, last)) for row in lines),
    )  # fmt: skip


def save_certificate(
    actor: Actor, *, placement_id: int, usage_key: str, revision: int, typed: Mapping[str, Any]
) -> SectionView:
    """Keep the draft. Raises PartlySaved at the fields, Stale with both texts, as a section of a plan does."""
    placement = placements.require(actor, "plan.write_certificate", placement_id)
    return _save(actor, _opened(placement.id, usage_key), revision, typed)


def copy_into_certificate(actor: Actor, *, placement_id: int, usage_key: str) -> SectionView:
    """Title, days, tasks and outcomes of the last version as a start. What somebody wrote already stays as it is."""
    placement = placements.require(actor, "plan.write_certificate", placement_id)
    plan_id = _opened(placement.id, usage_key)
    draft = _draft(plan_id)
    version = _last(plan_id)
    _refuse_broken(version)
    offered = suggested(json.loads(version.canonical))
    answers = draft.answers[0]
    merged = {name: answers[name] or offered.get(name, "") for name in answers}
    for first, last in (("start", "end"), ("virtual_start", "virtual_end")):
        if answers[first] or answers[last]:  # half of a span that somebody wrote is not completed with half of another
            merged |= {first: answers[first], last: answers[last]}
    return _save(actor, plan_id, draft.revision, merged)


def issue_certificate(actor: Actor, *, placement_id: int, usage_key: str, revision: int) -> IssuedCertificate:
    """Freeze the draft under the actor's name. `revision` is the draft that the actor has read.

    Raises Invalid where something is missing or nothing has changed since the last one, Stale where somebody wrote since.
    """
    placement = placements.require_locked(actor, "plan.issue_certificate", placement_id)
    plan_id = _opened(placement.id, usage_key)
    draft = _draft(plan_id)
    if draft.revision != revision:
        words = _("The certificate was changed in the meantime. Nothing was issued: reload the page and read it first.")
        raise Stale(revision=draft.revision, changed_by=draft.changed_by, changed_at=draft.changed_at, message=words)
    answers = draft.answers[0]
    _refuse_gaps(answers)
    version, now = _last(plan_id), timezone.now()
    _refuse_broken(version)
    names = _names(json.loads(version.canonical))
    if not names["trainee"]:
        words = _(
            "Version %(number)d of the plan names no student, so nobody would be certified. Name the student under Parties, "
            "hand the plan in again, then issue the certificate."
        )
        raise Invalid(words % {"number": version.number})
    last = PlanCertificate.objects.select_for_update().filter(plan_id=plan_id).order_by("-number").first()
    closes = {"number": version.number, "sha256": version.sha256}
    said = {**names, "answers": answers, "version": closes}
    if last is not None and _said_in(last) == said:
        raise Invalid(_("Nothing has changed since certificate %(number)d was issued.") % {"number": last.number})
    role = next(str(role) for role in _ISSUERS if role in placement.roles)
    name = next((seat.name for seat in placement.parties if seat.is_of(actor) and seat.name), actor.name)
    number = last.number + 1 if last else 1
    issued = {"at": now.astimezone(UTC).isoformat(), "by": name, "role": role}
    text = frozen_text.canonical({"schema": SCHEMA, "number": number, **said, "issued": issued})
    try:
        with transaction.atomic():
            row = PlanCertificate.objects.create(
                plan_id=plan_id, number=number, canonical=text, sha256=frozen_text.digest("", text), issued_at=now,
                issued_role=role, salt=ledger.new_salt(), **{**signed(actor), "author_name": name[:NAME_LIMIT]},
            )  # fmt: skip
            ledger.certificate(row)
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


def suggested(document: Mapping[str, Any]) -> Row:
    """What a plan says of a stay, as a start for its certificate. Pure."""
    programme = document.get("erasmus_a", {})
    days = sorted(row["start"] for row in document["periods"] if row["start"])
    ends = sorted(row["end"] for row in document["periods"] if row["end"])
    return {
        "title": programme.get("title", ""),
        "start": days[0] if days else "",
        "end": ends[-1] if ends else "",
        "virtual_start": programme.get("virtual_start", ""),
        "virtual_end": programme.get("virtual_end", ""),
        "tasks": _list([row["text"] for row in document["tasks"]], TASKS_LIMIT),
        "outcomes": _list([row["text"] for row in document["outcomes"]], WORDS_LIMIT),
    }


def _list(texts: list[str], limit: int) -> str:
    """One line a thing, as many as there is room for; what was left out is said."""
    lines = [f"– {' '.join(text.split())}" for text in texts if text.strip()]
    kept = lines
    more = ""
    while kept and len("\n".join(kept)) + len(more) > limit:
        kept = kept[:-1]
        more = "\n" + _("– and more that stands in the plan: %(count)d") % {"count": len(lines) - len(kept)}
    return "\n".join(kept) + more


def _refuse_gaps(answers: Row) -> None:
    wanted = {
        "title": _("Give the stay a title."),
        "start": _("Say on which day the student came."),
        "end": _("Say on which day the student left."),
        "tasks": _("Say which tasks the student carried out."),
        "outcomes": _("Say what the student has learnt."),
        "evaluation": _("Say how the student did."),
    }
    found: dict[str, list[Words]] = {name: [words] for name, words in wanted.items() if not answers[name]}
    last = frozen_text.as_date(answers["end"])
    if last is not None and is_to_come(last):
        found["end"] = [_("The last day is still to come. A certificate is issued when the stay is over.")]
    if bool(answers["virtual_start"]) != bool(answers["virtual_end"]):
        name = "virtual_end" if answers["virtual_start"] else "virtual_start"
        found[name] = [_("The part online has a first and a last day: say both, or none.")]
    if found:
        fields = {f"{CERTIFICATE.name}-{name}": words for name, words in found.items()}
        raise Invalid(_("Nothing is issued yet. Some things must be said first."), fields=fields)


def _refuse_broken(version: PlanVersion) -> None:
    if not is_intact(version):
        raise Invalid(
            _("The last version no longer says what was handed in. Please tell your course team; nothing was issued.")
        )


def _names(document: Mapping[str, Any]) -> dict[str, Any]:
    """Whose certificate it is and whose stay: as the version has it."""
    host = document.get("erasmus_host", {})
    student, mentor = frozen_text.named(document, "student"), frozen_text.named(document, "mentor")
    return {
        "erasmus": Layout.of(document).erasmus,
        "trainee": student.get("name", ""),
        "sending": student.get("organisation", ""),
        "organisation": mentor.get("organisation", ""),
        **{name: host.get(name, "") for name in ("sector", "address", "country", "website")},
    }


def _said_in(row: PlanCertificate) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(row.canonical)
    return {name: value for name, value in said.items() if name not in ("schema", "number", "issued")}


# -- reading and keeping ---------------------------------------------------------------------------------


def _plan(placement_id: int, usage_key: str) -> tuple[int | None, int | None]:
    """The plan, and the number of its last version. One query."""
    found = Plan.objects.filter(placement_id=placement_id, usage_key=usage_key).order_by("-versions__number")
    return found.values_list("pk", "versions__number").first() or (None, None)


def _opened(placement_id: int, usage_key: str) -> int:
    """The plan, if a version of it was handed in."""
    plan_id, version = _plan(placement_id, usage_key)
    if plan_id is None or version is None:
        raise Invalid(_("There is no certificate before the plan was handed in."))
    return plan_id


def _last(plan_id: int) -> PlanVersion:
    return ledger.VERSIONS.filter(plan_id=plan_id).order_by("-number")[0]  # `_opened` found one, none is ever deleted


def _draft(plan_id: int | None, lock: bool = False) -> SectionView:
    rows = PlanSection.objects.select_for_update() if lock else PlanSection.objects.all()
    row = None if plan_id is None else rows.filter(plan_id=plan_id, name=CERTIFICATE.name).first()
    if row is None:
        return SectionView(CERTIFICATE, {})
    known = row.data if isinstance(row.data, dict) else {}
    return SectionView(CERTIFICATE, {"values": values_of(known)}, row.revision, row.author_name, row.changed_at, is_stored=True)


def _save(actor: Actor, plan_id: int, revision: int, typed: Mapping[str, Any]) -> SectionView:
    before = _draft(plan_id)
    rows, wrong = validation.sift(CERTIFICATE, [typed], Surroundings(), before.answers)
    saved = _write(actor, plan_id, before, revision, rows)
    raise_for_refused(wrong, revision=min(revision, saved.revision) if saved is before else saved.revision, saved=saved)
    return saved


def _write(actor: Actor, plan_id: int, before: SectionView, revision: int, rows: Sequence[Row]) -> SectionView:
    """Store the draft, where it is another than `before`; Stale with both texts where somebody saved since `revision`."""
    if rows == storage.comparable(CERTIFICATE, before.answers):
        return before
    if revision == before.revision:
        saved = replace(
            before, data={"values": rows[0]}, revision=revision + 1, changed_by=actor.name, changed_at=timezone.now()
        )
        if storage.write_section(actor, plan_id, saved) is not None:
            return replace(saved, is_stored=True)
        before = _draft(plan_id, lock=True)  # somebody saved between our reading and our writing
    raise Stale(
        revision=before.revision, differences=differences(CERTIFICATE, rows, before.answers, Surroundings()),
        changed_by=before.changed_by, changed_at=before.changed_at,
    )  # fmt: skip


def _shown(row: PlanCertificate, last: int) -> dict[str, Any]:
    return {
        "number": row.number, "issued_at": row.issued_at, "issued_by": row.author_name, "role": row.issued_role,
        "sha256": row.sha256, "replaced_by": row.number + 1 if row.number < last else None,
        "is_recorded": getattr(row, "is_recorded", True),
    }  # fmt: skip


def _issued(row: PlanCertificate, last: int) -> IssuedCertificate:
    return IssuedCertificate(**_shown(row, last), plan_id=row.plan_id, canonical=row.canonical)
