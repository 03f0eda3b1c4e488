"""One transaction around what somebody asked for: begun once more where the database gave up, and told where that fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connections, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from markupsafe import Markup
from xblock.fields import Scope, String

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Busy, Invalid, SavedButRefused
from internship_xblock.core.transactions import check_isolation, run_in_transaction
from internship_xblock.tools.logs.models import LogRetention
from internship_xblock.ui.action import action
from internship_xblock.ui.block import InternshipBlock

from .runtime import call, make_block

alone = pytest.mark.django_db(transaction=True)  # with no transaction around: only then there is something to begin again


def store(key: str) -> None:
    LogRetention.objects.create(usage_key=key, course_key="c")


def stored() -> list[str]:
    return sorted(LogRetention.objects.values_list("usage_key", flat=True))


class Failing:
    """Writes a row and fails as often as told, then writes and is done."""

    def __init__(self, times: int, error: Exception) -> None:
        self.times, self.error, self.attempts = times, error, 0

    def __call__(self) -> str:
        self.attempts += 1
        store(f"attempt {self.attempts}")
        if self.attempts <= self.times:
            raise self.error
        return "done"


@alone
@pytest.mark.parametrize("code", [1213, 1205, 1020])
def test_what_was_given_up_is_begun_once_more(code: int) -> None:
    work, again = Failing(1, OperationalError(code, "…")), []
    assert run_in_transaction(work, lambda: again.append(True)) == "done"
    assert (stored(), again) == (["attempt 2"], [True])


@alone
def test_given_up_twice_is_told_and_nothing_is_written() -> None:
    work = Failing(5, OperationalError(1213, "…"))
    with pytest.raises(Busy):
        run_in_transaction(work)
    assert (work.attempts, stored()) == (2, [])


@pytest.mark.django_db
def test_in_somebody_elses_transaction_nothing_is_begun_again() -> None:
    work = Failing(1, OperationalError(1213, "…"))
    with pytest.raises(Busy):
        run_in_transaction(work)
    assert work.attempts == 1


@alone
@pytest.mark.parametrize("error", [OperationalError(2006, "gone away"), IntegrityError(1062, "twice"), ValueError()])
def test_other_errors_are_nobodys_turn(error: Exception) -> None:
    work = Failing(1, error)
    with pytest.raises(type(error)):
        run_in_transaction(work)
    assert (work.attempts, stored()) == (1, [])


@alone
def test_a_platform_that_says_it_in_its_own_words_is_understood() -> None:
    class SaveError(Exception):
        pass

    def work() -> None:
        try:
            raise OperationalError(1213, "…")
        except DatabaseError:
            raise SaveError() from None

    with pytest.raises(Busy):
        run_in_transaction(work)


@alone
def test_what_is_done_after_the_commit_is_not_done_twice() -> None:
    def late() -> None:
        raise OperationalError(1213, "…")

    def work() -> None:
        store("one")
        transaction.on_commit(late)

    with pytest.raises(OperationalError):
        run_in_transaction(work)
    assert stored() == ["one"]


@alone
@pytest.mark.parametrize(("error", "kept"), [(SavedButRefused(), ["row"]), (Invalid(), [])])
def test_only_one_error_commits(error: Exception, kept: list[str]) -> None:
    def work() -> None:
        store("row")
        raise error

    with pytest.raises(type(error)):
        run_in_transaction(work)
    assert stored() == kept


# -- a block -----------------------------------------------------------------------------------------------------------------


class CountingBlock(InternshipBlock):
    """Adds a letter to a field, then does what the test asks."""

    written = String(scope=Scope.user_state, default="")
    happens: Callable[[], None] = staticmethod(lambda: None)

    @action()
    def add(self, actor: Actor, data: Any) -> str:
        self.written += "x"
        self.happens()
        return f"<p>{self.written}</p>"


def failing(times: int) -> Callable[[], None]:
    left = [OperationalError(1213, "…")] * times
    return lambda: (_ for _ in ()).throw(left.pop()) if left else None


@alone
def test_a_block_begins_again_from_what_was_stored(person: Callable[..., Actor]) -> None:
    block = make_block(CountingBlock, person("mira"))
    block.happens = failing(1)
    answer = call(block, "add")
    assert (answer.status_int, answer.text, block.written) == (200, "<p>x</p>", "x")


@alone
def test_a_block_says_that_nothing_was_changed(person: Callable[..., Actor]) -> None:
    block = make_block(CountingBlock, person("mira"))
    block.happens = failing(2)
    answer = call(block, "add")
    assert answer.status_int == 503
    assert "Nothing was changed; please try again." in answer.text
    assert 'class="ix-message' in answer.text, "the script shows it where it was typed"


@alone
def test_fields_that_were_stored_are_not_stored_twice(person: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    """The LMS's cache of a learner's state cannot be rolled back: then the browser asks anew, with another block."""
    block = make_block(CountingBlock, person("mira"))
    monkeypatch.setattr(block, "save", failing(1))
    assert call(block, "add").status_int == 503


@alone
def test_a_view_is_begun_again_too(person: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    block = make_block(CountingBlock, person("mira"))
    happens = failing(1)
    monkeypatch.setattr(block, "show", lambda actor: happens() or Markup("<p>shown</p>"))
    assert "<p>shown</p>" in block.student_view().content


# -- the site ----------------------------------------------------------------------------------------------------------------


def views(found: Any) -> list[Any]:
    inside = [view for one in found if isinstance(one, URLResolver) for view in views(one.url_patterns)]
    return inside + [one.callback for one in found if isinstance(one, URLPattern)]


@pytest.mark.parametrize("urls", ["internship_xblock.urls", "internship_xblock.demo.urls"])
def test_our_pages_and_the_player_begin_their_own_transactions(urls: str) -> None:
    ours = [view for view in views(get_resolver(urls).url_patterns) if view.__module__.startswith("internship_xblock")]
    assert len(ours) > 5
    around = [view.__name__ for view in ours if "default" not in getattr(view, "_non_atomic_requests", ())]
    assert around == []


LEVELS = [("absent", False), ("read committed", False), ("READ COMMITTED", False), ("repeatable read", True), (None, True)]


@pytest.mark.parametrize(("level", "warns"), LEVELS)
def test_an_operator_is_told_of_another_isolation_level(level: Any, warns: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    monkeypatch.setattr(type(connection), "vendor", "mysql")
    options = {} if level == "absent" else {"isolation_level": level}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    found = check_isolation()
    assert [one.id for one in found] == (["internship_xblock.W002"] if warns else [])
