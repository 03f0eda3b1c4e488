"""Who writes where: the owner decides, for each other party and each section, and may take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed, Stale
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan
from internship_xblock.tools.plans.schema.sections import BY_NAME

from . import shown
from .conftest import USAGE, Draft

ALL = list(BY_NAME)


def uid_of(draft: Draft, actor: Actor) -> str:
    return next(party.uid for party in draft.view().placement.parties if party.user_id == actor.user_id)


def allow(draft: Draft, actor: Actor, sections: Sequence[str], revision: int | None = None) -> plans.PlanView:
    view = draft.view()
    return plans.allow(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, ticked={uid_of(draft, actor): sections},
        revision=view.rights.revision if revision is None else revision,
    )  # fmt: skip


def test_the_defaults_need_no_decision(draft: Draft, join: Callable[..., Actor]) -> None:
    writes = {
        role: draft.view(join(draft, role, role)).writable for role in ("student", "mentor", "supervisor", "leader", "other")
    }
    assert writes == {role: set(ALL) if role in ("student", "mentor", "supervisor") else set() for role in writes}
    assert draft.view().writable == set(ALL)
    assert not Plan.objects.exists()


def test_a_section_is_given_and_taken_back(draft: Draft, join: Callable[..., Actor]) -> None:
    other = join(draft, "gerd", "other")
    with pytest.raises(NotAllowed):
        draft.save("tasks", [{"uid": "t1", "text": "Pack"}], actor=other)
    allow(draft, other, ["tasks", "practical"])
    draft.save("tasks", [{"uid": "t1", "text": "Pack"}], actor=other)
    assert draft.view(other).writable == {"tasks", "practical"}
    with pytest.raises(NotAllowed):
        draft.save("contacts", [{"university": "Per"}], actor=other)
    allow(draft, other, ["practical"])
    with pytest.raises(NotAllowed) as refusal:
        draft.save("tasks", [{"uid": "t1", "text": "Pack the fish"}], actor=other)
    assert "Mira decides" in str(refusal.value.message)
    assert draft.view().sections["tasks"].rows[0]["text"] == "Pack"


def test_a_section_is_taken_from_those_who_usually_write(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    allow(draft, jonas, [name for name in ALL if name not in ("tasks", "parties")])
    assert draft.view(jonas).writable == set(ALL) - {"tasks", "parties"}
    with pytest.raises(NotAllowed):
        draft.save("parties", draft.view().sections["parties"].rows[:0], actor=jonas)
    allow(draft, jonas, ALL)
    assert draft.view(jonas).writable == set(ALL)
    assert draft.view().rights.decided == {}


def test_who_takes_part_is_not_given_to_leader_or_other(draft: Draft, join: Callable[..., Actor]) -> None:
    leader = join(draft, "lena", "leader")
    allow(draft, leader, ALL)
    assert draft.view(leader).writable == set(ALL) - {"parties"}
    with pytest.raises(NotAllowed):
        draft.save("parties", draft.view().sections["parties"].rows, actor=leader)


def test_the_owner_alone_decides_and_never_about_themselves(draft: Draft, join: Callable[..., Actor]) -> None:
    supervisor = join(draft, "synne", "supervisor")
    with pytest.raises(NotAllowed):
        plans.allow(
            supervisor, placement_id=draft.placement_id, usage_key=USAGE, revision=0, ticked={uid_of(draft, draft.actor): []}
        )
    allow(draft, draft.actor, [])
    assert draft.view().writable == set(ALL)


def test_who_is_not_in_the_form_keeps_what_they_have(draft: Draft, join: Callable[..., Actor]) -> None:
    gerd, lena = join(draft, "gerd", "other"), join(draft, "lena", "leader")
    allow(draft, gerd, ["tasks"])
    allow(draft, lena, ["outcomes"])
    assert draft.view(gerd).writable == {"tasks"}
    assert draft.view(join(draft, "late", "student")).writable == set(ALL)


def test_two_tabs_of_the_owner_lose_no_decision(draft: Draft, join: Callable[..., Actor]) -> None:
    gerd = join(draft, "gerd", "other")
    allow(draft, gerd, ["tasks"])
    with pytest.raises(Stale):
        allow(draft, gerd, ["outcomes"], revision=0)
    allow(draft, gerd, ["tasks"], revision=0)  # the answer was lost, and it is sent again
    assert draft.view(gerd).writable == {"tasks"}


def test_where_the_owner_has_left_the_defaults_hold_again(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas, gerd = join(draft, "jonas", "student"), join(draft, "gerd", "other")
    allow(draft, jonas, [])
    allow(draft, gerd, ["tasks"])
    retirement.forget(draft.actor.account)
    assert draft.view(jonas).writable == set(ALL)
    assert draft.view(gerd).writable == set()


def test_submitting_and_signing_stay_with_the_role(draft: Draft, join: Callable[..., Actor]) -> None:
    gerd = join(draft, "gerd", "other")
    draft.fill()
    allow(draft, gerd, ALL)
    with pytest.raises(NotAllowed):
        draft.submit(gerd)
    draft.submit()
    with pytest.raises(NotAllowed):
        shown.sign(gerd, placement_id=draft.placement_id, usage_key=USAGE, number=1)


@pytest.mark.parametrize("parties", [2, placements.PARTY_LIMIT])
def test_rights_cost_no_query(draft: Draft, parties: int) -> None:
    rows = draft.view().sections["parties"].rows
    draft.save("parties", [*rows, *({"uid": f"p{at}", "role": "other", "name": "G"} for at in range(parties - 1))])
    with CaptureQueriesContext(connection) as allowing:
        plans.allow(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, revision=0,
            ticked={f"p{at}": ["tasks"] for at in range(parties - 1)},
        )  # fmt: skip
    with CaptureQueriesContext(connection) as opening:
        assert draft.view().writable == set(ALL)
    assert (len(allowing) <= 6, len(opening)) == (True, 3)
    assert get_user_model().objects.count() == 1
