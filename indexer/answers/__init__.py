"""From a reader's request to the request for an engine, and from the engine's result to the reader's answer.

- `requests`: a request → a request for an engine, or `BadRequest`
- `answer`: the result of an engine → hits, facets, problems and notices
- `printed_forms`: words → these words with the capitals that the archive gives them
- `suggestions`: a query → other queries that a reader may want instead, with their counts
- `completions`: half-typed words → labels and titles; a word → how articles print it
- `highlight`: a query and a text → the spans of its matches, and the stretch worth showing
- `concordance`: hits and a query → each match with the words around it
- `facet_values`: counts → facet values with labels, in order
- `related`: an article → its near-duplicates, and others on the same matter
- `common_text`: two texts → how much of them is the same
"""

from indexer.answers.answer import answer, hit_stream, notices
from indexer.answers.completions import LabelCounts, as_printed, files, label_counts, labels, titles, values_with
from indexer.answers.concordance import (
    MAX_OCCURRENCES,
    STREAM_STEPS,
    OccurrenceFinder,
    check_context_order,
    in_order,
)
from indexer.answers.facet_values import facet_values
from indexer.answers.highlight import ARTICLE_STEPS, Highlighter
from indexer.answers.related import MAX_RELATED, RELATED_SIZE, check_related_size, related_articles
from indexer.answers.requests import (
    MAX_CHOICES,
    MAX_COMPLETIONS,
    check_crossed,
    check_facet,
    check_limit,
    check_request,
    choices,
    counting,
    engine_request,
    parse_years,
)
from indexer.answers.suggestions import archive_of, suggestions

__all__ = [
    "ARTICLE_STEPS",
    "MAX_CHOICES",
    "MAX_COMPLETIONS",
    "MAX_OCCURRENCES",
    "MAX_RELATED",
    "RELATED_SIZE",
    "STREAM_STEPS",
    "Highlighter",
    "LabelCounts",
    "OccurrenceFinder",
    "answer",
    "archive_of",
    "as_printed",
    "check_context_order",
    "check_crossed",
    "check_facet",
    "check_limit",
    "check_related_size",
    "check_request",
    "choices",
    "counting",
    "engine_request",
    "facet_values",
    "files",
    "hit_stream",
    "in_order",
    "label_counts",
    "labels",
    "notices",
    "parse_years",
    "related_articles",
    "suggestions",
    "titles",
    "values_with",
]
