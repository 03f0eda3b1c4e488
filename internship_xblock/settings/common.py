"""Settings for every environment.

This runs while some of the platform's settings are still unresolved (`Derived`) objects, so it touches only
what it must, and only where the value is a plain list or tuple.
"""

import os
from typing import Any

from .tracking import BLOCKS, PATTERNS

PLATFORM = "internship_xblock.openedx.lms.LmsPlatform"
TEMPLATES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "templates")
MAIL_SECONDS = 10  # as in openedx/letters.py
FILTERS = {
    "org.openedx.learning.instructor.dashboard.tabs.requested.v1": "internship_xblock.openedx.tabs.AddTab",
    "org.openedx.learning.instructor.dashboard.render.started.v1": "internship_xblock.openedx.tabs.AddSection",
}


def plugin_settings(settings: Any) -> None:
    """Add htmx's Django app, allow our blocks in content libraries, name the platform's adapter, show instructors the way.

    And keep what people write out of the platform's tracking log, and no worker waiting for a mail server that hangs: Django
    waits for ever where the site does not say how long.
    """
    if not hasattr(settings, "MAILERS") and getattr(settings, "EMAIL_TIMEOUT", None) is None:  # MAILERS: Django 6.1 and later
        settings.EMAIL_TIMEOUT = MAIL_SECONDS
    _append(settings, "INSTALLED_APPS", ["django_htmx"])
    _append(settings, "LIBRARY_ENABLED_BLOCKS", BLOCKS)
    if not hasattr(settings, "INTERNSHIP_PLATFORM"):
        settings.INTERNSHIP_PLATFORM = PLATFORM
    _append(settings, "MAKO_TEMPLATE_DIRS_BASE", [TEMPLATES])  # the old instructor dashboard includes a template by name
    if not hasattr(settings, "TRACKING_IGNORE_URL_PATTERNS"):
        settings.TRACKING_IGNORE_URL_PATTERNS = []  # as the middleware reads it
    _append(settings, "TRACKING_IGNORE_URL_PATTERNS", PATTERNS)
    for filter_type, step in FILTERS.items():
        _register_filter(settings, filter_type, step)


def _append(settings: Any, name: str, values: list[str]) -> None:
    present = getattr(settings, name, None)
    if isinstance(present, list):
        present.extend(value for value in values if value not in present)
    elif isinstance(present, tuple):  # as an operator's own settings file may write it
        setattr(settings, name, (*present, *(value for value in values if value not in present)))


def _register_filter(settings: Any, filter_type: str, step: str) -> None:
    """Add a step to what others registered for the filter, in whichever of the three shapes they used.

    The dictionary may be missing (then it is ours) or unresolved (then it is left alone).
    """
    registered = getattr(settings, "OPEN_EDX_FILTERS_CONFIG", None)
    if registered is None:
        registered = settings.OPEN_EDX_FILTERS_CONFIG = {}
    if not isinstance(registered, dict):
        return
    entry = registered.get(filter_type)
    if isinstance(entry, str):
        entry = registered[filter_type] = [entry]
    if entry is None:
        registered[filter_type] = {"fail_silently": True, "pipeline": [step]}
        return
    steps = entry.setdefault("pipeline", []) if isinstance(entry, dict) else entry
    if isinstance(steps, list) and step not in steps:
        steps.append(step)
