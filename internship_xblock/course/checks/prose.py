"""How the course reads: not too hard, about women and men alike, without slips of the hand.

No linter for prose does this work: proselint 0.16, tried on 55,000 words of the course, told 30 things, none of them a slip, is
for American English alone and knows no comma splices; LanguageTool wants Java and a download. So these look for what is wrong
almost whenever it is found, and let the rest pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Finding
from ..language import language_of
from ..outline import Course, Node
from ..prose import lix, paragraphs, runs, sentences
from ..texts import Text, block_texts, texts

# The hardest lessons were at 26 (English, before one was translated); up to 30 a text is very easy and up to 40 easy by
# Björnsson's own scale, which was made for Swedish. Norwegian, which writes compounds as one word, gets the wider of both.
HARDEST = {"en": 30, "nb": 40}
_FEWEST = 100  # words: of less, the measure says nothing
_HE = {"en": r"he|him|his|himself", "nb": r"han|ham|hans"}
_SHE = {"en": r"she|her|hers|herself", "nb": r"hun|henne|hennes"}
_SHARES = (0.4, 0.6)  # of all pronouns: as in the words of our screens
_FEWEST_PRONOUNS = 20
_TWICE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_MAY_STAND_TWICE = {"en": {"had", "that"}, "nb": {"det", "den", "de", "der", "har"}}
_SUBJECT = {"en": r"I|you|he|she|it|we|they|there|this|these", "nb": r"jeg|du|han|hun|det|den|vi|dere|de|dette"}
_VERB = {
    "en": r"(?:am|is|are|was|were|has|have|had|does|do|did|will|can|must|should|may|needs?|wants?|takes?|gets?)(?:n['’]t)?\b",
    "nb": r"(?:er|var|har|hadde|kan|kunne|skal|skulle|vil|ville|må|måtte|bør|burde|blir|ble|får|fikk|går|gikk|tar|tok)\b",
}
_SHORT = {"en": r"['’](?:m|s|re|ve|ll|d)\b", "nb": r"(?!)"}
# A sentence in which one of these comes before the comma may well be in order.
_JOINED = {
    "en": r"if|when|whenever|while|as|because|since|although|though|unless|until|before|after|once|where|wherever|who|whoever|"
    r"whom|whose|what|whatever|which|why|how|whether|that|than|so|but|or|nor|and|yet|for|the more|the less|not only|no matter|"
    r"had|were|should|just|only",
    "nb": r"hvis|når|da|mens|som|fordi|siden|selv|før|etter|der|hvor|hvem|hva|hvilke[nt]?|hvordan|hvorfor|om|at|enn|så|men|"
    r"eller|og|jo|for|ikke bare",
}


def reading(course: Course) -> Iterator[Finding]:
    """No lesson is harder to read than somebody who is tired will read."""
    most = HARDEST[language_of(course)]
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
    language, read = language_of(course), [part for text in texts(course) for part in paragraphs(text)]
    he, she = (
        sum(len(re.findall(rf"\b(?:{words})\b", part, re.IGNORECASE)) for part in read)
        for words in (_HE[language], _SHE[language])
    )
    if he + she >= _FEWEST_PRONOUNS and not _SHARES[0] <= he / (he + she) <= _SHARES[1] and course.root is not None:
        few = "women" if he > she else "men"
        sentence = f"The course says he {he} times and she {she} times. Let more {few} act in its cases."
        yield Finding(course.root.file, course.root.line, sentence)


def doubled(course: Course) -> Iterator[Finding]:
    """No word stands there twice by a slip of the hand."""
    allowed = _MAY_STAND_TWICE[language_of(course)]
    for text in texts(course):
        for run in runs(text):
            for found in (one for one in _TWICE.finditer(run) if one[1].lower() not in allowed):
                sentence = f'"{" ".join(found[0].split())}": a word stands here twice. Take one away.'
                yield Finding(text.file, text.line_at(found[0]), sentence)


def splices(course: Course) -> Iterator[Finding]:
    """No two sentences hang together by a comma alone."""
    language = language_of(course)
    for text in texts(course):
        for sentence in (one for part in paragraphs(text) for one in sentences(part)):
            cut = _cut(sentence, language)
            if cut:
                said = f'"{cut}": two sentences hang together by a comma. End the first, or say how they belong together.'
                yield Finding(text.file, text.line_at(" ".join(cut.split()[:3])), said)


def _cut(sentence: str, language: str) -> str:
    """Return a sentence that is two, as far as the second can be recognised; "" for any other.

    Of three or more parts, each after a comma, one does not know; what is quoted is somebody's own way to speak.
    """
    if sentence.count(",") != 1 or re.search(r"[\"“”«»;()–—]", sentence):
        return ""
    first, second = sentence.split(",")
    subject, verb = _SUBJECT[language], _VERB[language]
    clause = rf"(?:{subject})(?:\s+{verb}|{_SHORT[language]})"
    begun = re.match(rf"\s*{clause}", second, re.IGNORECASE)
    if not begun or not re.match(rf"(?:{clause}|(?:the|a|an|your|my|his|her|their|our)\s\w+\s{verb})", first, re.IGNORECASE):
        return ""
    return "" if re.search(rf"\b(?:{_JOINED[language]})\b", first, re.IGNORECASE) else f"{first},{begun[0]}"


def _told(lesson: Node) -> Iterator[Text]:
    """The texts that one reads in a lesson, without its sources: titles of books are as long as they are."""
    for node in lesson.walk():
        if node.tag.startswith("internship_"):
            for text in block_texts(node):
                cut = re.split(r"^\*\*(?:Sources?|Kilder?)\b", text.content, maxsplit=1, flags=re.MULTILINE)[0]
                yield Text(text.file, text.line, cut, text.kind, text.what)
