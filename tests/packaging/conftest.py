"""Builds the distribution, and makes clean environments to install it into.

What a clean environment needs from the index is fetched once, by the metadata of our own wheel; each form of the
distribution then gets an environment of its own, filled by copying. Nothing of the repository or of the test
environment can be seen from there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_SOURCE = (".git", ".venv*", "var", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
SETUPTOOLS = ("68", "80")  # the oldest that pyproject.toml admits, and the one that Tutor 22 builds with
END = "oldest" if sys.version_info < (3, 12) else "newest"
CONSTRAINTS = ["--constraint", str(ROOT / f"requirements/constraints-{END}.txt")]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program without any Python settings of ours; its output, or a failure that shows it."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO", "PYTEST"))}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=outside, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.fail(
            f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
    return done.stdout


@dataclass(frozen=True)
class Environment:
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin/python"

    @property
    def site_packages(self) -> Path:
        return next(self.folder.glob("lib/python3*/site-packages"))

    def pip(self, *arguments: str | Path) -> None:
        run(self.python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments, cwd=self.folder)

    def copy(self, folder: Path) -> Environment:
        """A new environment with the same packages in it."""
        venv.create(folder, with_pip=False, symlinks=True)
        other = Environment(folder)
        shutil.copytree(self.site_packages, other.site_packages, dirs_exist_ok=True)
        return other


@dataclass(frozen=True)
class Built:
    """What one version of setuptools makes of the source."""

    sdist: Path
    wheel: Path
    wheel_from_sdist: Path


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's files, with the litter that must not get into a package."""
    folder = tmp_path_factory.mktemp("source") / "internship-xblock"
    shutil.copytree(ROOT, folder, symlinks=True, ignore=shutil.ignore_patterns(*NOT_SOURCE))
    for litter in ("var/demo/state.sqlite3", "internship_xblock/.hidden", "static/.DS_Store", "internship_xblock/old.html~"):
        (folder / litter).parent.mkdir(parents=True, exist_ok=True)
        (folder / litter).write_text("litter")
    return folder


@pytest.fixture(scope="session")
def built(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The distributions, by the version of setuptools."""
    return {version: _build(source, version, tmp_path_factory.mktemp(f"setuptools{version}")) for version in SETUPTOOLS}


def _build(source: Path, version: str, folder: Path) -> Built:
    builder = Environment(folder / "builder")
    venv.create(builder.folder, with_pip=True, symlinks=True)
    builder.pip(f"setuptools=={version}.*", "wheel", "build")
    build = (builder.python, "-m", "build", "--no-isolation")
    run(*build, "--sdist", "--outdir", folder / "dist", cwd=source)
    run(*build, "--wheel", "--outdir", folder / "dist", cwd=source)
    shutil.rmtree(source / "build", ignore_errors=True)
    shutil.unpack_archive(next((folder / "dist").glob("*.tar.gz")), folder / "unpacked", filter="data")
    run(*build, "--wheel", "--outdir", folder / "again", cwd=next((folder / "unpacked").iterdir()))
    return Built(
        sdist=next((folder / "dist").glob("*.tar.gz")),
        wheel=next((folder / "dist").glob("*.whl")),
        wheel_from_sdist=next((folder / "again").glob("*.whl")),
    )


@pytest.fixture(scope="session")
def dependencies(built: dict[str, Built], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment with what our wheel asks for and what the platform brings, but without us."""
    base = Environment(tmp_path_factory.mktemp("clean") / "dependencies")
    venv.create(base.folder, with_pip=True, symlinks=True)
    base.pip(f"{built['80'].wheel}[course]", "edx-django-utils", *CONSTRAINTS)
    run(base.python, "-m", "pip", "uninstall", "--yes", "--quiet", "internship-xblock", cwd=base.folder)
    return base


@pytest.fixture(scope="session", params=["editable", "wheel", "sdist"])
def installed(
    request: pytest.FixtureRequest,
    source: Path,
    built: dict[str, Built],
    dependencies: Environment,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Environment]:
    """The form of the distribution and the clean environment it is installed in."""
    environment = dependencies.copy(tmp_path_factory.mktemp(request.param) / "environment")
    what = {"editable": ("--editable", source), "wheel": (built["80"].wheel,), "sdist": (built["80"].sdist,)}
    environment.pip(*what[request.param], *CONSTRAINTS)
    return request.param, environment
