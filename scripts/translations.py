"""The catalogues: collect the words, bring each language up to date, compile, check.

    python scripts/translations.py extract            templates and Python -> translations/en/LC_MESSAGES/django.po
    python scripts/translations.py update             that -> every other language's django.po
    python scripts/translations.py compile            each django.po -> django.mo
    python scripts/translations.py check              whether all of that is done and every language is complete
    python scripts/translations.py extract update compile

Babel does the work, so no GNU gettext is needed. Templates are read by Jinja2's own extractor.
The same sources give the same bytes on every machine and every day: no dates, no line numbers. What is only guessed
("fuzzy") is never compiled.
"""

from __future__ import annotations

import io
import itertools
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "internship_xblock"
FOLDER = ROOT / "translations"
SOURCE = "en"
LANGUAGES = ("nb",)
# What a call's arguments are: nothing for one text, positions for singular and plural, "c" for the context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_now": None,  # where a module has lazy words as `_`
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METHODS: dict[str, tuple[Any, dict[str, str]]] = {
    ".py": ("python", {"encoding": "utf-8"}),
    ".html": (babel_extract, {"encoding": "utf-8", "newstyle_gettext": "true", "silent": "false"}),
}
STANDSTILL = datetime(2026, 1, 1, tzinfo=UTC)  # a date that never changes; git knows the true ones
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
HEADER = b"# Words of internship-xblock. Collected by scripts/translations.py: texts change in the sources, not here.\n#\n"


def extract() -> Catalog:
    """All texts of the sources, as the English catalogue."""
    catalog = new_catalog(SOURCE)
    for path in sources():
        for text, comments, context in messages(path.read_text(encoding="utf-8"), path.suffix):
            catalog.add(text, locations=[(str(path.relative_to(ROOT)), 0)], auto_comments=comments, context=context)
    return catalog


def sources() -> Iterator[Path]:
    """Every file that may hold visible words. What the LMS reads as Mako is given its words ready translated."""
    yield from (path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts)
    yield from (path for path in sorted(PACKAGE.rglob("templates/**/*.html")) if "dashboard" not in path.parts)


def messages(source: str, suffix: str) -> Iterator[tuple[Any, list[str], str | None]]:
    """The texts of a file, a pair where there is a plural, with what stands for translators beside them and the context."""
    method, options = METHODS[suffix]
    found = extract_messages(method, io.BytesIO(source.encode()), KEYWORDS, ["Translators:"], options)
    return ((text, comments, context) for _line, text, comments, context in found)


def new_catalog(language: str) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="",
        project="internship-xblock",
        creation_date=STANDSTILL,
        revision_date=STANDSTILL,
        last_translator="internship-xblock",
        language_team=language,
        charset="utf-8",
        fuzzy=False,
    )


def path_of(language: str, suffix: str = "po") -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"django.{suffix}"


def load(language: str) -> Catalog:
    """A language's catalogue as it stands; an empty one where there is none yet."""
    path = path_of(language)
    if not path.is_file():
        return new_catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def as_po(catalog: Catalog, language: str) -> bytes:
    """The file of a language: the comment at its head stays as a person wrote it, Babel writes the rest.

    In the order of the texts and without places in the code, so that moved code does not change it.
    """
    catalog.header_comment = ""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, no_location=True, ignore_obsolete=True)
    return header_of(language) + calm(out.getvalue()).lstrip(b"#\n")


def header_of(language: str) -> bytes:
    """The comment at the head of a language's file, where its translators keep their list of words."""
    if not path_of(language).is_file():
        return HEADER
    lines = path_of(language).read_bytes().splitlines(keepends=True)
    return b"".join(itertools.takewhile(lambda line: line.startswith(b"#"), lines)) or HEADER


def calm(content: bytes) -> bytes:
    """Without what Babel says of itself: a newer Babel is no change of the words, and we give no address to write to."""
    content = re.sub(rb'"(Generated-By|Report-Msgid-Bugs-To): [^\n]*\n', b"", content)
    return re.sub(rb"(Project-Id-Version: +internship-xblock)[^\\\n]*", rb"\1", content).replace(b":  int", b": int")


class CalmCatalog(Catalog):
    """A catalogue whose header does not name Babel's version, for the compiled file, which cannot be mended after."""

    def __iter__(self) -> Iterator[Message]:
        for message in super().__iter__():
            if not message.id:
                lines = str(message.string).splitlines(keepends=True)
                message.string = "".join(line for line in lines if not line.startswith(("Generated-By", "Report-Msgid")))
            yield message


def as_mo(catalog: Catalog) -> bytes:
    calm_one = CalmCatalog(locale=catalog.locale, fuzzy=False)
    vars(calm_one).update(vars(catalog))
    out = io.BytesIO()
    write_mo(out, calm_one, use_fuzzy=False)
    return out.getvalue()


def updated(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with exactly the texts of `template`, which it uses up; what was translated stays."""
    catalog = load(language)
    catalog.update(template, no_fuzzy_matching=False, keep_user_comments=True, update_creation_date=False)
    catalog.creation_date = catalog.revision_date = STANDSTILL
    return catalog


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"wrote {path.relative_to(ROOT)}")


def check() -> list[str]:
    """Sentences about what is missing or out of date; none where all is well."""
    template = extract()
    found = []
    if not path_of(SOURCE).is_file() or path_of(SOURCE).read_bytes() != as_po(template, SOURCE):
        found.append("translations/en does not hold the texts of the sources: run `make translations`.")
    for language in LANGUAGES:
        found += check_language(language, template)
    return found


def check_language(language: str, template: Catalog) -> list[str]:
    catalog = load(language)
    found = []
    for wanted in template:
        if not wanted.id:
            continue
        message = catalog.get(wanted.id, wanted.context)
        if message is None:
            found.append(f"{language}: not in the catalogue: {shown(wanted)}")
        elif not all(message.string if isinstance(message.string, tuple | list) else [message.string]):
            found.append(f"{language}: not translated: {shown(wanted)}")
        elif message.fuzzy:
            found.append(f"{language}: only guessed (fuzzy): {shown(wanted)}")
        else:
            found += [f"{language}: {error}: {shown(wanted)}" for error in mistakes(message, catalog)]
    known = {(message.id, message.context) for message in template}
    found += [f"{language}: no longer used: {shown(m)}" for m in catalog if m.id and (m.id, m.context) not in known]
    compiled = path_of(language, "mo")
    if not compiled.is_file() or compiled.read_bytes() != as_mo(catalog):
        found.append(f"{language}: django.mo is not compiled from django.po: run `make translations`.")
    return found


def mistakes(message: Message, catalog: Catalog) -> Iterator[str]:
    """Placeholders that were lost or invented, plural forms that are missing."""
    for error in message.check(catalog):
        yield str(error)
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in ids))
    for text in strings:
        found = set(PLACEHOLDER.findall(text))
        if found - allowed or (len(ids) == 1 and found != allowed):  # a singular may leave its number out
            yield "other placeholders than the source"


def shown(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return f'"{text if len(text) < 90 else text[:87] + "…"}"'


def main() -> None:
    verbs = sys.argv[1:]
    if not verbs or set(verbs) - {"extract", "update", "compile", "check"}:
        sys.exit(__doc__)
    if "extract" in verbs:
        write(path_of(SOURCE), as_po(extract(), SOURCE))
    if "update" in verbs:
        for language in LANGUAGES:
            write(path_of(language), as_po(updated(language, extract()), language))
    if "compile" in verbs:
        for language in LANGUAGES:
            write(path_of(language, "mo"), as_mo(load(language)))
    if "check" in verbs:
        found = check()
        print("\n".join(found) or f"{len(extract())} texts, complete in: {', '.join(LANGUAGES)}")
        if found:
            sys.exit(1)


if __name__ == "__main__":
    main()
