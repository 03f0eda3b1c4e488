"""The statement of a placement: written, filled from the plan, read, issued."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound, SavedButRefused, Words
from ....records.schema import Surroundings
from ....ui.action import Data, Reply, action
from ....ui.activity import Activity
from ....ui.pages.activity import PlacementPages
from ...placements import api as placements
from ...placements.api import PlacementView
from ...placements.web.placed import number
from ...plans import api as plans
from ...plans.web import what_next
from ...plans.web.history import decided
from ...plans.web.sections import fields as plan_fields
from ...plans.web.sections import typed as typed_rows
from ...reviews import api as reviews
from .. import api as statements
from .. import documents


@dataclass(frozen=True)
class StatementSettings:
    """What a page needs of an author's settings: none writes any for a statement."""

    display_name: Words = gettext_lazy("Certificate")


class StatementActivity(Activity):
    """What the people of a placement see and do at its end."""

    _entered: PlacementView | None = None

    def enter(self, actor: Actor) -> None:
        """Raise NotFound where the placement of the page is not this person's, or of another course."""
        view = placements.get(actor, placement_id=self.surface.memory.placement_id or 0)
        if view.course_key != actor.course_key or view.kind != placements.PLACEMENT:
            raise NotFound()
        self._entered = view

    @property
    def placement(self) -> PlacementView:
        assert self._entered is not None  # noqa: S101 - nothing is shown or done before somebody came in
        return self._entered

    def show(self, actor: Actor) -> str:
        return self.html("statements/page.html", inside=self._statement(actor), placement=self.placement)

    @action("GET")
    def show_statement(self, actor: Actor, data: Data) -> str:
        """What was issued, and the form for those who write it: with `correct` also where there is nothing to correct yet."""
        return self._statement(actor, is_open="correct" in data)

    @action("GET")
    def show_issued(self, actor: Actor, data: Data) -> str:
        """One as it was issued, to be read in its list."""
        issued = statements.issued(actor, placement=self.placement, number=number(data, "number"))
        return self.html("statements/issued.html", document=documents.document(issued), number=issued.number)

    @action()
    def save_statement(self, actor: Actor, data: Data) -> Reply:
        saved = self._keep(actor, data)
        return Reply("", {"X-Internship-Revision": str(saved.revision)})

    @action()
    def copy_from_plan(self, actor: Actor, data: Data) -> str:
        """What is typed is kept first, so that it counts as written."""
        saved = self._keep(actor, data)
        with _after_saving(saved):
            statements.copy_from_plan(actor, placement_id=self.placement.id)
        said = _("Empty fields were filled from the plan. Change them to what really happened.")
        return self._statement(actor, said, is_open=True)

    @action()
    def look(self, actor: Actor, data: Data) -> str:
        """Save what is typed, then show the very document that would be issued, and what issuing it means."""
        saved = self._keep(actor, data)
        with _after_saving(saved):
            proof = statements.to_issue(actor, placement_id=self.placement.id)
        return self.html(
            "statements/proof.html", proof=proof, document=documents.document(proof), **self._to_state(actor)
        )  # fmt: skip

    @action()
    def issue(self, actor: Actor, data: Data) -> str:
        issued = statements.issue(
            actor, placement_id=self.placement.id, revision=number(data, "revision"), shown=data.get("shown", "")
        )
        said = _("Certificate %(number)d is issued. All participants find it here; print it to sign and stamp it.")
        return self._statement(actor, said % {"number": issued.number})

    def _keep(self, actor: Actor, data: Data) -> plans.SectionView:
        (typed,) = typed_rows.read(statements.STATEMENT, data)
        return statements.save(actor, placement_id=self.placement.id, revision=number(data, "revision"), typed=typed)

    def _statement(self, actor: Actor, said: str = "", *, is_open: bool = False) -> str:
        """What was issued, and the form for those who write it: `is_open`, or folded where there is nothing to correct."""
        view = statements.open_statement(actor, placement=self.placement)
        may_write = view.draft is not None and view.closes is not None
        is_open = may_write and (is_open or view.is_written or not view.issued)
        return self.html(
            "statements/statement.html", view=view, said=said, may_write=may_write,
            form=self._form(actor, view) if is_open else None,
            is_erasmus=view.closes is not None and view.closes.stay.is_erasmus,
        )  # fmt: skip

    def _form(self, actor: Actor, view: statements.StatementView) -> dict[str, Any]:
        """What the form is drawn with. Refuses who may not write."""
        known = self._to_state(actor)
        spec, around, questions = statements.STATEMENT, Surroundings(), list[plan_fields.Question]()
        if view.draft is not None:
            (answers,) = view.draft.answers
            questions = [plan_fields.question(f"{spec.name}-{one.name}", one, answers[one.name], around) for one in spec.fields]
        return {"spec": spec, "questions": questions, **known}

    def _to_state(self, actor: Actor) -> dict[str, Any]:
        """The version that would be closed, with what a reviewer said who returned it."""
        closes = statements.version_to_close(actor, placement=self.placement)
        plan = closes.closes
        found = reviews.standing(
            actor, placement=self.placement, usage_key=plan.usage_key, kind=plans.KIND, subject_ids=[plan.version.plan_id]
        )
        note = what_next.returned(found.get(plan.version.plan_id))
        return {"closes": closes, "returned": decided(note) if note is not None else ""}


PAGES = PlacementPages("statement", activity=StatementActivity, settings=StatementSettings())


@contextmanager
def _after_saving(saved: plans.SectionView) -> Iterator[None]:
    """Say of a refusal that the draft is saved all the same."""
    try:
        yield
    except SavedButRefused:
        raise
    except Invalid as error:
        words = _("What you typed is saved. %(why)s") % {"why": error.message}
        raise SavedButRefused(words, error.fields, revision=saved.revision) from None
