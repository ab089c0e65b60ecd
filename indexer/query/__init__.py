"""From what a reader typed to a query tree."""

from indexer.query.nodes import Accents
from indexer.query.parse import ParsedQuery, parse

__all__ = ["Accents", "ParsedQuery", "parse"]
