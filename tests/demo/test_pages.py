"""The pages: everything is shown, refusals are in words, the switches switch."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from internship_xblock.demo import people
from internship_xblock.demo.pages import frame

from .conftest import KEY

FIRST = KEY("vertical", "first")
TROUBLE = KEY("vertical", "trouble")


def html(response):
    return response.content.decode()


def test_the_outline_shows_every_unit(browser, player):
    page = browser.get("/outline/")
    assert page.status_code == 200
    for key in player.units():
        assert f'href="/unit/{key}/"' in html(page)
    assert "M1 Før vi begynner" in html(page)
    assert "7 minutes" in html(page)
    assert "Begin with “The first unit”" in html(page)


def test_a_unit_page_frames_its_unit_between_its_neighbours(browser):
    page = html(browser.get(f"/unit/{TROUBLE}/"))
    assert f'src="/xblock/{TROUBLE}/"' in page
    assert "scrolling" in page
    assert re.search(rf'rel="prev" href="/unit/{re.escape(FIRST)}/"', page)
    assert re.search(rf'rel="next" href="/unit/{re.escape(KEY("vertical", "nowhere"))}/"', page)
    assert "M0 Start" in page


def test_a_blocks_key_leads_to_its_unit(browser):
    assert browser.get(f"/unit/{KEY('demo_counter', 'counter')}/")["Location"] == f"/unit/{FIRST}/"


def test_a_link_of_the_course_leads_to_the_unit_it_means(browser, player):
    assert browser.get("/jump_to_id/trouble")["Location"] == f"/unit/{TROUBLE}/"
    assert browser.get("/jump_to_id/counter")["Location"] == f"/unit/{FIRST}/"
    lesson = player.parents[player.find(FIRST)]
    assert browser.get(f"/jump_to_id/{lesson.block_id}")["Location"] == f"/unit/{FIRST}/"
    assert browser.get("/jump_to_id/nobody").status_code == 404


def test_the_frame_holds_the_blocks_and_their_resources_once(browser):
    page = html(browser.get(f"/xblock/{FIRST}/"))
    assert '<base target="_parent">' in page
    assert "Tuva Solberg counted 0, due 2026-12-24 10:00:00+00:00, words one,two" in page
    assert 'data-init="Counter"' in page
    assert "</script>'" not in page, "arguments of a script must not end the script"
    assert 'src="/course-static/dot.png"' in page
    assert "jquery" not in page


def test_one_block_that_raises_shows_its_error_and_the_others_stand(browser, caplog):
    response = browser.get(f"/xblock/{TROUBLE}/")
    page = html(response)
    assert response.status_code == 200
    assert "Before the trouble." in page
    assert "After the trouble." in page
    assert "This activity could not be shown" in page
    assert "mystery" in page
    assert "unreadable" in page
    assert "no_such_table" not in page + caplog.text


def test_files_of_the_course_are_served_and_nothing_else(browser):
    assert browser.get("/course-static/dot.png").status_code == 200
    drawing = browser.get("/course-static/line.svg")
    assert (drawing.status_code, drawing["Content-Type"]) == (200, "image/svg+xml")  # a browser draws no other as a picture
    for path in ("../course.xml", "%2e%2e/course.xml", "nothing.png", "a" * 5000, "%00"):
        assert browser.get(f"/course-static/{path}").status_code == 404


@pytest.mark.parametrize("person", people.PEOPLE)
def test_one_can_be_everybody_and_stay_on_the_page(browser, person):
    answer = browser.post("/view-as/", {"person": person, "next": f"/unit/{FIRST}/"})
    assert answer["Location"] == f"/unit/{FIRST}/"
    page = html(browser.get("/progress/"))
    assert f"Progress of {people.PEOPLE[person].name}" in page
    assert ("/studio/" in page) == (person == "author")


def test_a_switch_never_leads_away(browser):
    for path in ("https://example.org/", "//example.org/", "/\\example.org", "/a\r\nb"):
        assert browser.post("/view-as/", {"person": "mentor", "next": path})["Location"] == "/"
        assert browser.post("/switch/", {"hostile": "on", "next": path})["Location"] == "/"


def test_the_language_switch_speaks_norwegian_and_turns_the_page_for_arabic(browser):
    browser.post("/language/", {"language": "nb", "next": "/"})
    page = html(browser.get("/"))
    assert '<html lang="nb" dir="ltr">' in page
    assert "Se som" in page
    assert "Oversikt" in page
    browser.post("/language/", {"language": "ar", "next": "/"})
    assert '<html lang="ar" dir="rtl">' in html(browser.get(f"/xblock/{FIRST}/"))


def test_hostile_styles_stand_before_the_blocks_own(browser):
    assert "hostile.css" not in html(browser.get(f"/xblock/{FIRST}/"))
    browser.post("/switch/", {"hostile": "on"})
    page = html(browser.get(f"/xblock/{FIRST}/"))
    assert page.index("hostile.css") < page.index("built/internship.css")
    browser.post("/switch/", {"hostile": "off"})
    assert "hostile.css" not in html(browser.get(f"/xblock/{FIRST}/"))


def test_reviewers_find_the_review_page_under_the_players_bar(browser, player):
    path = f"/internship/review/{player.key}/"
    assert path not in html(browser.get("/"))
    browser.view_as("instructor")
    assert f'href="{path}"' in html(browser.get("/"))
    page = browser.get(path)
    assert page.status_code == 200
    assert "View as" in html(page)
    assert 'name="next" value="/"' in html(page), "whom one views the course as next may have no business here"


def test_studio_is_for_authors(browser):
    assert browser.get(f"/studio/{FIRST}/").status_code == 403
    assert browser.view_as("instructor").get("/studio/").status_code == 403
    author = browser.view_as("author")
    page = html(author.get(f"/studio/{FIRST}/"))
    assert f"?edit={KEY('demo_counter', 'counter')}".replace("+", "%2B").replace("@", "%40").replace(":", "%3A") in page
    editing = html(author.get(f"/studio/{FIRST}/", data={"edit": KEY("demo_counter", "counter")}))
    assert "Settings of Count to two, may author: True" in editing
    texts = html(author.get(f"/studio/{FIRST}/", data={"edit": KEY("html", "hello")}))
    assert "There is nothing to set here" in texts


@pytest.mark.parametrize(
    "path",
    [
        "/unit/nonsense/", f"/unit/{KEY('vertical', 'x')}/", f"/unit/{KEY('course', 'course')}/", "/unit/%00/", "/unit/%ff/",
        "/xblock/nonsense/", f"/xblock/{KEY('chapter', 'm0')}/", "/studio/nonsense/", "/nothing/", "/handler/x/y",
        f"/handler/{KEY('demo_counter', 'counter')}/", f"/handler/{KEY('demo_counter', 'counter')}/save",
        f"/handler/{KEY('demo_counter', 'counter')}/__init__", f"/handler/{KEY('demo_counter', 'counter')}/%00/%ff",
        f"/handler/{KEY('mystery', 'unknown')}/press", f"/handler/{KEY('demo_unreadable', 'unreadable')}/press",
        "/resource/demo_counter/public/../blocks.py", "/resource/nothing/public/x.js", "/static/nothing.css",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_404_in_words(browser, path):
    browser.view_as("author")
    response = browser.get(path)
    assert response.status_code == 404
    assert "<p>" in html(response)
    assert browser.post(path).status_code in (404, 405)


@pytest.mark.parametrize("path", ["/", "/nothing/", f"/xblock/{FIRST}/", "/handler/x/y", "/favicon.ico"])
def test_a_host_that_is_not_ours_is_refused_in_words(browser, path, settings):
    """So early that nobody is signed in yet."""
    settings.ALLOWED_HOSTS = ["testserver"]
    for response in (browser.get(path, HTTP_HOST="evil.example"), browser.post(path, HTTP_HOST="evil.example")):
        assert response.status_code == 400
        assert "That could not be understood" in html(response)
        assert "evil.example" not in html(response)


def test_the_last_resort_asks_nobody(player, monkeypatch):
    monkeypatch.setattr(frame, "frame", lambda request: 1 / 0)
    monkeypatch.setattr(frame, "get_course", lambda: 1 / 0)
    response = frame.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "What you saved before is safe" in html(response)


def test_there_is_no_icon_and_no_page_about_it(browser):
    response = browser.get("/favicon.ico")
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("path", ["/", "/outline/", "/progress/", f"/unit/{FIRST}/", f"/xblock/{FIRST}/", f"/studio/{FIRST}/"])
def test_pages_are_read_only(browser, path):
    browser.view_as("author")
    assert browser.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/view-as/", "/switch/", "/language/"])
def test_switches_take_nonsense_without_falling(browser, path):
    for data in ({}, {"person": "\x00"}, {"person": "nobody"}, {"language": "xx"}, {"hostile": "🦄", "colours": "\x00"}):
        assert browser.post(path, data).status_code in (302, 400)
    assert browser.get(path).status_code in (302, 405)
    assert browser.client.post(path).status_code == 403, "without a token"
    broken = browser.post(path, b"--x\r\nnot multipart", content_type="multipart/form-data; boundary=")
    assert 400 <= broken.status_code < 500


def test_the_outline_costs_the_same_however_much_was_done(browser, player, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):  # session, account, persona, state, completions, grades, a savepoint's two
        browser.get("/outline/")
    for key in player.units():
        browser.get(f"/xblock/{key}/")
    with django_assert_max_num_queries(8):
        browser.get("/outline/")
