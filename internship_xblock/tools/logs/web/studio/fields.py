"""The log in Studio: the author's settings as fields, the form to change them, and how learners see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop
from xblock.fields import Boolean, Float, Integer, List, Scope, String

from .....core.actor import Actor
from .....core.errors import BadRequest
from .....ui.action import Data, Reply, action
from .....ui.block import points
from .....ui.studio.olx import flat_codec
from .....ui.studio.revisions import revision_of
from .....ui.studio.settings_form import save
from ....placements.api import ONBOARDING, PLACEMENT, roles_of
from ....placements.web.placed import number
from ...api import LogRules
from ...entries.prompts import OWN_LIMIT, own_set
from ...entries.samples import sample_entry
from ...entries.validation import EntryForm
from ...staff_mode import sharing_label
from ...validation import checked
from ..entries import words
from ..entries.card import Card
from .settings_form import LogSettingsForm, blank_question

SWITCHES = ("share_mentor", "share_supervisor", "share_cohort")
QUESTIONS = flat_codec("question", ["id", "help"])


class LogStudio:
    """Mixed into LogBlock."""

    display_name = String(display_name="Title", default=gettext_noop("Internship log"), scope=Scope.settings)
    model = String(display_name="Questions", default="driscoll", scope=Scope.settings, help="Id of the set that is suggested.")
    more_models = String(default="", scope=Scope.settings, help="Ids of the other sets one may choose, with spaces between.")
    own_name = String(default="", scope=Scope.settings, help="What the author's own set of questions is called.")
    own_questions = List(default=[], scope=Scope.settings, help="The author's own set: rows of id, text and help.")
    ask_hours = Boolean(display_name="Ask for hours", default=True, scope=Scope.settings)
    words_least = Integer(default=80, scope=Scope.settings, help="Words that good entries often have at least; 0: no hint.")
    words_most = Integer(default=300, scope=Scope.settings, help="Words that good entries often have at most; 0: no hint.")
    staff_mode = Boolean(default=False, scope=Scope.settings, help="The learning log of a new employee.")
    share_mentor = Boolean(display_name="May be shared with the mentor", default=True, scope=Scope.settings)
    share_supervisor = Boolean(display_name="May be shared for review", default=True, scope=Scope.settings)
    share_cohort = Boolean(display_name="May be shared with all in the placement", default=True, scope=Scope.settings)
    minimum_entries = Integer(display_name="Shared entries to complete", default=1, scope=Scope.settings)
    weight = Float(display_name="Points", default=0.0, scope=Scope.settings, help="For one entry; 0: complete or not.")
    retention_months = Integer(default=0, scope=Scope.settings, help="Months after the last period until erasure; 0: kept.")
    owner_role = String(display_name="Who opens it", default="student", scope=Scope.settings)

    @property
    def placement_kind(self) -> str:
        return ONBOARDING if self.staff_mode else PLACEMENT

    @property
    def rules(self) -> LogRules:
        levels = tuple(name.removeprefix("share_") for name in SWITCHES if getattr(self, name))
        return LogRules(
            model=self.model or "", ask_hours=bool(self.ask_hours), levels=levels, weight=points(self.weight) or 0.0,
            more_models=tuple((self.more_models or "").split()), own=own_set(self.own_name or "", self.own_questions or []),
            retention_months=self.kept_months, minimum_entries=self.minimum_entries or 1,
        )  # fmt: skip

    @property
    def kept_months(self) -> int:
        return max(0, self.retention_months or 0)

    @property
    def length_hint(self) -> str:
        return words.length_hint(self.words_least or 0, self.words_most or 0)

    # -- Studio -----------------------------------------------------------------------------------------------

    def preview(self: Any) -> str:
        if self.teaching:
            return self.teaching_preview()
        rules = self.rules
        form = EntryForm(prompts=rules.suggested, ask_hours=rules.ask_hours, auto_id=f"{self.html_id}-%s")
        return self.html(
            "logs/preview.html", form=form, card=Card(sample_entry(rules.suggested)), rules=rules,
            levels=[sharing_label(level, self.placement_kind) for level in rules.levels],
        )  # fmt: skip

    def studio_form(self: Any) -> str:
        initial = {name: getattr(self, name) for name in LogSettingsForm.base_fields}
        initial |= {"weight": self.weight or 0, "more_models": (self.more_models or "").split()}
        own = self.rules.own
        questions = [
            {"id": one.id.removeprefix("own-"), "text": str(one.question), "help": str(one.help)}
            for one in (own.prompts if own else ())
        ]
        form = self._settings_form(initial=initial, questions=questions)
        return self.html(
            "logs/studio.html",
            form=form,
            fresh=str(len(form.question_ids) + 1),
            revision=revision_of(initial, questions),
            **self.samples_context(),
        )

    def _settings_form(self: Any, data: Data | None = None, **options: Any) -> LogSettingsForm:
        return LogSettingsForm(data, roles=roles_of(self.placement_kind), auto_id=f"{self.html_id}-%s", **options)

    @action("GET")
    def studio_question(self: Any, actor: Actor, data: Data) -> str:
        """One more empty row for a question of the author's own; kept with the settings, not before."""
        self.require_author(actor)
        at = number(data, "number")
        if not 0 < at <= OWN_LIMIT:
            raise BadRequest()
        row = blank_question(f"{self.html_id}-%s", at)
        more = str(at + 1) if at < OWN_LIMIT else ""
        return self.html("logs/macros/studio.html#question_row", row=row, fresh=more, is_swap=True)

    @action()
    def studio_save(self: Any, actor: Actor, data: Data) -> Reply:
        self.require_author(actor)
        form = self._settings_form(data)
        checked(form)
        self._save_open_sample(data)
        save(self, form)
        return Reply(self.html("logs/studio_saved.html"), {"X-Internship-Saved": "yes"})

    def searchable(self) -> dict[str, str]:
        return {"questions": " ".join(str(prompt.question) for one in self.rules.offered for prompt in one.prompts)}
