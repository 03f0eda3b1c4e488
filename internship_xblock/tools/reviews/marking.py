"""What a reviewer looks at, criterion by criterion: how it is kept with a submission, and the marks with a note. Pure.

An author's criteria are copied into the submission when it is submitted, so that nobody is held to what came later. They
are kept as the author wrote them: who calls us knows what to call a criterion in the reader's language. A note keeps the
title of each criterion it marks, so that it can be read when the rubric has become another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from ...core.errors import BadRequest, Difference, Invalid, Words
from ...core.language.text import LINE_LIMIT, NAME_LIMIT, clean
from .values import Criterion, Mark, MarkValue

RUBRIC_LIMIT = 8  # criteria: more than a reviewer keeps in mind
CRITERION_LIMIT = LINE_LIMIT  # characters that say what the reviewer looks for
REMARK_LIMIT = LINE_LIMIT
CRITERION_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")  # ids of criteria: they stand in the names of fields
Rows = list[dict[str, Any]]


def kept(criteria: Sequence[Criterion]) -> Rows:
    """The criteria as a submission keeps them. BadRequest where they cannot be told apart or are too many."""
    keys = [criterion.id for criterion in criteria]
    if len(keys) > RUBRIC_LIMIT or len(set(keys)) < len(keys) or not all(CRITERION_KEY.fullmatch(key) for key in keys):
        raise BadRequest()
    return [
        {"id": one.id, "title": clean(one.title)[:NAME_LIMIT], "text": clean(one.text)[:CRITERION_LIMIT]} for one in criteria
    ]


def criteria_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """An author's rows as they are submitted, however they were written: nobody is kept from submitting by them.

    A row without a title is left out, and so is what goes beyond the limits. A row without an id of its own gets one.
    """
    found: dict[str, Criterion] = {}
    for number, row in enumerate(rows, start=1):
        title, key = clean(str(row.get("title", ""))).strip()[:NAME_LIMIT], str(row.get("id", ""))
        if not title or len(found) == RUBRIC_LIMIT:
            continue
        while key in found or not CRITERION_KEY.fullmatch(key):
            key, number = f"criterion-{number}", number + 1
        found[key] = Criterion(key, title, clean(str(row.get("text", ""))).strip()[:CRITERION_LIMIT])
    return tuple(found.values())


def criteria(rows: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    return tuple(Criterion(row["id"], row["title"], row["text"]) for row in rows)


def kept_marks(rubric: Iterable[Mapping[str, Any]], marks: Sequence[Mark]) -> Rows:
    """The marks as a note keeps them, in the order of the rubric; a criterion with neither mark nor remark is left out.

    BadRequest for a criterion that is not in the rubric or a mark that does not exist, Invalid for a remark that is too long.
    """
    by_key = {mark.criterion.id: mark for mark in marks}
    titles = {row["id"]: row["title"] for row in rubric}
    if len(by_key) < len(marks) or not set(by_key) <= set(titles):
        raise BadRequest()
    if not all(mark.value in ("", *MarkValue.values) for mark in marks):
        raise BadRequest()
    found, wrong = [], {}
    for key in titles.keys() & by_key.keys():
        remark = clean(by_key[key].remark).strip()
        if len(remark) > REMARK_LIMIT:
            wrong[f"remark-{key}"] = [too_long(len(remark))]
        if remark or by_key[key].value:
            found.append({"id": key, "title": titles[key], "value": by_key[key].value, "remark": remark})
    if wrong:
        raise Invalid(fields=wrong)
    order = list(titles)
    return sorted(found, key=lambda row: order.index(row["id"]))


def too_long(length: int) -> Words:
    said = _("This remark is too long: %(count)s characters, and at most %(limit)s fit.")
    return said % {"count": length, "limit": REMARK_LIMIT}


def marks(rows: Iterable[Mapping[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(Criterion(row["id"], row["title"]), row["value"], row["remark"]) for row in rows)


def without_remarks(rows: Iterable[Mapping[str, Any]]) -> Rows:
    """The same marks, without a word of who gave them."""
    return [{**row, "remark": ""} for row in rows if row["value"]]


def differences(mine: Sequence[Mark], theirs: Sequence[Mark]) -> list[Difference]:
    """Where two answers see a criterion differently. Its name is that of `mine`, in the words its reviewer was shown."""
    standing = {mark.criterion.id: str(mark) for mark in theirs}
    return [
        Difference(mark.criterion.title, str(mark), standing.get(mark.criterion.id, ""))
        for mark in mine
        if str(mark) != standing.get(mark.criterion.id, "")
    ]
