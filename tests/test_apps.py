"""What our app does to the site it is installed in."""

from __future__ import annotations

import logging

import pytest
from django.template.loader import render_to_string


def test_django_does_not_log_what_our_templates_were_given(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="django.template")
    render_to_string("internship_xblock/pages/refused.html", {"secret": "the recipe"})
    records = [record for record in caplog.records if record.name == "django.template"]
    assert records  # that something was missing, and in which template, is told
    assert "the recipe" not in caplog.text
    assert "refused.html" in caplog.text
