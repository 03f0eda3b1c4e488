"""The files of a page under whatever a site does to the names of static files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles import finders
from django.templatetags import static as tags

from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.ui import files
from tests.runtime import make_block


@pytest.fixture
def unread() -> Iterator[None]:
    """What is remembered of htmx's file is asked anew, and forgotten after the test."""
    files.htmx_file.cache_clear()
    yield
    files.htmx_file.cache_clear()


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("/static/", ""), ("/static/indigo/", ""), ("https://cdn.example/assets/", ""), ("/static/", ".0123456789ab")],
    ids=["as they are", "in a theme's folder", "on another host", "with a hash"],
)
def test_htmx_is_found_wherever_static_files_stand(
    unread: None, monkeypatch: pytest.MonkeyPatch, prefix: str, suffix: str
) -> None:
    """A theme whose folder is among the collected files puts its name before all of them."""

    def handed_out(name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        return f"{prefix}{stem}{suffix}{dot}{ending}"

    monkeypatch.setattr("django_htmx.jinja.static", handed_out)
    assert finders.find(files.htmx_file()) is not None


def test_a_block_is_drawn_under_a_theme(unread: None, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """An address that was one already must not be asked for a second time: a strict storage refuses it."""

    def handed_out(name: str) -> str:
        if name.startswith("/"):
            raise ValueError(name)
        return f"/static/indigo/{name}"

    for module in ("django_htmx.jinja", "internship_xblock.ui.block"):
        monkeypatch.setattr(f"{module}.static", handed_out)
    fragment = make_block(PlanBlock, None).student_view()
    names = [one.data.removeprefix("/static/indigo/") for one in fragment.resources]
    assert any(name.startswith("django_htmx/htmx") for name in names)
    assert all(finders.find(name) for name in names)
    assert tags.static("x") == "/static/x"
