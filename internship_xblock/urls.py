"""Our own pages, mounted by the LMS below /internship/."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from .tools.placements.web.join import join
from .tools.reviews.web.pages import review, review_open
from .ui.downloads import certificate_download, log_download, log_schema, plan_download, plan_schema
from .ui.health import health


class CourseKeyConverter:
    """A course key in an address: `course-v1:Org+Course+Run`, an old `Org/Course/Run`, or a CCX."""

    regex = r"[^/+?]+(?:/|\+)[^/+?]+(?:/|\+)[^/?]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RowConverter:
    """The number of a row; 18 digits fit every database."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FormatConverter:
    """What a document is asked for as."""

    regex = "pdf|docx|ics|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaperConverter(FormatConverter):
    """What a document for paper is asked for as."""

    regex = "pdf|docx"


class LogFormatConverter(FormatConverter):
    """What a log is asked for as."""

    regex = "pdf|docx|csv|json"


register_converter(CourseKeyConverter, "internship_course")
register_converter(RowConverter, "internship_row")
register_converter(FormatConverter, "internship_format")
register_converter(PaperConverter, "internship_paper")
register_converter(LogFormatConverter, "internship_log_format")

urlpatterns: list[URLPattern] = [
    path("health/", health, name="health"),
    path("join/", join, name="join"),
    path("log/schema.json", log_schema, name="log_schema"),
    path(
        "log/<internship_course:course_key>/<internship_row:placement_id>.<internship_log_format:kind>",
        log_download,
        name="log_download",
    ),
    path("plan/schema.json", plan_schema, name="plan_schema"),
    path("plan/<internship_row:plan_id>/<internship_row:number>.<internship_format:kind>", plan_download, name="plan_download"),
    path(
        "plan/<internship_row:plan_id>/certificate-<internship_row:number>.<internship_paper:form>",
        certificate_download,
        name="certificate_download",
    ),
    path("review/<internship_course:course_key>/", review, name="review"),
    path("review/<internship_course:course_key>/<internship_row:submission_id>/", review_open, name="review_open"),
]
