"""The encodings that were in use for Vietnamese before Unicode, and what their bytes become as somebody else's."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from indexer.ingest.encodings.tables import read_table, read_windows_1258
from indexer.ingest.encodings.vni import read_vni

LEGACY: Mapping[str, Callable[[bytes], str]] = {
    "windows-1258": read_windows_1258,
    "tcvn3": partial(read_table, name="tcvn3"),
    "vni": read_vni,
    "viscii": partial(read_table, name="viscii"),
}
"""How bytes are read, by the name of the encoding, the more widespread first. Each raises UnicodeDecodeError."""

_UPPER_CONTROLS = bytes(range(0x80, 0xA0))
_WINDOWS = {ord(char): byte for byte in _UPPER_CONTROLS if (char := bytes([byte]).decode("cp1252", "ignore"))}


def readings(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text for each of these encodings in which all bytes stand for something."""
    for name, read in LEGACY.items():
        try:
            yield name, read(data)
        except UnicodeDecodeError:
            continue


def bytes_behind(text: str) -> bytes:
    """Return the bytes that were taken for windows-1252 or latin-1. Raises UnicodeEncodeError where there are none."""
    return text.translate(_WINDOWS).encode("latin-1")
