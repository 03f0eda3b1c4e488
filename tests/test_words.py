"""The words on screen: those that people know, one for each thing, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.source
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"

# Whole labels that were on screen once and read as translated, as machine talk, or as another word for the same thing.
GONE = {
    "en": {
        "The example stands in the parts that were empty",
        "It counts once",
        "Take version 1 along",
        "Now live it",
        "This is ours",
        "Take version %(number)s along:",
        "Take certificate %(number)s along:",
        "Take your log along",
        "Hand in",
        "Hand in again",
        "Hand in the plan",
        "Handed in",
        "Return",
        "Returned",
        "Parties",
        "Party",
        "Add a party",
        "Keep",
        "Keep it",
        "Throw it away",
        "Put back",
        "Settled",
        "To settle",
        "Mark as settled",
        "Draw it again",
        "Look at it first",
        "Go on to sharing",
        "Waits",
        "Take what is saved",
        "Save mine over it",
        "Change the text",
        "Not begun yet",
        "All of these are ours",
        "What to say to it",
        "Noticed",
        "To try next",
        "A question",
        "The stay",
        "The stay at a glance",
        "Who are you in it?",
        "Its page",
        "Fewest learning outcomes",
        "Most learning outcomes",
        "Document for whoever completes this lesson",
        "Your name does not stand in it.",
    },
    "nb": {
        "Dette er vårt",
        "Alle disse er våre",
        "Ta vare på",
        "Ta vare på det",
        "Kast det",
        "Se på det først",
        "Tegn på nytt",
        "Ta med versjon %(number)s:",
        "Lever",
        "Lever planen",
        "Parter",
        "Returner",
        "Sendt tilbake",
        "Stedfortreder",
        "Må avklares",
        "Lagt merke til",
        "Å prøve neste gang",
        "Oppholdet",
        "Endringer ønsket",
        "Hva som sies til det",
    },
}
# Parts of sentences, each another word for what has one already.
OTHER_WORDS = {
    "en": (
        r"\bhand(s|ed|ing)? (?!over)(\w+ ){0,3}in\b(?! hand)",
        r"\b(take|took|taken|taking) (\w+ ){0,3}along\b",
        r"\bpart(y|ies)\b",
        r"\bmend(s|ed|ing)?\b",
        r"\breturned it\b",
        r"\bcame back\b",
        r"\bis yours now\b",
        r"\b(left|things) to settle\b",
        r"\bgrade book\b",
        r"\btelephone a\b",
        r"\bwaiting for (\d+|%\(days\)d) day",
        r"\b(here|guest) (\w+ )*by a personal link\b",
        r"\bhow far the student came\b",
        r"\bstay is over\b",
        r"!(?!=)",
    ),
    "nb": (
        r"\bstedfortreder",
        r"\bpraksisvert",
        r"\binnlever",
        r"\blever(e|er|t)? (inn|planen)\b",
        r"\bparten(e)?\b",
        r"\bendringer ønsket\b",
        r"\bhar ingen ord\b",
        r"\bforsett(er|et|ene)?\b",
        r"\bkarakterboken\b",
        r"\bfilen\b",
        r"\bvirksomhet",
        r"\buniversitetsveileder",
        r"\bkurslag",
        r"!(?!=)",
    ),
}
HE, SHE = (
    {"en": r"\b(he|him|his)\b", "nb": r"\b(han|ham|hans)\b"},
    {"en": r"\b(she|her|hers)\b", "nb": r"\b(hun|henne|hennes)\b"},
)


def texts(language: str) -> list[str]:
    """Return every text on screen in a language: the source's own for English, the translations else."""

    def read() -> Iterator[str]:
        with (TRANSLATIONS / "nb/LC_MESSAGES/django.po").open("rb") as file:
            for message in read_po(file, locale="nb"):
                said = message.id if language == "en" else message.string
                yield from (said,) if isinstance(said, str) else said

    return [text for text in read() if text]


@pytest.mark.parametrize("language", GONE)
def test_what_was_left_behind_does_not_come_back(language: str) -> None:
    said = texts(language)
    assert sorted(GONE[language].intersection(said)) == []
    found = {word: [text for text in said if re.search(word, text, re.IGNORECASE)] for word in OTHER_WORDS[language]}
    assert {word: where for word, where in found.items() if where} == {}


@pytest.mark.parametrize("language", HE)
def test_he_and_she_are_in_balance(language: str) -> None:
    he, she = (sum(len(re.findall(word[language], text, re.IGNORECASE)) for text in texts(language)) for word in (HE, SHE))
    assert he + she > 0
    assert 0.4 <= he / (he + she) <= 0.6, f"he {he}, she {she}"


@pytest.mark.parametrize("language", GONE)
def test_the_words_that_people_know_are_labels(language: str) -> None:
    """One verb for each thing that is done."""
    wanted = {
        "en": {"Save", "Share", "Edit", "Comment", "Ask for changes", "Approve", "Submit again"},
        "nb": {"Lagre", "Del", "Rediger", "Kommenter", "Be om endringer", "Godkjenn", "Send inn på nytt"},
    }[language]
    assert wanted - set(texts(language)) == set()


QUOTED = {"en": re.compile(r"“([^”%]+)”"), "nb": re.compile(r"«([^»%]+)»")}
NAMES_IN_FILES = {"JSON", "format", "schema", "document"}  # what stands in a file, and is no label of ours


def pairs() -> list[tuple[str, str]]:
    """Return each text of ours beside its Norwegian, of a plural each form."""
    with (TRANSLATIONS / "nb/LC_MESSAGES/django.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="nb") if message.id]
    return [
        (source, said)
        for message in messages
        for source, said in (
            [(message.id, message.string)] if isinstance(message.id, str) else zip(message.id, message.string, strict=True)
        )
    ]


def not_labels(said: list[tuple[str, str]]) -> list[str]:
    """Say which label that a sentence quotes, in either language, stands nowhere on screen."""
    labels = {source: {norwegian for one, norwegian in said if one == source} for source, _norwegian in said}
    found = []
    for source, norwegian in said:
        quoted = set(QUOTED["nb"].findall(norwegian))
        for label in set(QUOTED["en"].findall(source)) - NAMES_IN_FILES:
            if label not in labels:
                found.append(f"“{label}”: {source}")
            elif not labels[label] & quoted:
                found.append(f"«{', '.join(labels[label])}»: {norwegian}")
    return found


def test_a_label_that_a_sentence_quotes_is_on_screen() -> None:
    said = pairs()
    assert sum(len(QUOTED["en"].findall(source)) for source, _norwegian in said) > 15
    assert not_labels(said) == []


def test_a_label_that_is_not_on_screen_is_seen() -> None:
    """One that nobody has, and one that has another name in Norwegian."""
    said = [("Edit", "Rediger"), ("Press “Change”.", "Trykk «Rediger»."), ("Press “Edit”.", "Trykk «Endre».")]
    assert not_labels(said) == ["“Change”: Press “Change”.", "«Rediger»: Trykk «Endre»."]
