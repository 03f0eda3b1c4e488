"""Issuing a statement: the draft is frozen under somebody's name. Verbs of the statements api (api.py names them).

It is no part of the agreement: neither the plan's document nor its hash knows of it. What is issued names the version of the
plan that it closes, where one was submitted, and the one that it replaces. A correction is the next number; the one before
stays, marked as replaced. In an Erasmus+ plan it is Table D.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.errors import Invalid, Words
from ....core.language.text import NAME_LIMIT
from ....records import frozen, people, versions
from ....records.drafts import SectionView
from ....records.frozen import canonical, digest_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans.api import ToClose
from ..drafts.storage import closed, find, refuse_broken, sections_of
from ..models import IssuedStatement, Statement, Withdrawal
from ..schema import kinds
from ..schema.codes import new_code
from ..schema.kinds import HOST, STUDENT, Kind
from ..schema.sections import (
    HOSTING,
    ISSUED,
    OUTCOMES,
    SECTIONS,
    STATEMENT,
    STAY,
    gaps,
    hosting_gaps,
    named_in,
    outcome_gaps,
    outcome_rows,
)
from . import ledger
from .reading import issued_view
from .values import Issued, Proof, read

SCHEMA = 2
_OF_ONE_ISSUE = ("schema", "number", "issued", "code", "replaces")  # what differs between two that say the same


def to_issue(actor: Actor, *, placement_id: int, kind: str = STUDENT) -> Proof:
    """What would be issued under the actor's name: it is read before it is issued. Raises Invalid where nothing can be."""
    chosen = kinds.kind_of(kind)
    placement = placements.require(actor, chosen.issue, placement_id)
    return _proof(actor, placement, _ready(placement, closed(actor, placement), chosen), timezone.now())


def issue(actor: Actor, *, placement_id: int, shown: str, kind: str = STUDENT) -> Issued:
    """Freeze the draft under the actor's name, with a code of its own. `shown` is that of the proof that this person has read.

    Raises Invalid where something is missing, where nothing has changed since the last one or where another text was shown.
    """
    chosen = kinds.kind_of(kind)
    placement = placements.require_locked(actor, chosen.issue, placement_id)
    ready, now = _ready(placement, closed(actor, placement), chosen), timezone.now()
    proof, code = _proof(actor, placement, ready, now), new_code()
    if shown != proof.shown:
        raise Invalid(
            _("Nothing was issued: this is not what you were shown. Read the certificate as it is now, then issue it.")
        )
    said = {**frozen.read(proof.canonical), "code": code}
    text, named = people.set_aside(SECTIONS, said, {}, _people(actor, placement, ready, proof))
    try:
        row = versions.freeze(
            actor, IssuedStatement, ready.statement.pk, number=proof.number, text=canonical(text), people=named,
            last=ready.last, at=now, chain=ledger.LEDGER, kind=ledger.ISSUED, issued_role=proof.role, code=code,
            author_name=proof.issued_by[:NAME_LIMIT],
        )  # fmt: skip
    except IntegrityError:
        raise Invalid(_("Somebody issued this certificate at the same moment. Reload the page to see it.")) from None
    events.happened(actor, chosen.issue, "", placement_id=placement.id, statement_id=ready.statement.pk, number=proof.number)
    return issued_view(row, proof.number)


@dataclass(frozen=True)
class _Ready:
    """What can be issued: nothing is missing, and it is not what was issued last."""

    statement: Statement
    kind: Kind
    plan: ToClose
    said: dict[str, Any]
    last: IssuedStatement | None


def _ready(placement: PlacementView, plan: ToClose, kind: Kind) -> _Ready:
    """Read the draft and the version that it closes."""
    statement = find(placement.id, kind)
    draft = sections_of(statement.pk if statement else None, kind)
    refuse_broken(plan)
    said, missing = (_for_student if kind.name == STUDENT else _for_host)(plan, draft, statement)
    if missing or statement is None:  # one that nobody has begun has gaps
        raise Invalid(_("Nothing is issued yet. Something is missing or does not fit."), fields=missing)
    if plan.version is not None:
        said["version"] = {"number": plan.version.number, "sha256": plan.version.sha256}
    last = versions.last_of(IssuedStatement, statement.pk)
    if last is not None and _said_in(last) == said and not _is_withdrawn(last):
        raise Invalid(_("Nothing has changed since certificate %(number)d was issued.") % {"number": last.number})
    return _Ready(statement, kind, plan, said, last)


def _is_withdrawn(row: IssuedStatement) -> bool:
    """Whether it was withdrawn, as it stands this moment: a locking look."""
    return bool(list(Withdrawal.objects.select_for_update().filter(issued=row).values_list("pk")))


Said = tuple[dict[str, Any], dict[str, list[Words]]]


def _for_student(plan: ToClose, draft: Mapping[str, SectionView], _statement: Statement | None) -> Said:
    """What a statement for the student says, and what is missing in it."""
    (answers,) = draft[STATEMENT.name].answers
    rows, stay = outcome_rows(plan.stay, draft[OUTCOMES.name].rows), named_in(plan.stay)
    missing = {**gaps(answers, plan.stay), **outcome_gaps(rows)}
    if not stay["trainee"] and set(missing) <= {f"{STATEMENT.name}-family_name"}:
        raise Invalid(_names_nobody(plan))
    said = {"erasmus": plan.stay.is_erasmus, STAY.name: stay, STATEMENT.name: answers, OUTCOMES.name: rows}
    return said, missing


def _names_nobody(plan: ToClose) -> str:
    if plan.version is None:
        return _(
            "Nobody is named as the student here, so nobody would be certified. Add the student to the participants, then "
            "issue the certificate."
        )
    words = _(
        "Version %(number)d of the plan names no student, so nobody would be certified. Add the student under "
        "“Participants”, submit the plan again, then issue the certificate."
    )
    return words % {"number": plan.version.number}


def _for_host(plan: ToClose, draft: Mapping[str, SectionView], statement: Statement | None) -> Said:
    """The same for the host; students stand in it by a number, and by name where they agreed."""
    (answers,) = draft[HOSTING.name].answers
    is_named = statement is not None and statement.named_at is not None
    stay = {**STAY.blank(), "trainee": plan.stay.student if is_named else "", "sending": plan.stay.sending}
    return {"erasmus": False, STAY.name: stay, HOSTING.name: answers}, hosting_gaps(answers)


def _proof(actor: Actor, placement: PlacementView, ready: _Ready, now: datetime) -> Proof:
    """What would be issued, with the digest of all that does not change from one moment to the next."""
    role = next(str(role) for role in ready.kind.issuers if role in placement.roles)
    seat = _seat(actor, placement)
    name = seat.name if seat else actor.name
    number = versions.next_number(ready.last, ledger.LEDGER, ready.statement.pk, ledger.ISSUED)
    whole = {
        "schema": SCHEMA, "number": number, "replaces": ready.last.number if ready.last else 0, **ready.said,
        ISSUED.name: {"by": name, "role": role},
    }  # fmt: skip
    shown = digest_of(whole)
    whole[ISSUED.name] = {"at": now.astimezone(UTC).isoformat(), "by": name, "role": role}
    return Proof(
        number=number, issued_at=now, issued_by=name, role=role, sha256="", kind=ready.kind.name,
        statement_id=ready.statement.pk, canonical=canonical(whole), shown=shown, closes=ready.plan,
    )  # fmt: skip


def _people(actor: Actor, placement: PlacementView, ready: _Ready, proof: Proof) -> list[Mapping[str, Any]]:
    """Whom the names in it mean: those of the plan, who issues it, and the student by the family name alone."""
    seat, stay = _seat(actor, placement), ready.plan.stay
    family = ready.said[STATEMENT.name]["family_name"] if ready.kind.name != HOST else ""
    return [
        *stay.parties, {"uid": seat.uid if seat else "", "name": proof.issued_by}, {"uid": stay.student_uid, "name": family},
    ]  # fmt: skip


def _seat(actor: Actor, placement: PlacementView) -> placements.PartyRow | None:
    return next((seat for seat in placement.parties if seat.is_of(actor) and seat.name), None)


def _said_in(row: IssuedStatement) -> dict[str, Any]:
    """What a statement says, whoever issued it when."""
    said = read(row.canonical, row.people)
    return {name: value for name, value in said.items() if name not in _OF_ONE_ISSUE}
