"""Searches the same articles with this project's engine and with others, side by side in one run.

usage: python -m bench [--articles N | --million] [--engines a,b,…] [--queries N] [--rounds N] [--keep DIR] [--out DIR]

Indexes so many articles (41,310, or a million: the corpus repeated with shuffled sentences) once a peer, asks all of
them a fixed mixed set of queries in interleaved rounds, and writes raw figures, tables and a picture. Real articles
where the shared corpus lies beside the project, else made-up ones. `--keep` names a folder in which corpus and indexes
stay for the next run; delete a peer's folder there to index anew.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.corpus import ALL
from bench.peers import CONTENDERS
from bench.picture import draw
from bench.prepare import prepare
from bench.queries import queries
from bench.report import markdown
from bench.results import write
from bench.run import run

_MILLION = 1_000_000
_ENGINES = ("arrays", "strict", "facade", "snippets", "tantivy", "xapian", "fts5", "whoosh")
_SLOW = ("xapian", "whoosh")
"""Engines that take an hour or more to index a million articles: only where asked for by name."""


def main() -> int:
    """Run the benchmark."""
    options = _options()
    number = _MILLION if options.million else options.articles
    engines = options.engines or [name for name in _ENGINES if number < _MILLION or name not in _SLOW]
    with _folder(options.keep) as folder:
        _say(f"laying out {number:,} articles …")
        corpus = prepare(folder, number)
        asked = queries(corpus, options.queries)
        results = run(corpus, asked, engines, options.rounds, folder / corpus.name, _say)
    if not results.engines:
        sys.exit("nothing was measured: every engine was left out")
    options.out.mkdir(parents=True, exist_ok=True)
    report = markdown(results)
    write(results, options.out / f"{results.name}.json")
    (options.out / f"{results.name}.md").write_text(report, encoding="utf-8")
    draw(results, options.out / f"{results.name}.svg")
    print(report)
    return int(any(CONTENDERS[name].is_ours for name in results.absent))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--articles", type=_positive, default=ALL, help=f"how many articles (default: {ALL:,})")
    size.add_argument("--million", action="store_true", help="1,000,000 articles")
    parser.add_argument("--engines", type=_names, help=f"which of {', '.join(CONTENDERS)}, with commas between")
    parser.add_argument("--queries", type=_positive, default=250, help="queries in each main group (default: 250)")
    parser.add_argument("--rounds", type=_positive, default=5, help="how often all are asked (default: 5)")
    parser.add_argument("--keep", type=Path, help="keep corpus and indexes in this folder")
    parser.add_argument("--out", type=Path, default=Path("bench", "results"), help="where results are written")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or more")
    return number


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in CONTENDERS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; choose among {', '.join(CONTENDERS)}")
    return names


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="timdau-bench-") as aside:
        yield Path(aside)


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
