"""What becomes of bytes: text and how sure its encoding is, or why they are no text."""

from dataclasses import dataclass
from typing import Literal

from indexer.ingest.encodings.characters import unify_line_ends
from indexer.model import Problem

_SURE = 0.9
_WAY_OUT = "where that is wrong, state the right one in a sidecar, in metadata.csv or with --encoding"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in; line ends are `\\n`, a byte order mark is gone.

    `confidence`, from 0 to 1, is 1 where nothing was guessed: valid Unicode, a byte order mark, a stated encoding. Of
    a guess it is n / (m + 1) for m different words with letters beyond ASCII, n of them Vietnamese syllables; of UTF-8
    with damaged characters the share of whole ones; 0.5 of windows-1252, which nothing speaks for but that the rest
    does not fit.
    """

    text: str
    encoding: str
    confidence: float = 1.0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class NotText:
    """Why bytes are no text: `binary`, or text in an encoding that is not read (`undecodable`)."""

    code: Literal["binary", "undecodable"]
    reason: str


BINARY = NotText("binary", "the file is not text")


def guessed(text: str, encoding: str, confidence: float) -> Decoded:
    """Return a guess, with a problem where it is less than sure."""
    confidence = round(confidence, 3)
    what = f"read as {encoding} with confidence {confidence:.2f}; {_WAY_OUT}"
    problems = (Problem("encoding-guessed", what),) if confidence < _SURE else ()
    return Decoded(unify_line_ends(text), encoding, confidence, problems)
