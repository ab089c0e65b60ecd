"""What a run covers: docs folders (roots), and which part of each.

The id of an article is its path below its root, so the root must be the same in every run. A path inside a known root
belongs to that root (the innermost one) and only narrows what the run looks at. A path around known roots covers
them too, and is itself the root of everything else in it.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.ingest.walk import WalkedFile, is_folder, walk
from indexer.model import Skipped


@dataclass(frozen=True, slots=True)
class Scope:
    """A root, and the POSIX path below it that a run looks at (`""`: all of it).

    The roots `inside` it are scopes of their own.
    """

    root: Path
    below: str = ""
    inside: tuple[Path, ...] = ()

    @property
    def absolute(self) -> Path:
        """The path where the scope begins."""
        return self.root / self.below

    def covers(self, path: Path) -> bool:
        """Return whether an absolute path is at or below this scope."""
        return path.is_relative_to(self.absolute)

    def walk(self, *, without: Collection[Path] = (), encoding: str | None = None) -> Iterator[WalkedFile]:
        """Yield what `indexer.ingest.walk` finds in this scope, except at the paths `without`.

        `encoding` applies to files for which none is stated.
        """
        for found in walk(self.root, self.below, without={*without, *self.inside}):
            yield found if isinstance(found, Skipped) else found.read_as(encoding)


def known_roots(roots: Iterable[Path], docs: Path | None) -> list[Path]:
    """Return the roots of earlier runs and the configured docs folder, if it exists and is in none of them."""
    roots = list(roots)
    folder = Path(os.path.realpath(docs)) if docs is not None and is_folder(docs) else None
    return roots if folder is None or any(folder.is_relative_to(root) for root in roots) else [*roots, folder]


def scopes(paths: Iterable[Path], known: Sequence[Path]) -> list[Scope]:
    """Return the scopes of all paths, in order, without those that another one covers.

    Known roots inside a path come before it, so that of two files with the same bytes theirs is the first. The root of
    a file outside all roots is its folder.
    """
    targets = [Path(os.path.realpath(path)) for path in paths]
    folders = [target for target in targets if is_folder(target)]
    found: dict[Scope, None] = {}
    for target in targets:
        inside = _inside(target, known)
        found |= dict.fromkeys(Scope(root, "", _inside(root, known)) for root in inside)
        root = _root(target, known, folders)
        below = target.relative_to(root).as_posix()
        found[Scope(root, "" if below == "." else below, inside)] = None
    return [scope for scope in found if not any(_is_part(scope, other) for other in found)]


def _inside(folder: Path, known: Sequence[Path]) -> tuple[Path, ...]:
    """Return the known roots inside a folder, innermost first."""
    found = [root for root in known if root != folder and root.is_relative_to(folder)]
    return tuple(sorted(found, key=lambda root: -len(root.parts)))


def _root(target: Path, known: Sequence[Path], folders: Sequence[Path]) -> Path:
    """Return the innermost known root around a path, else the outermost folder of this run, else its own folder."""
    around = [root for root in known if target.is_relative_to(root)]
    if around:
        return max(around, key=lambda root: len(root.parts))
    new = [folder for folder in folders if target.is_relative_to(folder)]
    return min(new, key=lambda folder: len(folder.parts), default=target.parent)


def _is_part(scope: Scope, other: Scope) -> bool:
    return other is not scope and other.root == scope.root and other.covers(scope.absolute)
