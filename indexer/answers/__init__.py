"""From a reader's request to an engine's, and from what the engine found to the reader's answer."""

from indexer.answers.answer import answer, hits
from indexer.answers.highlight import Highlighter
from indexer.answers.requests import UNKNOWN, check_request, engine_request, parse_years

__all__ = ["UNKNOWN", "Highlighter", "answer", "check_request", "engine_request", "hits", "parse_years"]
