"""What can go wrong, in words for the person who typed.

Every error carries a translated sentence that says what happened, what is safe and what to do. The blocks
and pages turn them into answers with the `status` given here; nothing else decides a status.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

Words = str | Promise


class ToolError(Exception):
    """The mother of all expected errors. `str()` of it is never logged: it may quote a label."""

    status = 400
    default: Words = _("That could not be understood. Nothing was changed; please reload the page and try again.")

    def __init__(self, message: Words | None = None) -> None:
        self.message: Words = message if message is not None else self.default
        super().__init__(str(type(self).__name__))

    @property
    def places(self) -> dict[str, list[Words]]:
        """Return the messages that belong to a field, by what the ids of these fields end with."""
        return {}


class BadRequest(ToolError):
    """The request itself is broken: not what our own pages send."""


class NotAllowed(ToolError):
    status = 403
    default = _("You do not have access to do this here. Nothing was changed.")


class NotFound(ToolError):
    """It does not exist, or not for this person: both are told alike, so that ids reveal nothing."""

    status = 404
    default = _("This cannot be found. It may have been removed, or you may not have access to it.")


class TooLarge(ToolError):
    status = 413
    default = _("This is more text than can be saved at once. Nothing was changed; please shorten it or split it.")


class Invalid(ToolError):
    """Something typed does not fit. `fields` maps the HTML name of a field to its messages.

    Where several forms on a page have fields of the same names, `part` says which of them this is about.
    """

    status = 422
    default = _("Something needs your attention before it can be saved. What you typed is still here.")

    def __init__(self, message: Words | None = None, fields: Mapping[str, Sequence[Words]] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, list[Words]] = {name: list(words) for name, words in (fields or {}).items()}
        self.part = ""

    @property
    def places(self) -> dict[str, list[Words]]:
        """The messages by what the ids of their fields end with."""
        return {f"{self.part}-{name}": words for name, words in self.fields.items()} if self.part else self.fields


class SavedButRefused(Invalid):
    """What was typed is saved, and the step that should follow is not done: what is missing stands at the fields.

    The only error whose words may say that something is saved or kept: raising it commits what was written before it
    (transactions.py). `revision` is the one that was saved, for whoever goes on typing.
    """

    default = _("What you typed is saved. Something needs your attention before you can go on.")

    def __init__(
        self, message: Words | None = None, fields: Mapping[str, Sequence[Words]] | None = None, *, revision: int | None = None
    ) -> None:
        super().__init__(message, fields)
        self.revision = revision


class Busy(ToolError):
    """The database gave up on it for the sake of somebody else's, and nothing is written. The draft keeper tries again."""

    status = 503
    default = _("Others are writing here right now. Nothing was changed; please try again.")


class PartlySaved(SavedButRefused):
    """What `fields` names cannot be kept as it was typed; everything else is saved.

    What is stored for those fields stays as it was. Whoever typed finds the words in their fields, and in the browser's copy.
    `refused` names the fields that are not stored, where words stand at others too; `saved` is what the verb would have
    returned.
    """

    default = _(
        "Everything is saved except what is marked here. What you typed is still in its field: correct it, and it is saved too."
    )
    not_done: Words = _("This is not done yet: what is marked here cannot be saved as it is. Everything else is saved.")

    def __init__(
        self,
        message: Words | None = None,
        fields: Mapping[str, Sequence[Words]] | None = None,
        *,
        revision: int | None = None,
        refused: Iterable[str] | None = None,
        saved: Any = None,
    ) -> None:
        super().__init__(message, fields, revision=revision)
        self.refused = tuple(self.fields if refused is None else refused)
        self.saved = saved


def raise_for_refused(
    wrong: Mapping[str, Sequence[Words]],
    *,
    revision: int,
    missing: Mapping[str, Sequence[Words]] | None = None,
    saved: Any = None,
) -> None:
    """Tell of the fields that cannot be kept, once everything else is written; return where there are none.

    Args:
        wrong: The words for each field whose text is not stored, by its HTML name.
        revision: The revision from which the next save begins: of what is stored now, or of what a stale window began from.
            Its next save is then compared with what another window wrote in the field, not put over it.
        missing: The words for each field that keeps the next step from being done. What was typed there is stored, unless
            `wrong` names the field too.
        saved: What the verb returns where everything could be kept.

    Raises:
        PartlySaved: A field is wrong.
        SavedButRefused: Every field is stored, and something is missing.
    """
    missing = missing or {}
    if wrong:
        words = PartlySaved.not_done if missing else None
        raise PartlySaved(words, {**wrong, **missing}, revision=revision, refused=wrong, saved=saved)
    if missing:
        raise SavedButRefused(fields=missing, revision=revision)


@dataclass(frozen=True)
class Difference:
    """One field of which two texts exist: `mine` was just typed, `theirs` is stored."""

    label: Words
    mine: str
    theirs: str


class Stale(ToolError):
    """Somebody saved in between. Carries both texts, so that the person can choose and loses nothing."""

    status = 409
    default = _("This was changed in the meantime. Nothing of yours is lost: compare the two and choose.")

    def __init__(
        self,
        *,
        revision: int,
        differences: Sequence[Difference] = (),
        changed_by: str = "",
        changed_at: datetime | None = None,
        message: Words | None = None,
    ) -> None:
        super().__init__(message)
        self.revision = revision
        self.differences = list(differences)
        self.changed_by = changed_by
        self.changed_at = changed_at


def mishap(error: Exception, where: str) -> str:
    """Record an error that nobody expected, and return the number by which the operator finds it in the log.

    The log gets the kind of error and the places in the code, never the message: it may quote what a person wrote.
    """
    error_id = secrets.token_hex(4)
    places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(traceback.extract_tb(error.__traceback__)))
    log.error("internship_xblock error %s: %s in %s at %s", error_id, type(error).__name__, where, places)
    return error_id
