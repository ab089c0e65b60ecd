"""From requests to answers: gets a `SearchRequest`, asks an engine through `indexer.index`, gives a `SearchResult`.

In the order in which they are used:

requests       refuses impossible requests; the others become requests for an engine
answer         the result of an engine → hits, facets, problems and notices
highlight      where a query matches a text: spans, and the stretch worth showing
facet_values   counts → facet values with labels, in order
"""

from indexer.answers.answer import answer, hits
from indexer.answers.highlight import Highlighter
from indexer.answers.requests import UNKNOWN, check_request, engine_request, parse_years

__all__ = ["UNKNOWN", "Highlighter", "answer", "check_request", "engine_request", "hits", "parse_years"]
