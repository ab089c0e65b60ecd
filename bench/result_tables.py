"""The figures of a run as tables in Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from bench.figures import Figures, Results
from bench.measure import agreement, percentile, ratio
from bench.peers import BASELINE, CONTENDERS
from bench.peers.contract import GROUPS, QueryGroup

_EQUIVALENT: Mapping[QueryGroup, str] = {
    "bare": "arrays",
    "accented": "strict",
    "bare phrase": "arrays",
    "accented phrase": "strict",
    "prefix": "arrays",
    "filtered": "arrays",
}
"""The contender of ours that matches what the other engines match; by default, accented words match bare ones too."""
_MB = 1e6


def markdown(results: Results) -> str:
    """Return all tables of a run."""
    parts = (_head(results), _searching(results), _indexing(results), _opening(results), _agreement(results))
    return "\n\n".join(parts) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rule = ["---"] * len(header)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _head(results: Results) -> str:
    kind = "real news articles" if results.origin == "real" else "synthetic articles with the statistics of real ones"
    machine = results.machine
    lines = [
        f"# {results.articles:,} articles",
        "",
        f"{results.articles:,} {kind}, {results.text_bytes / _MB:,.0f} MB of UTF-8 text. {machine.cores} cores of"
        f" {machine.cpu}, {machine.memory_bytes / 1e9:.0f} GB, Python {machine.python}.",
        *(f"{_title(name)}: {figures.version}, {figures.rounds} rounds." for name, figures in results.engines.items()),
        *(f"{_title(name)} was left out: {reason}." for name, reason in results.absent.items()),
    ]
    return "\n".join(lines)


def _searching(results: Results) -> str:
    header = ["engine", *(f"{group} ({_size(results, group)})" for group in _groups(results))]
    rows = [[_title(name), *_cells(results, figures)] for name, figures in results.engines.items()]
    return "\n\n".join(
        [
            "## Searching",
            f"Milliseconds per query, one query at a time: median · 99th percentile, and in brackets the summed times"
            f" divided by {_title(BASELINE)}'s. A search is parsing, the first ten hits with ids and titles, and counts"
            " of all three facets over every match; no results are cached. Every engine runs in its own process; rounds"
            " are interleaved, and the time of a query is its median over the rounds. The number of queries follows the"
            " name of a group. By default, a word typed with accents also matches text without them in timdau; in the"
            " other engines, and in strict mode, it does not.",
            table(header, rows),
        ]
    )


def _cells(results: Results, figures: Figures) -> Iterator[str]:
    baseline = results.engines.get(BASELINE)
    for group in _groups(results):
        times = figures.times.get(group)
        theirs = baseline.times.get(group) if baseline else None
        if times is None:
            yield "–"
            continue
        share = f" ({ratio(times, theirs):.2f})" if theirs else ""
        yield f"{median(times):.2f} · {percentile(times, 0.99):.1f}{share}"


def _indexing(results: Results) -> str:
    header = ["engine", "articles/s", "seconds", "private MB", "mapped MB", "index MB", "index / text"]
    return "\n\n".join(
        [
            "## Indexing",
            "For timdau, all of `reindex` with two workers: reading records, extraction, analysis, writing, checksums;"
            " its index includes the texts. The other engines read articles that were already extracted, and store ids,"
            " titles and facets but no texts. Memory is the peak of all processes together; mapped pages can be"
            " reclaimed by the system.",
            table(header, [[_title(name), *_built(results, figures)] for name, figures in _indexes(results)]),
        ]
    )


def _built(results: Results, figures: Figures) -> list[str]:
    return [
        f"{results.articles / figures.build_seconds:,.0f}",
        f"{figures.build_seconds:,.1f}",
        f"{figures.build_memory.private / _MB:,.0f}",
        f"{figures.build_memory.mapped / _MB:,.0f}",
        f"{figures.bytes / _MB:,.0f}",
        f"{figures.bytes / results.text_bytes:.2f}",
    ]


def _opening(results: Results) -> str:
    header = ["engine", "opening ms", "first search ms", "private MB", "mapped MB"]
    rows = [
        [
            _title(name),
            f"{figures.open_ms:.1f}",
            f"{figures.first_ms:.1f}",
            f"{figures.search_memory.private / _MB:,.0f}",
            f"{figures.search_memory.mapped / _MB:,.0f}",
        ]
        for name, figures in results.engines.items()
    ]
    return "\n\n".join(
        [
            "## Opening, and memory while searching",
            "A new process, with files in the system's cache. Memory is the peak during the queries, Python included.",
            table(header, rows),
        ]
    )


def _agreement(results: Results) -> str:
    header = [
        "group",
        "engine",
        "compared with",
        "queries",
        "totals differ",
        "median difference",
        "largest difference",
        "facets differ",
    ]
    rows = [row for group, ours in _EQUIVALENT.items() for row in _compared(results, group, ours)]
    return "\n\n".join(
        [
            "## Agreement",
            "Articles found by engines that were given equivalent queries. Differences are shares of the larger total,"
            " over the queries whose totals differ; facets differ if their counts do although the totals are equal."
            " Engines differ in what a word is (compounds, run-together words, punctuation, other scripts).",
            table(header, rows),
        ]
    )


def _compared(results: Results, group: QueryGroup, ours: str) -> Iterator[list[str]]:
    base_name = ours if ours in results.engines else BASELINE
    base = results.engines.get(base_name)
    for name, figures in results.engines.items():
        if base is None or CONTENDERS[name].is_ours or name == base_name or group not in figures.totals:
            continue
        found = agreement(base.totals[group], figures.totals[group])
        same = (a == b for a, b in zip(base.totals[group], figures.totals[group], strict=True))
        counts = zip(same, base.counted[group], figures.counted[group], strict=True)
        differing_facets = sum(equal and a != b for equal, a, b in counts)
        shares = (f"{found.typical:.2%}", f"{found.largest:.2%}")
        yield [
            group,
            _title(name),
            _title(base_name),
            str(found.queries),
            str(found.differing),
            *shares,
            str(differing_facets),
        ]


def _indexes(results: Results) -> Iterator[tuple[str, Figures]]:
    """Yield one contender for each index."""
    seen: set[str] = set()
    for name, figures in results.engines.items():
        if CONTENDERS[name].index not in seen:
            seen.add(CONTENDERS[name].index)
            yield name, figures


def _groups(results: Results) -> list[QueryGroup]:
    return [group for group in GROUPS if any(group in figures.times for figures in results.engines.values())]


def _size(results: Results, group: QueryGroup) -> int:
    return max(len(figures.times.get(group, ())) for figures in results.engines.values())


def _title(name: str) -> str:
    return CONTENDERS[name].title
