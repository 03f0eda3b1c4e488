"""Withdrawing what was issued: it stays to be read, and says that it does not hold. A verb of the statements api."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid, NotFound
from ....records.frozen import digest_of
from ....records.people import new_salt
from ...placements import api as placements
from ..models import IssuedStatement, Withdrawal
from ..schema import kinds
from ..schema.kinds import STUDENT
from . import ledger
from .reading import found_in
from .values import REASONS, Issued


def withdraw(actor: Actor, *, placement_id: int, number: int, reason: str, kind: str = STUDENT) -> Issued:
    """Say of the one that counts that it does not hold any more. Twice is once.

    Raises Invalid, at `reason`, without one; Invalid where it was replaced in the meantime; NotFound where there is none.
    """
    chosen = kinds.kind_of(kind)
    placement = placements.require_locked(actor, chosen.withdraw, placement_id)
    if reason not in REASONS:
        raise Invalid(fields={"reason": [_("Choose a reason.")]})
    of_kind = {"statement__placement_id": placement.id, "statement__kind": chosen.name}
    rows = {row.number: row for row in IssuedStatement.objects.select_for_update().filter(**of_kind).order_by("number")}
    row = rows.get(number)
    if row is None:
        raise NotFound()
    if number < max(rows):
        words = _("Certificate %(number)d has been replaced by certificate %(newer)d in the meantime. Nothing was changed.")
        raise Invalid(words % {"number": number, "newer": number + 1})
    found = ledger.ROWS.filter(pk=row.pk)
    if list(Withdrawal.objects.select_for_update().filter(issued=row).values_list("pk")):
        return found_in(found)
    made = Withdrawal(issued=row, reason=reason, at=timezone.now(), salt=new_salt(), **signed(actor))
    made.sha256 = withdrawal_sha256(row.sha256, reason, made.at)
    made.save(force_insert=True)
    ledger.LEDGER.act(made, row.statement_id, ledger.WITHDRAWN, number, made.sha256, made.at)
    events.happened(actor, chosen.withdraw, "", placement_id=placement.id, statement_id=row.statement_id, number=number)
    return found_in(found)


def withdrawal_sha256(sha256: str, reason: str, at: datetime) -> str:
    """Compute the hash of a withdrawal: over what was withdrawn, why and when."""
    return digest_of({"statement": sha256, "reason": reason, "at": at.astimezone(UTC).isoformat(timespec="microseconds")})
