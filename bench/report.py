"""The tables of a run, as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from bench.measure import agreement, percentile, ratio
from bench.peers import CONTENDERS, RIVAL
from bench.peers.base import GROUPS, Group
from bench.results import Figures, Results

_MEANT_ALIKE: Mapping[Group, str] = {
    "bare": "arrays",
    "accented": "strict",
    "bare phrase": "arrays",
    "accented phrase": "strict",
    "prefix": "arrays",
    "filtered": "arrays",
}
"""Which of ours means the same as the other engines; by default our marked words find unmarked ones too."""
_MB = 1e6


def markdown(results: Results) -> str:
    """Return the report of a run."""
    parts = (_head(results), _searching(results), _indexing(results), _opening(results), _agreeing(results))
    return "\n\n".join(parts) + "\n"


def _head(results: Results) -> str:
    kind = "real news articles" if results.origin == "real" else "made-up articles of real statistics"
    machine = results.machine
    lines = [
        f"# {results.articles:,} articles",
        "",
        f"{results.articles:,} {kind}, {results.text_bytes / _MB:,.0f} MB of UTF-8 text. {machine.cores} cores of"
        f" {machine.cpu}, {machine.memory_bytes / 1e9:.0f} GB, Python {machine.python}.",
        *(f"{_title(name)}: {figures.version}, {figures.rounds} rounds." for name, figures in results.engines.items()),
        *(f"{_title(name)} is left out: {reason}." for name, reason in results.absent.items()),
    ]
    return "\n".join(lines)


def _searching(results: Results) -> str:
    header = ["engine", *(f"{group} ({_size(results, group)})" for group in _groups(results))]
    rows = [[_title(name), *_cells(results, figures)] for name, figures in results.engines.items()]
    return "\n\n".join(
        [
            "## Searching",
            f"Milliseconds a query, one at a time: median · 99th percentile, and in brackets the summed times over"
            f" {_title(RIVAL)}'s. Parsing, the first ten hits with ids and titles, all three facets counted over every"
            " match; nothing is remembered from search to search. Every engine runs in a process of its own; rounds are"
            " interleaved, and a query's time is its median over them. In brackets behind a group: its queries. By"
            " default a word typed with accents also matches without them in timdau; in other engines, and in strict"
            " mode, it does not.",
            _table(header, rows),
        ]
    )


def _cells(results: Results, figures: Figures) -> Iterator[str]:
    rival = results.engines.get(RIVAL)
    for group in _groups(results):
        times = figures.times.get(group)
        theirs = rival.times.get(group) if rival else None
        if times is None:
            yield "–"
            continue
        share = f" ({ratio(times, theirs):.2f})" if theirs else ""
        yield f"{median(times):.2f} · {percentile(times, 0.99):.1f}{share}"


def _indexing(results: Results) -> str:
    header = ["engine", "articles/s", "seconds", "private MB", "mapped MB", "index MB", "index over text"]
    return "\n\n".join(
        [
            "## Indexing",
            "Ours is the whole of `reindex`, two workers: reading records, extraction, analysis, writing, checksums;"
            " its index holds the texts. The others read articles that were extracted before, and store ids, titles"
            " and facets but no texts. Memory is the peak of all processes together; mapped pages are the system's to"
            " take back.",
            _table(header, [[_title(name), *_built(results, figures)] for name, figures in _indexes(results)]),
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
            "A new process, files in the system's cache. Memory is the peak while the set is asked, Python included.",
            _table(header, rows),
        ]
    )


def _agreeing(results: Results) -> str:
    header = [
        "group",
        "engine",
        "compared with",
        "queries",
        "totals differ",
        "typically by",
        "at most by",
        "facets differ",
    ]
    rows = [row for group, ours in _MEANT_ALIKE.items() for row in _compared(results, group, ours)]
    return "\n\n".join(
        [
            "## Agreement",
            "Articles found where engines are asked for the same, and in how many of the queries with the same total"
            " the facet counts differ. What a word is differs (compounds, words run together, signs, other scripts).",
            _table(header, rows),
        ]
    )


def _compared(results: Results, group: Group, ours: str) -> Iterator[list[str]]:
    base_name = ours if ours in results.engines else RIVAL
    base = results.engines.get(base_name)
    for name, figures in results.engines.items():
        if base is None or CONTENDERS[name].is_ours or name == base_name or group not in figures.totals:
            continue
        found = agreement(base.totals[group], figures.totals[group])
        same = (a == b for a, b in zip(base.totals[group], figures.totals[group], strict=True))
        counts = zip(same, base.counted[group], figures.counted[group], strict=True)
        besides = sum(equal and a != b for equal, a, b in counts)
        shares = (f"{found.typical:.2%}", f"{found.largest:.2%}")
        yield [group, _title(name), _title(base_name), str(found.queries), str(found.differing), *shares, str(besides)]


def _indexes(results: Results) -> Iterator[tuple[str, Figures]]:
    """Yield one engine an index."""
    seen: set[str] = set()
    for name, figures in results.engines.items():
        if CONTENDERS[name].index not in seen:
            seen.add(CONTENDERS[name].index)
            yield name, figures


def _groups(results: Results) -> list[Group]:
    return [group for group in GROUPS if any(group in figures.times for figures in results.engines.values())]


def _size(results: Results, group: Group) -> int:
    return max(len(figures.times.get(group, ())) for figures in results.engines.values())


def _title(name: str) -> str:
    return CONTENDERS[name].title


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---"] * len(header)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))
