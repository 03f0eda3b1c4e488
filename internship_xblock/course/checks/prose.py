"""How the course reads: not too hard, about women and men alike, without slips of the hand.

No linter for prose does this work: proselint 0.16, tried on 55,000 words of the course, told 30 things, none of them a slip, is
for American English alone and knows no comma splices; LanguageTool wants Java and a download. So these look for what is wrong
almost whenever it is found, and let the rest pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...tools.units.lesson import parts_by_mark
from ..findings import Finding
from ..language import Prose, words_of
from ..outline import Course, Node
from ..prose import lix, paragraphs, runs, sentences
from ..texts import Text, block_texts, texts

_FEWEST = 100  # words: of less, the measure says nothing
_SHARES = (0.4, 0.6)  # of all pronouns: as in the words of our screens
_FEWEST_PRONOUNS = 20
_TWICE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)


def reading(course: Course) -> Iterator[Finding]:
    """No lesson is harder to read than somebody who is tired will read."""
    most = words_of(course).prose.hardest
    for lesson in course.nodes("sequential"):
        count, found = lix(part for text in _told(lesson) for part in paragraphs(text))
        if count >= _FEWEST and found > most:
            sentence = (
                f"This lesson is hard to read: LIX {found:.0f}, where {most} is the most. Shorten its sentences, and use short "
                "words for long ones."
            )
            yield Finding(lesson.file, lesson.line, sentence)


def pronouns(course: Course) -> Iterator[Finding]:
    """Over the whole course, women and men are spoken of alike."""
    prose, read = words_of(course).prose, [part for text in texts(course) for part in paragraphs(text)]
    he, she = (
        sum(len(re.findall(rf"\b(?:{words})\b", part, re.IGNORECASE)) for part in read) for words in (prose.he, prose.she)
    )
    if he + she >= _FEWEST_PRONOUNS and not _SHARES[0] <= he / (he + she) <= _SHARES[1] and course.root is not None:
        few = "women" if he > she else "men"
        sentence = f"The course says he {he} times and she {she} times. Let more {few} act in its cases."
        yield Finding(course.root.file, course.root.line, sentence)


def doubled(course: Course) -> Iterator[Finding]:
    """No word stands there twice by a slip of the hand."""
    allowed = words_of(course).prose.may_stand_twice
    for text in texts(course):
        for run in runs(text):
            for found in (one for one in _TWICE.finditer(run) if one[1].lower() not in allowed):
                sentence = f'"{" ".join(found[0].split())}": a word stands here twice. Take one away.'
                yield Finding(text.file, text.line_at(found[0]), sentence)


def splices(course: Course) -> Iterator[Finding]:
    """No two sentences hang together by a comma alone."""
    prose = words_of(course).prose
    for text in texts(course):
        for sentence in (one for part in paragraphs(text) for one in sentences(part)):
            cut = _cut(sentence, prose)
            if cut:
                said = f'"{cut}": two sentences hang together by a comma. End the first, or say how they belong together.'
                yield Finding(text.file, text.line_at(" ".join(cut.split()[:3])), said)


def _cut(sentence: str, prose: Prose) -> str:
    """Return a sentence that is two, as far as the second can be recognised; "" for any other.

    Of three or more parts, each after a comma, one does not know; what is quoted is somebody's own way to speak.
    """
    if sentence.count(",") != 1 or re.search(r"[\"“”«»;()–—]", sentence):
        return ""
    first, second = sentence.split(",")
    clause = rf"(?:{prose.subject})(?:\s+{prose.verb}|{prose.short})"
    begun = re.match(rf"\s*{clause}", second, re.IGNORECASE)
    if not begun or not re.match(rf"(?:{clause}|(?:{prose.determiner})\s\w+\s{prose.verb})", first, re.IGNORECASE):
        return ""
    return "" if re.search(rf"\b(?:{prose.joined})\b", first, re.IGNORECASE) else f"{first},{begun[0]}"


def _told(lesson: Node) -> Iterator[Text]:
    """The texts that one reads in a lesson, without its sources: titles of books are as long as they are."""
    for node in lesson.walk():
        if node.tag.startswith("internship_"):
            yield from (replace(text, content=parts_by_mark(text.content).told) for text in block_texts(node))
