"""What a form's field is answered in, as values: Django's description of its widget, for our macro to draw."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField


def control_of(bound: BoundField) -> dict[str, Any]:
    """Return name, value, attributes and options of a field's widget; `kind` is "choices", "select", "tick", "input" or "text".

    Options are a flat list, each with its name, value, label and attributes; none of our fields groups them.
    """
    widget = bound.field.widget
    attributes = bound.build_widget_attrs({}, widget)
    if bound.auto_id and "id" not in widget.attrs:
        attributes["id"] = bound.auto_id
    found: dict[str, Any] = widget.get_context(bound.html_name, bound.value(), attributes)["widget"]
    groups = found.get("optgroups")
    if groups is not None:
        found["options"] = [option for _name, options, _index in groups for option in options]
        found["kind"] = "select" if widget.input_type == "select" else "choices"
    else:
        kinds = {None: "text", "checkbox": "tick"}
        found["kind"] = kinds.get(found.get("type"), "input")
    return found
