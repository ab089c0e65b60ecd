"""Lines of output: styled and wrapped on a terminal, plain and whole in a pipe."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from indexer import json_text

StyledText = str | tuple[str, str]
"""A stretch of text, alone or with a rich style."""
Cell = str | int | float

_SPACES = re.compile(r"\s+")


def print_json(value: Any) -> None:
    """Print one JSON object on one line of standard output."""
    print(_json(value))


def print_json_with_rows(value: Mapping[str, Any], name: str, rows: Iterable[Any]) -> None:
    """Print one JSON object on one line, ending in the list `name`, whose rows are printed one by one."""
    print(_json(value).removesuffix("}"), end=f", {_json(name)}: [")
    for number, row in enumerate(rows):
        print(", " * bool(number) + _json(row), end="")
    print("]}")


def note(text: str) -> None:
    """Print one line on standard error."""
    print(f"timdau: {printable(text)}", file=sys.stderr)


def printable(text: str) -> str:
    """Return the text on one line, without white space around it."""
    return one_line(text).strip()


def one_line(text: str) -> str:
    """Return the text with every run of white space as a space, and other control characters replaced.

    Printed as they are, they could steer the terminal.
    """
    return without_controls(_SPACES.sub(" ", text))


def without_controls(text: str) -> str:
    """Return the text with every control character replaced by U+FFFD; the length stays the same."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) == "Cc" else char for char in text)


def write(*parts: StyledText, indent: int = 0) -> None:
    """Print parts, usually one line; every line is indented, wrapped ones too.

    Parts are printed as they are: pass anything from an article through `printable`.
    """
    console = Console(highlight=False, markup=False, emoji=False)
    text = Text.assemble(*parts)
    if text and console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        lines = text.split("\n", allow_blank=True)
        console.print(Text("\n").join(Text(" " * indent) + line for line in lines), soft_wrap=True)


def write_rows(rows: Sequence[Sequence[Cell]], indent: int = 2) -> None:
    """Print rows of equal length in columns, numbers to the right."""
    texts = [[_cell_text(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*texts, strict=True)]
    lines = []
    for row, cells in zip(rows, texts, strict=True):
        padding = [" " * (width - cell_len(cell)) for width, cell in zip(widths, cells, strict=True)]
        aligned = [
            text + space if isinstance(cell, str) else space + text
            for cell, text, space in zip(row, cells, padding, strict=True)
        ]
        lines.append("  ".join(aligned).rstrip())
    if lines:
        write("\n".join(lines), indent=indent)


def _json(value: Any) -> str:
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json_text(value, ascii_only=ascii_only)


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return without_controls(cell)
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:,.4f}"


def counted(number: int, noun: str) -> str:
    """Return `1 article`, `2,653 articles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
