"""What a lesson rests on is folded below it, without the author doing anything, and not a word is lost by that."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import lxml.html
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from internship_xblock.course.shipped import shipped_course

from .lessons import lesson

pytestmark = pytest.mark.django_db
COURSE = shipped_course()
UNIT = '<internship_unit display_name="Roles"><read id="why" title="Why">{}</read></internship_unit>'


def screen(text: str) -> Any:
    """The first screen of a unit whose one step says `text`."""
    return lxml.html.fromstring(lesson(olx=UNIT.format(escape(text))).student_view().content)


def sources(page: Any) -> list[str]:
    """What is folded, in one line for each fold: what it is called, and what stands in it."""
    return [" ".join(fold.text_content().split()) for fold in page.xpath("//details[@class='ix-sources'][not(@open)]")]


def told(page: Any) -> str:
    texts = page.xpath("//div[contains(@class, 'ix-lesson')][not(ancestor::details)]")
    return " ".join(" ".join(text.text_content().split()) for text in texts)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Roles matter.\n\n**Sources:** Rowe 2012.", "Sources Rowe 2012."),
        ("Roles matter.\n\n**Source.** Rowe 2012.", "Source Rowe 2012."),
        ("Roller teller.\n\n**Kilder:** Rowe 2012.", "Kilder Rowe 2012."),
        ("Roles matter.\n\n**Sources:**\n\n- Rowe 2012\n- Winchester 2016\n", "Sources Rowe 2012 Winchester 2016"),
        ("Roles matter.\n\n### Sources\n\nRowe 2012.\n\nOur own proposal.", "Sources Rowe 2012. Our own proposal."),
        ("\n    Roles matter.\n\n    **Sources:** Rowe 2012.\n  ", "Sources Rowe 2012."),
        ("- Roles\n- matter.\n\n**Sources:** Rowe 2012.", "Sources Rowe 2012."),
    ],
)
def test_the_sources_of_a_lesson_are_folded_below_it(text: str, folded: str) -> None:
    page = screen(text)
    assert sources(page) == [folded]
    assert "Rowe" not in told(page)
    assert told(page).endswith(("matter.", "teller."))


@pytest.mark.parametrize(
    "text",
    [
        "Roles matter.\n\n**Sources:** Rowe 2012.\n\nNow sort the tasks.",
        "Roles matter.\n\n### Sources\n\nRowe 2012.\n\n### And now\n\nSort.",
        "**Sources:** a word that many use.\n\n### And now\n\nSort.",
        "It says **Sources:** in a sentence. Rowe 2012.",
        "- Roles\n- **Sources:** Rowe 2012.",
        "As [Rowe][1] says.\n\n**Sources:** Rowe 2012.\n\n[1]: https://example.org/rowe",
        "As [Rowe][1] says.\n\n**Sources:** Rowe 2012.\n[1]: https://example.org/rowe",
        "Roles matter.\n\n**Sources:**",
        "**Sources:** Rowe 2012.",
        "As code:\n\n    **Sources:** Rowe 2012.",
    ],
)
def test_what_is_no_list_of_sources_at_the_end_stays_where_it_is(text: str) -> None:
    page = screen(text)
    assert sources(page) == []
    assert "Sources" in told(page)


@given(
    st.lists(
        st.sampled_from(
            ["alpha", "**Sources:** beta", "### Sources", "- gamma", "1. delta", "[eps](https://e.org)", "> zeta", "    eta"]
        ),
        max_size=6,
    ),
    st.sampled_from(["\n\n", "\n"]),
)
@example(["alpha", "**Sources:** beta", "- gamma"], "\n\n")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_word_is_lost_or_said_twice(blocks: list[str], between: str) -> None:
    text = between.join(["first", *blocks])
    shown = " ".join([told(screen(text)), *sources(screen(text))])
    for word in ("first", "alpha", "Sources", "beta", "gamma", "delta", "eps", "zeta", "eta"):
        wanted = sum(part.split("](")[0].count(word) for part in ["first", *blocks])
        assert shown.count(word) == wanted, (word, text)


def course_texts() -> list[str]:
    """The text of every step of the course that names its sources."""
    units = [etree.parse(path) for path in sorted((COURSE / "vertical").glob("*.xml"))]
    texts = [step.text or "" for unit in units for step in unit.iter() if isinstance(step.tag, str) and step.get("title")]
    return [text for text in texts if "**Sources" in text]


def test_every_lesson_of_the_course_folds_its_sources() -> None:
    texts = course_texts()
    assert len(texts) > 40
    assert [text[-200:] for text in texts if len(sources(screen(text))) != 1] == []


def test_sources_stand_below_what_is_asked() -> None:
    olx = """<internship_unit><checklist id="ready" title="Ready?">Tick.\n\n**Sources:** Rowe 2012.
        <item id="desk">A desk</item></checklist></internship_unit>"""
    html = lesson(olx=olx).student_view().content
    assert html.index("A desk") < html.index("ix-sources") < html.index("Rowe 2012.")
    assert lesson(None, olx=olx).public_view().content.count("Rowe 2012.") == 1


def test_the_author_sees_the_fold_in_the_preview() -> None:
    block = lesson(olx=UNIT.format("Roles matter.\n\n**Sources:** Rowe 2012."))
    assert sources(lxml.html.fromstring(block.author_view().content)) == ["Sources Rowe 2012."]
