"""Issuing a statement: the draft is frozen under somebody's name. Verbs of the statements api (api.py names them).

It is no part of the agreement: neither the plan's document nor its hash knows of it. What is issued names the version of the
plan that it closes. A correction is the next number; the one before stays, marked as replaced. In an Erasmus+ plan it is Table D.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, Stale
from ....core.language.text import NAME_LIMIT
from ....core.permissions import Role
from ....records import people, versions
from ....records.frozen import canonical, digest_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans.api import ToClose
from ..drafts.saving import closed, draft_of, refuse_broken, statement_id_of
from ..models import IssuedStatement
from ..schema.sections import ISSUED, SECTIONS, STATEMENT, STAY, gaps, named_in
from . import ledger
from .reading import issued_view
from .values import Issued, Proof, read

SCHEMA = 1
_ISSUERS = (Role.MENTOR, Role.LEADER)


def to_issue(actor: Actor, *, placement_id: int) -> Proof:
    """What would be issued under the actor's name: it is read before it is issued. Raises Invalid where nothing can be."""
    placement = placements.require(actor, "statement.issue", placement_id)
    return _proof(actor, placement, _ready(placement, closed(actor, placement)), timezone.now())


def issue(actor: Actor, *, placement_id: int, revision: int, shown: str) -> Issued:
    """Freeze the draft under the actor's name. `revision` and `shown` are those of the proof that this person has read.

    Raises Invalid where something is missing, where nothing has changed since the last one or where another text was shown;
    Stale where somebody wrote since.
    """
    placement = placements.require_locked(actor, "statement.issue", placement_id)
    ready, now = _ready(placement, closed(actor, placement), revision), timezone.now()
    proof = _proof(actor, placement, ready, now)
    if shown != proof.shown:
        raise Invalid(
            _("Nothing was issued: this is not what you were shown. Read the certificate as it is now, then issue it.")
        )
    seat = _seat(actor, placement)
    people_named = [*ready.plan.stay.parties, {"uid": seat.uid if seat else "", "name": proof.issued_by}]
    frozen, named = people.set_aside(SECTIONS, proof.document, {}, people_named)
    try:
        row = versions.freeze(
            actor, IssuedStatement, ready.statement_id, number=proof.number, text=canonical(frozen), people=named, last=ready.last,
            at=now, chain=ledger.LEDGER, kind=ledger.ISSUED, issued_role=proof.role,
            author_name=proof.issued_by[:NAME_LIMIT],
        )  # fmt: skip
    except IntegrityError:
        raise Invalid(_("Somebody issued this certificate at the same moment. Reload the page to see it.")) from None
    return issued_view(row, proof.number)


@dataclass(frozen=True)
class _Ready:
    """What can be issued: nothing is missing, and it is not what was issued last."""

    statement_id: int
    revision: int
    plan: ToClose
    said: dict[str, Any]
    last: IssuedStatement | None


def _ready(placement: PlacementView, plan: ToClose, revision: int | None = None) -> _Ready:
    """Read the draft and the version that it closes. Raises Stale where the draft is not of this revision."""
    statement_id = statement_id_of(placement.id)
    draft = draft_of(statement_id)
    if revision is not None and draft.revision != revision:
        words = _("The certificate was changed in the meantime. Nothing was issued: reload the page and read it first.")
        raise Stale(revision=draft.revision, changed_by=draft.changed_by, changed_at=draft.changed_at, message=words)
    answers, version = draft.answers[0], plan.version
    refuse_broken(plan)
    missing = gaps(answers, plan.stay)
    if missing or statement_id is None:  # one that nobody has begun has gaps
        raise Invalid(_("Nothing is issued yet. Something is missing or does not fit."), fields=missing)
    stay = named_in(plan.stay)
    if not stay["trainee"]:
        words = _(
            "Version %(number)d of the plan names no student, so nobody would be certified. Add the student under "
            "“Participants”, submit the plan again, then issue the certificate."
        )
        raise Invalid(words % {"number": version.number})
    last = versions.last_of(IssuedStatement, statement_id)
    closes = {"number": version.number, "sha256": version.sha256}
    said = {"erasmus": plan.stay.is_erasmus, STAY.name: stay, STATEMENT.name: answers, "version": closes}
    if last is not None and _said_in(last) == said:
        raise Invalid(_("Nothing has changed since certificate %(number)d was issued.") % {"number": last.number})
    return _Ready(statement_id, draft.revision, plan, said, last)


def _proof(actor: Actor, placement: PlacementView, ready: _Ready, now: datetime) -> Proof:
    """What would be issued, with the digest of all that does not change from one moment to the next."""
    role = next(str(role) for role in _ISSUERS if role in placement.roles)
    seat = _seat(actor, placement)
    name = seat.name if seat else actor.name
    number = versions.next_number(ready.last, ledger.LEDGER, ready.statement_id, ledger.ISSUED)
    whole = {"schema": SCHEMA, "number": number, **ready.said, ISSUED.name: {"by": name, "role": role}}
    shown = digest_of(whole)
    whole[ISSUED.name] = {"at": now.astimezone(UTC).isoformat(), "by": name, "role": role}
    return Proof(
        number=number, issued_at=now, issued_by=name, role=role, sha256="", statement_id=ready.statement_id, canonical=canonical(whole),
        shown=shown, revision=ready.revision,
    )  # fmt: skip


def _seat(actor: Actor, placement: PlacementView) -> placements.PartyRow | None:
    return next((seat for seat in placement.parties if seat.is_of(actor) and seat.name), None)


def _said_in(row: IssuedStatement) -> dict[str, Any]:
    """What a statement says of the stay, whoever issued it when."""
    said = read(row.canonical, row.people)
    return {name: value for name, value in said.items() if name not in ("schema", "number", "issued")}
