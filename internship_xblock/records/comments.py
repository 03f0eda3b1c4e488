"""Conversations about a draft: what is said about a place, until somebody settles it.

What is said about one place is one conversation. It is open until a party settles it, and again when somebody writes there. A
comment names its place by the row's uid and holds on to it when the row is removed, so that it comes back with the row. For
verbs, which lock the record first: nobody answers while a comment is withdrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.actor import Actor, Identity
from ..core.authorship import by, signed
from ..core.errors import BadRequest, Invalid
from ..core.language.text import clean, too_long
from .drafts import SectionView
from .models import DraftComment

COMMENT_LIMIT = 2_000  # characters: a comment is a remark, not a second record
COMMENTS_LIMIT = 1_000  # comments a record
FIRST_WORDS = 140  # characters of each comment where all of a record are listed

Row = TypeVar("Row", bound=DraftComment)
_COLUMNS = (
    "pk", "section", "row", "field", "author_id", "author_seat_id", "author_name", "text", "at", "settled_at",
    "settled_by_name",
)  # fmt: skip


@dataclass(frozen=True)
class Comment:
    """One turn. `row` and `field` are "" where the whole section or row is meant; without a text, its author was forgotten."""

    id: int
    section: str
    row: str
    field: str
    author_id: int | None
    author_seat_id: int | None
    author_name: str
    text: str
    at: datetime
    settled_at: datetime | None
    settled_by: str
    is_mine: bool = False
    may_withdraw: bool = False

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.section, self.row, self.field

    @property
    def written_by(self) -> Identity:
        return Identity(self.author_id, self.author_seat_id)

    def is_by(self, actor: Actor) -> bool:
        return self.written_by.is_same(actor.identity)


def read(actor: Actor, rows: QuerySet[Row], *, shortened: bool = False) -> list[Comment]:
    """Return comments, the oldest first, with what this person may do with them. One query.

    One's own may be withdrawn while nobody else has answered after it or settled it.
    """
    texts = Left("text", FIRST_WORDS) if shortened else F("text")
    lines = rows.values_list(*(texts if name == "text" else F(name) for name in _COLUMNS))
    return _with_rights(actor, [Comment(*line) for line in lines])


def read_lines(actor: Actor, rows: QuerySet[Row], limit: int) -> list[tuple[int, Comment]]:
    """Return at most so many comments of several records, each with the id of its record and without its words. One query."""
    record = rows.model.record
    columns = [Value("") if name == "text" else F(name) for name in _COLUMNS]
    found = [(line[0], Comment(*line[1:])) for line in rows.values_list(f"{record}_id", *columns)[:limit]]
    return [(record_id, replace(one, is_mine=one.is_by(actor))) for record_id, one in found]


@dataclass(frozen=True)
class CommentPage:
    """Some of what was said, the oldest first. `older` is how many came before these."""

    comments: Sequence[Comment] = ()
    older: int = 0


def read_page(actor: Actor, rows: QuerySet[Row], limit: int, before: int = 0) -> CommentPage:
    """Return the newest comments, at most `limit`; those before one of them, by its id. One query; two for older ones."""
    answered: set[tuple[str, str, str]] = set()
    if before:
        later = rows.order_by().filter(pk__gte=before).exclude(by(actor))
        answered = set(later.values_list("section", "row", "field").distinct())
        rows = rows.filter(pk__lt=before)
    lines = list(rows.annotate(in_all=Window(Count("pk"))).order_by("-pk").values_list(*_COLUMNS, "in_all")[:limit])
    found = [Comment(*line[:-1]) for line in reversed(lines)]
    return CommentPage(_with_rights(actor, found, answered), lines[0][-1] - len(lines) if lines else 0)


def _with_rights(actor: Actor, found: Sequence[Comment], later: Collection[tuple[str, str, str]] = ()) -> list[Comment]:
    """Say of each what this person may do with it. `later`: where somebody else said something after all of these."""
    answered = set(later)  # places where somebody else said something after
    shown = []
    for one in reversed(found):
        is_mine = one.is_by(actor)
        shown.append(replace(one, is_mine=is_mine, may_withdraw=is_mine and one.is_open and one.place not in answered))
        if not is_mine:
            answered.add(one.place)
    return shown[::-1]


def checked(text: str) -> str:
    """Return a comment's text as it is stored; Invalid, at `text`, where it says nothing or is too long."""
    words = clean(text).strip()
    if not words:
        raise Invalid(fields={"text": [_("Write what you want to say.")]})
    if said := too_long(words, COMMENT_LIMIT):
        raise Invalid(fields={"text": said})
    return words


def check_place(section: SectionView | None, row: str, field: str) -> None:
    """Raise BadRequest for what our pages never name; Invalid, so that the words stay, where the row is gone for good."""
    if section is None or (field and not section.spec.has(field)) or (row and not section.spec.has_rows):
        raise BadRequest()
    if (row or field) and section.spec.has_rows and row not in {one["uid"] for one in (*section.rows, *section.removed)}:
        raise Invalid(_("This was removed in the meantime and cannot be restored. What you wrote is still here to copy."))


def add(
    actor: Actor,
    table: type[Row],
    record_id: int,
    place: tuple[str, str, str],
    text: str,
    full: str,
    limit: int = 0,
) -> Comment:
    """Say something about a place: section, row, field. Three queries.

    `text` is as `checked` returned it. Raises Invalid, in the words of `full`, where the record has `limit` of them
    (0: COMMENTS_LIMIT).
    """
    most = limit or COMMENTS_LIMIT
    here = table._default_manager.filter(**table.of(record_id))
    if here.count() >= most:
        raise Invalid(full % {"count": most})
    where = dict(zip(("section", "row", "field"), place, strict=True))
    made = table._default_manager.create(**table.of(record_id), **where, text=text, at=timezone.now(), **signed(actor))
    return read(actor, here.filter(pk=made.pk))[0]


def settle(actor: Actor, rows: QuerySet[Row], upto: int) -> None:
    """Mark the comments of a conversation as settled, up to `upto`: what came later has not been read by whoever settles."""
    rows.filter(pk__lte=upto, settled_at=None).update(settled_at=timezone.now(), **signed(actor, "settled_by"))


def withdraw(actor: Actor, rows: QuerySet[Row], found: Row) -> None:
    """Take a comment back, where nobody has answered or settled it; Invalid otherwise. `rows` are those about its row."""
    here = read(actor, rows.select_for_update())
    if not any(one.id == found.pk and one.may_withdraw for one in here):
        raise Invalid(_("Somebody has answered or resolved this in the meantime, so it stays."))
    found.delete()
