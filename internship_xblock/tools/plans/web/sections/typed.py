"""The fields of a form in a browser, as the answers of a section.

A row's fields are called `<section>-<uid>-<field>`, single answers `<section>-<field>`; the hidden fields `row` name the rows
in their order, so that the order of the cards is the order of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.datastructures import MultiValueDict

from .....core.errors import BadRequest
from .....records.schema import Row, Section, answer_name
from .....records.validation import UID


def read(section: Section, data: MultiValueDict[str, str]) -> list[Row]:
    """The rows (or the one set of answers) of a section in a request, as typed; BadRequest for what our pages never send."""
    if not section.has_rows:
        return [_typed(section, "", data)]
    uids = data.getlist("row")
    if len(set(uids)) != len(uids) or not all(UID.fullmatch(uid) for uid in uids):
        raise BadRequest()
    return [{"uid": uid, **_typed(section, uid, data)} for uid in uids]


def _typed(section: Section, uid: str, data: MultiValueDict[str, str]) -> Row:
    names = {spec.name: answer_name(section.name, spec.name, uid) for spec in section.fields}
    many = {spec.name for spec in section.fields if spec.kind == "links"}
    return {name: data.getlist(full) if name in many else data.get(full, "") for name, full in names.items()}


def read_all(sections: Iterable[Section], data: MultiValueDict[str, str]) -> dict[str, list[Row]]:
    """The same of several sections in one form, where the rows of each are named by fields called `row-<section>`."""
    return {
        section.name: read(section, MultiValueDict({**dict(data.lists()), "row": data.getlist(f"row-{section.name}")}))
        for section in sections
    }
