"""A plan, its sections and its frozen versions.

A *plan* belongs to one placement and one block. Its sections are rows of their own with a revision each, so that two
parties can work on different sections at once and only a collision in the same one is ever a conflict. The people are
not stored here: the placement knows them, so that plan and log name the same.

A *version* is what was handed in. It keeps the canonical JSON as text, to the letter, because a database may reorder
a JSON column and the hash is over these very characters; each hash covers the one before, so that no version can be
changed or dropped unseen.

A *comment* is about a place in the draft: a section, a row of it, one of its fields. What is said about one place is one
conversation: it is open until a party settles it, and again when somebody writes there. It names the place by the row's uid and
holds on to it when the row is removed, so that it comes back with the row.

A *signature* stands under one version for one party's place, with the sentence that was agreed to. It is a row of its
own: signing changes nothing of the version.

A *record* has a line for each version, signature and certificate, so that one that goes is missed (versions/ledger.py).

A *certificate* is what was issued at the end. It is frozen like a version, but stands alone: a correction is the next
number, and the one before stays for whoever holds it on paper.

A *template* is a copy of a plan that somebody shared with everybody in the course, without its people and with days for its
dates. It stands apart from the plan: what is typed there later is not shared, and nobody comes from one to the other. It
knows the placement only so that a name which slipped through can be found when its owner's account is retired.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ...core.authorship import SEAT, Authored, Authorship
from ...core.text import LINE_LIMIT, NAME_LIMIT

PLACEMENT = "internship_xblock.Placement"
KEY_LIMIT = 255
SECTION_LIMIT = 20
SALT_LIMIT = 32
_SALT = "For the digests in the ledger of who did it. It goes with the account: then they fit nobody."


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["placement", "usage_key"], name="ix_plan_one")]
        indexes = [models.Index(fields=["course_key", "usage_key"], name="ix_plan_course")]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanSection(Authored):
    """One section of a draft; `author` saved it last. `data` is `{"rows": [...], "removed": [...]}` or `{"values": {...}}`, see
    sections.py, and beside them `"written"`, who wrote which answer when, see drafts/authorship.py.

    .. pii: What people wrote about a placement, with names in it.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=SECTION_LIMIT)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="ix_plan_section")]

    def __str__(self) -> str:
        return f"plan section {self.pk}"


class PlanComment(Authored):
    """What a party said about a place in the draft. `row` and `field` are empty where the whole section or row is meant.

    .. pii: What a person said about a plan, and their name.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    authorships = (Authorship(erases={"text": ""}), Authorship("settled_by"))

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(max_length=SECTION_LIMIT)
    row = models.CharField(max_length=16, blank=True)
    field = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_by_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_by_name = models.CharField(max_length=NAME_LIMIT, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["plan", "section", "row"], name="ix_plan_comment_place")]

    def __str__(self) -> str:
        return f"plan comment {self.pk}"


class PlanVersion(Authored):
    """A frozen plan; `author` handed it in. `sha256` is over `previous_sha256` followed by `canonical`, both in UTF-8.

    .. pii: A frozen copy of what the parties agreed, with their names.
    .. pii_types: name, other
    .. pii_retirement: retained
    """

    authorships = (Authorship(erases={"salt": ""}),)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField()
    salt = models.CharField(max_length=SALT_LIMIT, default="", blank=True, help_text=_SALT)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="ix_plan_version")]

    def __str__(self) -> str:
        return f"plan version {self.pk}"


class PlanSignature(Authored):
    """A party's signature under a version. Name and role are as the version had them when it was signed; `author` signed.

    .. pii: Who agreed to a plan, in which role and when.
    .. pii_types: name
    .. pii_retirement: retained
    """

    authorships = (Authorship(erases={"salt": ""}),)

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="signatures")
    party_uid = models.CharField(max_length=16)
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=NAME_LIMIT)
    sentence = models.CharField(max_length=LINE_LIMIT)
    signed_at = models.DateTimeField()
    version_sha256 = models.CharField(max_length=64, default="", help_text="The hash of the version that was read and signed.")
    sha256 = models.CharField(max_length=64, default="", help_text="Over what was signed, by whom and when.")
    salt = models.CharField(max_length=SALT_LIMIT, default="", blank=True, help_text=_SALT)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "party_uid"], name="ix_plan_signature")]

    def __str__(self) -> str:
        return f"plan signature {self.pk}"


class PlanCertificate(Authored):
    """An issued certificate; `author` issued it. `sha256` is over `canonical` in UTF-8, in which the issuer and the version it
    closes stand too.

    .. pii: A frozen copy of what a student did and how, with the names of student and issuer.
    .. pii_types: name, other
    .. pii_retirement: retained
    """

    authorships = (Authorship(erases={"salt": ""}),)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="certificates")
    number = models.PositiveIntegerField()
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_role = models.CharField(max_length=12)
    salt = models.CharField(max_length=SALT_LIMIT, default="", blank=True, help_text=_SALT)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="ix_plan_certificate")]

    def __str__(self) -> str:
        return f"plan certificate {self.pk}"


class PlanRecord(models.Model):
    """A line of the record: that a version, a signature or a certificate came to be, with its hash. Append-only.

    It knows the plan, and the placement, by their numbers alone and stays when they go: a foreign key would take its numbers
    away, or itself. `line_sha256` is over `previous_sha256`, that of the
    line before it in the record of the same plan, and what the line says: also where the plan belonged then, and by salted
    digests which account did it, and the name that went with it where no other hash covers that.

    .. no_pii: hashes, numbers and places; the people are in what they stand for, and so are the salts.
    """

    class Kind(models.TextChoices):
        VERSION = "version"
        SIGNATURE = "signature"
        CERTIFICATE = "certificate"
        ERASED = "erased"

    plan_id = models.BigIntegerField()
    position = models.PositiveIntegerField(help_text="Counts the lines of a plan, from 1.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField(help_text="Of the version or the certificate.")
    party_uid = models.CharField(max_length=16, blank=True, help_text="Whose signature.")
    sha256 = models.CharField(max_length=64, blank=True)
    placement_id = models.BigIntegerField(default=0)
    course_key = models.CharField(max_length=KEY_LIMIT, default="", blank=True)
    usage_key = models.CharField(max_length=KEY_LIMIT, default="", blank=True)
    account_sha256 = models.CharField(max_length=64, default="", blank=True)
    name_sha256 = models.CharField(max_length=64, default="", blank=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    line_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan_id", "position"], name="ix_plan_record")]
        indexes = [models.Index(fields=["plan_id", "kind", "number"], name="ix_plan_record_of")]

    def __str__(self) -> str:
        return f"plan record {self.pk}"


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
