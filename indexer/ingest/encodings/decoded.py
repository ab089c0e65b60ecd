"""What reading bytes or characters gives: text with its encoding, or why there is none."""

from dataclasses import dataclass
from typing import Literal

from indexer.ingest.encodings.characters import unify_characters
from indexer.model import Problem

_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read in; line ends are `\\n`, without a byte order mark.

    `confidence`, from 0 to 1, is 1 if nothing was guessed: valid Unicode, a byte order mark, a stated encoding. For a
    guess it is n / (m + 1), where m is the number of distinct words with letters beyond ASCII and n that of Vietnamese
    syllables among them; for damaged UTF-8 it is the share of intact characters; for windows-1252, the last resort,
    it is 0.5. For Unicode in which many words belong to no language, it is the share of the other words.
    """

    text: str
    encoding: str
    confidence: float = 1.0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class NotText:
    """Why bytes are not text: `binary`, or text in an encoding that is not supported (`undecodable`)."""

    code: Literal["binary", "undecodable"]
    reason: str


def guessed(text: str, encoding: str, confidence: float) -> Decoded:
    """Return a guess, with a problem if it is not sure."""
    confidence = round(confidence, 3)
    what = (
        f"read as {encoding} with confidence {confidence:.2f}; "
        "if that is wrong, state the encoding in a sidecar, in metadata.csv or with --encoding"
    )
    problems = (Problem("encoding-guessed", what),) if confidence < _SURE else ()
    return Decoded(unify_characters(text), encoding, confidence, problems)
