"""The chain of the words: collected from the sources, complete in every language, compiled, used by Django."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.utils import translation

from internship_xblock.ui.jinja import environment

pytestmark = pytest.mark.source
ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "internship_xblock"
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r'\b(aria-label|title|placeholder|alt|data-text-[a-z-]+)="([^"]*)"')
INVISIBLE = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>|&\w+;", re.DOTALL | re.IGNORECASE)
NAMES = {"htmx", "Markdown"}  # proper names that stand in templates and are the same in every language


@pytest.fixture(scope="module")
def chain() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations_script", ROOT / "scripts/translations.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_language_is_complete_and_compiled(chain: ModuleType) -> None:
    assert chain.check() == []


def test_no_word_hides_in_an_f_string() -> None:
    """Before Python 3.12 no collector sees it there, so the catalogues would depend on who collects."""
    marks = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
    ]
    assert hidden == []


def test_django_speaks_norwegian(chain: ModuleType) -> None:
    """Each compiled text comes back from Django with the language on: the link `locale` leads to the catalogues."""
    catalog = chain.load("nb")
    with translation.override("nb"):
        for message in catalog:
            if message.id and message.string and not message.context and isinstance(message.id, str):
                assert translation.gettext(message.id) == message.string
    with translation.override("en"):
        assert translation.gettext("Save mine instead") == "Save mine instead"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% set a = 1 %}\n   <p>{{ _("One") }}</p>\n  <b>x</b>', ["One"]),
        ("<p>{% trans n=who %}Dear {{ n }}, 5 %{% endtrans %}</p>", ["Dear %(n)s, 5 %%"]),
        ("{% trans n=all %}One card{% pluralize %}{{ n }} cards{% endtrans %}", [("One card", "%(n)s cards")]),
        ("{% trans trimmed n=who %}\n  Dear\n  {{ n }}{% endtrans %}", ["Dear %(n)s"]),
        ("{{ x or _('nobody') }}", ["nobody"]),
        ('{{ pgettext("button", "Done") }}', ["Done"]),
        ('it\'s "quoted" text {{ _("It\'s") }}', ["It's"]),
    ],
)
def test_templates_are_read(chain: ModuleType, template: str, expected: list[object]) -> None:
    assert [text for text, _comments, _context in chain.messages(template, ".html")] == expected


def test_what_is_collected_is_what_is_asked_for() -> None:
    """The collector and the engine make the same text of a sentence, or its translation would not be found."""
    with translation.override("nb"):
        shown = environment().from_string('{% trans number=3 %}Question {{ number }}{% endtrans %}, {{ _("Save") }}').render()
    assert shown == "Spørsmål 3, Lagre"


def test_a_guess_is_never_compiled(chain: ModuleType) -> None:
    catalog = Catalog(locale="nb")
    catalog.add("Known", "Kjent")
    catalog.add("Guessed", "Gjettet", flags=["fuzzy"])
    compiled = read_mo(io.BytesIO(chain.as_mo(catalog)))
    assert compiled.get("Known").string == "Kjent"
    assert compiled.get("Guessed") is None


@pytest.mark.parametrize(
    ("source", "translated"),
    [
        ("%(count)s cards", "kort"),
        ("%(count)s cards", "%(antall)s kort"),
        ("{who} saved", "lagret"),
        ("{who} saved", "{hvem} lagret"),
    ],
)
def test_a_lost_placeholder_is_a_mistake(chain: ModuleType, source: str, translated: str) -> None:
    catalog = Catalog(locale="nb")
    message = catalog.add(source, translated)
    assert list(chain.mistakes(message, catalog))


def bare_words(template: Path) -> Iterator[str]:
    """Words that a person would see and that no `_()` and no `{% trans %}` carries."""
    text, tag, is_carried = "", list[str](), False
    for _line, kind, value in environment().lex(template.read_text(encoding="utf-8")):
        if kind == "block_begin":
            tag = []
        elif kind == "name":
            tag.append(value)
        elif kind == "block_end":
            is_carried = tag[0] in ("trans", "pluralize") or "main_class" in tag
        elif kind == "data" and not is_carried:
            text += value
    text = INVISIBLE.sub(" ", text)
    for name, value in ATTRIBUTE.findall(text):
        yield from (f"{name}: {word}" for word in WORD.findall(value))
    yield from (word for word in WORD.findall(re.sub(r"<[^<>]*>", " ", text)) if word not in NAMES)


def test_no_word_of_a_template_is_left_in_english(chain: ModuleType) -> None:
    templates = [path for path in chain.sources() if path.suffix == ".html"]
    assert len(templates) > 90
    found = {str(template): list(bare_words(template)) for template in templates}
    assert {name: words for name, words in found.items() if words} == {}
