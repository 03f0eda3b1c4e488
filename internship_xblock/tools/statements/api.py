"""What can be done with a statement: the door to one file a concern. Every verb takes the actor first and asks the table first.
Issuing locks the placement first, in the caller's transaction.

Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from .drafts.saving import copy_from_plan, save
from .issued.issuing import issue, to_issue
from .issued.reading import issued, open_statement, place_of, standing, take_along, version_to_close
from .issued.values import Issued, IssuedLine, Proof, StatementView, ToState
from .schema.sections import STATEMENT, WEEKS

__all__ = [
    "STATEMENT", "WEEKS", "Issued", "IssuedLine", "Proof", "StatementView", "ToState", "copy_from_plan", "issue", "issued",
    "open_statement", "place_of", "save", "standing", "take_along", "to_issue", "version_to_close",
]  # fmt: skip
