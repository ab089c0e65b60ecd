"""Folders to files: what below a docs folder is an article, a batch or neither.

Left out without a word: `README*`, names that begin with a dot, sidecars of articles and tables of metadata (but what
of these cannot be used), backup copies of editors.
Everything else that is no article is reported: nobody should wonder where a file went.
"""

import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from indexer.ingest import metadata_table, sidecar
from indexer.ingest.encodings import is_printable
from indexer.ingest.formats.known import ARCHIVE, FORMATS, extension_of
from indexer.ingest.passed_over import is_passed_over
from indexer.ingest.source import SourceFile
from indexer.model import Skipped

Found = SourceFile | Skipped


class _Place(NamedTuple):
    """A path below the root, the names of the sidecars that may lie beside it, and whether a table may."""

    path: str
    sidecars: tuple[str, ...] = ()
    tabled: bool = False


def walk(root: Path, below: str = "", *, without: Collection[Path | None] = ()) -> Iterator[Found]:
    """Yield the articles and batches at or under `root / below` sorted by name, folder by folder.

    `root` is absolute and free of links. The folders `without` are passed over (the index, where it lies among
    the articles, and other roots). `Skipped.path` is below `root` and spelled as on disk; of the root itself it is `.`.
    """
    name = PurePosixPath(below).name
    pending = [_Place(below, sidecar.names(name, extension_of(name) or ""), tabled=True)]
    while pending:
        place = pending.pop()
        if _is_table(root, place.path):
            yield from _unused(root, place.path)
            continue
        found = _look(root, place)
        if isinstance(found, list):
            if not place.path or root / place.path not in without:
                pending.extend(found)
        elif found is not None:
            yield found


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder, without an error where nothing can be seen."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _look(root: Path, place: _Place) -> Found | list[_Place] | None:
    """Return a file, why it is skipped, what is in a folder in reverse order, or None where passed over."""
    path, name = place.path, place.path.rpartition("/")[2]
    if path and is_passed_over(name):
        return None
    if not is_printable(name):
        return Skipped(escaped(path), "bad-name", "the name is not printable UTF-8; rename it")
    try:
        status = os.lstat(f"{root}/{path}")
        if name.lower().endswith(sidecar.SUFFIX):
            return _stray(path, status)
        if stat.S_ISLNK(status.st_mode):
            return _link(root, path)
        if stat.S_ISDIR(status.st_mode):
            return sorted(_inside(root, path), reverse=True)
        return _file(root, place, name, status)
    except OSError as error:
        return Skipped(path or ".", "unreadable", error.strerror or str(error))


def _inside(root: Path, path: str) -> Iterator[_Place]:
    """Yield what is in a folder, without the sidecars that are read with their article."""
    children = {child.name: child for child in (root / path).iterdir()}
    above = f"{path}/" if path else ""
    beside = {name: sidecar.names(name, extension) for name in children if (extension := extension_of(name))}
    read = {each for names in beside.values() for each in names if each in children}
    for name, child in children.items():
        if name not in read or child.is_symlink():
            sidecars = tuple(each for each in beside.get(name, ()) if each in read)
            yield _Place(above + name, sidecars, metadata_table.NAME in children)


def _stray(path: str, status: os.stat_result) -> Skipped:
    if stat.S_ISLNK(status.st_mode):
        return Skipped(path, "link", "a sidecar that is a link is not read; put a copy in its place")
    return Skipped(path, "stray-sidecar", "a sidecar is read with its article, and none of that name was found")


def _file(root: Path, place: _Place, name: str, status: os.stat_result) -> Found | None:
    path = place.path
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not-a-file", "a pipe, socket or device")
    if name.upper().startswith("README"):
        return None
    extension = extension_of(name)
    if extension is None:
        return Skipped(path, "unknown-format", f"none of {' '.join((*FORMATS, ARCHIVE))}")
    beside, beside_status = _beside(root, path, place.sidecars)
    tabled, table_status = _beside(root, path, (metadata_table.NAME,) if place.tabled else ())
    stated = [(name, status) for name, status in ((beside, beside_status), (tabled, table_status)) if status]
    return SourceFile(
        root=root,
        path=path,
        size=status.st_size,
        sidecar=beside,
        stamp=" ".join([_stamp(status), *(f"{name} {_stamp(status)}" for name, status in stated)]),
        changed_ns=max(status.st_ctime_ns, *(status.st_ctime_ns for _, status in stated), 0),
        table=tabled,
    )


def _beside(root: Path, path: str, candidates: tuple[str, ...]) -> tuple[str, os.stat_result] | tuple[None, None]:
    """Return the first of the files of these names beside a path."""
    for candidate in candidates:
        beside = path.rpartition("/")[0]
        beside = f"{beside}/{candidate}" if beside else candidate
        try:
            status = os.lstat(f"{root}/{beside}")
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            return beside, status
    return None, None


def _is_table(root: Path, path: str) -> bool:
    """Tell a table of metadata; a link or a folder of that name is none."""
    if path.rpartition("/")[2] != metadata_table.NAME:
        return False
    try:
        return stat.S_ISREG(os.lstat(f"{root}/{path}").st_mode)
    except OSError:
        return False


def _unused(root: Path, path: str) -> Iterator[Skipped]:
    """Yield what of a table of metadata cannot be used."""
    try:
        stated = metadata_table.read_table(root / path)
        names = [child.name for child in (root / path).parent.iterdir()]
    except OSError as error:
        yield Skipped(path, "unreadable", error.strerror or str(error))
        return
    for finding in (*stated.findings, *stated.stray_rows(names)):
        yield Skipped(path, finding.code, finding.reason)


def _stamp(status: os.stat_result) -> str:
    """Say what changes with the content; the change time is in, as copies and archives set the other back."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _link(root: Path, path: str) -> Skipped:
    target = Path(os.path.realpath(root / path))
    if not target.is_relative_to(root):
        return Skipped(path, "link-outside", "a link that leads out of the folder")
    return Skipped(path, "link", "a link; what it leads to is read where it stands")


def escaped(path: str) -> str:
    """Return a path with everything that is no printable UTF-8 escaped, fit for a report."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(char if is_printable(char) else f"\\x{ord(char):02x}" for char in text)
