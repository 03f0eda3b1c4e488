"""How we draw: HTML stands in templates alone, everything in it is escaped, and a macro says in its signature what it needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from internship_xblock.ui.jinja import environment

pytestmark = pytest.mark.source
PACKAGE = Path(__file__).resolve().parents[1] / "internship_xblock"
AROUND = {"html_id", "urls", "actor", "block"}  # what every template of a page knows
HTML = re.compile(r"</?(?:a|b|bdi|button|details|div|fieldset|form|h[1-6]|input|label|li|ol|p|section|select|span|table|ul)\b")
SANITISED = {"core/language/markup.py", "core/language/markup_blocks.py"}  # the one room where authors' Markdown becomes HTML
SAFE = {"mark_safe", "format_html", "format_html_join", "SafeString", "Markup"}
SAYS_SO = SANITISED | {"ui/jinja.py"}  # what the engine drew
READ_AS_HTML = {"course/checks/units.py", "course/texts.py", "course/build.py"}
ADDRESS = re.compile(r"[a-z]+/[a-z_/]+\.html(?:#[a-z_]+)?")
PLATFORM = {"demo/macros/platform.html", "demo/frame.html", "demo/studio.html"}  # the player shows what blocks rendered


@cache
def parsed(name: str) -> nodes.Template:
    return environment().parse(source(name), name)


def source(name: str) -> str:
    return environment().loader.get_source(environment(), name)[0]  # type: ignore[union-attr]


def templates() -> list[str]:
    return environment().list_templates(extensions=["html"])


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def strings(module: ast.Module) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
    }
    yield from (
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    )


def test_no_html_is_put_together_in_python() -> None:
    found = {name: one for name, module in modules() for one in strings(module) if HTML.search(one)}
    assert {name: one for name, one in found.items() if name not in SANITISED | READ_AS_HTML} == {}


def test_only_the_engine_and_the_sanitiser_say_that_a_text_is_html() -> None:
    called = {
        name
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAFE
    }
    assert called <= SAYS_SO
    marked = {name for name in templates() if any(one.name == "safe" for one in parsed(name).find_all(nodes.Filter))}
    assert marked <= PLATFORM


def test_a_macro_names_all_that_it_needs() -> None:
    """But for what every template of a page knows."""
    found = {}
    for name in templates():
        tree = parsed(name)
        imported = {one[1] if isinstance(one, tuple) else one for node in tree.find_all(nodes.FromImport) for one in node.names}
        macros = {node.name for node in tree.find_all(nodes.Macro)}
        for macro in tree.find_all(nodes.Macro):
            whole = nodes.Template([macro]).set_environment(environment())
            free = meta.find_undeclared_variables(whole)
            stored = {one.name for one in macro.find_all(nodes.Name) if one.ctx == "store"}
            unknown = free - stored - imported - macros - AROUND - set(environment().globals) - {"caller", "_trans"}
            if unknown:
                found[f"{name}#{macro.name}"] = unknown
    assert found == {}


def test_a_macro_that_knows_the_page_is_imported_with_it() -> None:
    """Without that, `html_id` and its like would be missing, and only when it is drawn."""
    needing = {name for name in templates() if knows_the_page(name)}
    wrong = [
        f"{name}: {node.template.value}"
        for name in templates()
        for node in parsed(name).find_all(nodes.FromImport)
        if isinstance(node.template, nodes.Const) and (node.template.value in needing) != node.with_context
    ]
    assert wrong == []


@cache
def knows_the_page(name: str) -> bool:
    """Whether a macro of a template, or one that it imports, uses what every template of a page knows."""
    tree = parsed(name)
    used = {one.name for one in tree.find_all(nodes.Name)} & AROUND
    taken = {argument.name for macro in tree.find_all(nodes.Macro) for argument in macro.args}
    others = [node.template.value for node in tree.find_all(nodes.FromImport) if isinstance(node.template, nodes.Const)]
    return bool(used - taken) or any(knows_the_page(other) for other in others)


def test_every_template_and_macro_that_python_names_is_there_and_none_is_forgotten() -> None:
    named = {one for _name, module in modules() for one in strings(module) if ADDRESS.fullmatch(one)}
    assert len(named) > 80
    macros = {f"{name}#{macro.name}" for name in templates() for macro in parsed(name).find_all(nodes.Macro)}
    assert {one for one in named if one not in macros and one not in templates()} == set()
    asked = set(named)
    for name in templates():
        tree = parsed(name)
        called = {one.node.name for one in tree.find_all(nodes.Call) if isinstance(one.node, nodes.Name)}
        asked |= {f"{name}#{one}" for one in called}
        for node in tree.find_all(nodes.FromImport):
            assert isinstance(node.template, nodes.Const)
            asked |= {f"{node.template.value}#{one}" for one in node.names}
        asked |= {one.template.value for one in tree.find_all(nodes.Extends) if isinstance(one.template, nodes.Const)}
    alone = {name for name in templates() if "/macros/" not in name and not name.startswith(("demo/", "units/steps/"))}
    assert (macros | alone) - asked == set()


def test_nothing_imported_is_left_unused() -> None:
    found = {
        name: unused
        for name in templates()
        if (unused := {one for node in parsed(name).find_all(nodes.FromImport) for one in node.names} - used_in(name))
    }
    assert found == {}


def used_in(name: str) -> set[str]:
    return {one.name for one in parsed(name).find_all(nodes.Name)}


def test_what_is_posted_never_stands_in_an_address() -> None:
    """Where its script has not come, a browser sends a form by itself: what acts is posted, and without effect."""
    forms = [(name, tag) for name in templates() for tag in re.findall(r"<form\b[^>]*>", source(name))]
    assert [found for found in forms if "hx-post" in found[1] and 'method="post"' not in found[1]] == []
    assert len(forms) > 30


def test_a_form_that_its_script_sends_is_sent_by_nobody_else() -> None:
    """Enter in its only field is a submit: where htmx does not listen for that, the browser leaves the page."""
    triggers = [
        (name, found) for name in templates() for found in re.findall(r'<form\b[^>]*hx-trigger="([^"]*)"', source(name))
    ]
    assert [one for one in triggers if not re.search(r"\bsubmit\b", one[1])] == []
    assert triggers


def test_a_plural_goes_by_a_number() -> None:
    """By the first value of the text, unless it names another: in English a text there passes unseen, in Arabic it raises."""
    found = {}
    for name in templates():
        tree = parsed(name)
        told = [one for one in tree.find_all(nodes.Call) if isinstance(one.node, nodes.Name) and one.node.name == "ngettext"]
        wrong = [one.lineno for one in told if _is_text(one.args[2])]
        if wrong:
            found[name] = wrong
    assert found == {}


def _is_text(value: nodes.Expr) -> bool:
    """Whether a value is made a text where it stands: by a filter, a function of ours, or as words."""
    texts = {"join", "day", "day_and_year", "short_date", "number", "capfirst", "said", "shortened", "in_sentence"}
    if isinstance(value, nodes.Filter):
        return value.name in texts
    if isinstance(value, nodes.Call):
        return True
    return isinstance(value, nodes.Or | nodes.Concat) or (isinstance(value, nodes.Const) and not isinstance(value.value, int))
