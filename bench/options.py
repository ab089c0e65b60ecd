"""What the commands of several benchmarks share: values of options, a folder to keep, messages."""

import argparse
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path


def positive(text: str) -> int:
    """Return a number above 0. Raises `ArgumentTypeError`."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def names_from(known: Collection[str], text: str) -> list[str]:
    """Return names separated by commas. Raises `ArgumentTypeError` if one is not known."""
    names = text.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; choose from {', '.join(known)}")
    return names


@contextmanager
def kept_or_temporary(kept: Path | None) -> Iterator[Path]:
    """Yield a folder that stays, or without one a folder that is deleted at the end."""
    if kept is not None:
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as temporary:
        yield Path(temporary)


def log(text: str) -> None:
    """Write a message with the time of day to standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
