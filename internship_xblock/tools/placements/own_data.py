"""What a person takes along of everything that is theirs. A verb of this tool's api, which names it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from ...core import permissions
from ...core.actor import Actor
from ...core.own_data import own_papers, own_rows

_DAY = (1980, 1, 1, 0, 0, 0)  # the same rows make the same archive


def own_data(actor: Actor, *, also: Sequence[Actor] = ()) -> bytes:
    """Return a ZIP archive of all that the actor wrote, signed or was given a place in, in every course of the site.

    A JSON file for each table that has something of theirs, what was issued to them as documents, and a text that says what is
    what. `also` are other seats from which the same person acts as a guest: theirs is in the same files.
    """
    found: dict[tuple[str, str], list[Any]] = {}
    papers: dict[str, bytes] = {}
    for one in (actor, *also):
        permissions.require(one, "placement.own_data", permissions.course_roles(one, one.course_key))
        for tool, tables in own_rows(one).items():
            for table, rows in tables.items():
                found.setdefault((tool, table), []).extend(rows)
        papers |= dict(own_papers(one))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        _add(file, "README.txt", f"{_about()}\n")
        for (tool, table), rows in found.items():
            text = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
            _add(file, f"{tool}/{table}.json", f"{text}\n")
        for name, content in papers.items():
            _add(file, name, content)
    return archive.getvalue()


def _about() -> str:
    return _(
        "This archive contains everything you wrote, signed or took part in: a folder for each tool and a file for each kind "
        "of content, as JSON, and the certificates that were issued to you, as PDF. It does not contain what others wrote, nor "
        "agreed versions of a plan: download those as documents from the plan."
    )


def _add(file: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)
