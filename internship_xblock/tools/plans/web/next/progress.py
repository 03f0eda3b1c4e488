"""How far a plan is, from what the verbs say of it: what its screen and Today tell alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils import timezone

from .....core import permissions
from .....core.actor import Actor
from .....core.closing import Closing
from .....core.today import Part, Todo
from ....placements.api import PartyRow
from ....reviews.api import Standing
from ... import api as plans
from ... import rules
from ...api import Agreement, Comment, PlanView, VersionView
from ...rules import Finding
from ..talk.names import button_of
from .facts import About, Facts, Said, Who
from .last import Last, last_of, returned
from .people import unjoined, unnamed
from .stay import closing_due, days_of, is_over, next_dates
from .words import said_in_talk, said_of

FINDINGS_SHOWN = 10  # of a section and a severity: the others come as these are settled


class Progress:
    """How far one plan is for one person. A subclass says how it comes by the version, its review, signatures and comments.

    What is asked once is kept, so that a screen and its sentences ask for nothing twice.
    """

    actor: Actor
    plan: PlanView
    rules: plans.PlanRules

    @property
    def address(self) -> str:
        """The address of the plan's page; "" where it is said on that page itself."""
        return ""

    @property
    def html_id(self) -> str:
        """What the places of that page begin with."""
        raise NotImplementedError

    @property
    def version(self) -> VersionView | None:
        """The version that was submitted last, None for none."""
        raise NotImplementedError

    @property
    def standing(self) -> Standing | None:
        """What the reviewer said of it."""
        raise NotImplementedError

    @property
    def agreement(self) -> Agreement | None:
        """The signatures under it."""
        raise NotImplementedError

    @property
    def said(self) -> Sequence[Comment]:
        """What was said about the draft, the oldest first: at least what is open."""
        raise NotImplementedError

    @property
    def closing(self) -> Closing | None:
        """How far the end of the placement is, which is asked once it is due."""
        raise NotImplementedError

    def may(self, verb: str) -> bool:
        return not self.actor.masquerading and permissions.is_allowed(verb, self.plan.placement.roles)

    @cached_property
    def document(self) -> dict[str, Any]:
        return self.plan.document(self.rules.headings)

    @cached_property
    def submitted(self) -> Mapping[str, Any] | None:
        """What the last version says, where the draft says the same."""
        return plans.as_submitted(self.actor, plan=self.plan, version=self.version, headings=self.rules.headings)

    @property
    def is_current(self) -> bool:
        return self.submitted is not None

    @cached_property
    def last(self) -> Last:
        return last_of(self.plan, self.version, self.standing, is_current=self.is_current)

    @cached_property
    def findings(self) -> list[Finding]:
        return rules.findings(self.document, self.rules, self.plan.standing)

    @cached_property
    def errors(self) -> list[Finding]:
        """What is to be settled. What was submitted is settled by what was asked then, unless it came back or is broken."""
        if self.last.is_settled:
            return []
        return [finding for finding in self.findings if finding.severity == rules.ERROR]

    @property
    def first_error(self) -> Finding | None:
        """Where somebody who may write goes on."""
        return self.errors[0] if self.errors and self.plan.writable else None

    @cached_property
    def begun(self) -> set[str]:
        """The sections in which something stands."""
        return {view.name for view in self.plan.sections.values() if view.is_begun}

    @cached_property
    def to_settle(self) -> list[dict[str, Any]]:
        """What is to be settled, as it is listed: by section."""
        return self.by_section(self.errors)

    @cached_property
    def unnamed(self) -> list[str]:
        return unnamed(self.plan)

    @cached_property
    def unjoined(self) -> list[PartyRow]:
        """Who is to be invited; for somebody who may: the others can do nothing about it."""
        return unjoined(self.plan) if self.may("placement.invite") else []

    def by_section(self, found: list[Finding], with_empty: bool = True) -> list[dict[str, Any]]:
        """Findings under their sections. One that nobody has begun is one line: a first visit is no list of faults."""
        groups = []
        for spec in self.plan.layout.sections:
            here = [finding for finding in found if finding.section == spec.name]
            if here and (with_empty or spec.name in self.begun):
                listed = here[:FINDINGS_SHOWN] if spec.name in self.begun else []
                more = len(here) - len(listed) if listed else 0
                groups.append({"spec": spec, "findings": listed, "more": more, "target": here[0].target})
        return groups

    @cached_property
    def facts(self) -> Facts:
        """All that the sentences about this plan depend on."""
        plan, last, first = self.plan, self.last, self.first_error
        first_day, last_day = days_of(plan)
        note, due = returned(self.standing), closing_due(plan, last)
        return Facts(
            last=last, place=plan.placement, address=self.address, html_id=self.html_id,
            left=sum(len(group["findings"]) + group["more"] or 1 for group in self.to_settle),
            is_unwritten=not plan.versions and not self.begun - {"parties"},
            is_named=not self.unnamed, is_over=is_over(plan),
            asks_more=self.is_current and _asks_more(plan, self.submitted or {}),
            may_edit=bool(plan.writable), may_submit=self.may("plan.submit"), may_name="parties" in plan.writable,
            is_staff=plan.layout.staff, closing_due=due, closing=self.closing if due is not None else None,
            first_day=first_day if first_day is not None and first_day < timezone.localdate() else None, last_day=last_day,
            to_complete=first.target if first is not None else "",
            returned_at=note.at if note is not None else None, returned_by=note.author if note is not None else "",
            unnamed=self.unnamed, unjoined=self.unjoined, **self._signatures,
        )  # fmt: skip

    @cached_property
    def next(self) -> Part:
        """What is said of this plan, but for its conversations and its days."""
        return said_of(self.facts)

    @cached_property
    def talk_todos(self) -> list[Todo]:
        """What is said of its conversations."""
        about = About(place=self.plan.placement, address=self.address, html_id=self.html_id)
        return said_in_talk(about, **self._said, is_undiscussed=self._is_undiscussed)

    @property
    def part(self) -> Part:
        """All that is said of this plan, with its next dates."""
        dates = next_dates(self.plan, "" if self.facts.is_own else self.facts.student, self.address)
        return replace(self.next, todos=[*self.next.todos, *self.talk_todos], dates=list(dates))

    @property
    def _is_undiscussed(self) -> bool:
        if self.plan.has_comments:
            return False
        everybody = not (self.unjoined or self.unnamed)
        return everybody and not (self.errors or self.is_current)

    @property
    def _signatures(self) -> dict[str, Any]:
        under = self.agreement if self.last.can_be_signed else None
        if under is None:
            return {}
        unjoined = {seat.uid for seat in self.unjoined}  # they are named as such already
        awaited = [line for line in under.unsigned if line != under.mine and line.party_uid not in unjoined]
        return {
            "is_mine_to_sign": under.mine is not None and self.may("plan.sign"), "awaited": awaited,
            "must_sign": under.mine is None or under.mine.must,
            "is_agreed": under.is_agreed,
        }  # fmt: skip

    @property
    def _said(self) -> dict[str, Any]:
        """The open conversations: those in which the reader is asked, and those in which others are."""
        if self.actor.masquerading:
            return {"asked": Said(), "asking": Said()}
        last: dict[tuple[str, str, str], Comment] = {one.place: one for one in self.said if one.is_open}
        theirs = [one for one in last.values() if not one.is_mine and self.may("plan.comment")]
        mine = [one for one in last.values() if one.is_mine]
        return {"asked": self._first_of(theirs), "asking": self._first_of(mine)}

    def _first_of(self, found: Sequence[Comment]) -> Said:
        if not found:
            return Said()
        first = min(found, key=lambda one: one.at)
        spec = self.plan.layout.by_name.get(first.section)
        title = str(spec.title) if spec is not None else ""
        is_there = spec is not None and (
            not first.row or first.row in {row["uid"] for row in self.plan.sections[spec.name].rows}
        )
        target = button_of(first.section, first.row) if is_there else ""
        who = Who(first.author_name, self.plan.placement.role_of(first.written_by, first.author_name))
        return Said(len(found), who, first.at, title, target)


def _asks_more(plan: PlanView, document: Mapping[str, Any]) -> bool:
    """Return whether the course has questions by now that a version was not asked, and that nobody has answered."""
    return bool(set(plan.layout.by_name) - set(plans.Layout.of(document).by_name))
