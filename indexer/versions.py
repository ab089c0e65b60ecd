"""The versions of all code that decides what a file becomes in the index."""

import hashlib

from indexer.model import FACETS

READING_VERSION = "4"
"""Must rise whenever the same file would be read as another text, or not at all: everything is then read again."""
ANALYSIS_VERSION = 4
"""Raised with every change that makes other words of a text; indexes are then brought up to date."""
EXTRACTION_VERSION = "7"
"""Raise it whenever `extract` gives another result for the same article: all articles are then extracted again."""


def processing_version() -> str:
    """Return the fingerprint of everything but the vocabulary that decides what a file becomes in the index."""
    parts = (
        f"reading {READING_VERSION}",
        f"analysis {ANALYSIS_VERSION}",
        f"extraction {EXTRACTION_VERSION}",
        f"facets {' '.join(FACETS)}",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
