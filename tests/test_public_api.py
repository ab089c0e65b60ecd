"""The public names of the package."""

import ast
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import indexer

NAMES = (
    *(
        "DEFAULT_ENGINE",
        "DEFAULT_LANGUAGE",
        "ENGINES",
        "FACETS",
        "LANGUAGES",
        "MAX_CHOICES",
        "MAX_QUERY_LENGTH",
        "MAX_SIZE",
        "MODES",
        "ORIGINS",
        "RELATED_SIZE",
        "SORTS",
        "TIERS",
        "UNKNOWN",
        "WORD_MODES",
    ),
    *("Article", "Contribution", "Evidence", "Explanation", "Facet", "FacetValue", "Highlighted", "Hit", "Index"),
    *("Label", "Language", "Mode", "Notice", "Problem", "Progress", "ReindexReport", "SearchRequest", "SearchResult"),
    *("Skipped", "Snippet", "Sort", "Span", "Stats", "Suggestion", "Tier", "Verification", "WordMode"),
    *(
        "DiagnosticExample",
        "DiagnosticGroup",
        "DiagnosticKind",
        "IngestDetails",
        "IngestEntry",
        "IngestReport",
        "Reading",
        "reading_of",
    ),
    *("BadRequest", "BadSetting", "DocsMissing", "IndexCorrupt", "IndexLocked", "IndexMissing", "IndexOutdated"),
    *("IndexUntrusted", "StorageError", "TimdauError", "UnknownSetting", "UsageError"),
    *("FACET_KINDS", "FacetChoice", "FacetCode", "Labels", "Names", "Years", "chosen", "covers", "request_field"),
    *("extract_articles", "forums", "open_index", "opening", "reindex", "rollback", "topics", "verify"),
    *("catalogue", "check_language", "check_request", "page_count", "parse_years"),
    *("article_json", "explanation_json", "report_json", "result_json", "stats_json", "verification_json"),
    *("ingest_entry_json", "ingest_report_json", "inspection_json", "json_text"),
    *("HIT_FIELDS", "LOGO_TYPES", "MAX_RELATED", "SiteSettings", "WANTED"),
    *("OriginalChanged", "OriginalPart", "holds_articles"),
    *("bad_request", "check_choice", "check_number", "error_text", "message", "problem", "shortened"),
    *("InspectedWord", "Inspection"),
    *("NearDuplicate", "Related", "related_json"),
    *("Completion", "Completions", "MAX_COMPLETIONS", "completions_json", "facet_json"),
    *("CrossCounts", "HitStream"),
    *("CITATION_FORMATS", "Citation", "CitationFormat", "article_citation", "hit_citation", "reference"),
    *("CSV_START", "EXPORT_FORMATS", "ExportFormat", "csv_row", "export_pieces", "one_line"),
    *("CONTEXT_ORDERS", "Concordance", "ContextOrder", "Occurrence", "OccurrenceStream"),
    *("CountedQuery", "ResultCounts", "batch_csv", "counted_queries", "counted_query_json", "list_text", "queries_in"),
    *("query_remarks", "remarks_of", "written"),
    *("concordance_json", "occurrences_csv"),
    *("forum_years_csv", "slug", "years_csv"),
)


def test_the_public_names_are_these() -> None:
    assert sorted(indexer.__all__) == sorted(NAMES)


def test_every_public_name_exists_and_has_a_docstring() -> None:
    for name in indexer.__all__:
        found = getattr(indexer, name)
        if callable(found) and hasattr(found, "__module__") and found.__module__.startswith("indexer"):
            assert found.__doc__, name
            assert not found.__doc__.startswith(f"{name}("), f"{name} has only the docstring that dataclass makes"


def test_type_checkers_are_told_the_same_names_of_the_same_modules() -> None:
    stub = ast.parse(Path(indexer.__file__).with_suffix(".pyi").read_text("utf-8"))
    stated = {
        alias.name: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert stated.keys() == {*indexer.__all__}
    for name, module in stated.items():
        assert getattr(import_module(str(module)), name) is getattr(indexer, name)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'extract_all'"):
        _ = indexer.extract_all  # type: ignore[attr-defined]
    assert {*indexer.__all__} <= {*dir(indexer)}


def test_modules_that_are_imported_later_take_no_place_of_a_public_name() -> None:
    modules = [name for name in indexer.__all__ if find_spec(f"indexer.{name}")]
    imported = "\n".join(f"import indexer.{name}" for name in modules)
    code = f"{imported}\nprint([name for name in {modules} if not callable(getattr(indexer, name))])"
    assert modules
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_errors_are_one_tree() -> None:
    usage = {indexer.BadRequest, indexer.BadSetting}
    storage = {
        indexer.DocsMissing,
        indexer.IndexCorrupt,
        indexer.IndexLocked,
        indexer.IndexMissing,
        indexer.IndexOutdated,
        indexer.IndexUntrusted,
        indexer.OriginalChanged,
    }

    assert all(issubclass(error, indexer.UsageError) for error in usage)
    assert all(issubclass(error, indexer.StorageError) for error in storage)
    assert issubclass(indexer.UsageError, indexer.TimdauError)
    assert issubclass(indexer.StorageError, indexer.TimdauError)
