"""Lines for a terminal or a pipe: styled and wrapped on the one, plain and whole on the other."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

Part = str | tuple[str, str]
"""A stretch of text, alone or with a rich style."""
Cell = str | int | float


def print_json(value: Any) -> None:
    """Print one JSON object on one line of standard output."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    print(json.dumps(value, ensure_ascii=ascii_only))


def note(text: str) -> None:
    """Print one line on standard error."""
    print(f"timdau: {printable(text)}", file=sys.stderr)


def printable(text: str) -> str:
    """Return the text on one line, its control characters, which could steer a terminal, replaced."""
    return without_controls(" ".join(text.split()))


def without_controls(text: str) -> str:
    """Return the text with every control character replaced by U+FFFD, so that its length stays."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) == "Cc" else char for char in text)


def write(*parts: Part, indent: int = 0) -> None:
    """Print one line of parts; where a terminal wraps it, every line of it is indented.

    Parts go out as they are: pass anything that comes from an article through `printable`.
    """
    console = Console(highlight=False, markup=False, emoji=False)
    text = Text.assemble(*parts)
    if text and console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def write_rows(rows: Sequence[Sequence[Cell]], indent: int = 2) -> None:
    """Print rows with their cells one below the other, numbers to the right; rows have the same length."""
    texts = [[_cell_text(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    for row, cells in zip(rows, texts, strict=True):
        padding = [" " * (width - cell_len(cell)) for width, cell in zip(widths, cells, strict=True)]
        aligned = [
            text + space if isinstance(cell, str) else space + text
            for cell, text, space in zip(row, cells, padding, strict=True)
        ]
        write("  ".join(aligned).rstrip(), indent=indent)


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return without_controls(cell)
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.4f}"


def counted(number: int, noun: str) -> str:
    """Return `1 article`, `2,653 articles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
