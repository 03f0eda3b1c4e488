"""Answers that have their own readers: about health, adjustments, whom to call in an emergency.

Such a question stands in no section (`Field.is_private`), so its answer can get into nothing that is made of sections: no
version, no document, no comparison, no template. It has a row of its own. Whom it is about writes it, agrees to the sentence
that says what becomes of it, and chooses its readers among the parties in certain roles. Everybody else, the course team and
whoever looks at the course as somebody else among them, learns no more than that something was agreed, and on which day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.actor import Actor
from ..core.authorship import signed
from ..core.errors import BadRequest, Invalid, Stale, Words
from ..core.language.text import clean, too_long
from ..core.revisions import claim
from .models import PrivateAnswer
from .schema import Field

Row = TypeVar("Row", bound=PrivateAnswer)


@dataclass(frozen=True)
class PrivateView:
    """A private answer as somebody who may read it sees it. `revision` 0: nobody has written it yet.

    `readers` are uids of parties. `goes_on` is the day on which it is erased, None while the last day of the stay is open.
    """

    field: Field
    about: str
    text: str = ""
    readers: tuple[str, ...] = ()
    consent: str = ""
    consented_at: datetime | None = None
    changed_at: datetime | None = None
    revision: int = 0
    goes_on: date | None = None
    is_mine: bool = False


def readable(
    rows: Iterable[PrivateAnswer], fields: Iterable[Field], seats: Mapping[str, str], last: date | None
) -> list[PrivateView]:
    """Return those answers that somebody in these seats (uid -> role) may read, in the order of the questions. Pure.

    One who was chosen and has another role by now reads it no more.
    """
    order = {field.name: field for field in fields}
    found = []
    for row in rows:
        field = order.get(row.field)
        chosen = {uid for uid in row.readers if field is not None and seats.get(uid) in field.readers}
        if field is not None and (row.about in seats or chosen):
            found.append(view(row, field, last, is_mine=row.about in seats))
    return sorted(found, key=lambda one: list(order).index(one.field.name))


def view(row: PrivateAnswer, field: Field, last: date | None, *, is_mine: bool) -> PrivateView:
    return PrivateView(
        field=field, about=row.about, text=row.text, readers=tuple(row.readers), consent=row.consent,
        consented_at=row.consented_at, changed_at=row.changed_at, revision=row.revision, goes_on=ends_on(field, last),
        is_mine=is_mine,
    )  # fmt: skip


def ends_on(field: Field, last: date | None) -> date | None:
    """Return the first day on which an answer is not there any more, after a stay that ends on the day `last`."""
    return last + timedelta(days=field.keep_days + 1) if last is not None else None


def check(
    field: Field, text: str, readers: Collection[str], roles: Mapping[str, str], is_agreed: bool
) -> tuple[str, list[str]]:
    """Return text and readers as they are stored; Invalid at `text`, `readers` or `agreed` where they cannot be.

    `roles` are those of the record's parties, by their uids. BadRequest for a reader whom no page offers.
    """
    words = clean(text).strip()
    if not set(readers) <= {uid for uid, role in roles.items() if role in field.readers}:
        raise BadRequest()
    wrong: dict[str, list[Words]] = {}
    if said := too_long(words, field.limit):
        wrong["text"] = said
    if words and not readers:
        wrong["readers"] = [_("Choose at least one person who may read it.")]
    if words and not is_agreed:
        wrong["agreed"] = [_("Read the sentence, then tick it. Nothing is saved before that.")]
    if wrong:
        raise Invalid(fields=wrong)
    return words, sorted(readers)


def write(
    actor: Actor, table: type[Row], record_id: int, about: str, field: Field, text: str, readers: list[str], revision: int
) -> None:
    """Store an answer that was checked as the next revision; without a text it goes. Raises Stale where it was changed since.

    At most three queries.
    """
    key = {**table.of(record_id), "about": about, "field": field.name}
    rows, now = table._default_manager.filter(**key), timezone.now()
    values = {
        "text": text, "readers": readers, "consent": str(field.consent), "consented_at": now, "changed_at": now,
        **signed(actor),
    }  # fmt: skip
    if not text:
        is_stored = bool(rows.filter(revision=revision).delete()[0]) or not rows.exists()
    elif revision:
        is_stored = claim(rows, revision, **values)
    else:
        is_stored = _add(table, key, values)
    if not is_stored:
        raise Stale(revision=rows.values_list("revision", flat=True).first() or 0)


def _add(table: type[Row], key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    try:
        with transaction.atomic():
            table._default_manager.create(**key, revision=1, **values)
    except IntegrityError:
        return False
    return True
