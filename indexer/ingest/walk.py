"""Folders to files: what below a docs folder is an article, a batch of them, or neither.

READMEs of roots, hidden folders, hidden files that are not articles and backup files of editors (walk.toml) are passed
over: reported by name, but not as something that went wrong. Everything else that is not an article is skipped with a
reason, except sidecars and metadata tables without problems, so that nobody has to wonder where a file went.
"""

import os
import stat
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from indexer.ingest import metadata_table
from indexer.ingest.encodings import is_printable
from indexer.ingest.formats.known import ARCHIVE, FORMATS, extension_of
from indexer.ingest.sidecar import SUFFIX, sidecar_names
from indexer.ingest.source import SourceFile
from indexer.model import PASSED_OVER, Skipped

WalkedFile = SourceFile | Skipped


class _PendingPath(NamedTuple):
    """A path below the root, which sidecars it may have, and whether there is a metadata table next to it."""

    path: str
    sidecars: tuple[str, ...] = ()
    has_table: bool = False


class _IgnoredNames(NamedTuple):
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    readme: str


def walk(root: Path, below: str = "", *, without: Collection[Path] = ()) -> Iterator[WalkedFile]:
    """Yield the articles and batches at or under `root / below`, sorted by name, folder by folder.

    `root` is absolute and free of links. What is at the paths `without` is left out (other roots, and an index among
    the articles). `Skipped.path` is below `root` and spelled as on disk; the root itself is called `.`.
    """
    name = PurePosixPath(below).name
    left_out = {path.relative_to(root).as_posix() for path in without if path.is_relative_to(root)}
    pending = [_PendingPath(below, sidecar_names(name, extension_of(name) or ""), has_table=True)]
    while pending:
        current = pending.pop()
        if current.path in left_out:
            continue
        if _is_table(root, current.path):
            yield from _table_problems(root, current.path)
            continue
        found = _visit(root, current)
        if isinstance(found, list):
            pending.extend(found)
        else:
            yield found


def is_ignored(path: str) -> bool:
    """Return whether a file at this path below its root is passed over, if all the folders above it are not."""
    ignored, name = _ignored_names(), path.rpartition("/")[2]
    if name.startswith(ignored.prefixes) or name.lower().endswith(ignored.suffixes) or name[:1] == name[-1:] == "#":
        return True
    is_hidden = name.startswith(".") and extension_of(name) is None
    return is_hidden or (name == path and name.upper().startswith(ignored.readme))


def is_ignored_folder(name: str) -> bool:
    """Return whether a folder of this name is passed over, with all that is in it."""
    return name.startswith(".")


def passed_over(path: str) -> Skipped:
    """Return the report on a file or folder that is passed over."""
    return Skipped(escaped(path), PASSED_OVER, "its name is not that of an article")


@cache
def _ignored_names() -> _IgnoredNames:
    data = tomllib.loads(files(__package__).joinpath("walk.toml").read_text("utf-8"))
    return _IgnoredNames(tuple(data["prefixes"]), tuple(data["suffixes"]), data["readme"])


def is_folder(path: Path) -> bool:
    """Return whether there is a folder; False if that cannot be seen."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _visit(root: Path, pending: _PendingPath) -> WalkedFile | list[_PendingPath]:
    """Return a file or why it is skipped, or the content of a folder in reverse order."""
    path, name = pending.path, pending.path.rpartition("/")[2]
    try:
        status = os.lstat(f"{root}/{path}")
        is_folder = stat.S_ISDIR(status.st_mode)
        if path and (is_ignored_folder(name) if is_folder else is_ignored(path)):
            return passed_over(f"{path}/" if is_folder else path)
        if not is_printable(name):
            return Skipped(escaped(path), "bad-name", "the name is not printable UTF-8; rename it")
        if name.lower().endswith(SUFFIX):
            return _stray_sidecar(path, status)
        if stat.S_ISLNK(status.st_mode):
            return _link(root, path)
        if is_folder:
            return sorted(_children(root, path), reverse=True)
        return _file(root, pending, name, status)
    except OSError as error:
        # The lock files of editors may be gone again.
        if path and is_ignored(path):
            return passed_over(path)
        return Skipped(path or ".", "unreadable", error.strerror or str(error))


def _children(root: Path, path: str) -> Iterator[_PendingPath]:
    """Yield what is in a folder, without the sidecars that are read with their article."""
    children = {child.name: child for child in (root / path).iterdir()}
    above = f"{path}/" if path else ""
    possible = {name: sidecar_names(name, extension) for name in children if (extension := extension_of(name))}
    read = {each for names in possible.values() for each in names if each in children}
    for name, child in children.items():
        if name not in read or child.is_symlink():
            sidecars = tuple(each for each in possible.get(name, ()) if each in read)
            yield _PendingPath(above + name, sidecars, metadata_table.NAME in children)


def _stray_sidecar(path: str, status: os.stat_result) -> Skipped:
    if stat.S_ISLNK(status.st_mode):
        return Skipped(path, "link", "a sidecar may not be a link; replace it with a copy of its target")
    return Skipped(path, "stray-sidecar", "no article of this name is in the folder; rename or delete the sidecar")


def _file(root: Path, pending: _PendingPath, name: str, status: os.stat_result) -> WalkedFile:
    path = pending.path
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not-a-file", "not a regular file, but a pipe, a socket or a device")
    extension = extension_of(name)
    if extension is None:
        return Skipped(path, "unknown-format", f"unknown format; convert it to one of {' '.join((*FORMATS, ARCHIVE))}")
    sidecar, sidecar_status = _first_present(root, path, pending.sidecars)
    table, table_status = _first_present(root, path, (metadata_table.NAME,) if pending.has_table else ())
    external = [(name, status) for name, status in ((sidecar, sidecar_status), (table, table_status)) if status]
    return SourceFile(
        root=root,
        path=path,
        size=status.st_size,
        sidecar=sidecar,
        stamp=" ".join([_stamp(status), *(f"{name} {_stamp(status)}" for name, status in external)]),
        changed_ns=max(status.st_ctime_ns, *(status.st_ctime_ns for _, status in external), 0),
        table=table,
    )


def _first_present(
    root: Path, path: str, candidates: tuple[str, ...]
) -> tuple[str, os.stat_result] | tuple[None, None]:
    """Return the first of these names that is a file in the folder of `path`."""
    folder = path.rpartition("/")[0]
    for candidate in candidates:
        found = f"{folder}/{candidate}" if folder else candidate
        try:
            status = os.lstat(f"{root}/{found}")
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            return found, status
    return None, None


def _is_table(root: Path, path: str) -> bool:
    """Return whether a path is a metadata table; a link or a folder of that name is not."""
    if path.rpartition("/")[2] != metadata_table.NAME:
        return False
    try:
        return stat.S_ISREG(os.lstat(f"{root}/{path}").st_mode)
    except OSError:
        return False


def _table_problems(root: Path, path: str) -> Iterator[Skipped]:
    try:
        table = metadata_table.read_table(root / path)
        names = [child.name for child in (root / path).parent.iterdir()]
    except OSError as error:
        yield Skipped(path, "unreadable", error.strerror or str(error))
        return
    for problem in (*table.problems, *table.stray_rows(names)):
        yield Skipped(path, problem.code, problem.reason)


def _stamp(status: os.stat_result) -> str:
    """Return what changes with the content: copies may keep the modification time, but never the change time."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _link(root: Path, path: str) -> Skipped:
    target = Path(os.path.realpath(root / path))
    if not target.is_relative_to(root):
        return Skipped(path, "link-outside", "a link out of the docs folder is not followed; copy its target here")
    return Skipped(path, "link", "links are not followed; the target is read under its own path")


def escaped(path: str) -> str:
    """Return a path fit for a report, with everything escaped that is not printable UTF-8."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(char if is_printable(char) else f"\\x{ord(char):02x}" for char in text)
