"""The statements of a placement: written, filled from what is confirmed, talked about, read, issued, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.errors import NotFound, Words
from ....records.drafts import SectionView
from ....records.schema import NOTHING, Row, answer_name
from ....ui.action import Data, Reply, action
from ....ui.activity import Activity
from ....ui.pages.activity import PlacementPages
from ...placements import api as placements
from ...placements.api import PlacementView
from ...placements.web.placed import number
from ...plans import api as plans
from ...plans.api import ToClose
from ...plans.web.history import decided
from ...plans.web.next.last import returned
from ...plans.web.sections import fields as plan_fields
from ...plans.web.sections import typed as typed_rows
from ...reviews import api as reviews
from .. import api as statements
from .. import documents
from .check import check_page

SECTIONS = {one.name: one for one in (statements.STATEMENT, statements.OUTCOMES, statements.HOSTING)}
NOT_ASKED = ("text",)  # an outcome's words are the plan's


@dataclass(frozen=True)
class StatementSettings:
    """What a page needs of an author's settings: none writes any for a statement."""

    display_name: Words


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
        parts = [self._drawn(actor, view) for view in statements.open_statements(actor, placement=self.placement)]
        return self.html("statements/page.html", parts=parts, placement=self.placement)

    @action("GET")
    def show_statement(self, actor: Actor, data: Data) -> str:
        """What was issued, and the form for those who write it: with `correct` also where there is nothing to correct yet."""
        return self._statement(actor, _kind(data), is_open="correct" in data)

    @action("GET")
    def show_issued(self, actor: Actor, data: Data) -> str:
        """One as it was issued, to be read in its list."""
        kind = _kind(data)
        issued = statements.issued(actor, placement=self.placement, number=number(data, "number"), kind=kind)
        return self.html(
            "statements/issued.html", document=documents.document(issued, check_page()), number=issued.number, kind=kind
        )

    @action()
    def save_statement(self, actor: Actor, data: Data) -> Reply:
        """Keep a section of a draft."""
        section = SECTIONS.get(data.get("section", ""))
        if section is None:
            raise NotFound()
        typed = typed_rows.read(section, data)
        saved = statements.save(
            actor, placement_id=self.placement.id, section=section.name, revision=number(data, "revision"), typed=typed
        )
        return Reply("", {"X-Internship-Revision": str(saved.revision)})

    @action()
    def copy_from_plan(self, actor: Actor, data: Data) -> str:
        kind = _kind(data)
        statements.copy_from_plan(actor, placement_id=self.placement.id, kind=kind)
        said = _("Empty fields were filled. Change them to what really happened.")
        return self._statement(actor, kind, said, is_open=True)

    @action("GET")
    def look(self, actor: Actor, data: Data) -> str:
        """Show the very document that would be issued, and what issuing it means."""
        kind = _kind(data)
        proof = statements.to_issue(actor, placement_id=self.placement.id, kind=kind)
        readers = [party.name for party in self.placement.parties if party.name]
        return self.html(
            "statements/proof.html", proof=proof, document=documents.document(proof), kind=kind, readers=readers,
            closes=proof.closes, returned=self._returned(actor, kind, proof.closes),
        )  # fmt: skip

    @action()
    def issue(self, actor: Actor, data: Data) -> str:
        kind = _kind(data)
        issued = statements.issue(actor, placement_id=self.placement.id, shown=data.get("shown", ""), kind=kind)
        said = _("Certificate %(number)d is issued. All participants find it here; print it to sign and stamp it.")
        return self._statement(actor, kind, said % {"number": issued.number})

    @action()
    def withdraw(self, actor: Actor, data: Data) -> str:
        kind = _kind(data)
        issued = statements.withdraw(
            actor, placement_id=self.placement.id, number=number(data, "number"), reason=data.get("reason", ""), kind=kind
        )
        said = _("Certificate %(number)d is withdrawn. Whoever checks its code is told so.")
        return self._statement(actor, kind, said % {"number": issued.number})

    @action()
    def show_draft(self, actor: Actor, data: Data) -> str:
        statements.show_draft(actor, placement_id=self.placement.id)
        return self._statement(actor, statements.STUDENT, _("The student can read the draft now and comment on it."))

    @action()
    def agree_to_be_named(self, actor: Actor, data: Data) -> str:
        is_agreed = data.get("agreed") == "on"
        statements.agree_to_be_named(actor, placement_id=self.placement.id, is_agreed=is_agreed)
        said = _("Your name may appear in the host’s certificate.") if is_agreed else _("Your name does not appear in it.")
        return self._statement(actor, statements.HOST, said)

    @action()
    def comment(self, actor: Actor, data: Data) -> str:
        statements.comment(actor, placement_id=self.placement.id, text=data.get("text", ""))
        return self._statement(actor, statements.STUDENT, _("Everybody writing the draft can see your comment."))

    @action()
    def settle_comments(self, actor: Actor, data: Data) -> str:
        statements.settle(actor, placement_id=self.placement.id, upto=number(data, "upto"))
        return self._statement(actor, statements.STUDENT, _("Resolved."))

    @action()
    def withdraw_comment(self, actor: Actor, data: Data) -> str:
        statements.withdraw_comment(actor, placement_id=self.placement.id, comment_id=number(data, "comment"))
        return self._statement(actor, statements.STUDENT, _("Your comment was withdrawn."))

    def _statement(self, actor: Actor, kind: str, said: str = "", *, is_open: bool = False) -> str:
        view = statements.open_statement(actor, placement=self.placement, kind=kind)
        return self._drawn(actor, view, said, is_open=is_open)

    def _drawn(self, actor: Actor, view: statements.StatementView, said: str = "", *, is_open: bool = False) -> str:
        """What was issued, and the form for those who write it: `is_open`, or folded where there is nothing to correct."""
        is_open = view.may_write and (is_open or view.is_written or not view.issued)
        talks = view.kind == statements.STUDENT and view.draft is not None
        return self.html(
            "statements/statement.html", view=view, kind=view.kind, said=said,
            form=self._form(actor, view) if is_open else None, reasons=statements.REASONS.items(),
            draft=documents.draft(view) if view.draft is not None and view.is_in_draft and not view.may_write else None,
            comments=statements.comments(actor, placement=self.placement) if talks else None,
            is_student="student" in self.placement.roles,
        )  # fmt: skip

    def _form(self, actor: Actor, view: statements.StatementView) -> dict[str, Any]:
        """What the forms are drawn with, one a section. Refuses who may not write."""
        forms = [self._section(view, one) for one in (view.draft or {}).values()]
        returned = self._returned(actor, view.kind, view.closes)
        return {"forms": [form for form in forms if form["cards"]], "closes": view.closes, "returned": returned}

    def _section(self, view: statements.StatementView, draft: SectionView) -> dict[str, Any]:
        spec, rows = draft.spec, draft.answers
        if spec.has_rows:
            rows = statements.outcome_rows(view.closes.stay, draft.rows)
        cards = [{"title": row.get("text", ""), "uid": row.get("uid", ""), "questions": _questions(draft, row)} for row in rows]
        return {"spec": spec, "revision": draft.revision, "changed_at": draft.changed_at, "cards": cards}

    def _returned(self, actor: Actor, kind: str, closes: ToClose | None) -> str:
        """What a reviewer said who returned the version that would be closed; "" for most."""
        if kind != statements.STUDENT or closes is None or closes.version is None:
            return ""
        plan_id = closes.version.plan_id
        found = reviews.standing(
            actor, placement=self.placement, usage_key=closes.usage_key, kind=plans.KIND, subject_ids=[plan_id]
        )
        note = returned(found.get(plan_id))
        return decided(note) if note is not None else ""


def _kind(data: Mapping[str, str]) -> str:
    return data.get("kind", "") or statements.STUDENT


def _questions(draft: SectionView, row: Row) -> list[plan_fields.Question]:
    spec, uid = draft.spec, row.get("uid", "")
    return [
        plan_fields.question(answer_name(spec.name, one.name, uid), one, row.get(one.name, one.empty), NOTHING)
        for one in spec.fields
        if not (spec.has_rows and one.name in NOT_ASKED)
    ]


PAGES = PlacementPages("statement", activity=StatementActivity, settings=StatementSettings(gettext_lazy("Certificate")))
