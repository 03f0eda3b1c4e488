"""Parts of addresses: a course, a row, the format of a document."""

from __future__ import annotations

from django.urls import register_converter


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


register_converter(CourseKeyConverter, "internship_course")
register_converter(UsageKeyConverter, "internship_usage")
register_converter(RowConverter, "internship_row")
register_converter(FormatConverter, "internship_format")
register_converter(PaperConverter, "internship_paper")
register_converter(LogFormatConverter, "internship_log_format")
