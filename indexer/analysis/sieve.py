"""In which stretches of a text may words with certain letters be? Found without analysing the others.

A text is folded character by character, to as many bytes: each letter of the Vietnamese alphabet becomes its plain
letter, in lower case. The words of most stretches between white space are slices of that, and those with the letters
looked for are found by a search in bytes, several times as fast as by looking at each stretch. If a stretch has other
characters, or signs between its letters, its words may be spelled in other ways, and it is let through.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from string import ascii_letters, digits, punctuation

from indexer.analysis.indexed_word import word
from indexer.analysis.normalise import compose
from indexer.model import Span

_VOWELS, _TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_ACCENTED = [*sorted({compose(vowel + tone) for vowel in _VOWELS for tone in _TONES} - set(ascii_letters)), "đ"]
_OTHER = "?"
"""What any other character becomes; the sign itself is taken for one of them."""
_SIGNS = (set(punctuation) | set("–—‘’“”…")) - {_OTHER}
_FOLDED = {
    **{letter: word(letter).folded for letter in (*ascii_letters, *digits, *_ACCENTED, *map(str.upper, _ACCENTED))},
    **dict.fromkeys(_SIGNS, "-"),
    **dict.fromkeys(" \n", " "),
    _OTHER: _OTHER,
}
_CODE_PAGE = "\0" + "".join(_FOLDED).ljust(255, "\ufffe")
"""The characters that are folded, each with its byte; U+FFFE stands for none."""
_ENCODING = codecs.charmap_build(_CODE_PAGE)
_FOLD = bytes(ord(_FOLDED.get(char, _OTHER)) for char in _CODE_PAGE)
_UNUSUAL = re.compile(rb"(?:\?|-(?<=[^ -]-)-*[^ -])[^ ]*")
"""Another character, or signs with letters before and after them, up to the end of the stretch."""
_EVERY = re.compile(r"\S+")
_WHITE_SPACE = re.compile(r"\s")
_TAIL = re.compile("[^a-z0-9].*", re.DOTALL)
_BLOCK = 1 << 14
"""The characters of a text, or somewhat more, that are folded at a time."""


class Sieve:
    """Lets those stretches of a text through that may have a word which starts with one of some folded letters."""

    def __init__(self, starts: Collection[str]) -> None:
        heads = {_TAIL.sub("", start).encode() for start in starts}
        self._heads = sorted(heads - {b""})
        self._lets_all_through = "" in starts

    def blocks(self, text: str) -> Iterator[tuple[int, str, list[Span]]]:
        """Yield the blocks of a text, each with where it starts and the stretches of it, in order."""
        start = 0
        while start < len(text):
            cut = _WHITE_SPACE.search(text, start + _BLOCK)
            block = text[start : cut.start() if cut else None]
            yield start, block, self._stretches(block)
            start += len(block)

    def _stretches(self, block: str) -> list[Span]:
        if self._lets_all_through:
            return [match.span() for match in _EVERY.finditer(block)]
        encoded, _ = codecs.charmap_encode(block, "replace", _ENCODING)
        folded = encoded.translate(_FOLD) + b" "
        found: dict[int, int] = {}
        for head in self._heads:
            at = folded.find(head)
            while at >= 0:
                end = found[folded.rfind(b" ", 0, at) + 1] = folded.find(b" ", at)
                at = folded.find(head, end)
        for match in _UNUSUAL.finditer(folded):
            found[folded.rfind(b" ", 0, match.start()) + 1] = match.end()
        return sorted(found.items())
