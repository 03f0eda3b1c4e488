"""What can be done with a statement: the door to one file a concern. Every verb takes the actor first and asks the table first.
What depends on others (issuing, withdrawing, commenting) locks the placement first, in the caller's transaction.

Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from ...records.comments import Comment
from .checking import Checked, check
from .drafts.saving import copy_from_plan, save
from .drafts.talk import agree_to_be_named, comment, comments, settle, show_draft, withdraw_comment
from .issued.issuing import issue, to_issue
from .issued.reading import issued, open_statement, open_statements, own, place_of, standing, standings, take_along
from .issued.values import REASONS, Issued, IssuedLine, Proof, StatementView
from .issued.withdrawing import withdraw
from .schema.kinds import HOST, STUDENT
from .schema.sections import HOSTING, OUTCOMES, STATEMENT, outcome_rows

__all__ = [
    "HOST", "HOSTING", "OUTCOMES", "REASONS", "STATEMENT", "STUDENT", "Checked", "Comment", "Issued", "IssuedLine",
    "Proof", "StatementView", "agree_to_be_named", "check", "comment", "comments", "copy_from_plan", "issue",
    "issued", "open_statement", "open_statements", "outcome_rows", "own", "place_of", "save", "settle", "show_draft",
    "standing", "standings", "take_along", "to_issue", "withdraw", "withdraw_comment",
]  # fmt: skip
