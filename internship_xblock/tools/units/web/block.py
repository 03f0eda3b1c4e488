"""The training unit: a lesson of steps, one a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop
from lxml import etree
from xblock.core import XBlock
from xblock.fields import Float, Integer, List, Scope, String

from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.language.markup import with_addresses
from ....ui.action import Data, Reply, action
from ....ui.block import InternshipBlock, points
from ....ui.refusals import in_form_of
from ....ui.studio.olx import Codec, OlxListsMixin, Row, flat_codec
from ...reviews.api import Criterion, criteria_of
from .. import api, rules
from ..awards.rule import parse_award
from ..checking import can_be_retaken
from ..files import is_name_of_file, named
from ..forget import forget_state
from ..steps import KINDS, UNREAD
from ..steps.base import Finding
from ..steps.olx import string
from ..terms import terms_of
from ..unit import State, Unit, parse_outcomes, parse_pools, parse_steps
from .awarding import AwardMixin
from .earlier import EarlierMixin
from .given import ABOVE, given
from .importing import drop, fits
from .shown import ShownStep, checked_of, closing, commitments, is_name_of, names, shown
from .studio import UnitStudioMixin
from .submitting import SubmittingMixin
from .workbench import SCENARIOS

NUMBERS = ("minutes", "minutes_at_work", "pass_mark", "attempts_allowed", "review_points", "weight")
OPTION = "{http://code.edx.org/xblock/option}"  # how XBlock itself writes a value of several lines: as a child


def _read_step(node: etree._Element) -> Row:
    return KINDS.get(str(node.tag), UNREAD).read(node)


def _write_step(row: Row) -> etree._Element:
    raw = row if isinstance(row, Mapping) else {"xml": string(row)}
    return KINDS.get(string(raw.get("kind")), UNREAD).write(raw)


_outcome = flat_codec("outcome")


def _write_outcome(row: Row) -> etree._Element:
    return _outcome.write(row if isinstance(row, Mapping) else {"text": string(row)})


@XBlock.wants("replace_urls")
class UnitBlock(UnitStudioMixin, SubmittingMixin, EarlierMixin, AwardMixin, OlxListsMixin, InternshipBlock):
    """A lesson of 10-30 minutes. What the author writes is content; what a learner answers is theirs, in tools/units."""

    content_type = "Training unit"
    olx_lists = {
        "outcomes": Codec(_outcome.tags, _outcome.read, _write_outcome),
        "rubric": flat_codec("criterion", ["id", "title"]),
        "pools": flat_codec("pool", ["id", "draw"]),
        "steps": Codec(tags=frozenset({*KINDS, UNREAD.name}), read=_read_step, write=_write_step),
    }

    display_name = String(scope=Scope.settings, default=gettext_noop("Training unit"), help="The name of the unit.")
    minutes = Integer(scope=Scope.settings, default=15, help="How many minutes it takes on screen.")
    minutes_at_work = Integer(scope=Scope.settings, default=0, help="How many more at the learner's own workplace.")
    pass_mark = Integer(scope=Scope.settings, default=0, help="Percent to reach; 0 where there is nothing to pass.")
    attempts_allowed = Integer(scope=Scope.settings, default=0, help="How often an answer is checked; 0: no limit.")
    weight = Float(scope=Scope.settings, default=1.0, help="How much it counts in the grade; 0 for nothing.")
    review_points = Float(
        scope=Scope.settings, default=0, help="Points a reviewer can give, beside those of the steps; 0: none."
    )
    awards = String(scope=Scope.settings, default="", help="The level that whoever completes it earns: ready, or nothing.")
    award_needs = String(
        scope=Scope.settings, default="", help="The IDs of the other units of the course that are to be completed for it."
    )
    pools = List(scope=Scope.content, default=[], help="What questions are drawn from: id, and how many each learner gets.")
    rubric = List(scope=Scope.settings, default=[], help="What a reviewer looks at: id, title and text.")
    outcomes = List(scope=Scope.content, default=[], help="What people can do afterwards, as rows of a text.")
    steps = List(scope=Scope.content, default=[], help="The steps in their order; see tools/units/steps.")

    said_above: bool | None = None  # for one request: whether the name of the unit stands above the block

    step_index = Integer(scope=Scope.user_state, default=0, help="The index of the step on screen.")

    # -- what is there ---------------------------------------------------------------------------------

    @property
    def unit(self) -> Unit:
        """The unit with the dates of whoever asks: of a block that is bound to them."""
        return replace(self.unit_as_written, terms=terms_of(self))

    @property
    def unit_as_written(self) -> Unit:
        """The same for everybody. Also of an unbound block, which would keep a date that is read now for its learner."""
        return Unit(
            is_graded=points(self.weight) is not None,
            title=self.display_name or "",
            minutes=self.minutes or 0,
            minutes_at_work=self.minutes_at_work or 0,
            pass_mark=self.pass_mark or 0,
            outcomes=parse_outcomes(self.outcomes),
            everything=parse_steps(self.steps),
            criteria=self.criteria,
            review_points=points(self.review_points) or 0,
            pools=parse_pools(self.pools),
            award=parse_award(self.awards, self.award_needs),
        )

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What a reviewer looks at, as it is submitted."""
        return criteria_of(row for row in self.rubric if isinstance(row, Mapping))

    def max_score(self) -> float | None:
        """The points there are to reach, unbound to a learner: one a step that can be right or wrong, and a reviewer's."""
        unit = self.unit_as_written
        score = rules.score(unit, State()) if unit.is_graded else None
        return points((score.possible if score else 0) + unit.points_for_review)

    def rich(self, html: SafeString) -> SafeString:
        """Sanitised HTML with the platform's addresses for `/static/...`."""
        service = self.runtime.service(self, "replace_urls")
        return with_addresses(html, service.replace_urls) if service else html

    @property
    def is_named_above(self) -> bool:
        """Whether the page around the block says the unit's name already. An action is told by the page that asks for it."""
        if self.said_above is None:
            self.said_above = False
            with suppress(Exception):  # whatever the platform's store says of a parent that is not there
                parent = self.get_parent() if self.parent else None
                self.said_above = is_name_of(self.display_name or "", getattr(parent, "display_name", None) or "")
        return self.said_above

    def unit_html(self, template: str, unit: Unit, step_title: str = "", **context: Any) -> str:
        """Render a screen under its head, which says no name that the page around the block says already."""
        return self.html(template, unit=unit, names=names(unit.title, step_title, is_above=self.is_named_above), **context)

    # -- screens ---------------------------------------------------------------------------------------

    def show(self, actor: Actor, focus: str = "", again: str = "") -> str:
        """The screen. `focus` names what gets it: "step", "feedback", "card-" and its id; `again` the step to try once more."""
        screen = api.open(actor, unit=self.unit, usage_key=self.usage_id, position=self.step_index or 0)
        return self.screen(actor, screen, focus, again)

    def screen(self, actor: Actor, screen: api.Screen, focus: str = "", again: str = "") -> str:
        unit, state = screen.unit, screen.state
        if not actor.is_known:
            return self._to_read(unit, "stranger")
        if not unit.steps:
            return self.unit_html("units/empty.html", unit)
        review = self.review_context(actor, unit, screen)
        if screen.step is None:
            lines = closing(unit.steps, state, hides_correctness=screen.hides_correctness)
            may_retake = can_be_retaken(unit, state)
            return self.unit_html(
                "units/closing.html", unit, screen=screen, focus=focus, lines=lines,
                open_lines=[line for line in lines if not line.is_done], commitments=commitments(unit.steps, state),
                may_retake=may_retake, has_workbook=self.has_workbook(actor, lines),
                **self.award_context(actor, unit, state), **review,
            )  # fmt: skip
        checked = checked_of(unit, screen)
        shown_step = shown(
            screen.step, state, html_id=self.html_id, rich=self.rich, again=again == screen.step.id, checked=checked
        )
        return self.unit_html(
            "units/screen.html", unit, screen.step.title, screen=screen, shown=shown_step, focus=focus,
            recalled=self.recalled_parts(actor, shown_step), due=self.commitments_due(actor) if screen.is_first else (),
            **review,
        )  # fmt: skip

    def all_steps(self, unit: Unit) -> list[ShownStep]:
        """Every step to read, none to answer: for strangers and authors."""
        return [shown(step, State(), html_id=self.html_id, rich=self.rich, is_read_only=True) for step in unit.steps]

    def preview(self) -> str:
        unit = self.unit
        return self._to_read(unit, "author", rules.findings(unit))

    def _to_read(self, unit: Unit, reader: str, findings: Sequence[Finding] = ()) -> str:
        steps, titles = self.all_steps(unit), {step.id: step.title for step in unit.everything}
        return self.unit_html(
            "units/all.html", unit, all_steps=steps, reader=reader, findings=findings, titles=titles, focus=""
        )  # fmt: skip

    # -- what a learner does ---------------------------------------------------------------------------

    @action()
    def move(self, actor: Actor, data: Data) -> str:
        """Go on, go back, or to a step: `step` and `way` in the form."""
        self.said_above = ABOVE in data
        screen = api.move(
            actor, unit=self.unit, usage_key=self.usage_id, step_id=data.get("step", ""), way=data.get("way", "next")
        )  # fmt: skip
        return self.changed(actor, screen, focus="step")

    @action()
    def answer_step(self, actor: Actor, data: Data) -> str:
        """Keep the answer in the form to the step that it names, and show what comes back."""
        step_id, self.said_above = data.get("step", ""), ABOVE in data
        with in_form_of(step_id):
            screen = api.answer(actor, unit=self.unit, usage_key=self.usage_id, step_id=step_id, **given(data))
        return self.changed(actor, screen, focus=f"card-{data['check']}" if "check" in data else "feedback")

    @action()
    def keep_placed(self, actor: Actor, data: Data) -> Reply:
        """Keep where the cards are, none of them checked: nobody sorts twice because a page was closed."""
        step_id = data.get("step", "")
        with in_form_of(step_id):
            api.answer(actor, unit=self.unit, usage_key=self.usage_id, step_id=step_id, **given(data, keep=["yes"]))
        return Reply("")

    @action()
    def keep_draft(self, actor: Actor, data: Data) -> Reply:
        """Keep what is being typed; the answer carries the new revision."""
        step_id = data.get("step", "")
        with in_form_of(step_id):
            revision = api.keep_draft(actor, unit=self.unit, usage_key=self.usage_id, step_id=step_id, **given(data))
        return Reply("", {"X-Internship-Revision": str(revision)})

    @action("GET")
    def try_again(self, actor: Actor, data: Data) -> str:
        """The form of an answered step once more. The answer stands until another one is checked."""
        step_id, self.said_above = data.get("step", ""), ABOVE in data
        screen = api.open(actor, unit=self.unit, usage_key=self.usage_id, position=self.step_index or 0)
        if actor.is_known and (screen.step is None or screen.step.id != step_id):
            raise NotFound()
        return self.screen(actor, screen, focus="step", again=step_id)

    @action()
    def retake(self, actor: Actor, data: Data) -> str:
        """Other questions, where they are drawn from a pool."""
        self.said_above = ABOVE in data
        return self.changed(actor, api.retake(actor, unit=self.unit, usage_key=self.usage_id), focus="step")

    def changed(self, actor: Actor, screen: api.Screen, focus: str) -> str:
        """Keep the place where it is another one, and show what is there."""
        if self.step_index != screen.state.position:
            self.step_index = screen.state.position
        return self.screen(actor, screen, focus)

    def clear_student_state(
        self, *, user_id: str, course_id: str, item_id: str, requesting_user_id: str = "", **_more: Any
    ) -> None:
        """The LMS's "Delete learner state": no answer stays, and no points. `user_id` is the learner's anonymous id.

        The LMS leaves the grade to a block that has this method, and deletes the learner's row right after it.
        """
        forget_state(usage_key=item_id, anonymous_id=user_id)
        self.take_progress_back(course_id=course_id, item_id=item_id, user_id=user_id)

    # -- what the platform reads -----------------------------------------------------------------------

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any, *rest: Any) -> Any:
        """As OlxListsMixin, and nothing written by hand makes it fail.

        What we do not know, and a number that is none, is kept as an "unread" step: learners do not see it, the author
        finds it among the findings, and it goes out again with the export.
        """
        foreign = {name for name, field in cls.fields.items() if name in cls.olx_lists or field.scope == Scope.user_state}
        for name in foreign:
            node.attrib.pop(name, "")
        for name in NUMBERS:
            if not fits(cls.fields[name], node.get(name)):
                etree.SubElement(node, "setting", name=name, value=node.attrib.pop(name))
        for child in list(node):
            if not isinstance(child.tag, str) or is_name_of_file(child):
                drop(node, child)
            elif child.tag.startswith(OPTION) and child.tag.removeprefix(OPTION) not in (*foreign, *NUMBERS):
                continue
            elif child.tag not in (*KINDS, "outcome", "criterion", "pool", UNREAD.name):
                wrapper = etree.Element(UNREAD.name)
                node.replace(child, wrapper)
                wrapper.append(child)
        return super().parse_xml(node, runtime, keys, *rest)

    def add_xml_to_node(self, node: etree._Element) -> None:
        super().add_xml_to_node(node)
        node.extend(named(self.unit_as_written.everything))

    def searchable(self) -> dict[str, str]:
        return {"unit": "\n".join(rules.searchable_text(self.unit_as_written))}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return SCENARIOS
