"""Django's plainest widgets, drawn as Django draws them but without templates: a form has many, and each has two or three."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape


class PlainRenderer(DjangoTemplates):
    """For a form's `default_renderer`. What it does not know, and any option with a label around it, goes to Django."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        if draw is None or context["widget"].get("wrap_label"):
            return str(super().render(template_name, context, request))
        return draw(context["widget"])


def _attributes(widget: dict[str, Any]) -> str:
    return "".join(_attribute(name, value) for name, value in widget["attrs"].items() if value is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {_name(name)}" + ("" if value is True else f'="{conditional_escape(value)}"')


@lru_cache(maxsize=500)
def _name(name: str) -> str:
    """The names of attributes stand in our code: a few, again and again. Their values are people's, and are not kept."""
    return conditional_escape(name)


def _input(widget: dict[str, Any]) -> str:
    known = {name: widget[name] for name in ("type", "name", "value") if widget[name] is not None}
    return f"<input{''.join(_attribute(name, value) for name, value in known.items())}{_attributes(widget)}>"


def _textarea(widget: dict[str, Any]) -> str:
    value = conditional_escape(widget["value"] or "")
    return f"<textarea{_attribute('name', widget['name'])}{_attributes(widget)}>\n{value}</textarea>"


_DRAWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "django/forms/widgets/textarea.html": _textarea,
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in ("text", "date", "number", "email", "checkbox", "radio_option", "checkbox_option")
    },
}
