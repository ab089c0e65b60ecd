"""Whether words are the name of a person, as Vietnamese articles are signed; the words are in `person_names.toml`."""

import re
from dataclasses import dataclass
from functools import cache

from indexer.analysis.syllables import canonical_tone, is_syllable
from indexer.extract.word_lists import any_of, read_words
from indexer.vocabulary import forums, topics

_WORDS = read_words(__package__, "person_names.toml")
_JOINED = re.compile(rf"\s+(?:{any_of(_WORDS['joined_by'])})\s+|,\s+")
_MOST_WORDS = 5
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class _NameSyllables:
    family: frozenset[str]
    all: frozenset[str]
    not_persons: re.Pattern[str]


def is_person(text: str) -> bool:
    """Return whether an NFC text can be a person's name: two to five capitalised syllables that names are made of.

    Forums, topics, and what `person_names.toml` lists as not persons are excluded.

    >>> [is_person(words) for words in ("Công Khanh", "THIỆN TRẦN", "Nguyễn Văn A", "Việt Nam", "New York Times")]
    [True, True, True, False, False]
    """
    written = text.split()
    if not 2 <= len(written) <= _MOST_WORDS or not all(word[0].isupper() for word in written):
        return False
    syllables, words = _name_syllables(), [canonical_tone(word.lower()) for word in written]
    of_names = syllables.all.issuperset(words) or (
        len(words) > 2 and words[0] in syllables.family and all(map(is_syllable, words))
    )
    if not of_names or syllables.not_persons.search(" ".join(words)):
        return False
    return forums().resolve(text) is None and topics().resolve(text) is None


def are_persons(text: str) -> bool:
    """Return whether the words are one person's name or several, joined by a dash, a comma or “và”."""
    words = text.split() if len(text) <= _LONGEST else []
    # Most lines end with a lower-case word.
    return bool(words) and words[-1][0].isupper() and all(map(is_person, _JOINED.split(text)))


@cache
def _name_syllables() -> _NameSyllables:
    family, other = (frozenset(map(canonical_tone, _WORDS[key].split())) for key in ("family", "other"))
    not_persons = (re.escape(" ".join(map(canonical_tone, name.split()))) for name in _WORDS["not_persons"])
    return _NameSyllables(family, family | other, re.compile(rf"(?<!\S)(?:{'|'.join(not_persons)})(?!\S)"))
