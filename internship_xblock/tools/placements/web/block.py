"""The placement as a block of a course: its author's settings, and what the platform asks of it."""

from __future__ import annotations

from django.utils import translation
from xblock.fields import Boolean, Scope, String

from ....core.actor import Actor
from ....ui.action import Data, Reply, action
from ....ui.block import InternshipBlock
from ....ui.studio import settings_form
from ....ui.studio.olx import OlxListsMixin
from ....ui.studio.revisions import revision_of
from ..words import ONBOARDING, PLACEMENT
from .checklist.fields import CHECK, ChecklistMixin
from .overview.activity import PlacementActivity
from .overview.example import example
from .overview.picture import picture_of
from .overview.settings import PlacementSettings
from .placed import PlacedBlock
from .studio import PlacementSettingsForm


class PlacementBlock(OlxListsMixin, ChecklistMixin, PlacedBlock, InternshipBlock):
    """`internship_placement`. Its fields are an author's settings; what people see and do is its activity's."""

    activity_class = PlacementActivity
    content_type = "Internship placement"
    olx_lists = {"checklist": CHECK}

    display_name = String(scope=Scope.settings, default="Your placement", help="What stands above the placement.")
    staff_mode = Boolean(scope=Scope.settings, default=False, help="A new employee's onboarding instead of an internship.")
    owner_role = String(scope=Scope.settings, default="mentor", help="Who usually begins the placement.")

    @property
    def placement_kind(self) -> str:
        return ONBOARDING if self.staff_mode else PLACEMENT

    def author_settings(self) -> PlacementSettings:
        return PlacementSettings(self.display_name, self.placement_kind, self.owner_role, self.link_days, self.lines)

    # -- Studio ---------------------------------------------------------------------------------------

    def studio_form(self) -> str:
        form, lines = self._settings_form(), self.checklist_form()
        revision = revision_of(form.initial, self.checklist)
        return self.html("placements/studio.html", form=form, lines=lines, revision=revision)

    @action()
    def studio_save(self, actor: Actor, data: Data) -> Reply:
        self.require_author(actor)
        settings_form.save(self, self._settings_form(data), self.checklist_form(data))
        return Reply(self.html("placements/studio_saved.html"), {"X-Internship-Saved": "yes"})

    def preview(self) -> str:
        """An example placement under the author's settings: nothing is stored."""
        screen = example(self.placement_kind)
        picture = picture_of(screen.stay, translation.get_language_bidi())
        return self.html("placements/preview.html", screen=screen, picture=picture)

    def _settings_form(self, data: Data | None = None) -> PlacementSettingsForm:
        initial = {name: getattr(self, name) for name in PlacementSettingsForm.base_fields}
        return PlacementSettingsForm(data, kind=self.placement_kind, initial=initial, auto_id=f"{self.html_id}-%s")

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return [("Internship placement", "<vertical_demo><internship_placement/></vertical_demo>")]
