"""An editable install, a wheel and a source archive are each the whole product, and nothing else."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from internship_xblock.registry import TOOLS

from .conftest import ROOT, SETUPTOOLS, Built, Environment, run

pytestmark = pytest.mark.packaging

PROBE = Path(__file__).parent / "probe.py"
LINKS = {"static": "static", "locale": "translations", "mentor_course": "mentor_course"}
LITTER = ("tests/", "var/", ".hidden", ".DS_Store", "~", ".pyc", "__pycache__")


def data_of_the_repository() -> dict[str, int]:
    """What every installation must carry beside Python: path in the package -> size in bytes.

    Counted from the top-level folders, not through the links that lead to them.
    """
    package = ROOT / "internship_xblock"
    own = [path for path in package.rglob("*") if not any(path.is_relative_to(package / link) for link in LINKS)]
    linked = [(f"{link}/", ROOT / target, (ROOT / target).rglob("*")) for link, target in LINKS.items()]
    return {
        f"{prefix}{path.relative_to(root).as_posix()}": path.stat().st_size
        for prefix, root, paths in [("", package, own), *linked]
        for path in paths
        if path.is_file() and not path.name.startswith(".") and path.suffix not in (".py", ".pyc")
    }


def modules_of_the_repository() -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "internship_xblock").rglob("*.py")}


def names_in(archive: Path) -> list[str]:
    """The files of a wheel or a source archive, without the archive's own root folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return sorted(wheel.namelist())
    with tarfile.open(archive) as sdist:
        odd = [member.name for member in sdist if not (member.isfile() or member.isdir())]
        assert odd == [], "a source archive holds real files, no links"
        return sorted(member.name.split("/", 1)[1] for member in sdist if member.isfile())


def package_in(archive: Path) -> set[str]:
    return {name for name in names_in(archive) if name.startswith("internship_xblock/")}


@pytest.fixture(scope="module")
def report(installed: tuple[str, Environment], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    _form, environment = installed
    found: dict[str, Any] = json.loads(run(environment.python, "-I", PROBE, cwd=tmp_path_factory.mktemp("elsewhere")))
    return found


# -- the archives ------------------------------------------------------------------------------------------


def test_there_is_a_course_and_a_translation_to_pack() -> None:
    data = data_of_the_repository()
    assert {
        "mentor_course/en/course.xml",
        "locale/nb/LC_MESSAGES/django.mo",
        "static/internship_xblock/built/internship.css",
    } <= set(data)


@pytest.mark.parametrize("version", SETUPTOOLS)
def test_archives_hold_the_whole_package_and_no_litter(built: dict[str, Built], version: str) -> None:
    wanted = modules_of_the_repository() | {f"internship_xblock/{name}" for name in data_of_the_repository()}
    for archive in (built[version].sdist, built[version].wheel, built[version].wheel_from_sdist):
        assert package_in(archive) == wanted, archive.name
        assert [name for name in names_in(archive) if any(part in name for part in LITTER)] == []


@pytest.mark.parametrize("form", ["sdist", "wheel"])
def test_building_again_gives_the_same_files(built: dict[str, Built], form: str) -> None:
    """By another setuptools even; that one puts the licence elsewhere, so the package itself is compared."""
    first, second = (package_in(getattr(built[version], form)) for version in SETUPTOOLS)
    assert first == second


@pytest.mark.parametrize("version", SETUPTOOLS)
def test_the_licence_travels_along(built: dict[str, Built], version: str) -> None:
    for archive in (built[version].sdist, built[version].wheel):
        assert [name for name in names_in(archive) if name.endswith("LICENSE") and "mentor_course" not in name]


# -- the installations --------------------------------------------------------------------------------------


def test_it_is_installed_where_it_should_be(installed: tuple[str, Environment], report: dict[str, Any], source: Path) -> None:
    form, environment = installed
    place = source if form == "editable" else environment.folder
    assert Path(report["where"]).resolve().is_relative_to(place.resolve())


def test_its_requirements_fit(installed: tuple[str, Environment]) -> None:
    _form, environment = installed
    assert "No broken requirements" in run(environment.python, "-m", "pip", "check", cwd=environment.folder)


def test_entry_points_load(report: dict[str, Any]) -> None:
    assert report["entry_points"] == {
        "xblock.v1": {
            "internship_unit": "UnitBlock",
            "internship_plan": "PlanBlock",
            "internship_placement": "PlacementBlock",
            "internship_log": "LogBlock",
        },
        "openedx.course_tab": {"internship": "InternshipTab"},
        "lms.djangoapp": {"internship_xblock": "InternshipConfig"},
        "cms.djangoapp": {"internship_xblock": "InternshipConfig"},
    }


def test_every_file_is_found_through_the_package(installed: tuple[str, Environment], report: dict[str, Any]) -> None:
    form, _environment = installed
    found = {
        name: size for name, size in report["files"].items() if form != "editable" or not any(part in name for part in LITTER)
    }
    assert found == data_of_the_repository()


def test_django_finds_templates_static_files_and_words(report: dict[str, Any]) -> None:
    found = report["django"]
    assert found["template"].endswith("internship_xblock/ui/templates/block.html")
    assert {name.partition("/")[0] for name in found["templates"]} == {"ui", "demo", *(tool.name for tool in TOOLS)}
    assert found["static"].endswith("internship_xblock/built/internship.css")
    assert found["nb"] not in ("", "Save mine instead"), "the compiled Norwegian catalogue was not found"


@pytest.mark.parametrize(("project", "urls"), [("lms.djangoapp", ["^internship/"]), ("cms.djangoapp", [])])
def test_the_platforms_plugin_manager_loads_us(report: dict[str, Any], project: str, urls: list[str]) -> None:
    found = report["plugin"][project]
    assert found["apps"] == ["internship_xblock.apps.InternshipConfig"]
    assert found["urls"] == urls
    settings = found["settings"]
    assert settings["INSTALLED_APPS"] == ["django.contrib.auth", "django_htmx"]
    ours = ["internship_log", "internship_placement", "internship_plan", "internship_unit"]
    assert settings["LIBRARY_ENABLED_BLOCKS"] == ["problem", *ours]
    assert settings["INTERNSHIP_PLATFORM"] == "internship_xblock.openedx.lms.LmsPlatform"


def test_the_course_is_checked_and_built_from_an_installation(installed: tuple[str, Environment], tmp_path: Path) -> None:
    _form, environment = installed
    run(environment.python, "-I", "-m", "internship_xblock.course", "check", cwd=tmp_path)
    run(environment.python, "-I", "-m", "internship_xblock.course", "build", "--out", tmp_path / "course.tar.gz", cwd=tmp_path)
    for language in ("en", "nb"):
        with tarfile.open(tmp_path / f"course_{language}.tar.gz") as archive:
            roots = {name.split("/", 1)[0] for name in archive.getnames()}
        assert len(roots) == 1
