"""The questions of a plan in HTML: a label, what to answer in, and the place for an error.

In Python and not in a template, because a large plan has hundreds of them and each would cost as much as a small page. All
that varies goes through `format_html`, which escapes it. The names and what may be answered are those of tools/plans/forms.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ....core import formats
from ....core.numbers import shown
from ....records import authorship
from ....records.authorship import Mark
from ....records.schema import NUMBERS, Field, Row, Section, Surroundings
from ..api import SectionView

_AT_ERROR = ' aria-describedby="{id}-error">'
_ERROR = '<p class="ix-error" id="{id}-error" data-error></p>'
_LINE = (
    '<div class="ix-field{wide}"><label for="{id}">{label}</label><input type="{type}" name="{name}" id="{id}" value="{value}"'
)
_END = _AT_ERROR + _ERROR + "</div>"

# By kind. No `maxlength`: a browser would cut what was pasted without a word.
_DATE = _LINE + _END
_NUMBER = _LINE + ' inputmode="{mode}" autocomplete="off" class="ix-short"' + _END
_TYPED = _LINE + ' dir="auto" autocomplete="off"{mode}{list}' + _END
_TEXT = (
    '<div class="ix-field ix-wide"><label for="{id}">{label}</label><textarea name="{name}" id="{id}" rows="2" dir="auto"'
    + _AT_ERROR + "\n{value}</textarea>" + _ERROR + "</div>"
)  # fmt: skip
_CHOICE = (
    '<div class="ix-field"><label for="{id}">{label}</label><select name="{name}" id="{id}"'
    + _AT_ERROR + "{options}</select>" + _ERROR + "</div>"
)  # fmt: skip
_TICK = (
    '<div class="ix-field ix-choices ix-wide"><label class="ix-choice" for="{id}"><input type="checkbox" name="{name}"'
    ' id="{id}"{checked}> <span>{label}</span></label>' + _ERROR + "</div>"
)  # fmt: skip
_OUTCOMES = (
    '<fieldset class="ix-choices ix-wide" id="{id}"><legend>{label}</legend><div data-outcomes="{html_id}" id="{id}-ticks">'
    '{ticks}</div><p class="ix-help ix-plan-none">{none}</p>' + _ERROR + "</fieldset>"
)  # fmt: skip


def question(html_id: str, name: str, spec: Field, value: Any, around: Surroundings) -> SafeString:
    """One question, with the answer that is kept. One that is asked of one role alone shows on its card only, by the style."""
    asked = _question(html_id, name, spec, value, around)
    return format_html('<div class="ix-only-{}">{}</div>', spec.only_for, asked) if spec.only_for else asked


def _question(html_id: str, name: str, spec: Field, value: Any, around: Surroundings) -> SafeString:
    known = {"id": f"{html_id}-{name}", "name": name, "label": spec.label}
    if spec.kind == "links":
        ticks = format_html_join("", "{}", ((tick(html_id, name, uid, text, uid in value),) for uid, text in around.linked))
        none = _("The learning outcomes of this plan will stand here to choose from.")
        return format_html(_OUTCOMES, **known, html_id=html_id, none=none, ticks=ticks)
    if spec.kind == "tick":
        return format_html(_TICK, **known, checked=_flag("checked", value))
    if spec.kind in ("choice", "option"):
        options = ((key, _flag("selected", key == value), words) for key, words in around.choices_of(spec))
        joined = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html(_CHOICE, **known, options=joined)
    if spec.kind == "text":
        return format_html(_TEXT, **known, value=value)
    if spec.kind == "date":
        return format_html(_DATE, **known, type="date", value=value, wide="")
    if spec.kind in NUMBERS:
        mode = "numeric" if spec.kind == "day" else "decimal"
        return format_html(_NUMBER, **known, type="text", mode=mode, value=shown(value), wide="")
    names = format_html(' list="{}-{}"', html_id, spec.suggests) if spec.suggests else ""
    return format_html(
        _TYPED,
        **known,
        type="text",  # also for an e-mail address: a browser's field for those turns "blåbær.no" into something else
        mode=mark_safe(' inputmode="email"') if spec.kind == "email" else "",
        value=value,
        list=names,
        wide=" ix-wide" if spec.is_wide else "",
    )


def tick(html_id: str, name: str, uid: str, text: str, is_ticked: bool) -> SafeString:
    """One outcome to choose. Its text is that of the outcome, and follows it when it changes (refresh.html)."""
    return format_html(
        '<label class="ix-choice" data-choice="{at}"><input type="checkbox" name="{name}" value="{uid}"{checked}> '
        '<span dir="auto" data-outcome="{at}">{text}</span></label>',
        at=f"{html_id}-{uid}", name=name, uid=uid, checked=_flag("checked", is_ticked),
        text=text or _("(an outcome not written yet)"),
    )  # fmt: skip


def writers(spec: Section, row: Row, marks: Mapping[str, Mark]) -> SafeString:
    """Whose words a row holds and since when: one name where one person wrote it, else the others' with their questions."""
    pieces = []
    for place, one in enumerate(authorship.by_writer(spec, row, marks)):
        name, day = one.name or _("somebody who has left"), formats.day(one.at)
        said = (("", one.fields), (_("emptied"), one.emptied))
        for note, fields in said:
            about = ", ".join(field.short for field in fields) + (f" ({note})" if note else "")
            if fields:
                pieces.append((f"{about}: " if place or note else "", name, day))
    if not pieces:
        return SafeString("")
    joined = format_html_join(" · ", "{}<bdi>{}</bdi>, {}", pieces)
    return format_html('<span class="ix-visually-hidden">{} </span>{}', _("Written by"), joined)


def known(view: SectionView) -> str:
    """The answers that stand in the text of a section in other words than in its form: dates, hours, what was chosen.

    The draft keeper tells by them which kept words stand in the text already (copies.js).
    """
    fields = [spec for spec in view.spec.fields if spec.kind in ("date", *NUMBERS, "choice", "option", "links")]
    answers = [(spec, row.get(spec.name, spec.empty)) for row in view.answers for spec in fields]
    values = [shown(value) if spec.kind in NUMBERS else value for spec, value in answers]
    said = (str(one) for value in values for one in (value if isinstance(value, list) else [value]))
    return " ".join(sorted({one for one in said if one}))


def settled(name: str, value: Any) -> SafeString:
    """An answer that is sent along and cannot be changed."""
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)


def _flag(name: str, is_set: bool) -> str:
    return f" {name}" if is_set else ""
