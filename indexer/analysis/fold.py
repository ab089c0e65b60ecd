"""Letters and their accents: what is a letter without its accents, in any script?"""

from functools import lru_cache
from unicodedata import combining, normalize

from icu import Script
from unidecode import unidecode

_ALPHABETS = frozenset({"Latin", "Greek", "Cyrillic", "Common", "Inherited"})


@lru_cache(maxsize=1 << 14)
def fold_letter(letter: str) -> tuple[str, tuple[str, ...]]:
    """Return a case-folded letter (with its combining characters) without its accents, and the accents.

    The folded letters are what Unidecode writes for the letter without its accents, in lower case. A letter that folds
    to others (đ, ø, я, 文) counts as an accent on the first of them, so that a word typed with it must have it.

    >>> fold_letter("ệ") == ("e", ("\\u0302", "\\u0323")), fold_letter("đ"), fold_letter("я")
    (True, ('d', ('đ',)), ('ia', ('я',)))
    """
    if letter.isascii():
        return letter, ()
    base, accents = _decompose(letter)
    folded = "".join(c for c in unidecode(base, errors="preserve").lower() if c.isalnum())
    if not folded:
        return base, accents
    return folded, accents if folded == base else (base, *accents)


def _decompose(letter: str) -> tuple[str, tuple[str, ...]]:
    """Return a letter without its accents, and the accents; letters of scripts without accents stay whole."""
    if Script.getScript(letter[0]).getName() not in _ALPHABETS:
        return letter, ()
    decomposed = normalize("NFD", letter)
    accents = tuple(sorted(c for c in decomposed if combining(c)))
    return "".join(c for c in decomposed if not combining(c)), accents
