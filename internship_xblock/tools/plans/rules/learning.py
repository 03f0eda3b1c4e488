"""The rules about what is learnt and by which tasks. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..schema.sections import AUTONOMY_ORDER
from ..schema.verbs import SUGGESTED, better_verbs, find_vague
from .values import Document, Finding, PlanRules, error, short, warning


def check_outcomes(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look at how many outcomes there are, and under which headings."""
    rows = document["outcomes"]
    if not rules.min_outcomes <= len(rows) <= rules.max_outcomes:
        wanted = _("%(least)d to %(most)d") % {"least": rules.min_outcomes, "most": rules.max_outcomes}
        has = ngettext("it has %(count)d", "it has %(count)d", len(rows)) % {"count": len(rows)}
        yield error(1, _("A plan needs %(wanted)s learning outcomes; %(has)s.") % {"wanted": wanted, "has": has}, "outcomes")
    known = {heading.id for heading in rules.headings}
    for row in rows:
        if row["heading"] not in known:
            yield error(
                1, _("Choose a heading for “%(text)s”.") % {"text": short(row["text"])}, "outcomes", "heading", row["uid"]
            )
    used = {row["heading"] for row in rows}
    for heading in rules.headings:
        if heading.id not in used:
            yield error(1, _("There is no outcome under “%(heading)s” yet.") % {"heading": heading.text}, "outcomes")


def check_chains(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether each outcome has a task, evidence and somebody who looks at it."""
    if not document["outcomes"] and not document["tasks"]:  # no outcome asks for one yet, and still it is to be done
        yield error(2, _("There is no task yet."), "tasks")
    for outcome in document["outcomes"]:
        name = {"text": short(outcome["text"])}
        serving = [task for task in document["tasks"] if outcome["uid"] in task["outcomes"]]
        if not serving:
            yield error(2, _("No task supports “%(text)s” yet.") % name, "tasks")
            continue
        if not any(task["evidence"] for task in serving):
            yield error(2, _("What will show that “%(text)s” was learnt?") % name, "tasks", "evidence", serving[0]["uid"])
        if not any(task["assessor"] for task in serving):
            yield error(2, _("Who assesses the evidence for “%(text)s”?") % name, "tasks", "assessor", serving[0]["uid"])


def check_purposes(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether each task serves an outcome or is routine."""
    for task in document["tasks"]:
        if not task["outcomes"] and not task["routine"]:
            words = _("Choose which outcome “%(text)s” supports, or tick that it is routine.") % {"text": short(task["text"])}
            yield error(3, words, "tasks", "outcomes", task["uid"])


def check_routine_share(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Warn of too many tasks that are routine."""
    if rules.layout.staff:  # the limit is one for internships; an employee has routine work
        return
    tasks = document["tasks"]
    routine = [task for task in tasks if task["routine"]]
    if tasks and len(routine) * 100 > rules.routine_percent * len(tasks):
        words = _("%(routine)d of %(all)d tasks are routine. To remain an internship, keep it to %(percent)d%% at most.")
        has = {"routine": len(routine), "all": len(tasks), "percent": rules.routine_percent}
        yield warning(9, words % has, "tasks", "routine", routine[0]["uid"])


def check_verbs(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Warn of outcomes that begin with what nobody can observe."""
    better = (rules.better_verbs or better_verbs())[:SUGGESTED]
    for row in document["outcomes"]:
        verb = find_vague(row["text"], rules.vague_verbs)
        if verb:
            has = {"verb": verb, "better": get_text_list([str(one) for one in better], _("or"))}
            words = _("“%(verb)s” is hard to observe. Try a verb such as %(better)s.") % has
            yield warning(10, words, "outcomes", "text", row["uid"])


def check_growth(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """In the order of their dates (those without one as they stand), some task should ask for more than one before it."""
    tasks = document["tasks"]
    dated = sorted((task for task in tasks if task["start"]), key=lambda task: str(task["start"]))
    ordered = dated + [task for task in tasks if not task["start"]]
    degrees = [AUTONOMY_ORDER[task["autonomy"]] for task in ordered if task["autonomy"]]
    if tasks and not any(later > earlier for earlier, later in pairwise(degrees)):
        words = _("No task asks for more independence than an earlier one. Let something grow from watching to doing it alone.")
        yield warning(11, words, "tasks", "autonomy", ordered[-1]["uid"])
