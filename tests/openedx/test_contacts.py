"""Where accounts of Open edX are reached, and which are not reached any more."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from internship_xblock.openedx.lms import LmsPlatform

pytestmark = pytest.mark.django_db
MADE_UP = "retired__user_068dccf5a1bcb64839efbd4ede214bcef9daa08b@"


@pytest.mark.parametrize(
    ("address", "domain", "is_reached"),
    [
        ("rolf@example.org", "retired.invalid", True),
        (f"{MADE_UP}retired.invalid", "retired.invalid", False),
        (f"{MADE_UP}retired.invalid", None, False),
        (f"{MADE_UP}gone.example.org", "gone.example.org", False),
    ],
)
def test_who_has_deleted_the_account_is_told_nothing_more(
    settings: Any, address: str, domain: str | None, is_reached: bool
) -> None:
    """The platform leaves the account active until its retirement run, with an address that nobody reads."""
    if domain is not None:
        settings.RETIRED_EMAIL_DOMAIN = domain
    user = get_user_model().objects.create(username="rolf", email=address)
    assert LmsPlatform().contacts([user.pk])[user.pk].is_active is is_reached
