"""timdau: full-text search for archives of Vietnamese articles, with or without accents.

>>> from indexer import SearchRequest, open_index, reindex
>>> report = reindex(["docs_in"], index="index")                            # doctest: +SKIP
>>> with open_index("index") as index:                                      # doctest: +SKIP
...     result = index.search(SearchRequest(query="hoi nghi", years=((2010, 2022),)))
"""

from importlib import import_module

from indexer.article_json import article_json
from indexer.indexing import reindex
from indexer.json_text import json_text

_DEFERRED = {
    "indexer.answers": (
        "MAX_CHOICES",
        "MAX_COMPLETIONS",
        "MAX_RELATED",
        "RELATED_SIZE",
        "check_request",
        "parse_years",
    ),
    "indexer.api": (
        "open_index",
        "rollback",
        "verify",
    ),
    "indexer.batch_search": (
        "counted_queries",
        "list_text",
        "queries_in",
    ),
    "indexer.config": (
        "DEFAULT_ENGINE",
        "LOGO_TYPES",
        "SiteSettings",
    ),
    "indexer.engines.known": ("ENGINES",),
    "indexer.errors": (
        "BadRequest",
        "BadSetting",
        "DocsMissing",
        "IndexCorrupt",
        "IndexLocked",
        "IndexMissing",
        "IndexOutdated",
        "IndexUntrusted",
        "OriginalChanged",
        "StorageError",
        "TimdauError",
        "UnknownSetting",
        "UsageError",
    ),
    "indexer.exports": (
        "CITATION_FORMATS",
        "CSV_START",
        "Citation",
        "CitationFormat",
        "EXPORT_FORMATS",
        "ExportFormat",
        "article_citation",
        "batch_csv",
        "csv_row",
        "export_pieces",
        "forum_years_csv",
        "hit_citation",
        "occurrences_csv",
        "one_line",
        "query_remarks",
        "reference",
        "remarks_of",
        "slug",
        "years_csv",
    ),
    "indexer.extract": ("reading_of",),
    "indexer.fields": (
        "FACET_KINDS",
        "Labels",
        "Names",
        "UNKNOWN",
        "Years",
        "chosen",
        "covers",
        "request_field",
        "written",
    ),
    "indexer.index": (
        "Highlighted",
        "Index",
        "Stats",
    ),
    "indexer.indexing": ("extract_articles",),
    "indexer.ingest.formats.known": ("holds_articles",),
    "indexer.ingest.original_part": ("OriginalPart",),
    "indexer.inspection": (
        "InspectedWord",
        "Inspection",
        "inspection_json",
    ),
    "indexer.languages": (
        "DEFAULT_LANGUAGE",
        "LANGUAGES",
        "Language",
        "catalogue",
    ),
    "indexer.messages": (
        "bad_request",
        "check_choice",
        "check_language",
        "check_number",
        "error_text",
        "message",
        "problem",
        "shortened",
    ),
    "indexer.model": (
        "Article",
        "CONTEXT_ORDERS",
        "Completion",
        "Completions",
        "Concordance",
        "ContextOrder",
        "Contribution",
        "CountedQuery",
        "CrossCounts",
        "Evidence",
        "Explanation",
        "FACETS",
        "Facet",
        "FacetChoice",
        "FacetCode",
        "FacetValue",
        "Hit",
        "HitStream",
        "Label",
        "MAX_SIZE",
        "MODES",
        "Mode",
        "NearDuplicate",
        "Notice",
        "Occurrence",
        "OccurrenceStream",
        "Problem",
        "Related",
        "ResultCounts",
        "SORTS",
        "SearchRequest",
        "SearchResult",
        "Skipped",
        "Snippet",
        "Sort",
        "Span",
        "Suggestion",
        "TIERS",
        "Tier",
        "WORD_MODES",
        "WordMode",
        "page_count",
    ),
    "indexer.query": ("MAX_QUERY_LENGTH",),
    "indexer.reading": (
        "ORIGINS",
        "Reading",
        "WANTED",
    ),
    "indexer.reindex": (
        "Progress",
        "ReindexReport",
    ),
    "indexer.reports_json": (
        "HIT_FIELDS",
        "completions_json",
        "concordance_json",
        "counted_query_json",
        "explanation_json",
        "facet_json",
        "ingest_entry_json",
        "ingest_report_json",
        "related_json",
        "report_json",
        "result_json",
        "stats_json",
        "verification_json",
    ),
    "indexer.store.ingest_report": (
        "DiagnosticExample",
        "DiagnosticGroup",
        "DiagnosticKind",
        "IngestDetails",
        "IngestEntry",
        "IngestReport",
    ),
    "indexer.store.verify": ("Verification",),
    "indexer.summary": ("opening",),
    "indexer.vocabulary": (
        "forums",
        "topics",
    ),
}
"""The other public names, by module: each is imported when it is first used, as most runs need few of them.

`__init__.pyi` says the same to type checkers.
"""
_MODULES = {name: module for module, names in _DEFERRED.items() for name in names}

# The first three are imported at once: modules have the same names, and would take their places.
__all__ = ["article_json", "json_text", "reindex", *_MODULES]


def __getattr__(name: str) -> object:
    """Import a public name."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_MODULES[name]), name)
    return value


def __dir__() -> list[str]:
    """Return what can be asked for, imported or not."""
    return sorted({*globals(), *_MODULES})
