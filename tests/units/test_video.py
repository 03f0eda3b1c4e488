"""A video in a *read* step: where it is played, and what another site learns before somebody plays it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.tools.units import rules
from internship_xblock.tools.units.video import Video, video_of

from .lessons import lesson, parse

pytestmark = pytest.mark.django_db
OLX = """<internship_unit display_name="Look" minutes="10"><outcome>See</outcome>
<read id="film" title="A first day" video="{video}" captions="/static/day.vtt">Watch how she begins.<transcript>{transcript}</transcript></read>
</internship_unit>"""  # noqa: E501


def unit_of(video: str, transcript: str = "She says **good morning**.") -> Any:
    return lesson(olx=OLX.format(video=video, transcript=transcript))


@pytest.mark.parametrize(
    ("address", "embed"),
    [
        ("https://www.youtube.com/watch?v=abcDEF12345&t=3", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://youtu.be/abcDEF12345", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://www.youtube.com/shorts/abcDEF12345", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://player.vimeo.com/video/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://www.youtube.com/", ""),
        ("https://videos.example.org/w/1", ""),
    ],
)
def test_the_player_of_another_site_is_known_by_the_address(address: str, embed: str) -> None:
    found = video_of(address)
    assert found is not None
    assert found.embed == embed
    assert found.host


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "http://vimeo.com/123456789", "//vimeo.com/1", "/static/../secret.mp4", "/static/day.exe",
     "data:video/mp4;base64,AA", 'https://x.org/"onload="', "https://[broken"],
)  # fmt: skip
def test_what_no_browser_should_follow_is_no_video(address: str) -> None:
    assert video_of(address) is None


@given(st.text())
def test_whatever_is_written_is_a_video_or_none(address: str) -> None:
    found = video_of(address)
    assert found is None or isinstance(found, Video)
    if found is not None and not found.is_file:
        assert found.address.startswith("https://")


def test_a_file_of_the_course_is_played_with_its_captions_and_its_transcript() -> None:
    html = unit_of("/static/day.mp4").student_view().content
    assert 'src="/static/day.mp4"' in html
    assert '<track kind="captions" default src="/static/day.vtt"' in html
    assert "<strong>good morning</strong>" in html
    assert "<iframe" not in html


def test_another_site_learns_nothing_before_somebody_plays_it() -> None:
    html = unit_of("https://youtu.be/abcDEF12345").student_view().content
    assert 'data-video="https://www.youtube-nocookie.com/embed/abcDEF12345"' in html
    assert "It is fetched from YouTube" in html
    for fetched in ("<iframe", "<video", 'src="https://'):
        assert fetched not in html


@pytest.mark.parametrize(
    ("video", "transcript", "words"),
    [
        ("/static/day.mp4", " ", "The video has no transcript"),
        ("javascript:alert(1)", "She speaks.", "The address of the video is neither"),
    ],
)
def test_its_author_hears_what_is_missing(video: str, transcript: str, words: str) -> None:
    found = [str(one.message) for one in rules.findings(unit_of(video, transcript).unit)]
    assert any(words in one for one in found)
    assert [one for one in rules.findings(unit_of("/static/day.mp4").unit) if one.step == "film"] == []


def test_a_video_alone_is_a_step_and_its_transcript_is_found_by_searching() -> None:
    block = unit_of("/static/day.mp4")
    assert "She says" in "\n".join(rules.searchable_text(block.unit))
    alone = parse('<internship_unit><read id="film" title="" video="/static/day.mp4"/></internship_unit>')
    assert [step.id for step in alone.unit.steps] == ["film"]
