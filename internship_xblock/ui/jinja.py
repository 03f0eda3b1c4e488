"""Jinja2 in an environment of our own: it draws every page and piece of ours, and no setting of the site changes for it.

A template is named by the folder that it stands in: "logs/log.html" is `tools/logs/web/templates/log.html`, "ui/page.html" is
`ui/templates/page.html`. Everything that varies is escaped. A name that nobody gave is an error, never an empty place.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.text import capfirst
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from ..core import tools
from ..core.language import formats
from ..core.language.text import shortened
from .controls import control_of
from .moments import said

PACKAGE = Path(__file__).resolve().parent.parent
SHARED = ("ui", "demo")  # folders of templates beside those of the tools


def render(name: str, around: Mapping[str, Any] | None = None, /, **arguments: Any) -> Markup:
    """Draw a template, or one macro of it: "logs/macros/cards.html#entry_card".

    `around` is what every template of a page knows (`html_id`, `urls`, `actor`, `block`), macros too; an argument of the same
    name takes its place. A macro takes only what its signature names: TypeError for anything else,
    jinja2.UndefinedError where an argument is missing that is shown.
    """
    known = dict(around or {})
    known.update({one: arguments.pop(one) for one in known if one in arguments})
    file, _hash, macro = name.partition("#")
    template = environment().get_template(file)
    if not macro:
        return Markup(template.render(known, **arguments))  # noqa: S704  the engine escaped what varies
    draw = getattr(template.make_module(known), macro)
    drawn: Markup = draw(**{one: known[one] for one in draw.arguments if one in known}, **arguments)
    return drawn


@functools.cache
def environment() -> Environment:
    """Return the environment, made once: a template is compiled when it is first asked for and kept for the process."""
    made = Environment(
        loader=PrefixLoader({name: FileSystemLoader(folder) for name, folder in folders().items()}),
        extensions=["jinja2.ext.i18n"], autoescape=True, undefined=StrictUndefined, lstrip_blocks=True,
        auto_reload=settings.DEBUG, cache_size=-1,
    )  # fmt: skip
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # "%%" is a per cent sign, variables have names
    made.globals |= {
        "_": _gettext, "gettext": _gettext, "ngettext": _ngettext, "pgettext": _pgettext, "npgettext": _npgettext,
        "static": static, "page_url": page_url, "page_url_or_none": page_url_or_none,
        "language_code": _language_code, "is_rtl": translation.get_language_bidi,
    }  # fmt: skip
    made.filters |= {
        "capfirst": capfirst, "control": control_of, "day": formats.day,
        "day_and_year": formats.day_and_year, "in_sentence": formats.in_sentence, "initials": formats.initials,
        "number": formats.number, "said": said, "short_date": formats.short_date,
        "shortened": shortened,
    }  # fmt: skip
    return made


def folders() -> dict[str, Path]:
    """Return the folders of templates by the names that stand before the slash."""
    found = {name: PACKAGE / name / "templates" for name in SHARED}
    return found | {tool.name: PACKAGE / "tools" / tool.name / "web" / "templates" for tool in tools.every()}


def _gettext(message: str, /, **values: Any) -> Markup:
    """Return a text in the language that is on. What a template puts into it is escaped, the text itself is our own."""
    if values:
        return _translated(message, translation.get_language(), None) % values
    return _finished(message, translation.get_language(), None)


def _pgettext(context: str, message: str, /, **values: Any) -> Markup:
    return _translated(message, translation.get_language(), context) % values


def _ngettext(singular: str, plural: str, n: float, /, **values: Any) -> Markup:
    return Markup(translation.ngettext(singular, plural, n)) % {"num": n, **values}  # noqa: S704


def _npgettext(context: str, singular: str, plural: str, n: float, /, **values: Any) -> Markup:
    return Markup(translation.npgettext(context, singular, plural, n)) % {"num": n, **values}  # noqa: S704


@functools.lru_cache(maxsize=8_000)
def _translated(message: str, language: str | None, context: str | None) -> Markup:
    """A page says the same few hundred texts each time. As they stand in the catalogue, with places for values."""
    return Markup(translation.pgettext(context, message) if context else translation.gettext(message))  # noqa: S704


@functools.lru_cache(maxsize=8_000)
def _finished(message: str, language: str | None, context: str | None) -> Markup:
    """The same of a text without values, ready to be shown."""
    return _translated(message, language, context) % ()


def _language_code() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def page_url(name: str, *places: Any, **arguments: Any) -> str:
    """Return the address of a page."""
    return reverse(name, args=places, kwargs=arguments)


def page_url_or_none(name: str, **arguments: Any) -> str | None:
    """The same; None where our pages have no address (Studio, another site's urls)."""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return None
