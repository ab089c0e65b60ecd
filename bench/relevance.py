"""How well results are ranked: known-item search, measured as MRR@10 and recall@10.

usage: python -m bench.relevance [--articles N] [--index DIR] [--queries N] [--workers N] [--engine NAME]

Indexes the bodies of the first N articles of the real corpus (all by default) without their titles, and searches for
each article by words of its title, bare and accented, with default settings. With --index, the index is kept in a
folder and reused by the next run.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import CORPUS, KNOWN_ITEMS, require, stored_records
from indexer import Index, SearchRequest, open_index, reindex
from indexer.config import DEFAULT_ENGINE


def main() -> int:
    """Run the benchmark."""
    require(CORPUS, KNOWN_ITEMS)
    options = _options()
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as temporary:
        index = options.index or Path(temporary, "index")
        if not (index / "manifest.json").exists():
            _build(Path(temporary, "bodies.jsonl"), index, options)
        with open_index(index, engine=options.engine) as opened, KNOWN_ITEMS.open(encoding="utf-8") as lines:
            queries = [query for query in map(json.loads, lines) if opened.article(query["doc"])][: options.queries]
            for kind in ("plain", "accented"):
                ranks = [_rank(opened, query[kind], query["doc"]) for query in queries]
                reciprocal = sum(1 / rank for rank in ranks if rank) / len(ranks)
                recall = sum(rank is not None for rank in ranks) / len(ranks)
                print(f"{kind:9} {len(ranks):,} queries   MRR@10 {reciprocal:.3f}   recall@10 {recall:.3f}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, help="number of articles to index (default: all)")
    parser.add_argument("--index", type=Path, help="keep the index in this folder")
    parser.add_argument("--queries", type=int, default=2000, help="number of queries (default: all 2,000)")
    parser.add_argument("--workers", type=int, default=2, help="number of processes that index (default: 2)")
    parser.add_argument("--engine", default=DEFAULT_ENGINE, help=f"engine to measure (default: {DEFAULT_ENGINE})")
    return parser.parse_args()


def _build(batch: Path, index: Path, options: argparse.Namespace) -> None:
    with batch.open("w", encoding="utf-8") as target:
        target.writelines(_bodies(options.articles))
    reindex([batch], index=index, engine=options.engine, workers=options.workers)


def _bodies(number: int | None) -> Iterator[str]:
    """Yield records of id and body only; empty labels are stated, because extracting them would change nothing here."""
    for record in stored_records(number):
        yield json.dumps({"id": record["id"], "body": record["body"], "forums": [], "topics": []}) + "\n"


def _rank(index: Index, query: str, wanted: str) -> int | None:
    hits = index.search(SearchRequest(query=query, facets=(), snippets=False)).hits
    return next((rank for rank, hit in enumerate(hits, start=1) if hit.id == wanted), None)


if __name__ == "__main__":
    sys.exit(main())
