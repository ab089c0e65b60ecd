"""Answers and reports as JSON objects: the shapes of `--json` and of the HTTP API."""

from dataclasses import asdict
from typing import Any

from indexer.index import Stats
from indexer.model import Explanation, SearchResult, Skipped
from indexer.reading import WANTED
from indexer.reindex import ReindexReport
from indexer.store.survey import Survey, Surveyed
from indexer.store.verify import Verification

ORIGINS = ("title", "date", "year", "author", "source", "url", "forums", "topics")
"""The values of an article of which it is known where they came from."""


def result_json(result: SearchResult) -> dict[str, Any]:
    """Return the answer to a search."""
    return asdict(result)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return why an article stands where it does; the `score` of the whole is the sum of those of its `parts`."""
    return {**asdict(explanation), "parts": [{**asdict(part), "score": part.score} for part in explanation.parts]}


def report_json(report: ReindexReport) -> dict[str, Any]:
    """Return what a reindex did; each problem carries the id of its article, each move where from and where to."""
    problems = [{"id": article_id, **asdict(problem)} for article_id, problem in report.problems]
    moved = [{"from": old, "to": new} for old, new in report.moved]
    rounded = {"seconds": round(report.seconds, 3), "articles_per_second": round(report.articles_per_second, 1)}
    return {**asdict(report), "moved": moved, "problems": problems, **rounded}


def stats_json(stats: Stats) -> dict[str, Any]:
    """Return what an index holds."""
    return asdict(stats)


def verification_json(verification: Verification) -> dict[str, Any]:
    """Return whether an index is sound."""
    return asdict(verification)


def survey_json(stats: Stats, survey: Survey) -> dict[str, Any]:
    """Return how an archive was read, in numbers; values that an article lacks are counted as `none`."""
    origins = {name: _counts(survey, name) for name in ORIGINS}
    return {
        **asdict(stats),
        "articles": survey.articles,
        "encodings": _counts(survey, "encoding"),
        "normal_forms": _counts(survey, "normal_form"),
        "origins": origins,
        "missing": {name: origins[name].get("none", 0) for name in WANTED},
        "unsure": survey.unsure,
        "skipped": [asdict(group) for group in survey.skipped],
        "problems": [asdict(group) for group in survey.problems],
    }


def surveyed_json(found: Surveyed | Skipped) -> dict[str, Any]:
    """Return how one article was read, or why a file was skipped; both have the same keys."""
    if isinstance(found, Skipped):
        nothing: dict[str, Any] = dict.fromkeys(("encoding", "encoding_confidence", "normal_form", "origins"))
        why = {"code": found.code, "reason": found.reason}
        return {"path": found.path, "id": None, **nothing, "missing": [], "problems": [], "skipped": why}
    reading = found.reading
    return {
        "path": found.path,
        "id": found.id,
        "encoding": reading.encoding,
        "encoding_confidence": reading.confidence / 100,
        "normal_form": reading.normal_form,
        "origins": {name: getattr(reading, name) for name in ORIGINS},
        "missing": list(reading.missing),
        "problems": [asdict(problem) for problem in found.problems],
        "skipped": None,
    }


def _counts(survey: Survey, field: str) -> dict[str, int]:
    return {value or "none": count for value, count in survey.counts(field).items()}
