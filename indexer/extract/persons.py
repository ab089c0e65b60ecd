"""Whether words are the name of a person, as Vietnamese articles are signed with it; the words are in `names.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from indexer.analysis.syllables import canonical_tone, is_syllable
from indexer.vocabulary import forums, topics

_JOINED = re.compile(r"\s+[-–&]\s+|,\s+|\s+và\s+")
_MOST_WORDS = 5
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class _Names:
    family: frozenset[str]
    parts: frozenset[str]
    no_persons: re.Pattern[str]


def is_person(text: str) -> bool:
    """Whether a text in NFC can be somebody's name: two to five capitalised syllables that names are made of.

    A forum, a topic, and what `names.toml` knows as no person are none.

    >>> [is_person(words) for words in ("Công Khanh", "THIỆN TRẦN", "Nguyễn Văn A", "Việt Nam", "New York Times")]
    [True, True, True, False, False]
    """
    written = text.split()
    if not 2 <= len(written) <= _MOST_WORDS or not all(word[0].isupper() for word in written):
        return False
    names, words = _names(), [canonical_tone(word.lower()) for word in written]
    of_names = names.parts.issuperset(words) or (
        len(words) > 2 and words[0] in names.family and all(map(is_syllable, words))
    )
    if not of_names or names.no_persons.search(" ".join(words)):
        return False
    return forums().resolve(text) is None and topics().resolve(text) is None


def are_persons(text: str) -> bool:
    """Whether the words are one name of a person or several, joined by a dash, a comma or “và”."""
    words = text.split() if len(text) <= _LONGEST else []
    # Most lines end with a word in small letters.
    return bool(words) and words[-1][0].isupper() and all(map(is_person, _JOINED.split(text)))


@cache
def _names() -> _Names:
    tables = tomllib.loads((resources.files(__package__) / "names.toml").read_text("utf-8"))
    family, other = (frozenset(map(canonical_tone, tables[key].split())) for key in ("family", "other"))
    no_persons = (re.escape(" ".join(map(canonical_tone, name.split()))) for name in tables["no_persons"])
    return _Names(family, family | other, re.compile(rf"(?<!\S)(?:{'|'.join(no_persons)})(?!\S)"))
