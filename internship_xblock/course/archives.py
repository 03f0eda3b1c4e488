"""A course that somebody hands us: a folder, or the `.tar.gz` that Studio exports. An archive may come from anybody.

It is unpacked into a folder of its own that goes again: plain files and folders only, none outside of it, none twice, and no
more of either than a course has.
"""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from .shipped import editions

MOST_BYTES = 500_000_000  # unpacked: a course with its films
MOST_FILES = 20_000
_LONGEST = 400  # characters of a path, and of the name of one part of it
_LONGEST_PART = 200


class NoCourse(Exception):
    """What was named is no course that can be read; the message says why and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """Yield the folder with `course.xml` in a folder or an archive. NoCourse where there is none, or not just one."""
    if path.is_dir():
        yield _course_in(path, path)
    elif path.is_file():
        with TemporaryDirectory(prefix="course-") as name:
            folder = Path(name)
            try:
                _unpack(path, folder)
            except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeError, ValueError) as error:
                raise NoCourse(f"{path} is no archive that can be read ({error}). Export the course in Studio again.") from None
            except OSError as error:
                raise NoCourse(f"{path} cannot be unpacked ({error.strerror or error}).") from None
            yield _course_in(folder, path)
    else:
        raise NoCourse(f"There is no {path}. Name a folder with course.xml, or a .tar.gz that Studio exported.")


def _course_in(folder: Path, path: Path) -> Path:
    """Return the course in a folder: the folder itself, or the one folder in it that is a course."""
    found = [one for one in editions(folder).values() if (one / "course.xml").is_file()]
    if not found:
        raise NoCourse(f"There is no course.xml in {path}, nor in a folder right inside it.")
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise NoCourse(f"There are several courses in {path}: {names}. Name one of these folders.")
    return found[0]


def _unpack(path: Path, folder: Path) -> None:
    seen: set[str] = set()
    with gzip.open(path) as packed, tarfile.open(fileobj=_Measured(packed, path), mode="r|") as tar:
        for count, member in enumerate(tar, start=1):
            if count > MOST_FILES:
                raise NoCourse(f"{path} holds more than {MOST_FILES} files. That is no course; nothing was read.")
            name = _safe(path, member)
            if name in seen and not member.isdir():
                raise NoCourse(f'{path} holds "{name}" twice. Export the course in Studio again.')
            seen.add(name)
            if member.isdir():
                (folder / name).mkdir(parents=True, exist_ok=True)
                continue
            content = tar.extractfile(member)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("wb") as file:
                shutil.copyfileobj(content or io.BytesIO(), file)


def _safe(path: Path, member: tarfile.TarInfo) -> str:
    """Return the name of a file in an archive, as it may be made in a folder. NoCourse for any other."""
    shown = member.name[:80]
    if not (member.isreg() or member.isdir()):
        raise NoCourse(f'{path} holds "{shown}", which is a link or a device. A course has files and folders only.')
    parts = PurePosixPath(member.name).parts
    outside = member.name.startswith("/") or ".." in parts or "\\" in member.name or ":" in member.name or "\0" in member.name
    if outside or len(member.name) > _LONGEST or any(len(part.encode()) > _LONGEST_PART for part in parts):
        raise NoCourse(f'{path} holds a file called "{shown}", which would lie outside of the course. Nothing was read.')
    if member.size > MOST_BYTES:
        raise NoCourse(_too_much(path))
    return "/".join(parts)


def _too_much(path: Path) -> str:
    return f"{path} is larger than {MOST_BYTES // 1_000_000} MB when it is unpacked. Nothing was read."


class _Measured(io.RawIOBase):
    """What comes out of an archive, up to MOST_BYTES: also of what claims to be a name, or lies between the files."""

    def __init__(self, packed: gzip.GzipFile, path: Path) -> None:
        self._packed, self._path, self._left = packed, path, MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        found = self._packed.read(wanted)
        self._left -= len(found)
        if self._left < 0:
            raise NoCourse(_too_much(self._path))
        return found
