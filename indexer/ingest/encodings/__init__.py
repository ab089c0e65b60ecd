"""Bytes to text: Unicode, and the encodings that were in use for Vietnamese before it."""

from indexer.ingest.encodings.characters import (
    has_controls,
    is_binary,
    is_printable,
    unify_line_ends,
    without_surrogates,
)
from indexer.ingest.encodings.decode import decode
from indexer.ingest.encodings.names import canonical, known_encodings
from indexer.ingest.encodings.repair import repair
from indexer.ingest.encodings.values import Decoded, NotText

__all__ = [
    "Decoded",
    "NotText",
    "canonical",
    "decode",
    "has_controls",
    "is_binary",
    "is_printable",
    "known_encodings",
    "repair",
    "unify_line_ends",
    "without_surrogates",
]
