"""What our app does to the site it is installed in."""

from __future__ import annotations

import logging

import pytest
from jinja2 import UndefinedError

from internship_xblock.ui.jinja import render


def test_nothing_logs_what_our_templates_were_given(caplog: pytest.LogCaptureFixture) -> None:
    """Django's own engine tells at DEBUG of a variable that is missing with all those that are there; ours is another."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UndefinedError) as missing:
        render("ui/error.html", secret="the recipe")
    assert "'error' is undefined" in str(missing.value)  # that something was missing is told
    assert "the recipe" not in f"{missing.value} {caplog.text}"
