"""What an article says of itself: title, text, date, author, source, forums, topics, each with its evidence."""

from indexer.extract.compose import extract
from indexer.extract.reading import reading_of
from indexer.extract.relabel import LABEL_PROBLEMS, relabel

__all__ = ["EXTRACTION_VERSION", "LABEL_PROBLEMS", "extract", "reading_of", "relabel"]

EXTRACTION_VERSION = "4"
"""Raised whenever `extract` would give another result for the same article: all are then extracted anew."""
