"""The tables of a record, abstract: each tool makes its own of them, with a foreign key to its record.

A record is what several people write together and then freeze: a plan, a certificate, a closing statement. `record` is what a
table calls the foreign key to it. A concrete table says in its docstring what of it is personal, as every table does.

- A *section* of the draft has a revision of its own, so that two people can work on different sections at once.
- A *comment* is about a place in the draft. What is said about one place is one conversation.
- A *frozen text* is what was submitted or issued. Its people stand beside it (people.py).
- A *signature* stands under one frozen text for one party's place, with the sentence that was agreed to.
- A *line* of the ledger says that one of these came to be (ledger.py).
- A *private answer* has its own readers and its own end, and stands in none of the others (private.py).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from ..core.actor import Actor
from ..core.authorship import SEAT, Authored, Authorship
from ..core.language.text import LINE_LIMIT, NAME_LIMIT
from .authorship import marks_of, moved, of_seat, own_part, who_of
from .people import SALT_LIMIT

SECTION_LIMIT = 20
FIELD_LIMIT = 40
UID_LIMIT = 16
KEY_LIMIT = 255
_SALT = "For the digests of who did it. It goes with the account and the name: then they fit nobody."
_PEOPLE = "Whom the references in the text mean: reference -> name, salt, party. A name goes with its salt, the text stays."


class OfRecord(models.Model):
    """A row that belongs to a record."""

    record: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def record_id(self) -> int:
        return int(getattr(self, f"{self.record}_id"))

    @classmethod
    def of(cls, record_id: int) -> dict[str, Any]:
        """Return the condition, or the value, that a row belongs to this record."""
        return {f"{cls.record}_id": record_id}


class DraftSection(OfRecord, Authored):
    """One section of a draft; `author` saved it last. `data` is as drafts.py has it."""

    belongs_to_seats: ClassVar[tuple[str, ...]] = ()  # what ties it to the seats of those who may write in it, core/own_data.py

    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def own_part(cls, row: dict[str, Any], actor: Actor) -> dict[str, Any]:
        """Return a row, as values, with what the actor wrote of it, {} for nothing: several write in one section."""
        data = own_part(row["data"], who_of(actor.identity))
        return {**{name: value for name, value in row.items() if name != "author_name"}, "data": data} if data else {}

    @classmethod
    def join_seat(cls, seat_id: int, user_id: int) -> None:
        """Make what a guest wrote the account's with which they have joined. For tables in which guests write."""
        for name in cls.belongs_to_seats:
            for row in cls._default_manager.select_for_update().filter(**{name: seat_id}).order_by("pk"):
                marks = marks_of(row.data)
                joined = moved(marks, of_seat(seat_id), user_id)
                if joined != marks:
                    cls._default_manager.filter(pk=row.pk).update(data={**row.data, "written": joined})


class DraftComment(OfRecord, Authored):
    """What a party said about a place in the draft. `row` and `field` are empty where the whole section or row is meant.

    When its author is forgotten its text is erased, and the row stays; who settled it is forgotten too (core/retirement.py).
    """

    authorships = (Authorship(erases={"text": ""}), Authorship("settled_by"))

    section = models.CharField(max_length=SECTION_LIMIT)
    row = models.CharField(max_length=UID_LIMIT, blank=True)
    field = models.CharField(max_length=FIELD_LIMIT, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_by_seat = models.ForeignKey(SEAT, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_by_name = models.CharField(max_length=NAME_LIMIT, blank=True)

    class Meta:
        abstract = True


class Recorded(Authored):
    """What the ledger has a line for: `author` did it, and the line says who by digests with `salt`, which goes with them."""

    authorships = (Authorship(erases={"salt": ""}),)
    is_in_ledger = True

    salt = models.CharField(max_length=SALT_LIMIT, default="", blank=True, help_text=_SALT)

    class Meta:
        abstract = True


class FrozenText(OfRecord, Recorded):
    """What was frozen; `author` did it. `sha256` is over `previous_sha256` followed by `canonical`, both in UTF-8."""

    number = models.PositiveIntegerField()
    canonical = models.TextField()
    people = models.JSONField(default=dict, help_text=_PEOPLE)
    sha256 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, default="", blank=True)
    frozen_at = models.DateTimeField()

    class Meta:
        abstract = True


class Signature(Recorded):
    """A party's signature under a frozen text; `author` signed. Name and role are as the text had them when it was signed.

    A concrete table has the foreign key `version`.
    """

    authorships = (Authorship(erases={"name": "", "salt": ""}),)

    party_uid = models.CharField(max_length=UID_LIMIT)
    role = models.CharField(max_length=12)
    name = models.CharField(max_length=NAME_LIMIT, blank=True)
    name_sha256 = models.CharField(max_length=64, default="", help_text="The digest of the name with the salt.")
    sentence = models.CharField(max_length=LINE_LIMIT)
    is_unconfirmed = models.BooleanField(default=False, help_text="By a guest whose address no code had confirmed.")
    signed_at = models.DateTimeField()
    version_sha256 = models.CharField(max_length=64, default="", help_text="The hash of the text that was read and signed.")
    sha256 = models.CharField(max_length=64, default="", help_text="Over what was signed, by whom and when; ledger.py.")

    class Meta:
        abstract = True


class LedgerLine(models.Model):
    """A line of the ledger: that a frozen text or a signature came to be, with its hash. Append-only.

    It knows the record, and the placement, by their numbers alone and stays when they go: a foreign key would take its numbers
    away, or itself. `line_sha256` is over `previous_sha256`, that of the line before it in the ledger of the same record, and
    what the line says: also where the record belonged then, and by salted digests who did it.
    """

    record_id = models.BigIntegerField()
    position = models.PositiveIntegerField(help_text="Counts the lines of a record, from 1.")
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField(help_text="Of the frozen text.")
    party_uid = models.CharField(max_length=UID_LIMIT, blank=True, help_text="Whose signature.")
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
        abstract = True


class PrivateAnswer(OfRecord, Authored):
    """An answer that only some may read; `author` wrote it last, and agreed to `consent`, in these words, at `consented_at`.

    It is the only copy: it stands in no section, version, document, comparison, template or log. It is erased with whom it is
    about and, `Field.keep_days` after the last day of the stay, by `manage.py erase_private_answers`.
    """

    about = models.CharField(max_length=UID_LIMIT, help_text="The uid of the party whom it is about.")
    field = models.CharField(max_length=FIELD_LIMIT)
    text = models.TextField()
    readers = models.JSONField(default=list, help_text="Uids of the parties who may read it, beside whom it is about.")
    consent = models.CharField(max_length=LINE_LIMIT)
    consented_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
