"""Folders to files: what below a docs folder is an article, a batch or neither.

Left out without a word: `README*`, names that begin with a dot, sidecars, backup copies of editors.
Everything else that is no article is reported: nobody should wonder where a file went.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from indexer.ingest import sidecar
from indexer.ingest.encodings import is_printable
from indexer.ingest.source import SourceFile
from indexer.model import Skipped

EXTENSIONS = (".txt", ".jsonl", ".jsonl.gz", ".jsonl.xz")
_BACKUPS = ("~", ".bak", ".orig", ".swp")

Found = SourceFile | Skipped


def find_files(paths: Iterable[Path], *, without: Path | None = None) -> Iterator[Found]:
    """Yield what `walk` finds for each path: a folder is its own root, a file has its folder as root."""
    for path in paths:
        target = Path(os.path.realpath(path))
        root, below = (target, "") if is_folder(target) else (target.parent, target.name)
        yield from walk(root, below, without=without)


def walk(root: Path, below: str = "", *, without: Path | None = None) -> Iterator[Found]:
    """Yield the articles and batches at or under `root / below` sorted by name, folder by folder.

    `root` is absolute and free of links. The folder `without` is passed over (the index, where it lies among
    the articles). `Skipped.path` is below `root` and spelled as on disk; of the root itself it is `.`.
    """
    pending = [below]
    while pending:
        path = pending.pop()
        found = _look(root, path)
        if isinstance(found, list):
            if not path or root / path != without:
                pending.extend(str(PurePosixPath(path, name)) for name in found)
        elif found is not None:
            yield found


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder, without an error where nothing can be seen."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _look(root: Path, path: str) -> Found | list[str] | None:
    """Return a file, why it is skipped, a folder's names in reverse order, or None where passed over."""
    name = PurePosixPath(path).name
    if path and _is_passed_over(name):
        return None
    if not is_printable(name):
        return Skipped(escaped(path), "bad-name", "the name is not printable UTF-8; rename it")
    absolute = root / path
    try:
        status = absolute.lstat()
        if stat.S_ISLNK(status.st_mode):
            return _link(root, path)
        if stat.S_ISDIR(status.st_mode):
            return sorted((child.name for child in absolute.iterdir()), reverse=True)
        return _file(root, path, name, status)
    except OSError as error:
        return Skipped(path or ".", "unreadable", error.strerror or str(error))


def _file(root: Path, path: str, name: str, status: os.stat_result) -> Found | None:
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not-a-file", "a pipe, socket or device")
    if name.upper().startswith("README"):
        return None
    extension = next((end for end in EXTENSIONS if name.lower().endswith(end)), None)
    if extension is None:
        return Skipped(path, "unknown-format", f"none of {' '.join(EXTENSIONS)}")
    beside, beside_status = _sidecar(root, path, name, extension)
    return SourceFile(
        root=root,
        path=path,
        size=status.st_size,
        sidecar=beside,
        stamp=_stamp(status) + (f" {beside} {_stamp(beside_status)}" if beside_status else ""),
        changed_ns=max(status.st_ctime_ns, beside_status.st_ctime_ns if beside_status else 0),
    )


def _sidecar(root: Path, path: str, name: str, extension: str) -> tuple[str, os.stat_result] | tuple[None, None]:
    for candidate in sidecar.names(name, extension):
        beside = str(PurePosixPath(path).with_name(candidate))
        try:
            status = (root / beside).lstat()
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            return beside, status
    return None, None


def _stamp(status: os.stat_result) -> str:
    """Say what changes with the content; the change time is in, as copies and archives set the other back."""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def _link(root: Path, path: str) -> Skipped:
    target = Path(os.path.realpath(root / path))
    if not target.is_relative_to(root):
        return Skipped(path, "link-outside", "a link that leads out of the folder")
    return Skipped(path, "link", "a link; what it leads to is read where it stands")


def _is_passed_over(name: str) -> bool:
    hidden = name.startswith((".", "~$")) or (name[0] == name[-1] == "#")
    return hidden or name.lower().endswith((sidecar.SUFFIX, *_BACKUPS))


def escaped(path: str) -> str:
    """Return a path with everything that is no printable UTF-8 escaped, fit for a report."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(char if is_printable(char) else f"\\x{ord(char):02x}" for char in text)
