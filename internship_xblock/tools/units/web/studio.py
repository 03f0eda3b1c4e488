"""The training unit in Studio: forms for the unit and its steps. Every change to a step is saved at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import BadRequest, Invalid, NotFound
from ....core.language.text import NAME_LIMIT
from ....ui.action import Data, Reply, action
from ....ui.studio.revisions import revision_of
from ....ui.studio.settings_form import save
from ...reviews.web.rubric_form import RubricForm
from .. import api, rules
from ..minutes import estimate
from ..steps import KINDS, UNREAD, kind_of
from ..steps.base import Rows, Step
from ..steps.ids import fit_id
from ..unit import Unit, raw_steps
from .award_form import AwardForm
from .conflicts import require_current, revision_of_step
from .forms import ROWS_LIMIT, STEPS_LIMIT, StepForm, UnitSettingsForm
from .writing import UnitWritingMixin, is_untouched, said_of_new


class UnitStudioMixin(UnitWritingMixin):
    """`studio_view` of the UnitBlock. Each action asks first whether this person may author."""

    def studio_form(self: Any) -> str:
        unit, drafts = self.unit, self.drafts()
        rubric = RubricForm(rubric=unit.criteria, auto_id=f"{self.html_id}-%s")
        initial, award = self._settings_of(unit)
        return self.html(
            "units/studio.html", unit=unit, form=UnitSettingsForm(auto_id=f"{self.html_id}-%s", initial=initial),
            award_form=self._award_form(initial=award), rubric_form=rubric, revision=self._revision_of(initial, award),
            counted=estimate(unit), held=drafts.get(api.SETTINGS), **self.steps_context(unit, drafts),
        )  # fmt: skip

    def _settings_of(self: Any, unit: Unit) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the two forms of the settings begin with: that of the unit, and that of what it awards."""
        award = AwardForm.initial_of(self.awards or "", self.award_needs or "")
        return UnitSettingsForm.initial_of(unit, self.weight or 0), award

    def _revision_of(self: Any, initial: Mapping[str, Any], award: Mapping[str, Any]) -> int:
        return revision_of({**initial, **award}, self.rubric)

    @property
    def settings_revision(self: Any) -> int:
        """Return which state of the settings a form begins from."""
        return int(self._revision_of(*self._settings_of(self.unit)))

    @action()
    def studio_save_settings(self: Any, actor: Actor, data: Data) -> Reply:
        self.require_author(actor)
        rubric = RubricForm(data, rubric=self.criteria, auto_id=f"{self.html_id}-%s")
        save(self, UnitSettingsForm(data, auto_id=f"{self.html_id}-%s"), self._award_form(data), rubric)
        self.keep_copy(api.SETTINGS, "")
        words = _("The settings are saved.")
        return Reply(self.html("units/studio_saved.html", words=words), {"X-Internship-Saved": "yes"})

    def _award_form(self: Any, *typed: Data, **options: Any) -> AwardForm:
        return AwardForm(*typed, auto_id=f"{self.html_id}-%s", units=self.units_to_choose(), **options)

    @action()
    def studio_add_step(self: Any, actor: Actor, data: Data) -> str:
        """Add a step of a kind at the end, and open it."""
        self.require_author(actor)
        kind = KINDS.get(data.get("kind", ""))
        if kind is None:
            raise Invalid(fields={"kind": [_("Choose what kind of step it is.")]})
        unit = self.unit
        if len(unit.everything) >= STEPS_LIMIT:
            raise Invalid(fields={"kind": [_full()]})
        empty: dict[str, list[dict[str, str]]] = {group.name: [{} for _row in range(group.at_first)] for group in kind.rows}
        step = as_stored(kind.parse(empty, new_step_id(unit, kind.name)))
        self.write_steps([*unit.everything, step])
        return self.edit_screen(step)

    @action("GET")
    def studio_edit_step(self: Any, actor: Actor, data: Data) -> str:
        self.require_author(actor)
        step = self.unit.authored(data.get("step", ""))
        if kind_of(step) is UNREAD:
            raise NotFound()
        return self.edit_screen(step)

    @action("GET")
    def studio_list(self: Any, actor: Actor, data: Data) -> str:
        """Back to the list of steps, to the one that was open."""
        self.require_author(actor)
        return self.list_screen(data.get("step", ""))

    @action()
    def studio_save_step(self: Any, actor: Actor, data: Data) -> str:
        """Keep a step as typed."""
        self.require_author(actor)
        unit, step = self.typed_now(data)
        self.put_step(unit, step)
        return self.list_screen(step.id)

    @action()
    def studio_add_row(self: Any, actor: Actor, data: Data) -> str:
        """Keep what was typed, with one row more in the group that `group` names, inside the row that `at` names."""
        self.require_author(actor)
        unit, step = self.typed_now(data)
        group = group_of(step, data)
        rows = step.rows[group.name]
        if len(rows) >= ROWS_LIMIT:
            raise Invalid(_("There is room for %(limit)s of these in one step.") % {"limit": ROWS_LIMIT})
        row, place = {}, len(rows)
        if group.inside:
            row = {group.inside: data.get("at", "")}
            if row[group.inside] not in step.ids(group.part(group.inside).of):
                raise NotFound()
            beside = [number for number, one in enumerate(rows, start=1) if one[group.inside] == row[group.inside]]
            place = max(beside, default=place)
        return self.with_rows(unit, step, {group.name: [*rows[:place], row, *rows[place:]]}, focus=f"{group.name}-{place}")

    @action()
    def studio_remove_row(self: Any, actor: Actor, data: Data) -> str:
        """Keep what was typed, without the row called `row` in the group that `group` names, and what is inside of it."""
        self.require_author(actor)
        unit, step = self.typed_now(data)
        group = group_of(step, data)
        gone = [row for row in step.rows[group.name] if row["id"] == data.get("row", "")]
        if not gone:
            raise NotFound()
        left = {group.name: [row for row in step.rows[group.name] if row not in gone]}
        for part in kind_of(step).groups_in(group):
            left[part.name] = [row for row in step.rows[part.name] if row[part.inside] != gone[0]["id"]]
        beside = [gone[0][group.inside]] if group.inside else []
        return self.with_rows(unit, step, left, focus="-".join(["add", group.name, *beside]))

    @action()
    def studio_move_step(self: Any, actor: Actor, data: Data) -> str:
        """One place up or down; at the end of the list nothing happens."""
        self.require_author(actor)
        steps = list(self.unit.everything)
        index = steps.index(self.unit.authored(data.get("step", "")))
        way = {"up": -1, "down": 1}.get(data.get("way", ""))
        if way is None:
            raise BadRequest()
        if 0 <= index + way < len(steps):
            steps[index], steps[index + way] = steps[index + way], steps[index]
            self.write_steps(steps)
        return self.list_screen(data["step"])

    @action()
    def studio_duplicate_step(self: Any, actor: Actor, data: Data) -> str:
        """Put a copy of a step behind it, under an id of its own: no learner has answered it."""
        self.require_author(actor)
        unit = self.unit
        steps, step = list(unit.everything), unit.authored(data.get("step", ""))
        if kind_of(step) is UNREAD:
            raise NotFound()
        if len(steps) >= STEPS_LIMIT:
            raise Invalid(_full())
        title = _("%(title)s (copy)") % {"title": step.title[: NAME_LIMIT - 20]} if step.title else ""
        copy = replace(step, id=new_step_id(unit, step.kind), title=title)
        steps.insert(steps.index(step) + 1, copy)
        self.write_steps(steps)
        return self.list_screen(copy.id)

    @action()
    def studio_remove_step(self: Any, actor: Actor, data: Data) -> str:
        self.require_author(actor)
        gone = self.unit.authored(data.get("step", ""))
        self.drop_drafts(gone.id)
        self.write_steps([step for step in self.unit.everything if step.id != gone.id])
        return self.list_screen()

    # -- screens and fields ------------------------------------------------------------------------------

    def steps_context(self: Any, unit: Unit, drafts: Mapping[str, Any], focus: str = "") -> dict[str, Any]:
        found = rules.findings(unit)
        rows = [
            {
                "step": step,
                "kind": kind_of(step),
                "is_known": step.kind in KINDS,
                "is_typed": step.id in drafts,
                "findings": [one for one in found if one.step == step.id],
            }
            for step in unit.everything
        ]
        return {"rows": rows, "kinds": KINDS.values(), "findings": [one for one in found if not one.step], "focus": focus}

    def list_screen(self: Any, focus: str = "") -> str:
        return self.html("units/macros/steps.html#step_list", **self.steps_context(self.unit, self.drafts(), focus or "list"))

    def edit_screen(self: Any, step: Step, focus: str = "") -> str:
        form, is_new, said = StepForm(step, auto_id=f"{self.html_id}-%s"), is_untouched(step), self.said_of(step)
        return self.html(
            "units/studio_step.html", step=step, kind=kind_of(step), form=form, is_new=is_new,
            shown=self.drawn(step), focus=focus or "edit", held=self.drafts().get(step.id),
            revision=revision_of_step(step), **(said_of_new({**said, "picture": None}) if is_new else said),
        )  # fmt: skip

    def with_rows(self: Any, unit: Unit, step: Step, rows: Mapping[str, Sequence[Any]], focus: str) -> str:
        kind = kind_of(step)
        changed = {**kind.raw(step), **{group: list(those) for group, those in rows.items()}}
        step = as_stored(kind.parse(changed, step.id))
        self.put_step(unit, step)
        return self.edit_screen(step, focus=focus)

    def typed_now(self: Any, data: Data) -> tuple[Unit, Step]:
        """The unit, and of it the step in the form. Stale where the form began from another state of the step."""
        unit = self.unit
        before = unit.authored(data.get("step", ""))
        step = self.typed_step(before, data)
        require_current(before, step, data)
        return unit, step

    def put_step(self: Any, unit: Unit, step: Step) -> None:
        self.keep_copy(step.id, "")
        self.write_steps([step if one.id == step.id else one for one in unit.everything])

    def write_steps(self: Any, steps: Sequence[Step]) -> None:
        self.steps = raw_steps(steps)


def _full() -> str:
    return _("There is room for %(limit)s steps in a unit.") % {"limit": STEPS_LIMIT}


def as_stored(step: Step) -> Step:
    """The step as it is read again: what was mended in it is then its own."""
    return kind_of(step).parse(kind_of(step).raw(step), step.id)


def new_step_id(unit: Unit, kind: str) -> str:
    """An id that no step of this unit ever had: answers to a removed one stay at its id."""
    return fit_id("", {step.id for step in unit.everything}, f"{kind}-{secrets.token_hex(3)}")


def group_of(step: Step, data: Data) -> Rows:
    """Return the group that the form names."""
    for group in kind_of(step).rows:
        if group.name == data.get("group"):
            return group
    raise BadRequest()
