"""Answers and reports as JSON objects: the shapes of `--json` and of the HTTP API."""

from dataclasses import asdict
from typing import Any

from indexer.index import Stats
from indexer.model import Explanation, SearchResult
from indexer.reindex import ReindexReport
from indexer.store.verify import Verification


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
