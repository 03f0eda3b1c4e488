"""The certificate at the end of a plan, where the author asks for it: written, filled from the plan, issued."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound, SavedButRefused
from ....records.schema import Surroundings
from ....ui.action import Data, Reply, action
from ...placements.api import PlacementView
from ...placements.web.placed import number
from .. import api as plans
from ..documents import certificate as documents
from .base import PlanBase
from .history import decided
from .next.last import returned
from .sections import fields as plan_fields
from .sections import typed as typed_rows


class CertificateActivity(PlanBase):
    """The certificate is loaded when somebody opens its place: the plan itself opens without it."""

    @action("GET")
    def show_certificate(self, actor: Actor, data: Data) -> str:
        """What was issued, and the form for those who write it: with `correct` also where there is nothing to correct yet."""
        return self._certificate(actor, self._certified(data), is_open="correct" in data)

    @action("GET")
    def show_issued_certificate(self, actor: Actor, data: Data) -> str:
        """A certificate as it was issued, to be read in its list."""
        issued = plans.issued_certificate(
            actor, placement=self._certified(data), usage_key=self.usage_id, number=number(data, "number")
        )
        return self.html("plans/certificate_issued.html", document=documents.document(issued), number=issued.number)

    @action()
    def save_certificate(self, actor: Actor, data: Data) -> Reply:
        saved = self._keep_certificate(actor, data)
        return Reply("", {"X-Internship-Revision": str(saved.revision)})

    @action()
    def copy_into_certificate(self, actor: Actor, data: Data) -> str:
        """What is typed is kept first, so that it counts as written."""
        saved, placement_id = self._keep_certificate(actor, data), self._certified(data)
        with _after_saving(saved):
            plans.copy_into_certificate(actor, placement_id=placement_id, usage_key=self.usage_id)
        said = _("Empty fields were filled from the plan. Change them to what really happened.")
        return self._certificate(actor, placement_id, said, is_open=True)

    @action()
    def look_at_certificate(self, actor: Actor, data: Data) -> str:
        """Save what is typed, then show the very document that would be issued, and what issuing it means."""
        saved, placement_id = self._keep_certificate(actor, data), self._certified(data)
        with _after_saving(saved):
            proof = plans.certificate_to_issue(actor, placement_id=placement_id, usage_key=self.usage_id)
        return self.html(
            "plans/certificate_proof.html", proof=proof, document=documents.document(proof), placement_id=placement_id,
            **self._to_certify(actor, placement_id),
        )  # fmt: skip

    @action()
    def issue_certificate(self, actor: Actor, data: Data) -> str:
        placement_id = self._certified(data)
        issued = plans.issue_certificate(
            actor, placement_id=placement_id, usage_key=self.usage_id, revision=number(data, "revision"),
            shown=data.get("shown", ""),
        )  # fmt: skip
        said = _("Certificate %(number)d is issued. All participants find it here; print it to sign and stamp it.")
        return self._certificate(actor, placement_id, said % {"number": issued.number})

    def _certified(self, data: Data) -> int:
        if not self.settings.has_certificate:
            raise NotFound()
        return number(data, "placement")

    def _keep_certificate(self, actor: Actor, data: Data) -> plans.SectionView:
        placement_id, (typed,) = self._certified(data), typed_rows.read(plans.CERTIFICATE, data)
        return plans.save_certificate(
            actor, placement_id=placement_id, usage_key=self.usage_id, revision=number(data, "revision"), typed=typed
        )

    def _certificate(self, actor: Actor, placement_id: int, said: str = "", *, is_open: bool = False) -> str:
        """What was issued, and the form for those who write it: `is_open`, or folded where there is nothing to correct."""
        view = plans.certificate(actor, placement=placement_id, usage_key=self.usage_id)
        may_write = view.draft is not None and view.version is not None
        is_open = may_write and (is_open or view.is_written or not view.issued)
        return self.html(
            "plans/certificate.html", view=view, said=said, may_write=may_write,
            form=self._form(actor, view) if is_open else None, is_erasmus=self.layout.erasmus,
        )  # fmt: skip

    def _form(self, actor: Actor, view: plans.CertificateView) -> dict[str, Any]:
        """What the form is drawn with. Refuses who may not write."""
        known = self._to_certify(actor, view.placement)
        spec, around, questions = plans.CERTIFICATE, Surroundings(), list[plan_fields.Question]()
        if view.draft is not None:
            (answers,) = view.draft.answers
            questions = [plan_fields.question(f"{spec.name}-{one.name}", one, answers[one.name], around) for one in spec.fields]
        return {"spec": spec, "questions": questions, **known}

    def _to_certify(self, actor: Actor, placement: int | PlacementView) -> dict[str, Any]:
        """The version that would be closed, with what a reviewer said who returned it."""
        closes = plans.version_to_certify(actor, placement=placement, usage_key=self.usage_id)
        note = returned(self.standing_of(actor, placement, closes.plan_id))
        return {"closes": closes, "returned": decided(note) if note is not None else ""}


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
