"""The controlled vocabulary of forums and topics: words are data (`forums.toml`, `topics.toml`), not code."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache

from indexer.vocabulary.entries import Entry, file_bytes, read_entries
from indexer.vocabulary.vocabulary import Language, Vocabulary

__all__ = ["VOCABULARIES", "Entry", "Language", "Vocabulary", "ancestry", "fingerprint", "forums", "topics"]

_FORUMS, _TOPICS = "forums.toml", "topics.toml"


@cache
def forums() -> Vocabulary:
    """The forums: standing bodies, meeting series, dialogues and treaty processes."""
    return Vocabulary(read_entries(_FORUMS, file_bytes(_FORUMS)))


@cache
def topics() -> Vocabulary:
    """The topics: what articles are substantially about."""
    return Vocabulary(read_entries(_TOPICS, file_bytes(_TOPICS)))


@cache
def fingerprint() -> str:
    """The SHA-256 of both files: another one means that articles must be labelled anew."""
    return hashlib.sha256(b"\0".join(file_bytes(name) for name in (_FORUMS, _TOPICS))).hexdigest()


VOCABULARIES: Mapping[str, Callable[[], Vocabulary]] = {"forum": forums, "topic": topics}
"""The vocabularies by the field and facet that holds their ids."""


def ancestry() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The broader ids, nearest first, of each facet and id."""
    return {
        (facet, id): vocabulary().ancestors(id) for facet, vocabulary in VOCABULARIES.items() for id in vocabulary().ids
    }
