"""Letters and their accents: the Latin key of a letter, and what was laid upon it."""

from functools import lru_cache
from unicodedata import combining, normalize

from icu import Script
from unidecode import unidecode

_ALPHABETS = frozenset({"Latin", "Greek", "Cyrillic", "Common", "Inherited"})


@lru_cache(maxsize=1 << 14)
def fold_letter(letter: str) -> tuple[str, tuple[str, ...]]:
    """Return the key of one case-folded letter (with the combining marks behind it) and its accents.

    The key is what Unidecode writes for the letter without its accents, in lower case. A letter that is
    not its own key (đ, ø, я, 文) counts as a mark on the first letter of its key: who types it gets it.

    >>> fold_letter("ệ") == ("e", ("\\u0302", "\\u0323")), fold_letter("đ"), fold_letter("я")
    (True, ('d', ('đ',)), ('ia', ('я',)))
    """
    if letter.isascii():
        return letter, ()
    base, accents = _decompose(letter)
    key = "".join(c for c in unidecode(base, errors="preserve").lower() if c.isalnum())
    if not key:
        return base, accents
    return key, accents if key == base else (base, *accents)


def _decompose(letter: str) -> tuple[str, tuple[str, ...]]:
    """Take the accents off a letter of an alphabet that has them; letters of other scripts stay whole."""
    if Script.getScript(letter[0]).getName() not in _ALPHABETS:
        return letter, ()
    decomposed = normalize("NFD", letter)
    accents = tuple(sorted(c for c in decomposed if combining(c)))
    return "".join(c for c in decomposed if not combining(c)), accents
