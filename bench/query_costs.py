"""What a search costs at worst: random queries of every kind, and the dearest ones known, in processor time.

usage: python -m bench.query_costs [--articles N] [--index DIR] [--queries N] [--seed N] [--limit MS] [--engine NAME]

Indexes the first N articles (all by default) and searches with snippets and facets: words, patterns, phrases, groups,
conditions, broken syntax, in all modes and orders, with choices and on deep pages, all drawn from a seed. Prints
percentiles and every query over the limit; fails if there is one, or if a search raises. The garbage collector is set
as in the server; its time is included, and named where it is more than 1 ms. With --index, the index is kept in a
folder and reused by the next run.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from bench.corpus import CORPUS_SIZE, records
from bench.corpus_files import index_records
from bench.measure import percentile
from indexer import BadRequest, Index, SearchRequest, open_index
from indexer.analysis import tokenise, word
from indexer.config import DEFAULT_ENGINE
from indexer.model import FACETS, MODES, SORTS
from webui.server import GC_THRESHOLDS

KNOWN = (
    *("a " * 200, "a~ " * 20, "a* " * 200, "*a* " * 200, "*?*?*?*?*?*?z", "*?*?*?*?*?*?a"),
    *(" ".join(f"*{letter}*" for letter in "abcdeghiklmnopqrstuvxy"), "*ă* *ê* *ơ*", "*á*", "*ạ* OR *ế* OR *ộ*"),
    *(" ".join(f'"a b"~{n}' for n in range(1, 150)), '"các của và trong"~200', '"của của của của của của"~200'),
    *(" OR ".join(f"{a}{b}*" for a in "abcdeghklmnpqrstvx" for b in "aeiouy"), "-*a* -*b* -*c*", "?????* ????* ???*"),
    *("(" * 19 + "*a* OR *n*" + ")" * 19, " ".join(f"{letter}?*" for letter in "abcdeghiklmnopqrstuvxy")),
    *(
        " ".join(["các", "của", "và", "trong", "cho"] * 40),
        "title:*a* author:*a* source:*a*",
        "title:* author:* source:*",
    ),
)
"""Queries that once took seconds, or that take the most work in one place."""
_SAMPLE = 2_000
"""The articles from which words are drawn."""
_FREQUENT = 150
_SHOWN = 300
_ODD = (
    *("đ", "Đ", "ß", "ﬁ", "İ", "ı", "\u200b", "\u0301", "e\u0301\u0323", "\U0001d518", "中文", "日本", "ไทย", "Путин"),
    *(
        "ؐ",
        "²",
        "½",
        "ﷺ",
        "\x00",
        "\u202e",
        "🙂",
        "+",
        "++",
        "-",
        "--",
        "'",
        '"',
        "«",
        "(",
        ")",
        "[",
        "]",
        ":",
        "^",
        "~",
    ),
    *("*", "?", "**", "??", "/", "\\", "|", "Covid-19", "ADMM+", "ASEAN+3", "2020-2025", "7-8/11/2012", "14:21", "3,5"),
    *("vắc-xin", "F-16", "1/1/1/1/1/1/1/1", "a.b.c.d", "tiênPhiên", "COVID"),
)
_CONDITIONS = (
    *("forum:arf", "forum:asean", "forum:unknown", "topic:nuclear", "topic:unknown", "year:2010..2015", "year:2021"),
    *("year:unknown", "year:2015..", "date:2015", "date:[2012-03 TO 2016]", "date:..2011", "year:abc", "forum:no"),
    *("source:ttxvn", "author:nguyễn", "title:hội", "date:*", "year:*", "nofield:x"),
)
_CHOICES = (
    *({"forums": ("arf",)}, {"not_forums": (None,)}, {"years": ((2010, 2016),)}, {"not_years": ((2015, 2015), None)}),
    *(
        {"topics": ("nuclear", "energy")},
        {"sources": ("TTXVN", None)},
        {"years": tuple((y, y) for y in range(1950, 2040))},
    ),
)


class _Collections:
    """The processor time of garbage collections."""

    def __init__(self) -> None:
        self.seconds = 0.0
        gc.callbacks.append(self._note)

    def _note(self, phase: str, _info: dict[str, int]) -> None:
        self.seconds += time.process_time() * (1 if phase == "stop" else -1)


class QueryDraw:
    """Draws requests from a seed, with the words of an archive."""

    def __init__(self, seed: int, words: Counter[str]) -> None:
        self._source = random.Random(seed)
        self._frequent = [each for each, _ in words.most_common(_FREQUENT)]
        self._distinct = sorted(words)
        self._ends = list(accumulate(map(words.__getitem__, self._distinct)))

    def request(self) -> SearchRequest:
        """Draw a request."""
        choose = self._source.choice
        manner = SearchRequest(
            query=self._query(),
            mode=choose(MODES),
            sort=choose(("relevance", *SORTS)),
            size=choose((10, 10, 10, 20, 50, 100)),
            page=choose((1, 1, 1, 1, 2, 7, 60, 400)),
            facets=FACETS,
            snippets=True,
        )
        return replace(manner, **choose(_CHOICES)) if self._source.random() < 0.2 else manner

    def _query(self) -> str:
        kinds: tuple[tuple[Callable[[], str], int], ...] = (
            (self._side_by_side, 30),
            (lambda: self._group(self._source.choice((1, 2, 3, 4, 18))), 20),
            (self._leaf, 15),
            (self._list, 10),
            (self._repeated, 8),
            (self._broken, 12),
            (self._noise, 5),
        )
        draws, weights = zip(*kinds, strict=True)
        query: str = self._source.choices(draws, weights)[0]()
        return unicodedata.normalize("NFD", query) if self._source.random() < 0.05 else query

    def _word(self) -> str:
        """Draw a word: a frequent, typical, rare, bare, capital or odd one."""
        share = self._source.random()
        if share < 0.3:
            drawn = self._source.choice(self._frequent)
        elif share < 0.6:
            drawn = self._source.choices(self._distinct, cum_weights=self._ends)[0]
        elif share < 0.8:
            drawn = self._source.choice(self._distinct)
        elif share < 0.9:
            drawn = self._source.choice("aăâbcdđeêghiklmnoôơpqrstuưvxy0123456789")
        else:
            drawn = self._source.choice(_ODD)
        return self._source.choice((drawn, drawn, word(drawn).folded, drawn.upper()))

    def _pattern(self) -> str:
        """Draw a prefix or a wildcard."""
        base = self._word()
        if self._source.random() < 0.4:
            return base[: self._source.randint(1, 4)] + "*"
        letters = [self._source.choice((each, each, "?", "*", each + "*", "*" + each)) for each in base]
        return self._source.choice(("*{}*", "{}*", "*{}", "{}", "?{}", "*?*{}*?*")).format("".join(letters))

    def _phrase(self) -> str:
        words = " ".join(self._word() for _ in range(self._source.choice((1, 2, 2, 3, 4, 6, 12, 40))))
        return f'"{words}"' + self._source.choice(("", "", "~1", "~5", "~50", "~200", "~9999"))

    def _leaf(self) -> str:
        kinds = (self._word, self._word, self._pattern, self._phrase, lambda: self._word() + "~", self._condition)
        drawn = self._source.choices(kinds, (6, 6, 4, 4, 3, 2))[0]()
        prefix = self._source.choice(("",) * 8 + ("=", "~", "-", "NOT ", "title:", "author:", "source:"))
        return prefix + drawn + self._source.choice(("",) * 8 + ("^2", "^0.5", "^0"))

    def _condition(self) -> str:
        return self._source.choice(_CONDITIONS)

    def _side_by_side(self) -> str:
        return " ".join(self._leaf() for _ in range(self._source.choice((1, 2, 2, 3, 3, 4, 6, 10))))

    def _group(self, depth: int) -> str:
        """Draw a bracket, with further ones in it; a deep one has a bracket in each."""
        parts = [
            self._group(depth - 1) if depth and (at == 0 or self._source.random() < 0.2 / depth) else self._leaf()
            for at in range(self._source.choice((2, 2, 3)))
        ]
        return self._source.choice(("({})", "({})", "-({})", "=({})", "~({})", "title:({})", "({})^3")).format(
            self._source.choice((" ", " AND ", " OR ", " OR ", " NOT ")).join(parts)
        )

    def _list(self) -> str:
        """Draw a long list of one kind."""
        kind = self._source.choice((self._word, self._word, self._pattern, self._phrase, lambda: self._word() + "~"))
        sign = self._source.choice((" ", " OR ", " AND ", " -"))
        return sign.join(kind() for _ in range(self._source.choice((20, 60, 150, 250))))

    def _repeated(self) -> str:
        return " ".join([self._leaf()] * self._source.choice((2, 5, 40, 200)))

    def _broken(self) -> str:
        """Draw a query and put signs into it anywhere."""
        query = self._side_by_side()
        for _ in range(self._source.randint(1, 6)):
            at = self._source.randint(0, len(query))
            query = (
                query[:at]
                + self._source.choice(("(", ")", '"', "~", "^", ":", "-", "*", "?", " OR ", "[", "]", "\n"))
                + query[at:]
            )
        return query

    def _noise(self) -> str:
        """Draw code points of all planes, or one very long word."""
        if self._source.random() < 0.3:
            return self._source.choice(("a", "á", "1-", "a+", "*a", "a?", '"a" ', "a.")) * self._source.choice(
                (50, 500, 2_000, 50_000)
            )
        highest = self._source.choice((0x7F, 0x250, 0x3000, 0xFFFF, 0x10FFFF))
        return "".join(chr(self._source.randint(0, highest)) for _ in range(self._source.randint(1, 200)))


def main() -> int:
    """Run the benchmark."""
    options = _options()
    draw = QueryDraw(options.seed, _words())
    known = [SearchRequest(query=query, size=size, facets=FACETS) for query in KNOWN for size in (10, 100)]
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as temporary:
        folder = options.index or Path(temporary, "index")
        if not (folder / "manifest.json").exists():
            index_records(options.articles, folder, options.engine)
        with open_index(folder) as index:
            return _run(index, [*known, *(draw.request() for _ in range(options.queries))], options.limit)


def _run(index: Index, requests: Sequence[SearchRequest], limit: float) -> int:
    times: list[float] = []
    raised = bounded = 0
    index.search(SearchRequest(query="a", facets=FACETS))
    gc.set_threshold(*GC_THRESHOLDS)
    collections = _Collections()
    for request in requests:
        collections.seconds = 0
        try:
            spent, codes = _searched(index, request)
        except Exception as error:  # whatever it is, it is counted and shown
            raised += 1
            print(f"raised {error!r}: {_shown(request)}", flush=True)
            continue
        times.append(spent)
        bounded += "bounded" in codes
        if spent > limit:
            collected = (
                f", {collections.seconds * 1e3:.0f} of it garbage collection" if collections.seconds > 1e-3 else ""
            )
            print(
                f"{spent:.0f} ms{collected}{', bounded' if 'bounded' in codes else ''}: {_shown(request)}", flush=True
            )
    over = sum(spent > limit for spent in times)
    print(
        f"{len(times):,} searches in {index.stats().articles:,} articles: p50 {percentile(times, 0.5):.1f} ms, "
        f"p99 {percentile(times, 0.99):.1f} ms, p99.9 {percentile(times, 0.999):.1f} ms, maximum {max(times):.1f} ms; "
        f"{over} over {limit:g} ms, {bounded} bounded, {raised} raised"
    )
    return int(bool(over or raised))


def _searched(index: Index, request: SearchRequest) -> tuple[float, frozenset[str]]:
    """Search once; return the milliseconds of processor time and the codes of the problems.

    A page past the last one is refused; then the last one is searched.
    """
    started = time.process_time()
    try:
        found = index.search(request)
    except BadRequest as error:
        if error.parameter != "page" or error.nearest is None:
            raise
        return _searched(index, replace(request, page=int(error.nearest)))
    spent = time.process_time() - started
    return spent * 1e3, frozenset(problem.code for problem in found.problems)


def _shown(request: SearchRequest) -> str:
    """Return a request so that it can be repeated, without the middle of a long query."""
    query = request.query if len(request.query) <= _SHOWN else f"{request.query[:_SHOWN]} … ({len(request.query)})"
    return repr(replace(request, query=query))


def _words() -> Counter[str]:
    """Return the words of the first articles, with their numbers."""
    return Counter(token.word.surface for record in records(_SAMPLE) for token in tokenise(record["body"]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, default=CORPUS_SIZE, help=f"number of articles (default: {CORPUS_SIZE:,})"
    )
    parser.add_argument("--index", type=Path, help="keep the index in this folder")
    parser.add_argument("--queries", type=int, default=20_000, help="number of random queries (default: 20,000)")
    parser.add_argument("--seed", type=int, default=13, help="where the random queries start (default: 13)")
    parser.add_argument(
        "--limit", type=float, default=300.0, help="milliseconds that no search may take (default: 300)"
    )
    parser.add_argument("--engine", default=DEFAULT_ENGINE, help=f"engine to measure (default: {DEFAULT_ENGINE})")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
