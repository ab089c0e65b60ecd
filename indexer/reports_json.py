"""Answers and reports as JSON objects: the shapes of `--json` and of the HTTP API."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from indexer.json_text import plain
from indexer.model import (
    Completion,
    Completions,
    Concordance,
    CountedQuery,
    Explanation,
    FacetValue,
    Hit,
    Occurrence,
    Related,
    ResultCounts,
    SearchResult,
    Skipped,
)
from indexer.reading import ORIGINS, WANTED

if TYPE_CHECKING:
    from indexer.index import Stats
    from indexer.reindex import ReindexReport
    from indexer.store.ingest_report import IngestEntry, IngestReport
    from indexer.store.verify import Verification

HIT_FIELDS = (
    *(name for name in Hit.__struct_fields__ if name not in ("title_spans", "snippet")),
    "title_html",
    "snippet_html",
)
"""The fields and properties of a `Hit` that its JSON object has: HTML in place of spans."""
_RESULT = tuple(field.name for field in fields(SearchResult))


def result_json(result: SearchResult) -> dict[str, Any]:
    """Return the answer to a search."""
    hits = {name: [_hit_json(hit) for hit in getattr(result, name)] for name in ("hits", "near")}
    return _object({name: getattr(result, name) for name in _RESULT} | hits)


def concordance_json(concordance: Concordance) -> dict[str, Any]:
    """Return the occurrences of a page, each with what names its article, and what a search says of that page."""
    result = concordance.result
    names = ("query", "mode", "sort", "page", "size", "total", "pages", "generation")
    return {
        **{name: getattr(result, name) for name in names},
        "by": concordance.order,
        "occurrences": [_occurrence_json(each) for each in concordance.occurrences],
        "bounded": concordance.bounded,
        "problems": plain(result.problems),
        "notices": plain(result.notices),
    }


def counted_query_json(counted: CountedQuery) -> dict[str, Any]:
    """Return a query of a list and what it finds; null in place of numbers if there was no time for it."""
    if counted.counts is None:
        return {"query": counted.query, **dict.fromkeys(field.name for field in fields(ResultCounts))}
    return {"query": counted.query, **plain(counted.counts)}


def related_json(related: Related) -> dict[str, Any]:
    """Return the near-duplicates of an article, as hits with their `similarity`, and related articles, as hits."""
    copies = [{**_hit_json(copy.hit), "similarity": copy.similarity} for copy in related.near_duplicates]
    others = [_hit_json(hit) for hit in related.related]
    return {"near_duplicates": copies, "related": others, "bounded": related.bounded}


def completions_json(completions: Completions) -> dict[str, Any]:
    """Return what a typed text may become; labels have `facet` and `value`, titles and files `id`."""
    return {
        "query": completions.query,
        "generation": completions.generation,
        "words": [_completion_json(each) for each in completions.words],
        "labels": [_completion_json(each, "facet", "value") for each in completions.labels],
        "titles": [_completion_json(each, "id") for each in completions.titles],
        "files": [_completion_json(each, "id") for each in completions.files],
    }


def facet_json(values: Sequence[FacetValue]) -> list[dict[str, Any]]:
    """Return the values of a facet, as in the answer to a search."""
    found: list[dict[str, Any]] = plain(values)
    return found


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return why an article has its score: the sum of the scores of its `parts`."""
    return _object(explanation) | {"parts": [_object(part) | {"score": part.score} for part in explanation.parts]}


def report_json(report: "ReindexReport") -> dict[str, Any]:
    """Return what a reindex did. Each problem has the id of its article, each move the ids `from` and `to`."""
    problems = [{"id": article_id} | _object(problem) for article_id, problem in report.problems]
    moved = [{"from": old, "to": new} for old, new in report.moved]
    rounded = {"seconds": round(report.seconds, 3), "articles_per_second": round(report.articles_per_second, 1)}
    return _object(report) | {"moved": moved, "problems": problems} | rounded


def stats_json(stats: "Stats") -> dict[str, Any]:
    """Return what an index holds."""
    return _object(stats)


def verification_json(verification: "Verification") -> dict[str, Any]:
    """Return whether an index is sound."""
    return _object(verification)


def ingest_report_json(stats: "Stats", report: "IngestReport") -> dict[str, Any]:
    """Return how well an archive was read, in numbers. Missing values count as `none`."""
    origins = {name: _counts(report, name) for name in ORIGINS}
    return {
        **_object(stats),
        "articles": report.articles,
        "encodings": _counts(report, "encoding"),
        "normal_forms": _counts(report, "normal_form"),
        "origins": origins,
        "missing": {name: origins[name].get("none", 0) for name in WANTED},
        "unsure": report.unsure,
        "skipped": plain(report.skipped),
        "passed_over": plain(report.passed_over),
        "problems": plain(report.problems),
    }


def ingest_entry_json(entry: "IngestEntry | Skipped") -> dict[str, Any]:
    """Return how an article was read, or why something was skipped, with the same keys."""
    if isinstance(entry, Skipped):
        nothing: dict[str, Any] = dict.fromkeys(("encoding", "encoding_confidence", "normal_form", "origins"))
        why = {"code": entry.code, "reason": entry.reason}
        return {"path": entry.path, "id": None, **nothing, "missing": [], "problems": [], "skipped": why}
    reading = entry.reading
    return {
        "path": entry.path,
        "id": entry.id,
        "encoding": reading.encoding,
        "encoding_confidence": reading.confidence / 100,
        "normal_form": reading.normal_form,
        "origins": {name: getattr(reading, name) for name in ORIGINS},
        "missing": list(reading.missing),
        "problems": plain(entry.problems),
        "skipped": None,
    }


def _completion_json(completion: Completion, *own: str) -> dict[str, Any]:
    return {name: getattr(completion, name) for name in ("text", "count", "kind", *own)}


def _occurrence_json(occurrence: Occurrence) -> dict[str, Any]:
    named = {name: getattr(occurrence.hit, name) for name in ("id", "title", "opening", "date", "year", "source")}
    return {"left": occurrence.left, "keyword": occurrence.keyword, "right": occurrence.right, **named}


def _hit_json(hit: Hit) -> dict[str, Any]:
    """Return a hit; spans become HTML."""
    return {name: getattr(hit, name) for name in HIT_FIELDS}


def _object(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = plain(value)
    return found


def _counts(report: "IngestReport", field: str) -> dict[str, int]:
    return {value or "none": count for value, count in report.counts(field).items()}
