"""System checks: what an operator's settings must not have taken away."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register

from .core.transactions import check_isolation
from .settings.tracking import MIDDLEWARE, PATTERNS

register(check_isolation)


@register(Tags.security)
def tracking_ignores_our_requests(app_configs: Any = None, **_more: Any) -> list[Warning]:
    """Warn where the platform's tracking log would keep what people write in our blocks and pages."""
    ignored = getattr(settings, "TRACKING_IGNORE_URL_PATTERNS", ())
    missing = [pattern for pattern in PATTERNS if pattern not in ignored]
    if not missing or MIDDLEWARE not in getattr(settings, "MIDDLEWARE", ()):
        return []
    return [
        Warning(
            "The tracking log keeps what people write in the internship blocks: TRACKING_IGNORE_URL_PATTERNS was set without "
            "the patterns that internship_xblock adds.",
            hint="Remove the setting from your own settings, or add these to it: " + ", ".join(f"r'{one}'" for one in missing),
            id="internship_xblock.W001",
        )
    ]
