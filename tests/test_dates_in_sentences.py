"""Norwegian sentences with a day: "26. nov." brings a full stop of its own, "12. mai" does not: no sentence ends in one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from internship_xblock.core.language import formats

pytestmark = pytest.mark.source
ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "internship_xblock"
CATALOG = ROOT / "translations/nb/LC_MESSAGES/django.po"
NAME = re.compile(r"%\((\w+)\)s")
TRANS = re.compile(r"{%-?\s*trans ([^%]*)%}(.*?){%-?\s*endtrans", re.DOTALL)
SHORT = re.compile(r"(\w+)=[\w.\[\]]+\|(?:day|month_and_day)\b")
SHORT_CALLS = {"day", "month_and_day"}
MAY, NOVEMBER = date(2026, 5, 12), date(2026, 11, 26)


def short_days() -> Iterator[tuple[str, str]]:
    """Each text of ours with the name of a placeholder in it that stands for a day without its year, as "26. nov."."""
    for path in PACKAGE.rglob("templates/**/*.html"):
        for given, text in TRANS.findall(path.read_text(encoding="utf-8")):
            for name in SHORT.findall(given):
                yield re.sub(r"{{ ?(\w+) ?}}", r"%(\1)s", text), name
    for path in PACKAGE.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        if not re.search(r"\.(month_and_)?day\(", code):
            continue
        tree = ast.parse(code)
        names = {key.value for key, value in _pairs(tree) if isinstance(key, ast.Constant) and _is_short(value)}
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        yield from ((text, name) for text in texts for name in NAME.findall(text) if name in names)


def _pairs(tree: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from zip(node.keys, node.values, strict=True)


def _is_short(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SHORT_CALLS


def sentences() -> Iterator[tuple[str, str]]:
    """Each text of ours and its Norwegian; of a plural each form with the form it stands for."""
    with CATALOG.open("rb") as file:
        for message in read_po(file, locale="nb"):
            if isinstance(message.id, str):
                yield message.id, message.string
            else:
                yield from zip(message.id, message.string, strict=True)


def faults(source: str, said: str, days: set[str], day: str) -> Iterator[str]:
    """What is wrong in a Norwegian sentence once its days stand in it and its people are Kari."""
    text = NAME.sub(lambda found: day if found[1] in days else "Kari", said)
    if re.search(r"(?<!\.)\.\.(?!\.)", text):
        yield f"two full stops: {text}"
    if source.endswith((".", "?")) and not text.endswith((".", "?", "»")):
        yield f"no full stop at its end: {text}"
    if re.search(rf"{re.escape(day)} [A-ZÆØÅ]", text.replace("Kari", "kari")):
        yield f"no full stop between sentences: {text}"


def test_no_day_ends_a_norwegian_sentence() -> None:
    short = set(short_days())
    assert len(short) > 40
    with translation.override("nb"):
        in_may, in_november, with_year = formats.day(MAY), formats.day(NOVEMBER), formats.day_and_year(NOVEMBER)
    found: list[str] = []
    for source, said in sentences():
        names = set(NAME.findall(said))
        days = {name for name in names if (source, name) in short}
        for which, day in ((days, in_may), (days, in_november), (names, with_year)):
            found += faults(source, said, which, day)
    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("It was sent on %(day)s.", "Den ble sendt %(day)s"),
        ("It was sent on %(day)s.", "Den ble sendt %(day)s."),
        ("It was sent on %(day)s. Read it.", "Den ble sendt %(day)s Les den."),
    ],
)
def test_a_day_at_the_end_is_seen(source: str, said: str) -> None:
    with translation.override("nb"):
        days = [formats.day(MAY), formats.day(NOVEMBER), formats.day_and_year(MAY)]
    assert [fault for day in days for fault in faults(source, said, {"day"}, day)]


def test_a_day_within_a_sentence_is_no_fault() -> None:
    assert list(faults("It was sent on %(day)s.", "%(name)s sendte den %(day)s til %(all)s.", {"day"}, "tors. 26. nov.")) == []
