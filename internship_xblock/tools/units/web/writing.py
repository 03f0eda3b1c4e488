"""A step while its author types: drawn as learners will see it, and kept for whoever goes on another day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import BadRequest, Invalid, NotFound, SavedButRefused
from ....core.language.markup import with_address
from ....core.language.text import BODY_LIMIT
from ....openedx.people import may_author
from ....ui.action import Data, Reply, action
from .. import api, rules
from ..files import FILES
from ..steps import UNREAD, kind_of
from ..steps.base import Finding, Step
from ..unit import State
from . import pictures
from .conflicts import revision_of_step
from .forms import StepForm
from .picture import Picture, picture
from .shown import ShownStep, shown

_FIELD = re.compile(r"[a-z0-9_-]{1,60}")
# Kinds of which the author sees a picture above the form; None where there is nothing to draw yet.
PICTURES: dict[str, Callable[[Step, bool], Picture | None]] = {"scenario": picture}
PREVIEW_LIMIT = 3 * BODY_LIMIT  # bytes: the form, and beside it the same as its draft keeper copies it


class UnitWritingMixin:
    """The part of `studio_view` that follows what is typed."""

    @action(limit=PREVIEW_LIMIT)
    def studio_preview_step(self: Any, actor: Actor, data: Data) -> Reply:
        """Draw a step as it is being typed, by what learners' screens are drawn with.

        The step stays as it is. What is typed is kept for its author, as `copy` in the form has it: also where it cannot be
        drawn, and not where the step was saved since. The form of a new step names the fields that its author has left.
        """
        self.require_author(actor)
        before = self.unit.authored(data.get("step", ""))
        is_kept = self.keep_typed(before.id, revision_of_step(before), data)
        try:
            step = self.typed_step(before, data)
        except Invalid as error:
            if not is_kept:
                raise
            raise SavedButRefused(
                _("What you typed is kept as your draft. It cannot be saved as it is."), error.fields
            ) from None
        said = self.said_of(step)
        if "left" in data:
            said = said_of_new(said, data.get("left", "").split())
        html = self.html("units/studio_preview.html", shown=self.drawn(step), focus="", **said)
        return Reply(html, {"X-Internship-Kept": "yes"} if is_kept else {})

    @action(limit=PREVIEW_LIMIT)
    def studio_keep_settings(self: Any, actor: Actor, data: Data) -> Reply:
        """Keep what is typed in the settings for its author, as `copy` in the form has it, until they are saved."""
        self.require_author(actor)
        if "revision" not in data:
            raise BadRequest()
        is_kept = self.keep_typed(api.SETTINGS, self.settings_revision, data)
        return Reply("", {"X-Internship-Kept": "yes"} if is_kept else {})

    @action("GET")
    def studio_pictures(self: Any, actor: Actor, data: Data) -> str:
        """List the pictures of the course, to put one into the text that `field` names."""
        self.require_author(actor)
        if not _FIELD.fullmatch(data.get("field", "")):
            raise BadRequest()
        there = pictures.of_course(actor.course_key)
        chosen_from = [
            {"address": one, "name": one.removeprefix(FILES), "source": with_address(one, self.rich)} for one in there or ()
        ]
        return self.html("units/studio_pictures.html", field=data["field"], pictures=None if there is None else chosen_from)

    def typed_step(self: Any, before: Step, data: Data) -> Step:
        """The step in the form, well formed; `before` is the step as it is stored. NotFound for what nobody can edit."""
        if kind_of(before) is UNREAD:
            raise NotFound()
        raw = StepForm(before, data, auto_id=f"{self.html_id}-%s").typed()
        return kind_of(before).parse(raw, before.id)

    def drawn(self: Any, step: Step) -> ShownStep:
        """The step for its preview, as nobody can answer it."""
        return shown(step, State(), html_id=f"{self.html_id}-preview", rich=self.rich, is_read_only=True)

    def said_of(self: Any, step: Step) -> dict[str, Any]:
        """What an author looks at in a step: `notes` by the field at which each stands, `found` of the whole, its `picture`."""
        at_fields = notes(step, self.actor.course_key)
        there = {words for said in at_fields.values() for words in said}
        found = [Finding(words, step.id) for words in rules.step_findings(step) if str(words) not in there]
        return {"notes": at_fields, "found": found, "picture": picture_of(step)}

    def keep_typed(self: Any, place: str, revision: int, data: Data) -> bool:
        """Keep the copy in a form for its author. False where there is none, or it is of another state than `revision`."""
        copy = data.get("copy")
        if copy is None or data.get("revision") != str(revision):
            return False
        self.keep_copy(place, copy)
        return bool(copy) and self.has_drafts

    def drafts(self: Any) -> Mapping[str, Mapping[str, Any]]:
        """What is kept of what this author typed, by the ids of the steps; of the settings under api.SETTINGS."""
        return api.step_drafts(self.actor, usage_key=self.usage_id) if self.has_drafts else {}

    @property
    def has_drafts(self: Any) -> bool:
        """Whether the person is known whose drafts they would be: not in every runtime in which somebody may author."""
        return bool(self.actor.is_known and not self.actor.masquerading)

    def keep_copy(self: Any, step_id: str, copy: str) -> None:
        """Keep what this author typed in a step; "" for nothing any more."""
        if self.has_drafts:
            api.keep_step_draft(
                self.actor, usage_key=self.usage_id, step_id=step_id, copy=copy, may_author=may_author(self, self.actor)
            )  # fmt: skip

    def drop_drafts(self: Any, step_id: str) -> None:
        """Drop what anybody typed in a step that is removed."""
        if self.has_drafts:
            api.drop_step_drafts(
                self.actor, usage_key=self.usage_id, step_id=step_id, may_author=may_author(self, self.actor)
            )  # fmt: skip


def is_untouched(step: Step) -> bool:
    """Whether nobody has written anything in a step yet."""
    rows = (row for group in step.rows.values() for row in group)
    in_rows = [value for row in rows for name, value in row.items() if name != "id"]
    return not any(text.strip() for text in (step.title, step.text, *step.parts.values(), *in_rows))


def said_of_new(said: dict[str, Any], left: Sequence[str] = ()) -> dict[str, Any]:
    """Of what an author looks at in a step, only what is said of a new one: at the fields that they have `left`.

    What it lacks as a whole is said once it was saved.
    """
    at_fields: Mapping[str, list[str]] = said["notes"]
    return {**said, "notes": {field: words if field in left else [] for field, words in at_fields.items()}, "found": []}


def picture_of(step: Step) -> Picture | None:
    """Return the picture of a step for its author; None where its kind has none, or there is nothing to draw yet."""
    return PICTURES[step.kind](step, get_language_bidi()) if step.kind in PICTURES else None


def notes(step: Step, course_key: str) -> dict[str, list[str]]:
    """What is said at the fields of a step while it is typed; nothing where all is well, to take back what was said."""
    title = [] if step.title.strip() else [_("This step has no title.")]
    return {"title": title, **{field: [] for field, _text in pictures.written_fields(step)}, **pictures.gone(step, course_key)}
