"""The plan as a block of a course: its author's settings, and what the platform asks of it."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext_noop
from xblock.fields import Boolean, Float, Integer, List, Scope, String

from ....core.actor import Actor
from ....openedx.people import may_author
from ....ui.action import Data, Reply, action
from ....ui.block import InternshipBlock, points
from ....ui.studio import settings_form
from ....ui.studio.olx import OlxListsMixin, flat_codec
from ....ui.studio.revisions import revision_of
from ...placements.web.placed import PlacedBlock
from ...reviews.web.graded import GradedMixin
from .. import api as plans
from .. import rules
from ..schema import frozen_text, verbs
from ..sources import examples
from .activity import PlanActivity
from .settings import PlanSettings
from .studio.rubric import RubricMixin
from .studio.settings_form import PlanSettingsForm
from .studio.template import TemplateMixin, template_codec

DEFAULT_HEADINGS = [{"id": key, "text": str(key)} for key, _words in rules.DEFAULT_HEADINGS]


class PlanBlock(OlxListsMixin, RubricMixin, TemplateMixin, GradedMixin, PlacedBlock, InternshipBlock):
    """An internship plan. Its fields are an author's settings; what people see and do is its activity's."""

    activity_class = PlanActivity

    display_name = String(
        scope=Scope.settings, default=gettext_noop("Your internship plan"), help="What learners see above their plan."
    )  # fmt: skip
    hours_required = Float(scope=Scope.settings, default=0, help="Hours the periods must add up to; 0: any number.")
    headings = List(scope=Scope.settings, default=DEFAULT_HEADINGS, help="Headings of learning outcomes: id and text.")
    min_outcomes = Integer(scope=Scope.settings, default=3, help="Minimum number of learning outcomes.")
    max_outcomes = Integer(scope=Scope.settings, default=6, help="Maximum number of learning outcomes.")
    routine_percent = Integer(scope=Scope.settings, default=25, help="Largest share of routine tasks, in per cent.")
    weight = Float(scope=Scope.settings, default=1, help="Points a reviewer can give; 0: none.")
    extra_vague_verbs = List(scope=Scope.settings, default=[], help="More verbs that are hard to observe, as text.")
    mentor_hours = Float(scope=Scope.settings, default=1, help="Hours a week the mentor should set aside for talking.")
    extra_better_verbs = List(scope=Scope.settings, default=[], help="Verbs to suggest instead of those, as text.")
    staff_mode = Boolean(scope=Scope.settings, default=False, help="A new employee's first 90 days instead of an internship.")
    erasmus = Boolean(
        scope=Scope.settings, default=False, help="Ask what an Erasmus+ traineeship agreement asks; no staff mode."
    )
    sections_off = String(scope=Scope.settings, default="", help="Names of the sections left out, with spaces between.")
    template_rows = List(scope=Scope.settings, default=[], help="What a plan can start from: rows by section, dates as days.")
    owner_role = String(scope=Scope.settings, default="mentor", help="Who usually begins the plan.")

    olx_lists = {
        "headings": flat_codec("heading", ["id"]),
        "extra_vague_verbs": flat_codec("verb"),
        "extra_better_verbs": flat_codec("better_verb"),
        "template_rows": template_codec,
        "rubric": flat_codec("criterion", ["id", "title"], none="no-criteria"),
    }
    content_type = "Internship plan"

    def max_score(self) -> float | None:
        return points(self.weight)

    # -- settings ------------------------------------------------------------------------------------

    @property
    def layout(self) -> plans.Layout:
        off = frozenset(self.sections_off.split()) & frozenset(plans.OPTIONAL)
        return plans.Layout(staff=self.staff_mode, off=off, erasmus=self.erasmus)

    @property
    def plan_rules(self) -> rules.PlanRules:
        """The author's settings as the tool takes them; the default headings in the reader's language."""
        headings = [rules.Heading(row["id"], rules.heading_words(row["id"], row["text"])) for row in self.headings]
        return rules.PlanRules(
            headings=tuple(headings),
            hours_required=self.hours_required or 0,
            min_outcomes=self.min_outcomes,
            max_outcomes=self.max_outcomes,
            routine_percent=self.routine_percent,
            mentor_hours=self.mentor_hours,
            vague_verbs=verbs.vague_verbs(row.get("text", "") for row in self.extra_vague_verbs),
            better_verbs=verbs.better_verbs(row.get("text", "") for row in self.extra_better_verbs),
            layout=self.layout,
        )

    def author_settings(self) -> PlanSettings:
        return PlanSettings(
            display_name=self.display_name,
            rules=self.plan_rules,
            criteria=self.criteria,
            possible=points(self.weight) or 0,
            template_rows=self.template_rows,
            owner_role=self.owner_role,
            link_days=self.link_days,
        )

    # -- Studio ---------------------------------------------------------------------------------------

    def studio_form(self) -> str:
        context = self.template_context()
        form = self._settings_form()
        revision = revision_of(form.initial, self.headings, self.rubric)
        return self.html("plans/studio.html", form=form, rubric_form=self.rubric_form(), revision=revision, **context)

    @action()
    def studio_save(self, actor: Actor, data: Data) -> Reply:
        self.require_author(actor)
        settings_form.save(self, self._settings_form(data), self.rubric_form(data))
        return Reply(self.html("plans/studio_saved.html"), {"X-Internship-Saved": "yes"})

    def _settings_form(self, data: Data | None = None) -> PlanSettingsForm:
        initial = {name: getattr(self, name) for name in PlanSettingsForm.base_fields if name != "sections"}
        for name in ("extra_vague_verbs", "extra_better_verbs"):
            initial[name] = "\n".join(row.get("text", "") for row in getattr(self, name))
        initial["sections"] = [name for name in plans.OPTIONAL if self.layout.asks(name)]
        headings = [{"id": heading.id, "text": heading.text} for heading in self.plan_rules.headings]
        return PlanSettingsForm(
            data, headings=headings, initial=initial, auto_id=f"{self.html_id}-%s", concerned=self._concerned()
        )  # fmt: skip

    def _concerned(self) -> plans.PlanCount | None:
        """The plans that switching Erasmus+ on would concern, as its author is told before."""
        if self.erasmus or not may_author(self, self.actor):
            return None
        author = replace(self.actor, is_staff=True)  # in Studio the platform says it of who may write, and of nobody else
        return plans.count_plans(author, course_key=self.course_key, usage_key=self.usage_id)

    def preview(self) -> str:
        """An example plan under the author's settings: nothing is stored."""
        chosen = self.plan_rules
        filled = examples.example(chosen, timezone.localdate())
        known = chosen.layout.by_name
        data = {name: {"rows": rows} if known[name].has_rows else {"values": rows[0]} for name, rows in filled.items()}
        document = frozen_text.build(examples.people(chosen.layout), data, chosen.headings, chosen.layout)
        return self.html("plans/preview.html", parts=frozen_text.outline(document), rules=chosen)

    def searchable(self) -> dict[str, str]:
        return {
            "headings": "\n".join(heading.text for heading in self.plan_rules.headings),
            "rubric": "\n".join(f"{one.title}: {one.text}" for one in self.criteria_in_words),
        }

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return [
            (
                "Internship plan",
                """<vertical_demo><internship_plan display_name="Your internship plan" hours_required="112.5">
                <heading id="knowledge">Knowledge</heading><heading id="skills">Skills</heading>
                </internship_plan></vertical_demo>""",
            )
        ]
