"""The controlled vocabulary: which forums and topics there are, what they are called, which is broader than which.

    forums.toml, topics.toml     the entries, for librarians to extend (docs/vocabulary.md)
    contexts.toml                words next to a name that raise or lower its weight
    parties.toml                 countries and offices: who may be a party to bilateral talks
    vocabulary_files.py          read and check the four
    spellings.py                 expand {a|b|} in names; reduce a name to the key it is looked up by
    controlled_vocabulary.py     label, broader ids, the id a reader means, the most similar id

`extract` looks for the names in texts, `query` and `answers` show and resolve them.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache

from indexer.vocabulary.controlled_vocabulary import Vocabulary
from indexer.vocabulary.vocabulary_files import (
    Context,
    Contexts,
    Entry,
    Parties,
    check_parties,
    check_topics,
    file_bytes,
    read_contexts,
    read_entries,
    read_parties,
)

__all__ = [
    "VOCABULARIES",
    "Context",
    "Contexts",
    "Entry",
    "Parties",
    "Vocabulary",
    "ancestry",
    "contexts",
    "fingerprint",
    "forums",
    "parties",
    "topics",
]

_FORUMS, _TOPICS, _PARTIES, _CONTEXTS = _FILES = "forums.toml", "topics.toml", "parties.toml", "contexts.toml"


@cache
def forums() -> Vocabulary:
    """Return the forums: standing bodies, meeting series, dialogues and treaty processes."""
    entries = read_entries(_FORUMS, file_bytes(_FORUMS))
    check_parties(_FORUMS, entries, parties().countries)
    check_topics(_FORUMS, entries, topics().ids)
    return Vocabulary(entries)


@cache
def topics() -> Vocabulary:
    """Return the topics: what articles are substantially about."""
    return Vocabulary(read_entries(_TOPICS, file_bytes(_TOPICS)))


@cache
def parties() -> Parties:
    """Return the countries, and the words that imply a party to talks."""
    return read_parties(_PARTIES, file_bytes(_PARTIES))


@cache
def contexts() -> Contexts:
    """Return the words next to a name that distinguish a report from a mention in passing."""
    return read_contexts(_CONTEXTS, file_bytes(_CONTEXTS))


@cache
def fingerprint() -> str:
    """Return the SHA-256 of all four files; if it changes, articles must be labelled again."""
    return hashlib.sha256(b"\0".join(map(file_bytes, _FILES))).hexdigest()


VOCABULARIES: Mapping[str, Callable[[], Vocabulary]] = {"forum": forums, "topic": topics}
"""The vocabularies by the field and facet that holds their ids."""


def ancestry() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the broader ids, nearest first, of each facet and id."""
    return {
        (facet, id): vocabulary().ancestors(id) for facet, vocabulary in VOCABULARIES.items() for id in vocabulary().ids
    }
