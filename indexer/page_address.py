"""When are two addresses the same page? Each address becomes a few words; those of one page share one.

Neither `https://` and `www.` count, nor a slash at the end, nor the fragment, nor case. A query string counts only if
both addresses have one: those that are pasted carry where the reader came from, those that are stored may lack it.
"""

import re
from hashlib import blake2b
from unicodedata import normalize
from urllib.parse import unquote

_BEGINNING = re.compile(r"(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s/]+\.\S+")
_ANY_QUERY = "*"
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def own_address_words(address: str) -> tuple[str, ...]:
    """Return the words of the address that an article has; none for what is not an address."""
    page, query = _parts(address)
    if not page:
        return ()
    return (_word(page, query), _word(page, _ANY_QUERY)) if query else (_word(page),)


def typed_address_words(address: str) -> tuple[str, ...]:
    """Return the words of an address that was typed; an article has one of them if it is the same page.

    >>> set(typed_address_words("https://vi-du.vn/tin/#cuoi")) & set(own_address_words("www.vi-du.vn/tin")) != set()
    True
    """
    page, query = _parts(address)
    if not page:
        return ()
    return _word(page, query or _ANY_QUERY), _word(page)


def _parts(address: str) -> tuple[str, str]:
    """Return host and path of an address, and its query string; both empty for what is not an address."""
    plain = _BEGINNING.sub("", address.strip(), count=1)
    page, _, query = plain.partition("#")[0].partition("?")
    return (_folded(page).rstrip("/"), _folded(query)) if _ADDRESS.fullmatch(plain) else ("", "")


def _folded(text: str) -> str:
    return normalize("NFC", unquote(text)).casefold()


def _word(page: str, query: str = "") -> str:
    """Return a word of sixteen letters: no analysis takes it apart."""
    return blake2b(f"{page}?{query}".encode(errors="replace"), digest_size=8).hexdigest().translate(_LETTERS)
