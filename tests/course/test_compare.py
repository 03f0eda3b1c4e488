"""What changed from one course to another, as a team reads it that wants to keep its own edits, and archives from anybody."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from internship_xblock.course import archives
from internship_xblock.course.__main__ import main
from internship_xblock.course.build import build
from internship_xblock.course.report import marked

from . import tiny

PAGE = "vertical/page.xml"
Compare = Callable[..., str]


@pytest.fixture
def compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Compare:
    """The command on tiny courses that are changed so; with a third, the base."""

    def run(old: dict[str, str | None], new: dict[str, str | None], base: dict[str, str | None] | None = None) -> str:
        folders = [str(tiny.write(tmp_path / name, **changes)) for name, changes in (("old", old), ("new", new))]
        more = ["--base", str(tiny.write(tmp_path / "base", **base))] if base is not None else []
        assert main(["compare", *folders, *more]) == 0
        return capsys.readouterr().out

    return run


def test_equal_courses_have_no_differences(compare: Compare) -> None:
    assert compare({}, {}).startswith("0 differences")


def test_a_word_is_shown_in_its_place(compare: Compare) -> None:
    out = compare({}, tiny.swap(PAGE, "Somebody must begin.", "Somebody has to begin."))

    assert out.startswith("1 difference:")
    assert (
        'module "Start (28 min)" > lesson "Who does what? (8 min)" > page "Who does what? (8 min)" > '
        'unit "Who does what?" > step "Why"\n  text: ' in out
    )
    assert "Somebody [-must-] {+has to+} begin." in out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (tiny.swap(PAGE, 'id="c1" pile="mentor"', 'id="c1" pile="student"'), 'card "c1", pile: [-mentor-] {+student+}'),
        (tiny.swap(PAGE, "<outcome>Tell", "<outcome>Always tell"), "outcomes: [-Tell-] {+Always tell+} the roles apart"),
        (tiny.swap(PAGE, 'pass_mark="50"', 'pass_mark="60"'), "pass_mark: [-50-] {+60+}"),
        (tiny.swap(PAGE, '<commit id="mine"', '<commit id="ours"'), 'step "Mine"\n  added, with all that is in it'),
        (tiny.swap("html/words.html", "Go back", "Return"), "[-<p>Go back-] {+<p>Return+} to"),
        (tiny.swap("about/overview.html", "tiny", "small"), "file about/overview.html\n  content: "),
        (tiny.swap("policies/2026/policy.json", "2036", "2037"), "file policies/policy.json\n"),
        ({"static/picture.png": "another one"}, "file static/picture.png\n  content: [-13-] {+11+} bytes,"),
        (tiny.swap("vertical/second.xml", 'weight="1"', 'weight="2"'), 'internship_plan "Your plan"\n  weight: [-1-] {+2+}'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_kind_of_change_is_told(compare: Compare, changes: dict[str, str | None], words: str) -> None:
    assert words in compare({}, changes)


def test_a_pool_and_a_criterion_with_the_id_of_a_step_are_places_of_their_own(compare: Compare) -> None:
    beside = '<pool id="why" draw="1"/><criterion id="why" title="It is whole">{}</criterion>'
    one, two = (
        {PAGE: tiny.UNIT.replace('<read id="why"', f'{beside.format(said)}<read id="why"')} for said in ("All.", "All of it.")
    )
    out = compare(one, {PAGE: two[PAGE].replace("Somebody must", "Anybody must").replace('draw="1"', 'draw="2"')})

    assert out.startswith("3 differences:")
    assert 'unit "Who does what?" > pool "why"\n' in out
    assert 'unit "Who does what?" > criterion "It is whole"\n' in out
    assert 'unit "Who does what?" > step "Why"\n  text: ' in out


def test_what_was_moved_or_reordered_is_not_new(compare: Compare) -> None:
    lines = '  <sequential url_name="lesson"/>\n', '  <sequential url_name="submit"/>\n'
    chapter = tiny.FILES["chapter/module.xml"]
    out = compare({}, {"chapter/module.xml": chapter.replace("".join(lines), "".join(reversed(lines)))})
    assert "1 difference" in out
    assert 'in another order; it was lesson "Who does what? (8 min)", lesson "The plan (20 min)"' in out

    block = '  <html url_name="words"/>\n'
    moved = {
        "vertical/second.xml": tiny.SECOND.replace(block, ""),
        PAGE: tiny.UNIT.replace("</vertical>", f"{block}</vertical>"),
    }
    assert 'html "Words"\n  moved; it was module' in compare({}, moved)


def test_what_studio_writes_otherwise_is_no_difference(compare: Compare) -> None:
    policy = json.dumps(dict(reversed(tiny.POLICY["course/2026"].items())), indent=4)
    exported = {
        "vertical/second.xml": tiny.SECOND.replace('weight="1"', 'xblock-family="xblock.v1" weight="1.0"'),
        "policies/2026/policy.json": f'{{"course/2026": {policy}}}',
        "policies/assets.json": "{}",
    }

    assert compare({}, exported).startswith("0 differences")


def test_the_files_that_studio_names_are_no_difference(compare: Compare) -> None:
    named = tiny.swap(PAGE, "</internship_unit>", '<file src="/static/desk.svg"/></internship_unit>')
    assert compare({}, named).startswith("0 differences")


def test_a_team_sees_what_it_would_lose(compare: Compare) -> None:
    own = tiny.UNIT.replace("Somebody must begin.", "Our boss must begin.").replace("A desk", "A desk and a key")
    own = own.replace("Nice work.", "Good work.")
    newer = tiny.UNIT.replace("Somebody must begin.", "Anybody may begin.").replace("Nice work.", "Good work.")
    out = compare({PAGE: own}, {PAGE: newer}, base={})
    told, lost = out.split("\n\n", 1)

    assert "The newer archive makes 2 changes" in told
    assert "undo 2 edits of your own" in lost
    both, alone = lost.split("1 edit where the newer archive is as it was.")
    assert "1 edit where the newer archive has a change, too." in both
    assert "[-Somebody-] {+Our boss+} must begin." in both
    assert 'item "i1", text: A desk {+and a key+}' in alone
    assert "Good work" not in lost  # both say it by now


def test_what_a_team_added_or_wrote_in_what_is_gone_would_be_lost(compare: Compare) -> None:
    own = tiny.UNIT.replace("A desk", "A key").replace(
        "  </internship_unit>", '<read id="ours" title="Ours">Read.</read></internship_unit>'
    )
    newer = tiny.UNIT.replace('<checklist id="week"', '<checklist id="day"')
    both, alone = compare({PAGE: own}, {PAGE: newer}, base={}).split("is as it was.")

    assert 'item "i1", text: A [-desk-] {+key+}' in both.split("too. Read both:")[1]
    assert 'step "Ours"\n  added' in alone


def test_an_edit_that_is_in_the_newer_archive_is_not_lost(compare: Compare) -> None:
    edit = tiny.swap(PAGE, "Somebody must begin.", "Anybody may begin.")

    assert "None of your own edits would be lost." in compare(edit, edit, base={})


def test_the_same_step_added_in_other_words_would_be_lost(compare: Compare) -> None:
    mine, theirs = (
        {PAGE: tiny.UNIT.replace("  </internship_unit>", f'<read id="new" title="New">{said}.</read></internship_unit>')}
        for said in ("Ours", "Theirs")
    )

    assert "undo 1 edit" in compare(mine, theirs, base={})
    assert "None of your own" in compare(mine, mine, base={})


def test_archives_are_compared_as_folders_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = build(tiny.write(tmp_path / "old"), tmp_path / "old.tar.gz")
    new = tiny.write(tmp_path / "new", **tiny.swap(PAGE, "A desk", "A key"))

    assert main(["compare", str(old), str(new)]) == 0
    assert 'item "i1", text: A [-desk-] {+key+}' in capsys.readouterr().out


def test_what_cannot_be_read_is_said_and_the_rest_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tiny.write(tmp_path / "old")
    changes = {PAGE: "<vertical", "drafts/vertical/x.xml": "<vertical/>", **tiny.swap("about/overview.html", "tiny", "small")}
    new = tiny.write(tmp_path / "new", **changes)

    assert main(["compare", str(old), str(new)]) == 0
    told = capsys.readouterr()
    assert "is not well-formed XML" in told.err
    assert "1 pages with changes that are not published" in told.err
    assert "about/overview.html" in told.out


# -- archives from anybody ---------------------------------------------------------------------------------


def packed(path: Path, *entries: tuple[str, bytes, bytes, str]) -> Path:
    """An archive of entries: name, type, content, where a link leads."""
    with tarfile.open(path, "w:gz") as tar:
        for name, kind, content, link in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(content), link
            tar.addfile(entry, io.BytesIO(content))
    return path


COURSE = ("course/course.xml", tarfile.REGTYPE, tiny.FILES["course.xml"].encode(), "")
HOSTILE = [
    (("../evil", tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("/evil", tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("course/../../evil", tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("C:evil", tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("course\\..\\evil", tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("course/" + "a" * 300, tarfile.REGTYPE, b"x", ""), "outside of the course"),
    (("course/link", tarfile.SYMTYPE, b"", "/etc/passwd"), "a link or a device"),
    (("course/link", tarfile.LNKTYPE, b"", "course/course.xml"), "a link or a device"),
    (("course/pipe", tarfile.FIFOTYPE, b"", ""), "a link or a device"),
    (("course/null", tarfile.CHRTYPE, b"", ""), "a link or a device"),
    (COURSE, "twice"),
]


@pytest.mark.parametrize(("entry", "words"), HOSTILE, ids=lambda value: str(value)[:30])
def test_a_hostile_archive_is_refused_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], entry: tuple[str, bytes, bytes, str], words: str
) -> None:
    source = tiny.write(tmp_path / "course")
    hostile = packed(tmp_path / "hostile.tar.gz", COURSE, entry)

    assert main(["compare", str(hostile), str(source)]) == 1
    assert words in capsys.readouterr().err
    assert not list(tmp_path.parent.glob("**/evil"))
    assert not Path("/evil").exists()


def test_an_archive_that_swells_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 100_000)
    source = str(tiny.write(tmp_path / "course"))
    zeros = ("course/zeros", tarfile.REGTYPE, b"\0" * 60_000, "")
    one = packed(tmp_path / "one.tar.gz", COURSE, ("course/zeros", tarfile.REGTYPE, b"\0" * 200_000, ""))
    many = packed(tmp_path / "many.tar.gz", COURSE, zeros, ("course/more", *zeros[1:]))
    with tarfile.open(tmp_path / "name.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(tarfile.TarInfo("a" * 200_000))  # a name that is longer than all else may be

    for path in (one, many, tmp_path / "name.tar.gz"):
        assert main(["compare", str(path), source]) == 1
        assert "larger than 0 MB" in capsys.readouterr().err


def test_too_many_files_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    path = packed(tmp_path / "many.tar.gz", *((f"course/{number}", tarfile.REGTYPE, b"", "") for number in range(4)))

    assert main(["compare", str(path), str(tmp_path)]) == 1
    assert "more than 3 files" in capsys.readouterr().err


def test_bad_input_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tiny.write(tmp_path / "course")
    (tmp_path / "words.tar.gz").write_text("no archive")
    (tmp_path / "gzip.tar.gz").write_bytes(gzip.compress(b"no archive"))
    whole = build(source, tmp_path / "whole.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])
    packed(tmp_path / "empty.tar.gz", ("course/x", tarfile.REGTYPE, b"", ""))
    for name in ("en", "nb"):
        tiny.write(tmp_path / "editions" / name)
    broken = tiny.write(tmp_path / "broken", **{"course.xml": "<course"})

    for path, words in (
        (tmp_path / "gone", "There is no"),
        (tmp_path / "words.tar.gz", "no archive that can be read"),
        (tmp_path / "gzip.tar.gz", "no archive that can be read"),
        (tmp_path / "half.tar.gz", "no archive that can be read"),
        (tmp_path / "empty.tar.gz", "no course.xml in"),
        (tmp_path / "editions", "several courses"),
        (broken, "cannot be read, so there is nothing to compare"),
    ):
        assert main(["compare", str(source), str(path)]) == 1, path
        assert words in capsys.readouterr().err, path


def test_words_that_a_terminal_would_obey_are_not_printed(compare: Compare) -> None:
    out = compare({}, {"about/overview.html": "<h2>About</h2>\n<p>A \x1b[31mred\x07 course.</p>\n"})

    assert "red" in out
    assert "\x1b" not in out
    assert "\x07" not in out


def test_long_parts_that_stayed_are_left_out() -> None:
    same = " ".join(f"w{number}" for number in range(40))

    assert marked(f"{same} old {same}", f"{same} new {same}") == (
        "… w34 w35 w36 w37 w38 w39 [-old-] {+new+} w0 w1 w2 w3 w4 w5 …"
    )
    assert marked("", "all new") == "{+all new+}"
