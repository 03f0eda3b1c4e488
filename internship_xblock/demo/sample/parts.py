"""What the samples are made of: who acts, where the plan and the log are, and each thing done once by the tools' verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from ...core.actor import Actor
from ...core.errors import ToolError
from ...openedx.platform import full_name, get_platform
from ...tools.logs import api as logs
from ...tools.plans import api as plans
from ..engine.olx import Course, get_course
from ..engine.runtime import PlayerRuntime, log
from ..models import FieldState
from ..people import person_of


@dataclass(frozen=True)
class Places:
    """The keys of the plan and of the log that students write themselves; None where the course has none."""

    plan: Any
    log: Any


def places(course: Course) -> Places:
    """Find the first plan for a student's placement and the first log that is a student's, and no practice."""
    runtime = PlayerRuntime(course, AnonymousUser())

    def first(block_type: str, owner_role: str = "") -> Any:
        for key in course.blocks.values():
            if key.block_type != block_type or key in course.broken:
                continue
            settings = runtime.get_block(key).author_settings()
            if settings.staff_mode or getattr(settings, "teaching", False):
                continue
            if owner_role in ("", settings.owner_role):
                return key
        return None

    return Places(first("internship_plan"), first("internship_log", "student"))


def once(name: str, make: Callable[[], object]) -> None:
    """Make a sample whole or not at all, and never twice.

    Where the course's own settings refuse a part of it, there is none, and the player goes on.
    """
    mark = {"scope": "player", "scope_id": "sample", "user": 0, "field": name}
    if FieldState.objects.filter(**mark).exists():
        return
    try:
        with transaction.atomic():
            made = make()
            FieldState.objects.create(**mark, value=str(made))
    except ToolError as error:
        log.warning("The sample could not be made: %s", type(error).__name__)


def actor_of(user: Any) -> Actor:
    """Return somebody with an account in the player as who acts."""
    course_key, person = str(get_course().key), person_of(user)
    return Actor(
        user_id=user.pk, name=full_name(user), course_key=course_key, is_staff=person is not None and person.is_staff,
        anonymous_id=get_platform().anonymous_id(user, course_key),
    )  # fmt: skip


def settings_of(key: Any) -> Any:
    """Return what the author of a block set."""
    return PlayerRuntime(get_course(), AnonymousUser()).get_block(key).author_settings()


def fill_plan(actor: Actor, *, placement_id: int, key: Any, answers: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write these sections of a plan."""
    settings, usage_key = settings_of(key), str(key)
    for name, typed in answers.items():
        view = plans.open_plan(actor, placement=placement_id, usage_key=usage_key)
        plans.save_section(
            actor, placement_id=placement_id, usage_key=usage_key, section=name, revision=view.sections[name].revision,
            typed=typed, settings=settings.rules,
        )  # fmt: skip


def submit_plan(actor: Actor, *, placement_id: int, key: Any) -> None:
    """Submit a plan as it stands."""
    settings, usage_key = settings_of(key), str(key)
    view = plans.open_plan(actor, placement=placement_id, usage_key=usage_key)
    ready = plans.next_version(actor, plan=view, headings=settings.rules.headings, last=None)
    plans.submit(
        actor, placement_id=placement_id, usage_key=usage_key, settings=settings.rules, possible=settings.possible,
        rubric=settings.criteria, shown=ready.shown,
    )  # fmt: skip


def share_entry(actor: Actor, *, placement_id: int, key: Any, draft: int, typed: Mapping[str, str]) -> int:
    """Write an entry and share it with the mentor and the supervisor. Returns its id."""
    rules, usage_key = settings_of(key).rules, str(key)
    entry = logs.write(actor, placement_id=placement_id, usage_key=usage_key, draft=draft, revision=0, rules=rules, typed=typed)
    logs.share(
        actor, usage_key=usage_key, entry_id=entry.id, revision=entry.revision, level="supervisor", rules=rules,
        confirmed=logs.CHECKLIST,
    )  # fmt: skip
    return entry.id
