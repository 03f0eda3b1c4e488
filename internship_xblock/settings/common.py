"""Settings for every environment.

This runs while some of the platform's settings are still unresolved (`Derived`) objects, so it touches only
what it must, and only where the value is a plain list.
"""

from typing import Any

PLATFORM = "internship_xblock.openedx.lms.LmsPlatform"


def plugin_settings(settings: Any) -> None:
    """Add htmx's Django app, allow our blocks in content libraries, name the platform's adapter."""
    _append(settings, "INSTALLED_APPS", ["django_htmx"])
    _append(settings, "LIBRARY_ENABLED_BLOCKS", ["internship_unit", "internship_plan", "internship_log"])
    if not hasattr(settings, "INTERNSHIP_PLATFORM"):
        settings.INTERNSHIP_PLATFORM = PLATFORM


def _append(settings: Any, name: str, values: list[str]) -> None:
    present = getattr(settings, name, None)
    if isinstance(present, list):
        present.extend(value for value in values if value not in present)
