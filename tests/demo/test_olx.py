"""The course is read by the platform's way, and one bad block does not spoil it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from internship_xblock.demo.engine.olx import CourseError, load

from .conftest import KEY


def test_the_tree_is_that_of_the_files(player):
    assert str(player.key) == "course-v1:Test+Mentor+2026"
    assert player.title == "A small course"
    assert [key.block_id for key in player.children[player.root]] == ["m0", "m1"]
    assert [key.block_id for key in player.units()] == ["first", "trouble", "nowhere", "last"]
    assert player.unit_of(player.find(KEY("demo_counter", "counter"))).block_id == "first"


def test_texts_are_kept_to_the_letter(runtime, player):
    block = runtime("mentor").get_block(player.find(KEY("html", "hello")))
    assert "<p>Ønsker <strong>velkommen</strong>, áđá." in block.data
    assert block.display_name == "Hello"


def test_due_is_the_authors_and_inherited_where_the_author_gave_none(runtime, player):
    mentor = runtime("mentor")
    counter = mentor.get_block(player.find(KEY("demo_counter", "counter")))
    mentor.render(counter, "student_view")
    assert counter.due == datetime(2026, 12, 24, 10, tzinfo=UTC)
    assert counter.graceperiod == timedelta(days=2)
    assert counter.graded is True
    assert not hasattr(counter, "category")
    text = mentor.get_block(player.find(KEY("html", "hello")))
    assert text.due == datetime(2027, 1, 15, 12, tzinfo=UTC)
    last = mentor.get_block(player.find(KEY("demo_counter", "graded")))
    assert last.due is None


def test_what_cannot_be_read_is_named(player):
    assert {key.block_id for key in player.broken} == {"unreadable", "nowhere"}


def test_a_folder_without_a_course_says_so(tmp_path):
    with pytest.raises(CourseError, match=r"course\.xml is missing"):
        load(tmp_path)
    (tmp_path / "course.xml").write_text("<course")
    with pytest.raises(CourseError, match="could not be read"):
        load(tmp_path)
    (tmp_path / "course.xml").write_text('<course org="A" course="B" url_name="C"/>')
    with pytest.raises(CourseError, match=r"course/C\.xml"):
        load(tmp_path)
