"""The runtime behaves as the LMS's: who may write what, what is recorded, what survives."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from xblock.exceptions import InvalidScopeError, NoSuchUsage

from internship_xblock.demo import people
from internship_xblock.demo.engine import records
from internship_xblock.demo.models import Completion, FieldState, Grade
from internship_xblock.demo.pages import outline
from internship_xblock.demo.platform import DemoPlatform
from internship_xblock.ui.answering import FIELDS_LIMIT

from .conftest import KEY, Browser

COUNTER = KEY("demo_counter", "counter")
PRESS = f"/handler/{COUNTER}/press"


def counter(runtime, player):
    return runtime.get_block(player.find(COUNTER))


def test_a_handler_goes_round_and_keeps_each_persons_state(browser, runtime, player):
    assert browser.post(PRESS).content == b"1"
    assert browser.post(f"{PRESS}/and/more").content == b"2and/more"
    assert counter(runtime("mentor"), player).count == 2
    assert counter(runtime("student"), player).count == 0
    assert "Tuva Solberg counted 2" in browser.get(f"/xblock/{KEY('vertical', 'first')}/").content.decode()


def test_a_handler_takes_as_large_a_form_as_the_lms_does(browser):
    """A section of 60 tasks, each with 60 outcomes to tick, has 4,000 fields; Django's own limit is 1,000."""
    assert FIELDS_LIMIT > 4_000
    fields = {f"tasks-{number}-text": "x" * 600 for number in range(FIELDS_LIMIT - 1)}
    assert browser.post(PRESS, urlencode(fields), content_type="application/x-www-form-urlencoded").content == b"1"


def test_a_handler_wants_the_token(browser):
    response = browser.client.post(PRESS)
    assert response.status_code == 403
    assert "reload the page" in response.content.decode()


def test_completion_and_grades_are_recorded_and_shown(browser):
    browser.post(PRESS)
    page = browser.get("/progress/").content.decode()
    assert "50 %" in page
    assert "1 of 2" in page
    browser.post(PRESS)
    browser.post(PRESS)
    mentor = people.account("mentor")
    assert Completion.objects.get(user=mentor, usage_key=COUNTER).value == 1.0
    assert Grade.objects.get(user=mentor, usage_key=COUNTER).earned == 2
    assert "2 of 2" in browser.get("/progress/").content.decode()
    browser.view_as("student")
    assert "Nothing is recorded yet" in browser.get("/progress/").content.decode()


def test_a_text_is_done_when_it_was_seen(browser):
    browser.get(f"/xblock/{KEY('vertical', 'first')}/")
    assert records.completions(people.account("mentor").pk) == {KEY("html", "hello"): 1.0}


def test_learners_and_staff_cannot_write_what_authors_write(browser, runtime, player):
    for person in ("mentor", "instructor", "author"):
        block = counter(runtime(person), player)
        for name, value in (("display_name", "mine"), ("words", ["x"]), ("due", None)):
            setattr(block, name, value)
            with pytest.raises(InvalidScopeError):
                block.save()
            block._clear_dirty_fields()
        with pytest.raises(InvalidScopeError):
            del block.display_name
    refused = browser.post(f"/handler/{COUNTER}/rename", b"mine", content_type="text/plain")
    assert refused.status_code == 403
    assert "Studio only" in refused.content.decode()
    assert browser.post(f"/studio/handler/{COUNTER}/rename", b"mine", content_type="text/plain").status_code == 403
    assert not FieldState.objects.exists()


def test_what_an_author_changes_is_what_everybody_sees_and_can_be_undone(browser, runtime, player):
    browser.view_as("author")
    url = f"/studio/handler/{COUNTER}/rename"
    assert browser.post(url, "Tell til to, čábbát".encode(), content_type="text/plain").status_code == 200
    assert counter(runtime("mentor"), player).display_name == "Tell til to, čábbát"
    assert counter(runtime("mentor"), player).words == ["one", "two"]
    block = counter(runtime("author", in_studio=True), player)
    del block.display_name
    assert counter(runtime("mentor"), player).display_name == "Count to two"


def test_what_a_block_does_to_a_list_does_not_reach_the_course(runtime, player):
    block = runtime("mentor").get_block(player.find(COUNTER))
    block.words.append("three")
    assert counter(runtime("mentor"), player).words == ["one", "two"]


def test_preferences_are_a_persons_for_all_blocks_of_a_kind(runtime, player):
    block = counter(runtime("mentor"), player)
    block.favourite = "this"
    block.save()
    block.favourite = "that"
    block.save()
    assert runtime("mentor").get_block(player.find(KEY("demo_counter", "graded"))).favourite == "that"
    assert runtime("student").get_block(player.find(KEY("demo_counter", "graded"))).favourite == ""
    assert FieldState.objects.count() == 1


def test_a_handler_that_raises_leaves_nothing_behind(browser, runtime, player, caplog):
    response = browser.post(f"/handler/{COUNTER}/fail")
    assert response.status_code == 500
    assert "nothing was changed" in response.content.decode()
    assert counter(runtime("mentor"), player).count == 0
    assert "secret words" not in caplog.text + response.content.decode()


def test_a_unit_is_read_with_one_query(runtime, player, django_assert_num_queries):
    mentor = runtime("mentor")
    unit = player.find(KEY("vertical", "first"))
    with django_assert_num_queries(1):
        mentor.load([unit, *player.children[unit]])
        block = counter(mentor, player)
        assert (block.count, block.display_name, block.words) == (0, "Count to two", ["one", "two"])


def test_the_user_service_speaks_as_the_lms_does(runtime, player):
    seen = {}
    for key, person in people.PEOPLE.items():
        made = runtime(key)
        user = made.service(counter(made, player), "user").get_current_user()
        assert user.full_name == person.name
        attributes = user.opt_attrs
        assert attributes["edx-platform.user_id"] == people.account(key).pk
        assert attributes["edx-platform.is_authenticated"] is True
        assert attributes["edx-platform.user_is_staff"] is person.is_staff
        assert attributes["edx-platform.username"] == key
        assert set(attributes) >= {
            f"edx-platform.{name}"
            for name in (
                "deprecated_anonymous_user_id",
                "user_is_global_staff",
                "user_is_beta_tester",
                "user_role",
                "user_preferences",
                "request_country_code",
            )
        }
        seen[key] = attributes["edx-platform.anonymous_user_id"]
    assert len(set(seen.values())) == len(people.PEOPLE)
    again = runtime("mentor")
    assert again.anonymous_student_id == seen["mentor"]


def test_studio_alone_has_studios_permissions(runtime, player):
    author, instructor = runtime("author", in_studio=True), runtime("instructor", in_studio=True)
    service = author.service(counter(author, player), "studio_user_permissions")
    assert service.can_write(player.key)
    assert not instructor.service(counter(instructor, player), "studio_user_permissions").can_write(player.key)
    learning = runtime("author")
    assert learning.service(counter(learning, player), "studio_user_permissions") is None


def test_handler_urls_are_paths_of_handlers(runtime, player):
    block = counter(runtime("mentor"), player)
    assert block.runtime.handler_url(block, "press") == PRESS
    assert block.runtime.handler_url(block, "press", "a/b", "c=d") == f"{PRESS}/a/b?c=d"
    with pytest.raises(ValueError, match="not a handler"):
        block.runtime.handler_url(block, "student_view")
    with pytest.raises(NoSuchUsage):
        block.runtime.get_block(player.key.make_usage_key("html", "nothing"))


def test_the_platform_grades_who_the_anonymous_id_stands_for(player):
    platform, course_key = DemoPlatform(), str(player.key)
    student, instructor = people.account("student"), people.account("instructor")
    identity = platform.anonymous_id(student, course_key)
    give = {"course_key": course_key, "usage_key": COUNTER, "earned": 4.5, "possible": 5.0}
    assert platform.set_grade(anonymous_id=identity, **give)
    assert not platform.set_grade(anonymous_id="nobody", **give)
    assert not platform.set_grade(anonymous_id="", **give)
    assert [(grade.user_id, grade.earned) for grade in Grade.objects.all()] == [(student.pk, 4.5)]
    assert platform.is_course_staff(instructor, course_key)
    assert not platform.is_course_staff(instructor, "course-v1:Other+Course+1")
    assert not platform.is_course_staff(student, course_key)
    assert platform.is_enrolled(student, course_key)
    assert platform.anonymous_id(student, "course-v1:Other+Course+1") == ""
    assert platform.block_url(course_key, COUNTER) == f"/unit/{KEY('vertical', 'first')}/"
    assert platform.block_url(course_key, "gone") == "/outline/"
    assert platform.course_name(course_key) == "A small course"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"x=" + b"a" * 200_000, "application/x-www-form-urlencoded"),
        (b"--x\r\nnot multipart", "multipart/form-data; boundary="),
        (json.dumps([1]).encode(), "application/json"),
        (urlencode([("a", "b")] * 3_000).encode(), "application/x-www-form-urlencoded"),
        (b"", "nonsense"),
    ],
)
def test_no_body_makes_the_player_fall(player, body, content_type):
    browser = Browser()
    for path in (f"/handler/{COUNTER}/press", f"/handler/{COUNTER}/nothing", "/handler/nonsense/press"):
        assert browser.post(path, body, content_type=content_type).status_code < 500


def test_points_count_out_of_the_weight_as_in_the_lms(runtime, player, monkeypatch):
    """The progress page says what the LMS's would: 3 of 4 in a block that weighs one point are 0.75 of 1."""
    student = people.account("student")
    records.record_grade(student.pk, COUNTER, 3, 4)

    def shown() -> tuple[float | None, float | None]:
        built = outline.build(runtime("student"))
        return next((one.earned, one.possible) for one in built.activities if one.key == COUNTER)

    assert shown() == (3, 4)
    monkeypatch.setattr("tests.demo.blocks.CounterBlock.weight", 1.0, raising=False)
    assert shown() == (0.75, 1.0)
    monkeypatch.setattr("tests.demo.blocks.CounterBlock.has_score", False)
    assert shown() == (None, None)
