"""Checking what was issued: whoever has the code and the name sees all of it. A verb of the statements api."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import NotFound
from ...core.language.personal_names import GONE
from .issued import ledger
from .issued.reading import issued_view
from .issued.values import Issued
from .models import IssuedStatement
from .schema import codes
from .schema.kinds import HOST
from .schema.names import is_same
from .schema.sections import HOSTING, STATEMENT, STAY

VALID, REPLACED, WITHDRAWN, GONE_STATE = "valid", "replaced", "withdrawn", "gone"


@dataclass(frozen=True)
class Checked:
    """What a code and a name show. `issued` is None where it is no longer kept; `newest` the one that counts now, where another
    does: its number and its code."""

    state: str
    issued: Issued | None = None
    newest: tuple[int, str] | None = None


def check(actor: Actor, *, code: str, name: str) -> Checked:
    """Return what was issued under this code, for anybody who enters the name too.

    NotFound, in the same words, for a code that was never given and for another name. At most two queries.
    """
    permissions.require(actor, "statement.check", permissions.course_roles(actor, actor.course_key))
    known = codes.read(code)
    row = ledger.ROWS.filter(code=known).first() if known else None
    if row is None:
        raise NotFound(_not_found())
    rows = IssuedStatement.objects.filter(statement_id=row.statement_id).order_by("-number")
    number, newest_code, withdrawal = rows.values_list("number", "code", "withdrawal")[0]
    issued = issued_view(row, number)
    if _is_forgotten(issued):
        return Checked(GONE_STATE)
    if not is_same(name, _name_of(issued)):
        raise NotFound(_not_found())
    is_newer = number != row.number and withdrawal is None
    newest = (number, codes.shown(newest_code)) if is_newer else None
    state = WITHDRAWN if issued.withdrawn_at else REPLACED if issued.replaced_by else VALID
    return Checked(state, issued, newest)


def _not_found() -> str:
    return _("Nothing was issued with this code to this name. Check both: the code stands at the end of the document.")


def _name_of(issued: Issued) -> str:
    said = issued.document
    return str(said[HOSTING.name]["organisation"] if issued.kind == HOST else said[STATEMENT.name]["family_name"])


def _is_forgotten(issued: Issued) -> bool:
    """Whether whoever it is about was forgotten since."""
    names = (_name_of(issued), *(() if issued.kind == HOST else (issued.document[STAY.name]["trainee"],)))
    return any(GONE in name for name in names)
