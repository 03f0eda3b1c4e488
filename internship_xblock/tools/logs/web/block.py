"""The log as a block of a course: its author's settings, and what the platform asks of it."""

from __future__ import annotations

from ....ui.block import InternshipBlock, points
from ....ui.studio.olx import OlxListsMixin
from ...placements.web.placed import PlacedBlock
from ...reviews.web.graded import GradedMixin
from ..practice.samples import parse_samples
from .activity import LogActivity
from .settings import LogSettings
from .studio.fields import QUESTIONS, LogStudio
from .studio.samples import SAMPLES, TeachingStudio


class LogBlock(OlxListsMixin, LogStudio, TeachingStudio, GradedMixin, PlacedBlock, InternshipBlock):
    """`internship_log`. Its fields are an author's settings; what people see and do is its activity's."""

    activity_class = LogActivity
    content_type = "Internship log"
    olx_lists = {"own_questions": QUESTIONS, "samples": SAMPLES}

    def max_score(self) -> float | None:
        return points(self.weight)

    def author_settings(self) -> LogSettings:
        return LogSettings(
            display_name=self.display_name,
            rules=self.rules,
            staff_mode=bool(self.staff_mode),
            ask_hours=bool(self.ask_hours),
            length_hint=self.length_hint,
            owner_role=self.owner_role,
            teaching=bool(self.teaching),
            link_days=self.link_days,
            # A field of content: to read it the platform asks its store for the block's definition.
            samples=parse_samples(self.samples or []) if self.teaching else (),
        )

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return [
            ("Log", "<vertical_demo><internship_log/></vertical_demo>"),
            (
                "Log by Gibbs, without hours",
                '<vertical_demo><internship_log display_name="Learning log" model="gibbs" ask_hours="false"'
                ' share_cohort="false" minimum_entries="3"/></vertical_demo>',
            ),
        ]
