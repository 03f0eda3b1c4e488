"""The sections of a plan: their forms, saved as they are typed, and rows that come, go, and change places."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from .....core.actor import Actor
from .....core.errors import BadRequest, Invalid, NotAllowed, NotFound, PartlySaved, SavedButRefused
from .....core.permissions import Role
from .....records.schema import Row, Section
from .....ui.action import Data, Reply, action
from ....placements.api import ONBOARDING, PLACEMENT, new_uid
from ....placements.web.placed import number
from ... import api as plans
from ...drafts import rights
from ..base import PlanBase
from ..screen import PlanScreen
from . import typed as typed_rows

SECTION_BYTES = 1_000_000  # a section full of long answers in any script: a letter is nine bytes of a form at worst


class SectionsActivity(PlanBase):
    """What one does in the form of a section."""

    def _change(self, actor: Actor, data: Data, section: Section, typed: list[Row], *, ours: Sequence[str] = ()) -> PlanScreen:
        """Keep a section in which more is done than typing: nothing is where an answer cannot be kept; the others are."""
        try:
            return self._keep(actor, data, section, typed, whole=True, ours=ours)
        except Invalid as error:
            refused = error
        try:
            kept = self._keep(actor, data, section, typed_rows.read(section, data))
        except PartlySaved as error:
            raise PartlySaved(error.not_done, error.fields, revision=error.revision, refused=error.refused) from None
        raise SavedButRefused(fields=refused.fields, revision=kept.plan.sections[section.name].revision)

    def _keep(
        self, actor: Actor, data: Data, section: Section, typed: list[Row], *, whole: bool = False, ours: Sequence[str] = ()
    ) -> PlanScreen:
        settings = self.rules
        plan = plans.save_section(
            actor,
            placement_id=number(data, "placement"),
            usage_key=self.usage_id,
            section=section.name,
            revision=number(data, "revision"),
            typed=typed,
            settings=settings,
            ours=ours,
            whole=whole,
        )
        return PlanScreen(activity=self, actor=actor, plan=plan, rules=settings, unopened=frozenset(data.getlist("later")))

    def _answer(self, screen: PlanScreen, section: Section, html: str = "", **changed: str) -> Reply:
        revision = screen.plan.sections[section.name].revision
        return Reply(html + screen.refresh(section, **changed), {"X-Internship-Revision": str(revision)})

    @action("GET")
    def section(self, actor: Actor, data: Data) -> str:
        """The form of a section, once somebody wants to edit it."""
        spec = self.section_of(data)
        screen = self.screen_of(actor, self.read_plan(actor, number(data, "placement")))
        if spec.name not in screen.plan.writable:
            owner = rights.owner_name(screen.plan.placement)
            raise NotAllowed(_("You can read and comment here. %(owner)s decides who writes here.") % {"owner": owner})
        return screen.form(spec)

    @action("GET")
    def read_section(self, actor: Actor, data: Data) -> str:
        """What a section says now."""
        spec = self.section_of(data)
        return self.screen_of(actor, self.read_plan(actor, number(data, "placement"))).reread(spec)

    @action(limit=SECTION_BYTES)
    def save_section(self, actor: Actor, data: Data) -> Reply:
        section = self.section_of(data)
        return self._answer(self._keep(actor, data, section, typed_rows.read(section, data)), section)

    @action(limit=SECTION_BYTES)
    def add_row(self, actor: Actor, data: Data) -> Reply:
        section = self.section_of(data, rows=True)
        uid = new_uid()
        fresh = section.blank(uid)
        if section.name == "parties":
            fresh["role"] = _missing_role(data, self.layout.staff)
        screen = self._change(actor, data, section, [*typed_rows.read(section, data), fresh])
        return self._answer(screen, section, screen.row(section, uid), added=uid)

    @action(limit=SECTION_BYTES)
    def duplicate_row(self, actor: Actor, data: Data) -> Reply:
        """A copy right after its original, with what is typed there. A person is not copied."""
        section, uid = self.section_of(data, rows=True), data.get("uid", "")
        typed = typed_rows.read(section, data)
        place = next((at for at, row in enumerate(typed) if row["uid"] == uid), None)
        if place is None or section.name == "parties":
            raise BadRequest()
        copy = new_uid()
        typed.insert(place + 1, {**typed[place], "uid": copy})
        try:
            screen = self._change(actor, data, section, typed)
        except PartlySaved:
            raise
        except SavedButRefused as error:
            raise _without_copy(error, section, uid, copy) from None
        return self._answer(screen, section, screen.row(section, copy), added=copy)

    @action(limit=SECTION_BYTES)
    def remove_row(self, actor: Actor, data: Data) -> Reply:
        section, uid = self.section_of(data, rows=True), data.get("uid", "")
        typed = typed_rows.read(section, data)
        if uid not in {row["uid"] for row in typed}:
            raise NotFound()
        rows = [{**row, "removed": True} if row["uid"] == uid else row for row in typed]
        screen = self._change(actor, data, section, rows)
        return self._answer(screen, section, screen.removed_row(section, uid), gone=uid)

    @action(limit=SECTION_BYTES)
    def restore_row(self, actor: Actor, data: Data) -> Reply:
        section, uid = self.section_of(data, rows=True), data.get("uid", "")
        plan = self.read_plan(actor, number(data, "placement"))
        back = next((row for row in plan.sections[section.name].removed if row["uid"] == uid), None)
        if back is None:
            raise NotFound(
                _("This can no longer be restored: it has been restored already, or the plan has been submitted since.")
            )
        typed = [row for row in typed_rows.read(section, data) if row["uid"] != uid]
        typed.insert(min(int(back.get("at", 0)), len(typed)), back)
        screen = self._change(actor, data, section, typed)
        return self._answer(screen, section, screen.rows(section, focus=f"{uid}-card"), added=uid)

    @action(limit=SECTION_BYTES)
    def move_row(self, actor: Actor, data: Data) -> Reply:
        """One place up or down; at the end of the list nothing moves."""
        section, uid = self.section_of(data, rows=True), data.get("uid", "")
        typed = typed_rows.read(section, data)
        place = next((at for at, row in enumerate(typed) if row["uid"] == uid), None)
        if place is None or data.get("to") not in ("up", "down"):
            raise BadRequest()
        other = place + (1 if data["to"] == "down" else -1)
        if 0 <= other < len(typed):
            typed[place], typed[other] = typed[other], typed[place]
        screen = self._change(actor, data, section, typed)
        button = "down" if other <= 0 else "up" if other >= len(typed) - 1 else data["to"]
        return self._answer(screen, section, screen.rows(section, focus=f"{uid}-{button}"))


def _without_copy(error: SavedButRefused, section: Section, uid: str, copy: str) -> SavedButRefused:
    """A refusal of a copy that never came to the page: said at the original, and where there is no room, at its button."""
    full = f"{section.name}-add"
    fields = {name: words for name, words in error.fields.items() if not name.startswith(f"{section.name}-{copy}-")}
    fields = {name if name != full else f"{section.name}-{uid}-copy": words for name, words in fields.items()}
    return SavedButRefused(error.message, fields, revision=error.revision)


def _missing_role(data: Data, staff: bool) -> str:
    """The role a new person most likely has: the first that nobody in the form has yet, else another mentor."""
    taken = {data[name] for name in data if name.startswith("parties-") and name.endswith("-role")}
    wanted = plans.MUST_SIGN[ONBOARDING if staff else PLACEMENT]
    return next((role for role in wanted if role not in taken), Role.MENTOR)
