"""Text in Unicode that is not what it seems: its characters stand for the bytes of another encoding.

So it is where UTF-8 was taken for windows-1252 or latin-1 and encoded once more, and where text in one of the old
fonts was saved as Unicode. VIQR is ASCII, and thereby of this kind too.
"""

import re
from collections.abc import Iterator

from indexer.ingest.encodings.legacy import bytes_behind, readings
from indexer.ingest.encodings.score import Score, score
from indexer.ingest.encodings.values import Decoded, guessed
from indexer.ingest.encodings.viqr import read_viqr

# None of these is in windows-1252, and nearly every Vietnamese sentence has one.
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_CLEAR = 0.7
_LEAD = 0.3
_LEAST_MARKED = 0.2


def repair(text: str, encoding: str = "utf-8") -> Decoded:
    """Return a text that was read in `encoding`, or what it stands for where that is clearly more Vietnamese.

    The encoding is then one of two layers, such as `utf-8/tcvn3`; VIQR in UTF-8 is `viqr`. It costs next to nothing
    where a letter is Vietnamese, or all is ASCII without a circumflex.
    """
    if (text.isascii() and "^" not in text) or _VIETNAMESE.search(text):
        return Decoded(text, encoding)
    before = score(text).confidence
    found = [(confidence, name, read) for name, read in _readings(text) if (confidence := _rate(name, read)) >= _CLEAR]
    confidence, name, read = max(found, key=lambda each: each[0], default=(0.0, "", text))
    if confidence < before + _LEAD:
        return Decoded(text, encoding)
    return guessed(read, name if (name, encoding) == ("viqr", "utf-8") else f"{encoding}/{name}", confidence)


def _readings(text: str) -> Iterator[tuple[str, str]]:
    if "^" in text:
        yield "viqr", read_viqr(text)
    if text.isascii():
        return
    try:
        data = bytes_behind(text)
    except UnicodeEncodeError:
        return
    try:
        yield "utf-8", data.decode()
    except UnicodeDecodeError:
        yield from readings(data)


def _rate(name: str, text: str) -> float:
    """Return how sure a reading is; bytes that are valid UTF-8 need not be Vietnamese, as other text never is."""
    rated = score(text)
    if name == "utf-8":
        return Score(rated.words, rated.marked, rated.marked).confidence
    return rated.confidence if rated.marked >= rated.words * _LEAST_MARKED else 0.0
