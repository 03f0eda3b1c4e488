"""The plan: a placement's agreement, filled in by its parties, handed in for review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from xblock.fields import Boolean, Float, Integer, List, Scope, String

from ....core.actor import Actor
from ....core.errors import BadRequest, Invalid, NotFound, PartlySaved, SavedButRefused
from ....openedx.people import may_author
from ....ui.block import InternshipBlock, Reply, action, points
from ....ui.olx import OlxListsMixin, flat_codec
from ....ui.revisions import revision_of
from ...placements import api as placements
from ...placements.api import new_uid
from ...placements.web.inviting import InvitingMixin
from ...placements.web.placed import PlacedMixin, number
from ...reviews import api as reviews
from ...reviews.web.graded import GradedMixin
from .. import api as plans
from .. import rules
from ..drafts import validation
from ..schema import verbs
from ..schema.sections import Row, Section
from ..sources import examples
from ..versions import frozen_text
from .certificate import CertificateMixin
from .comments import TalkMixin
from .figures import PicturesMixin
from .origins import OriginsMixin
from .rubric import RubricMixin
from .screen import PlanScreen
from .settings_form import PlanSettingsForm
from .sharing import SharingMixin
from .sources import SourcesMixin
from .studio import TemplateMixin, template_codec
from .versions import VersionsMixin

Data = MultiValueDict[str, str]
SECTION_BYTES = 1_000_000  # a section full of long answers in any script: a letter is nine bytes of a form at worst
DEFAULT_HEADINGS = [{"id": key, "text": str(key)} for key, _words in rules.DEFAULT_HEADINGS]


class PlanBlock(
    OlxListsMixin, RubricMixin, TalkMixin, VersionsMixin, CertificateMixin, SourcesMixin, SharingMixin, TemplateMixin,
    PicturesMixin, OriginsMixin, InvitingMixin, GradedMixin, PlacedMixin, InternshipBlock,
):  # fmt: skip
    """An internship plan. Its fields are an author's settings; what people write is the plans tool's."""

    display_name = String(scope=Scope.settings, default="Your internship plan", help="What learners see above their plan.")
    hours_required = Float(scope=Scope.settings, default=0, help="Hours the periods must add up to; 0: any number.")
    headings = List(scope=Scope.settings, default=DEFAULT_HEADINGS, help="Headings of learning outcomes: id and text.")
    min_outcomes = Integer(scope=Scope.settings, default=3, help="Fewest learning outcomes.")
    max_outcomes = Integer(scope=Scope.settings, default=6, help="Most learning outcomes.")
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
    def placement_kind(self) -> str:
        return self.layout.kind

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

    def studio_form(self) -> str:
        context = self.template_context()
        form = self._settings_form()
        revision = revision_of(form.initial, self.headings, self.rubric)
        return self.html("plans/studio.html", form=form, rubric_form=self.rubric_form(), revision=revision, **context)

    @action()
    def studio_save(self, actor: Actor, data: Data) -> Reply:
        self.require_author(actor)
        typed = (self._settings_form(data), self.rubric_form(data))
        wrong = {name: messages for form in typed for name, messages in form.errors.items()}
        if wrong:
            raise Invalid(fields={name: [str(words) for words in messages] for name, messages in wrong.items()})
        for form in typed:
            for name, value in form.settings().items():
                setattr(self, name, value)
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

    # -- what learners see --------------------------------------------------------------------------------

    def show(self, actor: Actor, notice: str = "") -> str:
        if actor.masquerading and (place := self.open_placement(actor)) is not None:
            return self.as_somebody_else(actor, place)
        plan = self._open(actor)
        if plan is None:
            purpose = _(
                "The plan is where student, mentor and university agree on what will be learnt, by which tasks, and when "
                "you talk. It takes about twenty minutes to begin; everything is saved as you type."
            )
            if self.staff_mode:
                purpose = _(
                    "The plan is where a new employee, a mentor and a leader agree on the first 90 days: what will be learnt, "
                    "by which tasks, and when you talk. It takes about twenty minutes to begin; all is saved as you type."
                )
            first = self.html(
                "placements/macros/start.html#start_panel",
                purpose=purpose,
                roles=placements.roles_of(self.placement_kind),
                suggested_role=self.owner_role,
                start_label=_("Begin the plan"),
                actor=actor,
            )
            return first + self.html("plans/macros/sharing.html#shared_place")
        return self._screen(actor, plan).whole(notice)

    def standing(self, actor: Actor, plan: plans.PlanView) -> reviews.Standing | None:
        """What became of the last version; None where none was handed in."""
        if not plan.versions or plan.plan_id is None:
            return None
        found = reviews.standing(
            actor, placement=plan.placement, usage_key=self.usage_id, kind=plans.KIND, subject_ids=[plan.plan_id]
        )
        return found.get(plan.plan_id)

    def _open(self, actor: Actor) -> plans.PlanView | None:
        """The plan of the placement at hand, None where the actor has none."""
        place = self.open_placement(actor)
        return self._read(actor, place) if place is not None else None

    def _read(self, actor: Actor, placement: int | placements.PlacementView) -> plans.PlanView:
        return plans.open_plan(actor, placement=placement, usage_key=self.usage_id, layout=self.layout)

    def _screen(self, actor: Actor, plan: plans.PlanView) -> PlanScreen:
        return PlanScreen(block=self, actor=actor, plan=plan, rules=self.plan_rules)

    # -- sections -------------------------------------------------------------------------------------------

    def _change(self, actor: Actor, data: Data, section: Section, typed: list[Row], *, ours: Sequence[str] = ()) -> PlanScreen:
        """Keep a section in which more is done than typing: nothing is where an answer cannot be kept; the others are."""
        try:
            return self._keep(actor, data, section, typed, whole=True, ours=ours)
        except Invalid as error:
            refused = error
        try:
            kept = self._keep(actor, data, section, validation.read(section, data))
        except PartlySaved as error:
            raise PartlySaved(error.not_done, error.fields, revision=error.revision, refused=error.refused) from None
        raise SavedButRefused(fields=refused.fields, revision=kept.plan.sections[section.name].revision)

    def _keep(
        self, actor: Actor, data: Data, section: Section, typed: list[Row], *, whole: bool = False, ours: Sequence[str] = ()
    ) -> PlanScreen:
        settings = self.plan_rules
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
        return PlanScreen(block=self, actor=actor, plan=plan, rules=settings, unopened=frozenset(data.getlist("later")))

    def _answer(self, screen: PlanScreen, section: Section, html: str = "", **changed: str) -> Reply:
        revision = screen.plan.sections[section.name].revision
        return Reply(html + screen.refresh(section, **changed), {"X-Internship-Revision": str(revision)})

    @action("GET")
    def section(self, actor: Actor, data: Data) -> str:
        """What stands in a section that was closed when the page came."""
        spec = self._section(data)
        return self._screen(actor, self._read(actor, number(data, "placement"))).body(spec)

    @action(limit=SECTION_BYTES)
    def save_section(self, actor: Actor, data: Data) -> Reply:
        section = self._section(data)
        return self._answer(self._keep(actor, data, section, validation.read(section, data)), section)

    @action(limit=SECTION_BYTES)
    def add_row(self, actor: Actor, data: Data) -> Reply:
        section = self._section(data, rows=True)
        uid = new_uid()
        fresh = {**section.blank(uid), **({"role": _missing_role(data, self.staff_mode)} if section.name == "parties" else {})}
        screen = self._change(actor, data, section, [*validation.read(section, data), fresh])
        return self._answer(screen, section, screen.row(section, uid), added=uid)

    @action(limit=SECTION_BYTES)
    def duplicate_row(self, actor: Actor, data: Data) -> Reply:
        """A copy right after its original, with what is typed there. A person is not copied."""
        section, uid = self._section(data, rows=True), data.get("uid", "")
        typed = validation.read(section, data)
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
        section, uid = self._section(data, rows=True), data.get("uid", "")
        typed = validation.read(section, data)
        if uid not in {row["uid"] for row in typed}:
            raise NotFound()
        rows = [{**row, "removed": True} if row["uid"] == uid else row for row in typed]
        screen = self._change(actor, data, section, rows)
        return self._answer(screen, section, screen.removed_row(section, uid), gone=uid)

    @action(limit=SECTION_BYTES)
    def restore_row(self, actor: Actor, data: Data) -> Reply:
        section, uid = self._section(data, rows=True), data.get("uid", "")
        plan = self._read(actor, number(data, "placement"))
        back = next((row for row in plan.sections[section.name].removed if row["uid"] == uid), None)
        if back is None:
            raise NotFound(_("This can no longer be put back: it was put back already, or the plan was handed in since."))
        typed = [row for row in validation.read(section, data) if row["uid"] != uid]
        typed.insert(min(int(back.get("at", 0)), len(typed)), back)
        screen = self._change(actor, data, section, typed)
        return self._answer(screen, section, screen.rows(section, focus=f"{uid}-card"), added=uid)

    @action(limit=SECTION_BYTES)
    def move_row(self, actor: Actor, data: Data) -> Reply:
        """One place up or down; at the end of the list nothing moves."""
        section, uid = self._section(data, rows=True), data.get("uid", "")
        typed = validation.read(section, data)
        place = next((at for at, row in enumerate(typed) if row["uid"] == uid), None)
        if place is None or data.get("to") not in ("up", "down"):
            raise BadRequest()
        other = place + (1 if data["to"] == "down" else -1)
        if 0 <= other < len(typed):
            typed[place], typed[other] = typed[other], typed[place]
        screen = self._change(actor, data, section, typed)
        button = "down" if other <= 0 else "up" if other >= len(typed) - 1 else data["to"]
        return self._answer(screen, section, screen.rows(section, focus=f"{uid}-{button}"))

    def _section(self, data: Data, rows: bool = False) -> Section:
        section = self.layout.by_name.get(data.get("section", ""))
        if section is None or (rows and not section.has_rows):
            raise BadRequest()
        return section

    # -- handing in -----------------------------------------------------------------------------------------

    @action()
    def hand_in(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        try:
            version = plans.submit(
                actor,
                placement_id=placement_id,
                usage_key=self.usage_id,
                settings=self.plan_rules,
                possible=points(self.weight) or 0,
                rubric=self.criteria,
            )
        except Invalid as error:  # the list of what is left stands beside the button, each with the way to its field
            raise Invalid(error.message) from None
        self.placement_id = str(placement_id)
        said = _("Version %(number)d is handed in.")  # what comes of it stands under "What next"
        return self.show(actor, said % {"number": version.number})

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


def _without_copy(error: SavedButRefused, section: Section, uid: str, copy: str) -> SavedButRefused:
    """A refusal of a copy that never came to the page: said at the original, and where there is no room, at its button."""
    full = f"{section.name}-add"
    fields = {name: words for name, words in error.fields.items() if not name.startswith(f"{section.name}-{copy}-")}
    fields = {name if name != full else f"{section.name}-{uid}-copy": words for name, words in fields.items()}
    return SavedButRefused(error.message, fields, revision=error.revision)


def _missing_role(data: Data, staff: bool) -> str:
    """The role a new person most likely has: the first that nobody in the form has yet, else another mentor."""
    taken = {data[name] for name in data if name.startswith("parties-") and name.endswith("-role")}
    wanted = ("student", "mentor", "leader" if staff else "supervisor")
    return next((role for role in wanted if role not in taken), "mentor")
