"""The controlled vocabulary of forums and topics: words are data (`forums.toml`, `topics.toml`), not code."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache

from indexer.vocabulary.contexts import Context, Contexts, read_contexts
from indexer.vocabulary.entries import Entry, check_parties, file_bytes, read_entries
from indexer.vocabulary.parties import Parties, read_parties
from indexer.vocabulary.vocabulary import Vocabulary

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
    """The forums: standing bodies, meeting series, dialogues and treaty processes."""
    entries = read_entries(_FORUMS, file_bytes(_FORUMS))
    check_parties(_FORUMS, entries, parties().countries)
    return Vocabulary(entries)


@cache
def topics() -> Vocabulary:
    """The topics: what articles are substantially about."""
    return Vocabulary(read_entries(_TOPICS, file_bytes(_TOPICS)))


@cache
def parties() -> Parties:
    """The countries, and the words that tell that two of them talk."""
    return read_parties(_PARTIES, file_bytes(_PARTIES))


@cache
def contexts() -> Contexts:
    """The words beside a forum's name that tell a report from a mention in passing."""
    return read_contexts(_CONTEXTS, file_bytes(_CONTEXTS))


@cache
def fingerprint() -> str:
    """The SHA-256 of all files: another one means that articles must be labelled anew."""
    return hashlib.sha256(b"\0".join(map(file_bytes, _FILES))).hexdigest()


VOCABULARIES: Mapping[str, Callable[[], Vocabulary]] = {"forum": forums, "topic": topics}
"""The vocabularies by the field and facet that holds their ids."""


def ancestry() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The broader ids, nearest first, of each facet and id."""
    return {
        (facet, id): vocabulary().ancestors(id) for facet, vocabulary in VOCABULARIES.items() for id in vocabulary().ids
    }
