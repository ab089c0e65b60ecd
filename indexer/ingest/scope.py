"""What a run covers: roots, and where below them.

The id of an article is its path below its docs folder, so the folder has to be the same in every run: a
folder or file inside a known root belongs to that root, and only narrows what the run looks at.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.ingest.walk import is_folder


@dataclass(frozen=True, slots=True)
class Scope:
    """A root, and the POSIX path below it that a run looks at; `""` is all of it."""

    root: Path
    below: str = ""

    @property
    def absolute(self) -> Path:
        """Where the scope begins."""
        return self.root / self.below

    def covers(self, path: Path) -> bool:
        """Tell whether an absolute path is at or below this scope."""
        return path.is_relative_to(self.absolute)


def scopes(paths: Iterable[Path], known: Sequence[Path]) -> list[Scope]:
    """Find the scope of each path, in order, without those that another one covers.

    `known` are the roots of earlier runs. A file outside all of them has its folder as root.
    """
    targets = [Path(os.path.realpath(path)) for path in paths]
    roots = [*known, *(target for target in targets if is_folder(target))]
    found = dict.fromkeys(_scope(target, roots) for target in targets)
    return [scope for scope in found if not any(other is not scope and other.covers(scope.absolute) for other in found)]


def _scope(target: Path, roots: Sequence[Path]) -> Scope:
    around = [root for root in roots if target.is_relative_to(root)]
    root = min(around, key=lambda root: len(root.parts), default=target.parent)
    below = target.relative_to(root).as_posix()
    return Scope(root, "" if below == "." else below)
