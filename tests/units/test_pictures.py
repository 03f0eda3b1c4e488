"""Pictures of a course's files: chosen by an author, and missed where they are gone."""

from __future__ import annotations

import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.tools.units.web import pictures
from tests.platform import COURSE, TestPlatform
from tests.runtime import call

from .lessons import AUTHOR, FULL, MIRA, lesson, revision_in_studio

pytestmark = pytest.mark.django_db


def get(block: Any, field: str = "text", status: int = 200) -> str:
    response = call(block, "studio_pictures", {"field": field}, method="GET")
    assert response.status_int == status, response.text
    return str(response.text)


def preview(block: Any, text: str) -> str:
    response = call(block, "studio_preview_step", {"step": "why", "title": "Why", "text": text})
    assert response.status_int == 200
    return str(response.text)


def said_at(block: Any, html: str, field: str = "text") -> str:
    (found,) = re.findall(rf'id="{block.html_id}-{field}-error" data-error hx-swap-oob="true">([^<]*)<', html)
    return str(found)


def test_an_author_chooses_among_the_pictures_of_the_course() -> None:
    TestPlatform.pictures = ["/static/room.png", "/static/a'b\"<c>.svg"]
    html = get(lesson(AUTHOR))
    assert 'data-picture="/static/room.png"' in html
    assert "<c>" not in html
    assert not re.search(r"<(?:input|textarea|select)[^>]* name=", html), "it would be taken for a part of the step"
    get(lesson(MIRA), status=403)
    get(lesson(AUTHOR), field="<b>", status=400)


def test_where_the_site_cannot_tell_a_path_is_typed() -> None:
    assert "Type /static/ and the name of the file" in get(lesson(AUTHOR))
    TestPlatform.pictures = []
    assert "The course has no pictures yet" in get(lesson(AUTHOR))


def test_a_picture_that_is_gone_is_said_at_its_field() -> None:
    TestPlatform.pictures = ["/static/room.png", "/static/art_desk.svg"]
    block = lesson(AUTHOR)
    html = preview(block, "![A](/static/room.png) ![B](/static/art/desk.svg) ![C](/static/lost.png)")
    assert said_at(block, html) == "The picture /static/lost.png is not among the course&#39;s files."
    assert said_at(block, html, "title") == ""
    gone = {"step": "why", "title": "Why", "text": "Because.", "transcript": "![D](/static/gone.png)"}
    html = call(block, "studio_preview_step", gone).text
    assert said_at(block, html, "transcript") == "The picture /static/gone.png is not among the course&#39;s files."
    assert said_at(block, preview(block, "![A](/static/room.png) and `![C](/static/lost.png)`")) == ""
    form = {"step": "why", "title": "Why", "text": "![C](/static/lost.png)", "revision": revision_in_studio(block, "why")}
    assert call(block, "studio_save_step", form).status_int == 200
    opened = call(block, "studio_edit_step", {"step": "why"}, method="GET").text
    assert "data-look" in opened  # the preview comes at once, and says it at the field
    assert "data-look" not in call(block, "studio_edit_step", {"step": "roles"}, method="GET").text


def test_while_one_types_the_site_is_asked_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    there = ["/static/room.png"]

    def listed(_self: TestPlatform, course_key: str) -> list[str]:
        asked.append(course_key)
        return list(there)

    monkeypatch.setattr(TestPlatform, "course_pictures", listed)
    block = lesson(AUTHOR)
    for text in ("![A](/static/room.png)", "![A](/static/room.png) A room.", "A room."):
        assert said_at(block, preview(block, text)) == ""
    assert len(asked) == 1
    assert "lost.png" in said_at(block, preview(block, "![C](/static/lost.png)"))
    there.append("/static/lost.png")
    assert said_at(block, preview(block, "![C](/static/lost.png)")) == "", "it was uploaded meanwhile"


@pytest.mark.parametrize("there", [None, [f"/static/{number}.png" for number in range(pictures.MOST)]])
def test_nothing_is_missed_where_not_all_files_are_known(there: list[str] | None) -> None:
    TestPlatform.pictures = there
    block = lesson(AUTHOR)
    assert said_at(block, preview(block, "![C](/static/lost.png)")) == ""


def test_a_row_has_its_own_place() -> None:
    TestPlatform.pictures = []
    block = lesson(AUTHOR, olx=FULL.replace("A *student* comes.", "![D](/static/door.png)"))
    assert list(pictures.gone(block.unit.authored("week"), COURSE)) == ["situations-0-text"]


def test_studio_is_asked_for_the_pictures_of_the_course(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, dict[str, Any]]] = []

    def listed(key: Any, **options: Any) -> tuple[list[dict[str, Any]], int]:
        asked.append((key, options))
        return [{"asset_key": SimpleNamespace(block_id="room.png"), "displayname": "Room"}], 1

    store = ModuleType("xmodule.contentstore.django")
    store.contentstore = lambda: SimpleNamespace(get_all_content_for_course=listed)  # type: ignore[attr-defined]
    for name in ("xmodule", "xmodule.contentstore"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "xmodule.contentstore.django", store)
    assert LmsPlatform().course_pictures(COURSE) == ["/static/room.png"]
    ((key, options),) = asked
    assert str(key) == COURSE
    assert options["maxresults"] == pictures.MOST
    assert options["filter_params"] == {"contentType": {"$regex": "^image/"}}
    assert LmsPlatform().course_pictures("lib:Org:Library") is None


def test_outside_of_studio_nobody_knows() -> None:
    assert LmsPlatform().course_pictures(COURSE) is None
