"""How fast and how big: indexing and searching real articles through the facade.

usage: python -m bench.engine [--articles N] [--index DIR] [--queries N] [--workers N]

Indexes the first N articles of `../shared/corpus` (all by default) into a folder of its own, or takes an index that is
there, and runs the known-item queries of `../shared/relevance`, bare, accented and as phrases: ten hits, three facets,
without snippets and then with them. Answers are never remembered; the words of texts seen before are. Prints medians
and 99th percentiles in milliseconds of wall time, and the peak memory of indexing with all its processes.
"""

import argparse
import json
import lzma
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.shared import CORPUS, QUERIES, require
from indexer import Index, SearchRequest, open_index, reindex


def main() -> int:
    """Run the benchmark."""
    require(CORPUS, QUERIES)
    options = _options()
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as aside:
        index = options.index or _build(Path(aside), options.articles, options.workers)
        _search(index, options.queries)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, help="how many articles to index (default: all)")
    parser.add_argument("--index", type=Path, help="search this index in place of a new one")
    parser.add_argument("--queries", type=int, default=200, help="queries a group (default: 200)")
    parser.add_argument("--workers", type=int, default=1, help="processes that write (default: 1)")
    return parser.parse_args()


def _build(folder: Path, articles: int | None, workers: int) -> Path:
    batch, index = folder / "articles.jsonl", folder / "index"
    with lzma.open(CORPUS, "rt", encoding="utf-8") as source, batch.open("w", encoding="utf-8") as target:
        target.writelines(islice(source, articles))
    report = reindex([batch], index=index, workers=workers)
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e3
    print(f"indexed {report.added:,} articles, skipped {len(report.skipped):,}, in {report.seconds:.1f} s")
    print(f"{report.articles_per_second:.0f} articles/s, index {size:.0f} MB, peak memory {memory:.0f} MB")
    return index


def _groups(number: int) -> Iterator[tuple[str, list[str]]]:
    with QUERIES.open(encoding="utf-8") as lines:
        queries = [json.loads(line) for line in islice(lines, number)]
    yield "bare", [query["plain"] for query in queries]
    yield "accented", [query["accented"] for query in queries]
    yield "phrase", [f'"{query["accented"]}"' for query in queries]


def _search(folder: Path, number: int) -> None:
    started = time.perf_counter()
    with open_index(folder) as index:
        index.search(SearchRequest(size=1))
        print(f"opened {index.stats().articles:,} articles in {(time.perf_counter() - started) * 1e3:.0f} ms")
        for group, queries in _groups(number):
            for snippets in (False, True):
                times = sorted(_time(index, SearchRequest(query=q, snippets=snippets)) for q in queries)
                tail = times[min(len(times) - 1, int(len(times) * 0.99))]
                kind = "with snippets" if snippets else "without snippets"
                print(f"{group:9} {kind:17} median {statistics.median(times):7.1f} ms   p99 {tail:7.1f} ms")


def _time(index: Index, request: SearchRequest) -> float:
    started = time.perf_counter()
    index.search(request)
    return (time.perf_counter() - started) * 1e3


if __name__ == "__main__":
    sys.exit(main())
