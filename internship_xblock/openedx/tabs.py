"""The way to the review page from the instructor dashboard: a tab in the new one, a section in the old one.

Pipeline steps of openedx-filters, registered in settings/common.py. Without that package there is nothing that would
run them, and the module still imports.
"""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .lms import _import
from .platform import site_address

PipelineStep: Any = _import("openedx_filters", "PipelineStep") or object

TAB_ID = "internship"
TEMPLATE_PREFIX = "/internship_xblock/reviews/dashboard/"  # found through MAKO_TEMPLATE_DIRS_BASE, see settings/common.py
SORT_ORDER = 75  # among the platform's own tabs, which count in tens


class AddTab(PipelineStep):  # type: ignore[misc]
    """For the instructor dashboard that is a front end of its own (Verawood and later)."""

    def run_filter(self, tabs: Any, course_key: Any, **more: Any) -> dict[str, Any]:
        """The tabs with ours added, once. Whatever is not as expected goes on unchanged."""
        url = _review_url(course_key)
        if url and isinstance(tabs, list) and not _has(tabs, "tab_id"):
            # The front end lives on another host: the link has to name ours.
            tab = {"tab_id": TAB_ID, "title": _("Internship"), "url": site_address() + url, "sort_order": SORT_ORDER}
            tabs = [*tabs, tab]
        return {"tabs": tabs, "course_key": course_key, **more}


class AddSection(PipelineStep):  # type: ignore[misc]
    """For the instructor dashboard that the LMS renders with Mako (Ulmo and earlier)."""

    def run_filter(self, context: Any, template_name: Any = None, **more: Any) -> dict[str, Any]:
        """The dashboard's context with a section that holds one link, once."""
        course_key = getattr(context.get("course"), "id", "") if isinstance(context, dict) else ""
        sections = context.get("sections") if isinstance(context, dict) else None
        url = _review_url(course_key)
        if url and isinstance(sections, list) and not _has(sections, "section_key") and _template_is_found():
            section = {
                "section_key": TAB_ID,
                "section_display_name": _("Internship"),
                "course_id": str(course_key),
                "review_url": url,
                "sentence": _("What learners have submitted (plans, log entries, lessons) has a page of its own."),
                "link": _("Open everything submitted"),
                "template_path_prefix": TEMPLATE_PREFIX,
            }
            context = {**context, "sections": [*sections, section]}
        return {"context": context, "template_name": template_name, **more}


def _has(rows: list[Any], key: str) -> bool:
    return any(isinstance(row, dict) and row.get(key) == TAB_ID for row in rows)


def _template_is_found() -> bool:
    """Whether Mako finds our section's template. If not, a section would take the whole dashboard down: then there is none."""
    lookup_template = _import("common.djangoapps.edxmako", "lookup_template")
    if lookup_template is None:
        return False
    try:
        lookup_template("main", f"{TEMPLATE_PREFIX}{TAB_ID}.html")
    except Exception:
        return False
    return True


def _review_url(course_key: Any) -> str:
    """The path of the course's review page, "" where the key is none or our pages are not mounted."""
    try:
        return str(reverse("internship_xblock:review", kwargs={"course_key": str(course_key)}))
    except NoReverseMatch:
        return ""
