"""What scripts/changelog.py writes: what is new since the newest release, above the releases as they stand."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.source
ROOT = Path(__file__).resolve().parent.parent
BY_HAND = "## 0.1.0 (2026-11-28)\n\nThe first release.\n\n### For partners\n\n- Plans, **as they are**.\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script in an empty repository of its own."""
    spec = importlib.util.spec_from_file_location("changelog_script", ROOT / "scripts/changelog.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FILE", tmp_path / "CHANGELOG.md")
    git(tmp_path, "init", "--quiet")
    return module


def git(folder: Path, *arguments: str) -> None:
    known = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *known, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def commit(script: ModuleType) -> Callable[[str], None]:
    """Commit all there is under a subject."""

    def make(subject: str) -> None:
        git(script.ROOT, "add", "--all")
        git(script.ROOT, "commit", "--quiet", "--allow-empty", "-m", subject)

    return make


@pytest.fixture
def written(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the script; what stands in the file then."""

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["changelog.py", *arguments])
        script.main()
        return str(script.FILE.read_text(encoding="utf-8"))

    return run


def closed(script: ModuleType, commit: Callable[[str], None]) -> None:
    """A first feature, and a release whose section was written by hand."""
    commit("feat(plans): the plan")
    script.FILE.write_text(f"{script.HEAD}\n{BY_HAND}", encoding="utf-8")
    commit("docs: the release")


def test_all_there_is_is_new_before_the_first_release(commit: Callable[[str], None], written: Callable[..., str]) -> None:
    commit("feat(plans): sign a plan")
    commit("test(plans): try it")
    text = written()
    assert "## Not released yet\n\n### New\n\n- **The plan:** Sign a plan\n" in text
    assert "Try it" not in text


def test_a_section_written_by_hand_stands_as_it_is_and_ends_what_is_new(
    script: ModuleType, commit: Callable[[str], None], written: Callable[..., str]
) -> None:
    closed(script, commit)
    assert written() == f"{script.HEAD}\n{BY_HAND}"
    commit("fix(logs): show every entry")
    text = written()
    assert text == f"{script.HEAD}\n## Not released yet\n\n### Mended\n\n- **The log:** Show every entry\n\n{BY_HAND}"
    assert written() == text


def test_a_section_that_is_not_committed_yet_has_all_that_is(
    script: ModuleType, commit: Callable[[str], None], written: Callable[..., str]
) -> None:
    commit("feat(plans): the plan")
    script.FILE.write_text(f"{script.HEAD}\n{BY_HAND}", encoding="utf-8")
    assert "Not released yet" not in written()


def test_the_tag_of_the_newest_section_counts_more_than_the_commit_that_closed_it(
    script: ModuleType, commit: Callable[[str], None], written: Callable[..., str]
) -> None:
    closed(script, commit)
    commit("fix(logs): the last one before the tag")
    git(script.ROOT, "tag", "v0.1.0")
    commit("feat(logs): the first one after it")
    text = written()
    assert "The first one after it" in text
    assert "The last one before the tag" not in text


def test_a_title_that_was_changed_closes_anew(
    script: ModuleType, commit: Callable[[str], None], written: Callable[..., str]
) -> None:
    closed(script, commit)
    commit("feat(logs): in it after all")
    script.FILE.write_text(script.FILE.read_text(encoding="utf-8").replace("11-28", "12-01"), encoding="utf-8")
    commit("docs: the day of the release")
    assert "In it after all" not in written()


def test_a_version_closes_what_is_new_once(
    script: ModuleType, commit: Callable[[str], None], written: Callable[..., str]
) -> None:
    closed(script, commit)
    commit("feat(logs)!: a new sharing")
    text = written("0.2.0")
    assert text.index("## 0.2.0 (") < text.index("**The log:** A new sharing (breaks what was)") < text.index(BY_HAND)
    with pytest.raises(SystemExit, match=r"0\.2\.0 is closed already"):
        written("0.2.0")
    commit("docs: close 0.2.0")
    git(script.ROOT, "tag", "v0.1.0", "HEAD~2")  # an older release has a tag, the newest none yet
    assert written() == text
