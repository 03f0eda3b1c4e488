"""A page of ours is light or dark as the site's theme keeps it, and where it keeps nothing, as the system wishes."""

from __future__ import annotations

import re

import pytest

from tests.platform import COURSE

REVIEW = f"/internship/review/{COURSE}/"


@pytest.mark.parametrize(
    ("cookies", "variant"),
    [
        ({}, ""),
        ({"selected-paragon-theme-variant": "dark"}, "dark"),
        ({"selected-paragon-theme-variant": "light"}, "light"),
        ({"selected-theme-variant": "dark"}, "dark"),
        ({"indigo-toggle-dark": "dark"}, "dark"),
        ({"indigo-toggle-dark": "light"}, "light"),
        ({"selected-paragon-theme-variant": "undefined"}, ""),  # what Indigo's script stores for whoever has chosen nothing
        ({"selected-paragon-theme-variant": "undefined", "indigo-toggle-dark": "dark"}, "dark"),
        ({"selected-paragon-theme-variant": "light", "indigo-toggle-dark": "dark"}, "light"),
        ({"selected-paragon-theme-variant": '"><script>'}, ""),
    ],
)
@pytest.mark.parametrize("path", [REVIEW, "/internship/review/course-v1:No+Such+1/"])
def test_the_sites_cookie_decides(browser, cookies, variant, path):
    client = browser("staff_ida")
    client.cookies.load(cookies)
    page = client.get(path).content.decode()
    assert ("data-paragon-theme-variant" in page) == bool(variant)
    if variant:
        assert re.search(rf'<html [^>]*data-paragon-theme-variant="{variant}"', page)
    assert ("ix-may-be-dark" in page) == (not variant)
    assert f'<meta name="color-scheme" content="{variant or "light dark"}">' in page
