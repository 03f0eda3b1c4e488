"""What in a text may tell who somebody is: e-mail addresses, telephone numbers, names of people. Pure.

For a person to think about before a text is shared; nothing here is a rule, and nothing is kept. Time grows with the length
of the text alone, whatever names and texts somebody makes up: words are looked up in a dictionary, and no pattern looks back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from .text import NAME_LIMIT

GONE = "…"  # what stands for a name that was erased
FOUND_LIMIT = 20  # shown at a time
_NAMES_LIMIT = 100  # names looked for
_NAME_WORDS = 12  # words of a name that are compared
_PART = 3  # letters: shorter parts of a name are too often words
_LONGEST_ADDRESS = 320

# A word: anything but white space, punctuation, marks of direction and pictures. Vowel signs and joiners belong to it.
_WORD = re.compile(
    r"[^\s!-/:-@\[-`{-~\u00a1\u00a7\u00ab\u00b4\u00b6\u00b7\u00bb\u00bf\u060c\u061b\u061f\u066a-\u066d\u06d4\u200e\u200f"
    r"\u2010-\u205e\u2066-\u2069\u2600-\u27bf\u3000-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff65\U0001f000-\U0001faff]+"
)
# Scripts that are written without spaces, or whose endings grow onto a name: it is looked for inside words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BEFORE, _AFTER = re.compile(r"[<>()\[\],;:\"“”«»]"), re.compile(r"[<>()\[\],;:\"“”«»/?!…]")
_TOKEN = re.compile(r"\S+")
_SPACES, _DASHES = " \u00a0\u2009\u202f", "\\-\u2010-\u2015"
_RUN = re.compile(rf"(?<![\w+])[+(]?\d[\d{_SPACES}().{_DASHES}/]*")
_DATE = re.compile(r"(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?![./-]?\d)")
_TIMES = re.compile(rf"[0-2]?\d[.]?[0-5]\d[{_SPACES}]?[{_DASHES}][{_SPACES}]?[0-2]?\d[.]?[0-5]\d")
_RANGE, _AMOUNT = re.compile(rf"[{_SPACES}]?[{_DASHES}][{_SPACES}]?"), re.compile(rf"\d{{1,3}}(?:[{_SPACES}.]\d{{3}})+")
_CUTS = re.compile(r"[,;:()\n/|–—]")


def find(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the words of these texts that may tell who somebody is, as they stand there, each once."""
    looked_for = _parts(names)
    inside = [name for name in looked_for if _UNSPACED.search(name)]
    found: dict[str, str] = {}
    for text in texts:
        rest = _TOKEN.sub(lambda token: ";" if any(addresses(token[0])) else token[0], text) if "@" in text else text
        for words in (*_named(rest, looked_for, inside), *addresses(text), *numbers(rest)):
            found.setdefault(words.casefold(), words)
    return list(found.values())[:FOUND_LIMIT]


# -- addresses ---------------------------------------------------------------------------------------------------


def addresses(text: str) -> Iterator[str]:
    """E-mail addresses, also with letters that are not English."""
    for token in text.split():
        if "@" not in token or len(token) > _LONGEST_ADDRESS:
            continue
        pieces = token.split("@")
        for before, after in pairwise(pieces):
            name, host = _BEFORE.split(before)[-1].lstrip(".'’"), _AFTER.split(after)[0].rstrip(".'’-")
            if name and "." in host.strip("."):
                yield f"{name}@{host}"


# -- telephone numbers -------------------------------------------------------------------------------------------


def numbers(text: str) -> Iterator[str]:
    """What looks like a telephone number in the forms of many countries. No dates, hours, years or ordinary numbers."""
    for run in _RUN.finditer(_DATE.sub(_without_date, text)):
        number = run[0].rstrip(f"{_SPACES}(.-/\u2010\u2011\u2012\u2013\u2014\u2015")
        if _is_telephone(number):
            yield number


def _without_date(found: re.Match[str]) -> str:
    first, second, third = (int(one) for one in re.split(r"[./-]", found[0]))
    day, month = (third, second) if first > 31 else (first, second)
    return ";" if 1 <= min(day, month) <= 12 and max(day, month) <= 31 else found[0]


def _is_telephone(run: str) -> bool:
    groups = re.findall(r"\d+", run)
    digits = "".join(str(int(char)) for char in "".join(groups))
    count = len(digits)
    if run.startswith("+"):
        return 7 <= count <= 15
    if digits.startswith("00") and len(groups[0]) > 1:  # "00 47" is "+47"
        return 7 <= count - 2 <= 15
    if not 7 <= count <= 12 or _TIMES.fullmatch(run):
        return False
    if len(groups) == 1:
        return count >= 8 and not _is_day(digits)
    return _is_grouped_as_telephone(run, groups, digits)


def _is_grouped_as_telephone(run: str, groups: list[str], digits: str) -> bool:
    """Whether the spaces and dashes between the groups of a number stand as in a telephone number within a country."""
    if any(len(group) == 1 for group in groups[1:]) or _is_amount(run, groups) or _are_years(groups):
        return False
    is_long_distance = digits[0] == "1" and len(digits) == 11  # in North America
    if len(groups[0]) == 1 and "(" not in run and not is_long_distance:
        return False
    return len(digits) > 7 or digits[0] == "0" or [len(group) for group in groups] == [3, 4]


def _is_amount(run: str, groups: list[str]) -> bool:
    """A number in groups of three ("1 250 000"), or with decimals. Three groups of three are a telephone number somewhere."""
    parts = _RANGE.split(run)
    if len(parts) == 2 and all(_AMOUNT.fullmatch(part) for part in parts):
        return True
    signs = set(re.sub(r"\d", "", run))
    if len(groups) == 2 and signs == {"."}:
        return True
    is_grouped = all(len(group) == 3 for group in groups[1:]) and groups[0][0] != "0"
    return is_grouped and (signs == {"."} or (signs <= set(_SPACES) and len(groups[0]) < 3))


def _are_years(groups: list[str]) -> bool:
    """Years, or a day, a month and a year."""
    if all(len(group) == 4 and 1900 <= int(group) <= 2100 for group in groups):
        return True
    day, *rest = groups
    return len(rest) == 2 and len(rest[1]) == 4 and 1900 <= int(rest[1]) <= 2100 and int(day) <= 31 and int(rest[0]) <= 12


def _is_day(digits: str) -> bool:
    """20260921, 21092026."""
    for year, month, day in ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])):
        try:
            if len(digits) == 8 and 1900 <= date(int(year), int(month), int(day)).year <= 2100:
                return True
        except ValueError:
            continue
    return False


# -- names -------------------------------------------------------------------------------------------------------


def names_in(text: str) -> Iterator[str]:
    """What looks like people's names in a free text: two words and more that begin with a capital, beside each other."""
    for part in _CUTS.split(text):
        run: list[str] = []
        words = [word[0] for word in _WORD.finditer(part)]
        for at, word in enumerate([*words, ""]):
            if word[:1].isupper() or (word[:1].isalpha() and word[:1].lower() == word[:1].upper()):
                run.append(word)
                continue
            if len(run) >= 2 or (run and _UNSPACED.search(run[0])):
                yield " ".join(run[1:] if at == len(run) and len(run) > 2 else run)  # "Ring Kari Holm": a sentence begins
            run = []


def names_of_field(text: str) -> Iterator[str]:
    """The names in a field that asks for a name, where people write more: "Kari Holm at the university" is Kari Holm."""
    for part in _CUTS.split(text):
        words = part.split()
        if any(word[0].islower() for word in words[1:]):
            yield from names_in(part)
        elif words:
            yield " ".join(words)


def _parts(names: Iterable[str]) -> frozenset[str]:
    """The words to look for: every part of a name, and a short name that is all there is of it."""
    found = set()
    for name in list(names)[:_NAMES_LIMIT]:
        words = [word.casefold() for word in _WORD.findall(name[:NAME_LIMIT])][:_NAME_WORDS]
        found |= {word for word in words if _is_word(word, alone=len(words) == 1)}
    return frozenset(found)


def _is_word(word: str, alone: bool) -> bool:
    least = 2 if alone or _UNSPACED.search(word) else _PART
    return len(word) >= least and not word.isdigit()


def _named(text: str, looked_for: frozenset[str], inside: Iterable[str]) -> Iterator[str]:
    """Words that are parts of these names; those beside each other as one."""
    start = end = -1
    for word in _WORD.finditer(text):
        key = word[0].casefold()
        if key not in looked_for and not (key.endswith("s") and key[:-1] in looked_for):
            continue
        if start >= 0 and (text[end : word.start()].isspace() or text[end : word.start()] == "-"):
            end = word.end()
            continue
        if start >= 0:
            yield text[start:end]
        start, end = word.span()
    if start >= 0:
        yield text[start:end]
    folded = text.casefold()
    yield from (name for name in inside if name in folded)


def eraser(names: Iterable[str]) -> Callable[[str], str]:
    """Return a function that puts `GONE` in the place of these names in a text: as words, for "Bo" stands in "Book" too."""
    return replacer(dict.fromkeys(names, GONE))


def without(value: Any, names: Iterable[str]) -> Any:
    """Return the same JSON, or text, with `GONE` in the place of these names wherever they stand."""
    return _in_all_texts(value, eraser(names))


def _in_all_texts(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _in_all_texts(inner, replace) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_all_texts(inner, replace) for inner in value]
    return replace(value) if isinstance(value, str) else value


def replacer(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that puts, in a text, other words in the place of these names.

    A name counts as words of its own, in small letters and large, over a line's end too, and with a genitive s, which stays.
    """
    tree: dict[Any, Any] = {}
    for name, instead in names.items():
        node, before = tree, ""
        for count, word in enumerate(_WORD.finditer(name[:NAME_LIMIT])):
            if count < _NAME_WORDS:
                node = node.setdefault((_gap(name, before, word), word[0].casefold()), {})
            before = str(word.end())
        if node is not tree:
            node.setdefault("", instead)
    unspaced = {name: instead for name, instead in names.items() if _UNSPACED.search(name) and len(name) > 1}

    def replace(text: str) -> str:
        for name, instead in unspaced.items():
            text = text.replace(name, instead)
        return _replaced(text, tree) if tree else text

    return replace


def _gap(text: str, before: str, word: re.Match[str]) -> str:
    """What stands between two words, white space as one space; "" before the first."""
    between = text[int(before) : word.start()] if before else ""
    return " " if between.isspace() else between


def _replaced(text: str, tree: Mapping[Any, Any]) -> str:
    words = list(_WORD.finditer(text))
    pieces, done, at = [], 0, 0
    while at < len(words):
        found = _longest(text, words, at, tree)
        if found is None:
            at += 1
            continue
        start = words[at].start()
        at, end, instead = found
        pieces += [text[done:start], instead]
        done = end
    return "".join(pieces) + text[done:]


def _longest(text: str, words: list[re.Match[str]], at: int, tree: Mapping[Any, Any]) -> tuple[int, int, str] | None:
    """The longest name that begins with a word: which word comes after it, where it ends, and what stands instead."""
    found, node, before = None, tree, ""
    for count, word in enumerate(words[at : at + _NAME_WORDS], start=1):
        gap, key = _gap(text, before, word), word[0].casefold()
        exact, bare = node.get((gap, key)), node.get((gap, key[:-1])) if key.endswith("s") else None
        if exact is not None and "" in exact:
            found = at + count, word.end(), exact[""]
        elif bare is not None and "" in bare:
            found = at + count, word.end() - 1, bare[""]
        if exact is None:
            break
        node, before = exact, str(word.end())
    return found
