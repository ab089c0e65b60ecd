"""Encodings of one byte a character, from their tables; tones that combine are composed (NFC)."""

import codecs
import tomllib
from functools import cache
from importlib.resources import files

from indexer.analysis.normalise import compose

_UNDEFINED = "\ufffe"
"""What `codecs.charmap_decode` takes for no character."""


@cache
def _table(name: str) -> str:
    """Return the characters of all 256 bytes."""
    data = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    table = [bytes([byte]).decode(data["base"], "replace").replace("\ufffd", _UNDEFINED) for byte in range(256)]
    for first, row in data["rows"].items():
        table[int(first, 16) : int(first, 16) + len(row)] = row
    for byte, char in data.get("bytes", {}).items():
        table[int(byte, 16)] = char
    return "".join(table)


def read_table(data: bytes, name: str) -> str:
    """Read bytes by `name.toml`. Raises UnicodeDecodeError for one that stands for nothing."""
    return compose(codecs.charmap_decode(data, "strict", _table(name))[0])


def read_windows_1258(data: bytes) -> str:
    """Read windows-1258, in which tones are characters of their own. Raises as `read_table`."""
    return compose(data.decode("cp1258"))
