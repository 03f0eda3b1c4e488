"""What a course says in its own language and we look for: minutes, sources, signs of a draft, and what its prose is made of."""

from __future__ import annotations

from dataclasses import dataclass

from ..tools.units.lesson import SOURCES
from .outline import Course
from .policies import language


@dataclass(frozen=True)
class OnScreen:
    """What the page of a guide says of the paper: where it is, and what is there for the pen."""

    to_print: str
    columns: str
    lines: str
    room: str


@dataclass(frozen=True)
class Prose:
    """What checks/prose.py knows of a language: `hardest` is a LIX, `may_stand_twice` are words, all else are expressions."""

    hardest: int
    he: str
    she: str
    may_stand_twice: frozenset[str]
    subject: str
    verb: str
    short: str  # a verb that has grown on to its subject
    determiner: str
    joined: str  # a sentence in which one of these comes before the comma may well be in order


@dataclass(frozen=True)
class Language:
    """`at_work` stands in the names of the outline; `sources` is what a lesson calls them."""

    at_work: str
    sources: str
    unfinished: tuple[str, ...]
    guides: OnScreen
    prose: Prose


_DRAFT = ("lorem ipsum", "lorem", "TODO", "TBD", "FIXME", "xxx")
# The hardest lessons were at 26 (English, before one was translated); up to 30 a text is very easy and up to 40 easy by
# Björnsson's own scale, which was made for Swedish. Norwegian, which writes compounds as one word, gets the wider of both.
LANGUAGES = {
    "en": Language(
        "at work", SOURCES["en"], (*_DRAFT, "coming soon", "to be written", "placeholder text"),
        OnScreen(
            "one page to print (PDF)", "On paper there is a table to fill in. Its columns:", "Its lines:",
            "On paper there is room to write under each of these:",
        ),
        Prose(
            hardest=30,
            he=r"he|him|his|himself",
            she=r"she|her|hers|herself",
            may_stand_twice=frozenset({"had", "that"}),
            subject=r"I|you|he|she|it|we|they|there|this|these",
            verb=(
                r"(?:am|is|are|was|were|has|have|had|does|do|did|will|can|must|should|may|needs?|wants?|takes?|gets?)"
                r"(?:n['’]t)?\b"
            ),
            short=r"['’](?:m|s|re|ve|ll|d)\b",
            determiner=r"the|a|an|your|my|his|her|their|our",
            joined=(
                r"if|when|whenever|while|as|because|since|although|though|unless|until|before|after|once|where|wherever|who|"
                r"whoever|whom|whose|what|whatever|which|why|how|whether|that|than|so|but|or|nor|and|yet|for|the more|the less|"
                r"not only|no matter|had|were|should|just|only"
            ),
        ),
    ),
    "nb": Language(
        "på jobb", SOURCES["nb"], (*_DRAFT, "skal skrives", "plassholder"),
        OnScreen(
            "én side til å skrive ut (PDF)", "På papiret er det en tabell til å fylle ut. Kolonnene:", "Linjene:",
            "På papiret er det plass til å skrive under hvert av disse:",
        ),
        Prose(
            hardest=40,
            he=r"han|ham|hans",
            she=r"hun|henne|hennes",
            may_stand_twice=frozenset({"det", "den", "de", "der", "har"}),
            subject=r"jeg|du|han|hun|det|den|vi|dere|de|dette",
            verb=(
                r"(?:er|var|har|hadde|kan|kunne|skal|skulle|vil|ville|må|måtte|bør|burde|blir|ble|får|fikk|går|gikk|tar|tok)\b"
            ),
            short=r"(?!)",
            determiner=r"en|ei|et|min|mitt|din|ditt|hans|hennes|vår|vårt|deres|denne",
            joined=(
                r"hvis|når|da|mens|som|fordi|siden|selv|før|etter|der|hvor|hvem|hva|hvilke[nt]?|hvordan|hvorfor|om|at|enn|så|"
                r"men|eller|og|jo|for|ikke bare"
            ),
        ),
    ),
}  # fmt: skip
_DEFAULT = "en"
# Of any language, for a pattern: checks/language.py looks whether it is the course's own.
AT_WORK = "|".join(one.at_work for one in LANGUAGES.values())


def words_of(course: Course) -> Language:
    """Return what we look for in the language that the policy names; in English for one that we do not know."""
    return LANGUAGES.get(language(course), LANGUAGES[_DEFAULT])
