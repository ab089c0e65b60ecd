"""Search the same articles with timdau and with other engines, next to each other in one run.

usage: python -m bench [--articles N | --million] [--engines a,b,…] [--queries N] [--rounds N] [--keep DIR] [--out DIR]

Every peer indexes the same articles (41,310, or a million: the corpus repeated with shuffled sentences) and then
answers a fixed mixed set of queries in interleaved rounds. The raw figures, tables and a picture are written to --out.
The articles are real if a corpus is found next to the project, else synthetic. With --keep, corpus and indexes stay in
a folder for the next run; delete a peer's folder there to index again.
"""

import argparse
import sys
from pathlib import Path

from bench.corpus import CORPUS_SIZE
from bench.corpus_files import prepare
from bench.figures import write
from bench.options import kept_or_temporary, log, names_from, positive
from bench.peers import CONTENDERS
from bench.picture import draw
from bench.queries import queries
from bench.result_tables import markdown
from bench.rounds import run

_MILLION = 1_000_000
_ENGINES = ("arrays", "strict", "facade", "apart", "snippets", "tantivy", "xapian", "fts5", "whoosh")
_SLOW = ("xapian", "whoosh")
"""Engines that take an hour or more to index a million articles; with `--million` they run only if named."""


def main() -> int:
    """Run the benchmark."""
    options = _options()
    number = _MILLION if options.million else options.articles
    engines = options.engines or [name for name in _ENGINES if number < _MILLION or name not in _SLOW]
    with kept_or_temporary(options.keep) as folder:
        log(f"preparing {number:,} articles …")
        corpus = prepare(folder, number)
        query_set = queries(corpus, options.queries)
        results = run(corpus, query_set, engines, options.rounds, folder / corpus.name, log)
    if not results.engines:
        sys.exit("nothing was measured: every engine was left out")
    options.out.mkdir(parents=True, exist_ok=True)
    tables = markdown(results)
    write(results, options.out / f"{results.name}.json")
    (options.out / f"{results.name}.md").write_text(tables, encoding="utf-8")
    draw(results, options.out / f"{results.name}.svg")
    print(tables)
    return int(any(CONTENDERS[name].is_ours for name in results.absent))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--articles", type=positive, default=CORPUS_SIZE, help=f"number of articles (default: {CORPUS_SIZE:,})"
    )
    size.add_argument("--million", action="store_true", help="1,000,000 articles")
    parser.add_argument("--engines", type=_names, help=f"comma-separated, from {', '.join(CONTENDERS)}")
    parser.add_argument("--queries", type=positive, default=250, help="queries in each main group (default: 250)")
    parser.add_argument("--rounds", type=positive, default=5, help="how often each query runs (default: 5)")
    parser.add_argument("--keep", type=Path, help="keep corpus and indexes in this folder")
    parser.add_argument("--out", type=Path, default=Path("bench", "results"), help="folder for the results")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    return names_from(CONTENDERS, text)


if __name__ == "__main__":
    sys.exit(main())
