"""Parts of addresses: a course, a row, the format of a document."""

from __future__ import annotations

from django.urls import NoReverseMatch, register_converter, reverse

from ...openedx.platform import get_platform


def page_of(name: str, course_key: str, usage_key: str, placement_id: int) -> str:
    """Return the path of an activity's page in a placement ("plan", "log"); its block's where there is no such page."""
    known = {"course_key": course_key, "usage_key": usage_key, "placement_id": placement_id}
    try:
        return reverse(f"internship_xblock:{name}_page", kwargs=known)
    except NoReverseMatch:
        return get_platform().block_url(course_key, usage_key)


class CourseKeyConverter:
    """A course key in an address: `course-v1:Org+Course+Run`, an old `Org/Course/Run`, or a CCX."""

    regex = r"[^/+?]+(?:/|\+)[^/+?]+(?:/|\+)[^/?]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class UsageKeyConverter:
    """The key of a block in an address: `block-v1:Org+Course+Run+type@internship_plan+block@name`."""

    regex = r"[^/?]+"

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


class TableConverter(FormatConverter):
    """What a table is asked for as."""

    regex = "csv|xlsx"


register_converter(CourseKeyConverter, "internship_course")
register_converter(UsageKeyConverter, "internship_usage")
register_converter(RowConverter, "internship_row")
register_converter(FormatConverter, "internship_format")
register_converter(TableConverter, "internship_table")
register_converter(PaperConverter, "internship_paper")
register_converter(LogFormatConverter, "internship_log_format")
