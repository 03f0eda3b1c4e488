"""Statements of a placement: their draft, and what was issued.

A *statement* is what is written about a stay when it ends. It is no part of the plan: neither its document nor its hash knows of
it. Its draft is one section. What is *issued* is frozen, under a number; a correction is the next number, and the one before
stays for whoever holds it on paper. A *record* has a line for each that was issued (records/ledger.py).
"""

from __future__ import annotations

from django.db import models

from ...records.models import KEY_LIMIT, DraftSection, FrozenText, LedgerLine

PLACEMENT = "internship_xblock.Placement"


class Statement(models.Model):
    """What closes one placement; made at the first edit, never by looking.

    .. no_pii: what people wrote is in StatementDraft and IssuedStatement.
    """

    placement = models.OneToOneField(PLACEMENT, on_delete=models.CASCADE, related_name="+")
    course_key = models.CharField(max_length=KEY_LIMIT)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"statement {self.pk}"


class StatementDraft(DraftSection):
    """What is written before it is issued: the only section of its draft.

    .. pii: What people wrote about a student, and who did so.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "statement"
    belongs_to = ("statement__placement__parties__user",)

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="draft")

    def __str__(self) -> str:
        return f"statement draft {self.pk}"


class IssuedStatement(FrozenText):
    """One that was issued; `author` issued it, in the role `issued_role`.

    .. pii: A frozen copy of what a student did, which is kept, and beside it the names of people, which go.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "statement"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="issued")
    issued_role = models.CharField(max_length=12)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="ix_statement_issued")]

    def __str__(self) -> str:
        return f"issued statement {self.pk}"


class StatementRecord(LedgerLine):
    """A line of a statement's ledger: that it was issued.

    .. no_pii: hashes, numbers and places; the people are in what they stand for, and so are the salts.
    """

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "position"], name="ix_statement_record")]
        indexes = [models.Index(fields=["record_id", "kind", "number"], name="ix_statement_record_of")]

    def __str__(self) -> str:
        return f"statement record {self.pk}"
