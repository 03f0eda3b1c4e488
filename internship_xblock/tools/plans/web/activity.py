"""The plan as an activity: a placement's agreement, filled in by its parties, submitted for review."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid
from ....ui.action import Data, action
from ...placements.web.placed import number
from .. import api as plans
from .pictures import PicturesActivity
from .private import PrivateActivity
from .sections.origins import OriginsActivity
from .sources.activity import SourcesActivity
from .sources.example import ExampleActivity
from .sources.sharing import SharingActivity
from .talk.activity import CommentsActivity
from .versions.activity import VersionsActivity


class PlanActivity(
    OriginsActivity, CommentsActivity, VersionsActivity, SourcesActivity, ExampleActivity, SharingActivity, PicturesActivity,
    PrivateActivity,
):  # fmt: skip
    """What the parties of a placement see and do in their plan."""

    def show(self, actor: Actor, notice: str = "") -> str:
        if actor.masquerading and (place := self.open_placement(actor)) is not None:
            return self.as_somebody_else(actor, place)
        plan = self._open(actor)
        if plan is None:
            purpose = _(
                "The plan is where student, mentor and university agree on what will be learnt, through which tasks, and "
                "when you talk. It takes about twenty minutes to begin; everything is saved as you type."
            )
            if self.settings.staff_mode:
                purpose = _(
                    "The plan is where a new employee, a mentor and a leader agree on the first 90 days: what will be "
                    "learnt, through which tasks, and when you talk. It takes about twenty minutes to begin; everything is "
                    "saved as you type."
                )
            first = self.start_panel(actor, purpose, _("Begin the plan"))
            return first + self.html("plans/macros/sharing.html#shared_place")
        return self.screen_of(actor, plan).whole(notice)

    def _open(self, actor: Actor) -> plans.PlanView | None:
        """The plan of the placement at hand, None where the actor has none."""
        place = self.open_placement(actor)
        return self.read_plan(actor, place) if place is not None else None

    @action()
    def submit(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        try:
            version = plans.submit(
                actor,
                placement_id=placement_id,
                usage_key=self.usage_id,
                settings=self.rules,
                possible=self.settings.possible,
                rubric=self.settings.criteria,
                shown=data.get("shown", ""),
            )
        except Invalid as error:  # the list of what is left stands beside the button, each with the way to its field
            raise Invalid(error.message) from None
        self.surface.memory.keep(placement_id)
        said = _("Version %(number)d is submitted.")  # what comes of it stands under "What next"
        return self.show(actor, said % {"number": version.number})
