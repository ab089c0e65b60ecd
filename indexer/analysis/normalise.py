"""Normal form C (by ICU) with a map back to the original, and case folding."""

import re
from dataclasses import dataclass

from icu import Normalizer2

from indexer.model import NormalForm, Span

_NFC = Normalizer2.getNFCInstance()
_NFD = Normalizer2.getNFDInstance()
ZERO_WIDTH_SPACE = "\u200b"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""Characters that may occur within a word without being part of it, as a set of a regular expression: hyphens that show
only at the end of a line, joiners, marks of direction, selectors of glyphs and the like."""
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_RESPELT = re.compile(f"[ðɖ{INVISIBLE}]")
_SPELLING = str.maketrans("ðɖ", "đđ")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in NFC; `starts[i]` is where its character `i` starts in the original (None: at `i`)."""

    text: str
    starts: tuple[int, ...] | None = None

    def origin(self, start: int, end: int) -> Span:
        """Return the span of the original that became the characters from `start` to `end`."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end]


def normalise(text: str) -> Normalised:
    """Return a text in NFC, with the origin of each character.

    >>> normalise("ha\\u0323t").text, normalise("ha\\u0323t").origin(1, 2)
    ('hạt', (1, 3))
    """
    if text.isascii() or _NFC.isNormalized(text):
        return Normalised(text)
    composed: list[str] = []
    starts: list[int] = []
    for start, end in _pieces(text):
        piece = str(_NFC.normalize(text[start:end]))
        composed.append(piece)
        starts.extend([start] * len(piece))
    return Normalised("".join(composed), (*starts, len(text)))


def compose(text: str) -> str:
    """Return a text in NFC."""
    return text if text.isascii() or _NFC.isNormalized(text) else str(_NFC.normalize(text))


def normal_form(text: str) -> NormalForm:
    """Return the normal form of a text; NFC if it has nothing to compose.

    >>> normal_form("hạt"), normal_form("ha\\u0323t"), normal_form("hạt ha\\u0323t")
    ('NFC', 'NFD', 'mixed')
    """
    if text.isascii() or _NFC.isNormalized(text):
        return "NFC"
    return "NFD" if _NFD.isNormalized(text) else "mixed"


def fold_case(text: str) -> str:
    """Return a text case-folded and in NFC, with Ð as đ and without invisible characters.

    >>> fold_case("ÐƯỜNG")
    'đường'
    """
    if text.isascii():
        return text.lower()
    folded = text.casefold()
    return compose(_INVISIBLE.sub("", folded.translate(_SPELLING)) if _RESPELT.search(folded) else folded)


def _pieces(text: str) -> list[Span]:
    """Return the pieces of a text that can be composed separately: cut before every NFC boundary."""
    cuts = [i for i, char in enumerate(text) if i == 0 or char < "\u0300" or _NFC.hasBoundaryBefore(char)]
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))
