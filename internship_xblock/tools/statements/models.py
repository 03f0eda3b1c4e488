"""Statements of a placement: their drafts, and what was issued.

A *statement* is what is written about a stay when it ends, one for the student, one for the host. It is no part of the plan:
neither its document nor its hash knows of it. Its draft has sections with a revision each, and comments. What is *issued* is
frozen, under a number and a random code; a correction is the next number, and the one before stays for whoever holds it on
paper. What was issued can be *withdrawn*, with a reason. A *record* has a line for each of these (records/ledger.py).
"""

from __future__ import annotations

from django.db import models

from ...records.models import KEY_LIMIT, SECTION_LIMIT, DraftComment, DraftSection, FrozenText, LedgerLine, Recorded

PLACEMENT = "internship_xblock.Placement"
_OF_PARTIES = ("statement__placement__parties__user",)  # core/own_data.py: everybody who may have written something in it
CODE_LIMIT = 16


class Statement(models.Model):
    """What closes one placement, for the student or for the host; made at the first edit, never by looking.

    .. no_pii: what people wrote is in StatementSection, StatementComment and IssuedStatement.
    """

    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, help_text="For whom: schema/kinds.py.")
    course_key = models.CharField(max_length=KEY_LIMIT)
    created = models.DateTimeField(auto_now_add=True)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="When the student was let read the draft.")
    named_at = models.DateTimeField(null=True, blank=True, help_text="When the student agreed to be named in it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "kind"], name="ix_statement_one")]

    def __str__(self) -> str:
        return f"statement {self.pk}"


class StatementSection(DraftSection):
    """One section of a draft.

    .. pii: What people wrote about a student, and who did so.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "statement"
    belongs_to = _OF_PARTIES

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=SECTION_LIMIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "name"], name="ix_statement_section")]

    def __str__(self) -> str:
        return f"statement section {self.pk}"


class StatementComment(DraftComment):
    """What somebody said about a draft.

    .. pii: What a person said about a statement, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "statement"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="comments")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"statement comment {self.pk}"


class IssuedStatement(FrozenText):
    """One that was issued; `author` issued it, in the role `issued_role`.

    .. pii: A frozen copy of what a student did, which is kept, and beside it the names of people, which go.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "statement"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="issued")
    issued_role = models.CharField(max_length=12)
    code = models.CharField(max_length=CODE_LIMIT, unique=True, help_text="By which it is checked; schema/codes.py.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="ix_statement_issued")]

    def __str__(self) -> str:
        return f"issued statement {self.pk}"


class Withdrawal(Recorded):
    """That something issued does not hold any more; `author` withdrew it. `sha256` is over what was withdrawn, why and when.

    .. pii: Who withdrew a statement.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    issued = models.OneToOneField(IssuedStatement, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.CharField(max_length=12)
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"


class StatementRecord(LedgerLine):
    """A line of a statement's ledger: that something was issued or withdrawn.

    .. no_pii: hashes, numbers and places; the people are in what they stand for, and so are the salts.
    """

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "position"], name="ix_statement_record")]
        indexes = [models.Index(fields=["record_id", "kind", "number"], name="ix_statement_record_of")]

    def __str__(self) -> str:
        return f"statement record {self.pk}"
