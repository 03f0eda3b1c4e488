"""A plan, its sections and its frozen versions.

A *plan* belongs to one placement and one block. Its sections are rows of their own with a revision each, so that two
parties can work on different sections at once and only a collision in the same one is ever a conflict. The people are
not stored here: the placement knows them, so that plan and log name the same.

A *version* is what was submitted. It keeps the canonical JSON as text, to the letter, because a database may reorder
a JSON column and the hash is over these very characters; each hash covers the one before, so that no version can be
changed or dropped unseen.

A *comment* is about a place in the draft: a section, a row of it, one of its fields. What is said about one place is one
conversation: it is open until a party settles it, and again when somebody writes there. It names the place by the row's uid and
holds on to it when the row is removed, so that it comes back with the row.

A *signature* stands under one version for one party's place, with the sentence that was agreed to. It is a row of its
own: signing changes nothing of the version.

A *record* has a line for each version and signature, so that one that goes is missed (records/ledger.py).

A *private answer* has its own readers and stands in nothing else (private.py).

A *template* is a copy of a plan that somebody shared with everybody in the course, without its people and with days for its
dates. It stands apart from the plan: what is typed there later is not shared, and nobody comes from one to the other. It
knows the placement only so that a name which slipped through can be found when its owner's account is retired.
"""

from __future__ import annotations

from django.db import models

from ...core.authorship import Authored
from ...core.language.text import LINE_LIMIT, NAME_LIMIT
from ...records.models import (
    KEY_LIMIT,
    SECTION_LIMIT,
    DraftComment,
    DraftSection,
    FrozenText,
    LedgerLine,
    PrivateAnswer,
    Signature,
)

PLACEMENT = "internship_xblock.Placement"
_OF_PARTIES = ("plan__placement__parties__user",)  # core/own_data.py: everybody who may have written something in it


class Plan(models.Model):
    """One plan of one placement in one block; made at the first edit or comment, never by looking.

    `rights` are what the owner decided about who writes where (rights.py), with a revision of their own as a section has.
    .. no_pii: what people wrote is in PlanSection, PlanComment and PlanVersion.
    """

    placement = models.ForeignKey(PLACEMENT, on_delete=models.CASCADE, related_name="+", db_index=False)
    course_key = models.CharField(max_length=KEY_LIMIT)
    usage_key = models.CharField(max_length=KEY_LIMIT)
    created = models.DateTimeField(auto_now_add=True)
    rights = models.JSONField(default=dict, blank=True, help_text="Party uid -> section -> whether they write there.")
    rights_revision = models.PositiveIntegerField(default=0)
    separately = models.JSONField(default=dict, blank=True, help_text="Private question -> the day on which it was agreed.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "usage_key"], name="ix_plan_one")]
        indexes = [models.Index(fields=["course_key", "usage_key"], name="ix_plan_course")]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanSection(DraftSection):
    """One section of a draft. Of the parties it has only the rows that were set aside: the others are the placement's.

    .. pii: What people wrote about a placement, with names in it.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "plan"
    belongs_to = _OF_PARTIES

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=SECTION_LIMIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="ix_plan_section")]

    def __str__(self) -> str:
        return f"plan section {self.pk}"


class PlanComment(DraftComment):
    """What a party said about a place in the draft.

    .. pii: What a person said about a plan, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "section", "row"], name="ix_plan_comment_place")]

    def __str__(self) -> str:
        return f"plan comment {self.pk}"


class PlanVersion(FrozenText):
    """A frozen plan; `author` submitted it.

    .. pii: A frozen copy of what the parties agreed, which is kept, and beside it the names of people, which go.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    record = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="ix_plan_version")]

    def __str__(self) -> str:
        return f"plan version {self.pk}"


class PlanSignature(Signature):
    """A party's signature under a version.

    .. pii: Who agreed to a plan, in which role and when. The name goes, its digest stays.
    .. pii_types: name
    .. pii_retirement: local_api
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="signatures")

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "party_uid"], name="ix_plan_signature")]

    def __str__(self) -> str:
        return f"plan signature {self.pk}"


class PlanRecord(LedgerLine):
    """A line of a plan's ledger: that a version or a signature came to be.

    .. no_pii: hashes, numbers and places; the people are in what they stand for, and so are the salts.
    """

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "position"], name="ix_plan_record")]
        indexes = [models.Index(fields=["record_id", "kind", "number"], name="ix_plan_record_of")]

    def __str__(self) -> str:
        return f"plan record {self.pk}"


class PlanPrivateAnswer(PrivateAnswer):
    """What a student told those about themselves whom they chose: adjustments, whom to call in an emergency.

    .. pii: Adjustments, which may tell of health, and names and telephone numbers of relatives.
    .. pii_types: name, phone_number, health, other
    .. pii_retirement: local_api
    """

    record = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="private")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "about", "field"], name="ix_plan_private")]

    def __str__(self) -> str:
        return f"private answer {self.pk}"


class PlanTemplate(Authored):
    """A plan's text for others to start from; `author` shared it. Nobody finds it once it is withdrawn; what was copied
    before stays.

    .. pii: Who shared it. Its text names nobody, as far as the person who shared it could see.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LIMIT)
    kind = models.CharField(max_length=12, help_text="The kind of placement whose plans can start from it.")
    placement = models.ForeignKey(PLACEMENT, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    title = models.CharField(max_length=NAME_LIMIT)
    description = models.CharField(max_length=LINE_LIMIT, blank=True)
    document = models.JSONField(default=dict)
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["course_key", "kind", "withdrawn_at"], name="ix_plan_template_course"),
            models.Index(fields=["placement"], name="ix_plan_template_placement"),
        ]

    def __str__(self) -> str:
        return f"plan template {self.pk}"
