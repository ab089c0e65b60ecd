"""What an article says of itself: title, text, date, author, source, forums, topics, each with its evidence."""

from indexer.extract.compose import extract

__all__ = ["EXTRACTION_VERSION", "extract"]

EXTRACTION_VERSION = "2"
"""Raised whenever `extract` would give another result for the same article: all are then extracted anew."""
