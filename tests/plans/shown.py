"""Read a version, then sign it, read a draft, then submit it: nobody does what they have not been shown."""

from __future__ import annotations

import re
from typing import Any

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.rules import PlanRules
from tests.runtime import call


def sign(actor: Actor, *, placement_id: int, usage_key: str, number: int) -> plans.Agreement:
    """Sign a version as this person sees it."""
    version = plans.version(actor, placement_id=placement_id, usage_key=usage_key, number=number)
    return plans.sign(actor, placement_id=placement_id, usage_key=usage_key, number=number, shown=version.sha256)


def submit(actor: Actor, *, placement_id: int, usage_key: str, settings: PlanRules, possible: float) -> plans.VersionView:
    """Submit a plan as this person sees it."""
    plan = plans.open_plan(actor, placement=placement_id, usage_key=usage_key, layout=settings.layout)
    ready = plans.next_version(actor, plan=plan, headings=settings.headings, last=None)
    return plans.submit(
        actor, placement_id=placement_id, usage_key=usage_key, settings=settings, possible=possible, shown=ready.shown
    )


def read(block: Any, number: int) -> str:
    """A version as the screen shows it."""
    answer = call(block, "show_version", {"placement": block.placement_id, "number": number}, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def sign_on_screen(block: Any, number: int) -> str:
    """Open a version and press the button below its text; what the page gets for it."""
    form = re.search(r"/handler/sign_version.*?</form>", read(block, number), re.DOTALL)
    assert form is not None, "it does not offer to sign"
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    answer = call(block, "sign_version", fields)
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def to_submit(block: Any) -> dict[str, str]:
    """What the form sends that stands below all that will be submitted."""
    answer = call(block, "before_submit", {"placement": block.placement_id}, method="GET")
    assert answer.status_int == 200, answer.text
    form = re.search(r"/handler/submit.*?</form>", str(answer.text), re.DOTALL)
    assert form is not None, "it does not offer to submit"
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
