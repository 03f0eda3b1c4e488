"""The archive that Studio imports: one `.tar.gz` with one root folder, the same bytes for the same files."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

from .outline import course_files

ROOT = "course"  # the one folder in the archive
_TIME = 315_532_800  # 1 January 1980: old enough to be nobody's, late enough for every tool
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755


class NotBuilt(Exception):
    """The archive cannot be made; the message says why and what to do."""


def archive(source: Path) -> bytes:
    """The course in `source` as the bytes of a `.tar.gz`.

    Owners, times, modes and the order on disk leave no trace, so equal files give equal bytes. NotBuilt for a link:
    an importer refuses them, and they would make the archive depend on what lies outside the folder.
    """
    source = source.resolve()
    if not (source / "course.xml").is_file():
        raise NotBuilt(f"There is no course.xml in {source}. Name the folder that holds it.")
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in _folders(course_files(source)):
            tar.addfile(_entry(name, tarfile.DIRTYPE, _FOLDER_MODE))
        for file in course_files(source):
            if any(path.is_symlink() for path in _steps(source, file)):
                raise NotBuilt(f"{file} is a link. Put the file itself into the course folder.")
            content = (source / file).read_bytes()
            entry = _entry(f"{ROOT}/{file}", tarfile.REGTYPE, _FILE_MODE)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def build(source: Path, out: Path) -> Path:
    """Write the archive of the course in `source` to the file `out`, making its folder; returns `out`."""
    content = archive(source)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise NotBuilt(f"{out} cannot be written ({error.strerror}). Name another file with --out.") from None
    return out


def _folders(files: list[str]) -> list[str]:
    folders = {ROOT}
    for file in files:
        folders.update(f"{ROOT}/{parent.as_posix()}" for parent in Path(file).parents if parent.as_posix() != ".")
    return sorted(folders)


def _steps(source: Path, file: str) -> list[Path]:
    """The file and every folder on the way to it."""
    return [source / file, *(source / parent for parent in Path(file).parents if parent.as_posix() != ".")]


def _entry(name: str, kind: bytes, mode: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode, entry.mtime = kind, mode, _TIME
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
