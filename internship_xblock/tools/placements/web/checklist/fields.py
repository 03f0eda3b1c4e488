"""The checklist as an author's setting of the placement block: in OLX, and in Studio as rows of one form."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from xblock.fields import List, Scope

from .....core.actor import Actor
from .....core.errors import BadRequest
from .....core.language.fields import LineField
from .....core.language.text import LINE_LIMIT
from .....openedx.platform import get_platform
from .....ui.action import Data, action
from .....ui.studio.olx import flat_codec
from .....ui.studio.settings_form import SettingsForm, row_keys
from ...api import Line, new_uid, role_label
from ...checklist.lines import LINES_LIMIT, SEERS, WHOSE, lines_of, usual
from ..placed import number

TAG = "internship_placement"
CHECK = flat_codec("check", ["id", "whose", "seen_by", "until", "must"])
_ROW = re.compile(r"check-([0-9A-Za-z]{1,16})-text")


class ChecklistMixin:
    """Mixed into the placement block."""

    checklist = List(
        scope=Scope.settings, default=[], help="What is to be in place before the first day; see checklist/lines.py."
    )

    @property
    def lines(self: Any) -> tuple[Line, ...]:
        return lines_of(self.checklist or [])

    def checklist_form(self: Any, data: Data | None = None) -> ChecklistForm:
        return ChecklistForm(data, lines=self.lines, kind=self.placement_kind, auto_id=f"{self.html_id}-%s")

    @action("GET")
    def studio_check(self: Any, actor: Actor, data: Data) -> str:
        """One more empty row, or those of the usual lines that are not there; kept with the settings, not before."""
        self.require_author(actor)
        at = number(data, "number")
        if not 0 < at <= LINES_LIMIT:
            raise BadRequest()
        known = set(data.getlist("known"))
        lines = [one for one in usual() if one.id not in known] if "usual" in data else [Line(new_uid(), "")]
        form = ChecklistForm(lines=lines[: LINES_LIMIT - at + 1], kind=self.placement_kind, auto_id=f"{self.html_id}-%s")
        after = at + len(form.keys)
        return self.html(
            "placements/macros/checklist.html#check_rows", form=form, first=at, is_swap=True,
            fresh=str(after) if after <= LINES_LIMIT else "", has_usual="usual" not in data,
        )  # fmt: skip


def lines_in(course_key: str, kind: str) -> tuple[Line, ...]:
    """Return the lines of a course's placement block for this kind of placement, of the first that has any."""
    platform = get_platform()
    for usage_key in platform.find_blocks(course_key, TAG):
        block = platform.load_block(course_key, usage_key)
        if isinstance(block, ChecklistMixin) and getattr(block, "placement_kind", "") == kind and block.lines:
            return block.lines
    return ()


class ChecklistForm(SettingsForm):
    """The lines as rows: what, whose it is, who looks at it, whether it runs out, whether nobody starts without it."""

    def __init__(self, data: Any = None, *, lines: Any = (), kind: str, **options: Any) -> None:
        super().__init__(data, **options)
        stored = {line.id: line for line in lines}
        known = {} if self.is_bound else stored
        self.keys = row_keys(_ROW, self.data, known, limit=LINES_LIMIT, spare=0)
        for key in self.keys:
            self._add(key, stored.get(key, Line(key, "")), kind)

    def _add(self, key: str, line: Line, kind: str) -> None:
        line_input = forms.TextInput(attrs={"dir": "auto"})
        self.fields[f"check-{key}-text"] = LineField(
            label=_("What has to be in place"), required=False, max_length=LINE_LIMIT, initial=line.text, widget=line_input
        )
        self.fields[f"check-{key}-whose"] = forms.ChoiceField(
            label=_("Who sees to it"), choices=[(role, role_label(role, kind)) for role in WHOSE], initial=line.whose
        )
        self.fields[f"check-{key}-seen_by"] = forms.ChoiceField(
            label=_("Who looks at it"), required=False, initial=line.seen_by,
            choices=[("", _("Nobody has to")), *((role, role_label(role, kind)) for role in SEERS)],
        )  # fmt: skip
        self.fields[f"check-{key}-until"] = forms.BooleanField(
            label=_("It is valid until a day"), required=False, initial=line.has_until
        )
        self.fields[f"check-{key}-must"] = forms.BooleanField(
            label=_("The student may not start without it"), required=False, initial=line.is_must
        )

    def row(self, key: str) -> dict[str, forms.BoundField]:
        return {name: self[f"check-{key}-{name}"] for name in ("text", "whose", "seen_by", "until", "must")}

    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        lines = [
            Line(
                key, data[f"check-{key}-text"], data[f"check-{key}-whose"], data[f"check-{key}-seen_by"],
                data[f"check-{key}-until"], data[f"check-{key}-must"],
            )
            for key in self.keys
            if data.get(f"check-{key}-text")
        ]  # fmt: skip
        return {"checklist": [line.row for line in lines]}
