"""How well results are ranked: known-item search, measured as MRR@10 and recall@10, next to other engines.

usage: python -m bench.relevance [--articles N] [--peers a,b,…] [--queries N] [--keep DIR] [--engine NAME]

Every engine indexes the bodies of the same articles of the real corpus, without their titles, and searches for each
article by words of its title, with and without accents. timdau does so with its default settings, and the closest
articles that fill up a page count after the hits. The others search text as printed for accented words and text without
accents for plain ones, requiring all words or any of them. Two records with one id are one article. A second table says
what joining words does to the totals of timdau. Both are printed in Markdown.

With --keep, bodies and indexes stay in a folder for the next run; delete an engine's folder there to index again.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpus import CORPUS, CORPUS_SIZE, KNOWN_ITEMS, require
from bench.corpus_files import prepare_bodies
from bench.joining import joining_table
from bench.known_items import (
    TYPINGS,
    KnownItem,
    Quality,
    RankedSearch,
    Typing,
    known_items,
    quality,
    ranks,
    timdau_ranking,
)
from bench.options import kept_or_temporary, log, names_from, positive
from bench.peers import CONTENDERS, Contender, load_from
from bench.peers.contract import Corpus, Query, QueryGroup, QueryKind, Session
from bench.result_tables import table
from indexer import open_index, reindex
from indexer.config import DEFAULT_ENGINE

_PEERS: Mapping[str, Contender] = {
    "tantivy": CONTENDERS["tantivy"],
    "tantivy-both": Contender("tantivy, both fields", "tantivy", "tantivy"),
    "fts5": CONTENDERS["fts5"],
    "whoosh": CONTENDERS["whoosh"],
    "bm25": Contender("BM25 over syllables", "bm25", "bm25"),
}
_MATCHING: Mapping[QueryKind, str] = {"all": "all words", "any": "any word"}


class Row(NamedTuple):
    """A way of searching, and how well it ranks."""

    title: str
    qualities: Mapping[Typing, Quality]


def main() -> int:
    """Run the benchmark."""
    require(CORPUS, KNOWN_ITEMS)
    options = _options()
    with kept_or_temporary(options.keep) as folder:
        corpus = prepare_bodies(folder, options.articles)
        home = folder / corpus.name
        with open_index(_index(corpus, home, options), engine=options.engine) as opened:
            items = known_items(opened, options.queries)
            rows = [_row("timdau", timdau_ranking(opened), items)]
            totals = joining_table(opened, items)
        absent = {peer.title: "not in --peers" for name, peer in _PEERS.items() if name not in options.peers}
        for name in options.peers:
            try:
                session = _session(name, corpus, home / _PEERS[name].index)
            except ImportError as error:
                absent[_PEERS[name].title] = str(error)
                continue
            for kind, matching in _MATCHING.items():
                rows.append(_row(f"{_PEERS[name].title}, {matching}", _peer_ranking(session, kind), items))
    print(f"{corpus.number:,} articles, {len(items):,} queries\n\n{quality_table(rows)}")
    for title, reason in absent.items():
        print(f"\n{title} was left out: {reason}.")
    print(f"\n{totals}")
    return 0


def quality_table(rows: Sequence[Row]) -> str:
    """Return the table in Markdown."""
    header = ["", *(f"{typing}: {figure}" for typing in TYPINGS for figure in ("MRR@10", "recall@10"))]
    return table(header, [[row.title, *_figures(row)] for row in rows])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=positive, default=CORPUS_SIZE, help=f"number of articles (default: {CORPUS_SIZE:,})"
    )
    parser.add_argument(
        "--peers",
        type=_names,
        default=list(_PEERS),
        help=f"comma-separated, from {', '.join(_PEERS)}, or none (default: all; whoosh may take an hour)",
    )
    parser.add_argument("--queries", type=positive, default=2000, help="number of queries, a sample of all 2,000")
    parser.add_argument("--keep", type=Path, help="keep bodies and indexes in this folder")
    parser.add_argument("--workers", type=positive, default=2, help="processes with which timdau indexes (default: 2)")
    parser.add_argument("--engine", default=DEFAULT_ENGINE, help=f"timdau's engine (default: {DEFAULT_ENGINE})")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return [] if text == "none" else names_from(_PEERS, text)


def _figures(row: Row) -> Iterator[str]:
    for typing in TYPINGS:
        yield f"{row.qualities[typing].reciprocal_rank:.3f}"
        yield f"{row.qualities[typing].recall:.3f}"


def _row(title: str, ranking: RankedSearch, items: Sequence[KnownItem]) -> Row:
    log(f"{title}: {len(items):,} queries, each typed in two ways …")
    return Row(title, {typing: quality(ranks(ranking, items, typing)) for typing in TYPINGS})


def _peer_ranking(session: Session, kind: QueryKind) -> RankedSearch:
    """Return how a peer ranks articles that have all or any of the words."""
    groups: Mapping[Typing, QueryGroup] = {"accented": "accented", "plain": "bare"}

    def ranking(typing: Typing, words: str) -> list[str]:
        return [hit for hit, _ in session.plan(Query(groups[typing], tuple(words.split()), kind))().hits]

    return ranking


def _index(corpus: Corpus, home: Path, options: argparse.Namespace) -> Path:
    """Return the folder of timdau's index; it is built unless it exists."""
    index = home / f"timdau-{options.engine}"
    if not (index / "manifest.json").exists():
        log(f"timdau indexes {corpus.number:,} articles …")
        report = reindex([corpus.records], index=index, engine=options.engine, workers=options.workers)
        if report.added != corpus.number:
            sys.exit(f"only {report.added} of {corpus.number} articles were indexed: {report.skipped[:3]}")
    return index


def _session(name: str, corpus: Corpus, folder: Path) -> Session:
    """Open a peer's index; it is built unless it exists. Raises `ImportError` if the peer is not installed."""
    peer = load_from(_PEERS[name].module, name)
    if not folder.exists():
        log(f"{_PEERS[name].title} indexes {corpus.number:,} articles …")
        unfinished = folder.with_suffix(".part")
        unfinished.mkdir()
        peer.build(corpus, unfinished)
        unfinished.rename(folder)
    return peer.open(folder)


if __name__ == "__main__":
    sys.exit(main())
