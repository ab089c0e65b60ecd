"""Work on a batch in which a mistake in a rule, met in one article, does not keep the others from being done."""

from collections.abc import Callable, Sequence
from typing import TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class Failure(str):
    """What went wrong with one, in words."""

    __slots__ = ()


def tried(work: Callable[[Sequence[_Given]], Sequence[_Made]], batch: Sequence[_Given]) -> list[_Made | Failure]:
    """Return what work makes of each of a batch; where it fails, each is tried alone and tells of its own failure."""
    try:
        return list(work(batch))
    except Exception as error:
        if len(batch) == 1:
            return [Failure(f"{type(error).__name__}: {error}")]
        return [made for each in batch for made in tried(work, [each])]
