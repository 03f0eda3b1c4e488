"""The roles are listed once, in core/permissions.py: whoever names some of them names roles that there are."""

from __future__ import annotations

import pytest

from internship_xblock.core.permissions import PARTY_ROLES, TABLE
from internship_xblock.tools.placements.api import ONBOARDING, PLACEMENT, roles_of
from internship_xblock.tools.plans.schema.private import PRIVATE
from internship_xblock.tools.plans.versions.signatures import MAY_SIGN, MUST_SIGN


@pytest.mark.parametrize("kind", [PLACEMENT, ONBOARDING])
def test_each_kind_of_placement_has_words_for_each_role_of_a_party(kind: str) -> None:
    assert {role for role, _words in roles_of(kind)} == PARTY_ROLES
    assert set(MUST_SIGN[kind]) <= set(MAY_SIGN)


def test_who_may_sign_and_read_is_who_the_table_lets() -> None:
    assert set(MAY_SIGN) == TABLE["plan.sign"]
    assert all(set(field.readers) <= TABLE["plan.read_private"] for field in PRIVATE)
