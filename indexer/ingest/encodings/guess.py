"""Bytes that are no Unicode: which encoding are they in?"""

from indexer.ingest.encodings.characters import has_controls, unify_line_ends
from indexer.ingest.encodings.legacy import readings
from indexer.ingest.encodings.score import score
from indexer.ingest.encodings.unicode import damaged_utf8
from indexer.ingest.encodings.values import BINARY, Decoded, NotText, guessed
from indexer.model import Problem

_VIETNAMESE = 0.6
_MOST_MARKED = 0.4
_WESTERN = 0.5


def guess(data: bytes, first: int) -> Decoded | NotText:
    """Read bytes of which the one at `first` is not valid UTF-8.

    As UTF-8 with damage, where most of it is whole; else in the encoding in which most marked words are Vietnamese;
    else as windows-1252, where it could be a text of Western Europe: found by its words, and reported, it serves better
    than left out.
    """
    if has_controls(data, len(data)):
        return BINARY
    if damaged := damaged_utf8(data):
        text, confidence = damaged
        what = f"byte {first} is not valid UTF-8; it, and what else is damaged, is read as \ufffd"
        problem = Problem("damaged-characters", what)
        return Decoded(unify_line_ends(text.removeprefix("\ufeff")), "utf-8", round(confidence, 3), (problem,))
    western = _western(data)
    found = [(score(text).confidence, name, text) for name, text in readings(data)]
    confidence, name, text = max(found, key=lambda each: each[0], default=(0.0, "", ""))
    if confidence >= _VIETNAMESE and text != western:
        return guessed(text, name, confidence)
    if western is not None:
        return guessed(western, "windows-1252", _WESTERN)
    return NotText("undecodable", f"byte {first} is not valid UTF-8, nor is another encoding known; save it as UTF-8")


def _western(data: bytes) -> str | None:
    """Read windows-1252, None where a byte stands for nothing or too many letters are beyond ASCII."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = [char for char in text if char.isalpha()]
    return text if sum(char > "\x7f" for char in letters) <= len(letters) * _MOST_MARKED else None
