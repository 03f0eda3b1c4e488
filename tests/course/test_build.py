"""The archive: the same bytes for the same files, laid out as Studio wants it, from a course that is in order only."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from internship_xblock.course.__main__ import main
from internship_xblock.course.build import NotBuilt, archive, build
from internship_xblock.course.check import check
from internship_xblock.course.shipped import shipped_course

from . import tiny


@pytest.fixture
def umask() -> object:
    """A narrow umask for what the test writes."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    assert archive(shipped_course()) == archive(shipped_course())


def test_times_modes_and_the_order_of_writing_leave_no_trace(tmp_path: Path, umask: object) -> None:
    first = tiny.write(tmp_path / "first")
    os.umask(0o022)
    second = tmp_path / "second"
    for name in reversed(list(tiny.FILES)):
        path = second / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tiny.FILES[name], encoding="utf-8")
        os.utime(path, (1, 1_000_000))
        path.chmod(0o775)

    assert archive(first) == archive(second)


def test_other_content_gives_other_bytes(tmp_path: Path) -> None:
    first = archive(tiny.write(tmp_path / "first"))
    second = archive(tiny.write(tmp_path / "second", **{"about/overview.html": "<h2>About</h2><p>Another one.</p>"}))

    assert first != second


def test_the_header_names_neither_a_file_nor_a_time(tmp_path: Path) -> None:
    header = archive(tiny.write(tmp_path))[:10]

    assert header[:3] == b"\x1f\x8b\x08"
    assert header[3] == 0  # no name, no comment
    assert header[4:8] == b"\0\0\0\0"  # no time


def test_the_archive_has_one_root_folder_with_the_course_in_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(archive(shipped_course()))) as tar:
        entries = tar.getmembers()
    names = [entry.name for entry in entries]

    assert {name.split("/")[0] for name in names} == {"course"}
    assert "course/course.xml" in names
    assert "course/course/2026.xml" in names
    assert "course/policies/2026/policy.json" in names
    assert not {"course/README.md", "course/LICENSE", "course/art"} & set(names)
    assert all(entry.isfile() or entry.isdir() for entry in entries)
    files = [entry.name for entry in entries if entry.isfile()]
    assert files == sorted(files)
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "", "")}


def test_what_is_unpacked_is_the_course_and_in_order(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive(shipped_course()))) as tar:
        tar.extractall(tmp_path, filter="data")

    assert [path.name for path in tmp_path.iterdir()] == ["course"]
    assert check(tmp_path / "course") == []


def test_hidden_files_and_editors_copies_stay_at_home(tmp_path: Path) -> None:
    before = archive(tiny.write(tmp_path))
    for name in (".DS_Store", "vertical/.page.xml.swp", "vertical/page.xml~", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    assert archive(tmp_path) == before


def test_a_link_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    source = tiny.write(tmp_path / "course")
    (source / "static" / "linked.png").symlink_to(secret)

    with pytest.raises(NotBuilt, match=r"static/linked\.png is a link"):
        archive(source)


def test_a_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match=r"no course\.xml"):
        build(tmp_path, tmp_path / "out.tar.gz")


def test_the_command_builds_what_is_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = tiny.write(tmp_path / "course"), tmp_path / "deep" / "out.tar.gz"

    assert main(["build", "--source", str(source), "--out", str(out)]) == 0
    assert out.read_bytes() == archive(source)
    assert str(out) in capsys.readouterr().out


def test_the_archive_goes_to_one_place_if_nobody_names_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tiny.write(tmp_path / "course")
    monkeypatch.chdir(tmp_path)

    assert main(["build", "--source", str(source)]) == 0
    assert (tmp_path / "dist" / "mentor_course.tar.gz").read_bytes() == archive(source)


def test_the_command_refuses_what_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tiny.write(tmp_path / "course", **tiny.swap("vertical/page.xml", "Somebody must begin.", "Coming soon."))
    out = tmp_path / "out.tar.gz"

    assert main(["build", "--source", str(source), "--out", str(out)]) == 1
    assert not out.exists()
    assert 'vertical/page.xml:6: "Coming soon" is not finished text.' in capsys.readouterr().err
    assert main(["check", "--source", str(source)]) == 1


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tiny.write(tmp_path / "course")

    assert main(["build", "--source", str(source), "--out", str(source)]) == 1
    assert "cannot be written" in capsys.readouterr().err
