"""How long the page of results takes at a constant rate of requests, from `timdau serve` in several processes.

usage: python -m bench.page_load [--articles N] [--keep DIR] [--rate R] [--seconds S] [--processes N] [--workers N]
                                 [--limits P50,P99] [--address URL]

Serves the benchmark's index of N articles (41,310; it is made unless it is in DIR), and sends R requests a second (50)
for S seconds (30), after ten that do not count. Each is the page of a query of the benchmark's set, in random order,
with 20 hits, over a connection of its own, as from a reader who has just come. The loop is open: a request is sent when
it is due, whether or not those before it were answered, and its time counts from then, so that a stall is seen in all
requests that it delays. Prints percentiles in milliseconds and the load of the machine, of which this tool is a part;
fails if a request failed or, in milliseconds, a percentile is over its limit. With --address, another server is asked.
"""

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from bench.corpus import CORPUS_SIZE
from bench.corpus_files import prepare
from bench.measure import percentile
from bench.options import kept_or_temporary, log, positive
from bench.peers.contract import Corpus, typed
from bench.queries import queries
from indexer import reindex

ROOT = Path(__file__).resolve().parent.parent
_SEED = 50
_QUERIES = 250
"""The queries in each main group."""
_WARM_UP = 10
"""The seconds that do not count: other processes than the first still start, and all remember words."""
_SENDERS = 128
"""The requests that can be on their way; others wait, and their time counts."""
_PATIENCE = 60
"""The seconds after which a request has failed."""
_ENCODINGS = "gzip, deflate, br, zstd"
"""What browsers accept."""


class Timed(NamedTuple):
    """A request: when it was due and when it was answered, in seconds, and whether that was a page."""

    due: float
    done: float
    succeeded: bool

    @property
    def ms(self) -> float:
        """The milliseconds from when it was due."""
        return (self.done - self.due) * 1e3


def at_rate(ask: Callable[[str], bool], paths: Sequence[str], rate: float) -> list[Timed]:
    """Ask for each path when it is due, `rate` of them a second, whether or not others were answered."""
    start = time.perf_counter()

    def answered(due: float, path: str) -> Timed:
        return Timed(due, succeeded=ask(path), done=time.perf_counter())

    with ThreadPoolExecutor(_SENDERS) as pool:
        sent = []
        for number, path in enumerate(paths):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            sent.append(pool.submit(answered, due, path))
        return [each.result() for each in sent]


def main() -> int:
    """Run the benchmark."""
    options = _options()
    with kept_or_temporary(options.keep) as folder:
        corpus = prepare(folder, options.articles)
        paths = _paths(corpus, round(options.rate * (options.seconds + _WARM_UP)))
        if options.address:
            return _measure(options.address, paths, options)
        index = folder / corpus.name / "arrays" / "index"
        if not (index / "manifest.json").exists():
            log(f"indexing {options.articles:,} articles …")
            reindex([corpus.records], index=index, workers=2)
        with _serving(index, options.processes, options.workers) as address:
            return _measure(address, paths, options)


def _measure(address: str, paths: Sequence[str], options: argparse.Namespace) -> int:
    if not _is_page(address, paths[0]):
        sys.exit(f"there is no page of results at {address}")
    before = os.getloadavg()[0]
    timed = at_rate(lambda path: _is_page(address, path), paths, options.rate)[round(options.rate * _WARM_UP) :]
    times, failed = [each.ms for each in timed], sum(not each.succeeded for each in timed)
    p50, p90, p99 = (percentile(times, share) for share in (0.5, 0.9, 0.99))
    print(
        f"{len(times):,} pages of results at {options.rate:g} a second: p50 {p50:.1f} ms, p90 {p90:.1f} ms, "
        f"p99 {p99:.1f} ms, maximum {max(times):.1f} ms, {failed} failed; "
        f"load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    )
    return int(failed > 0 or p50 > options.limits[0] or p99 > options.limits[1])


def _paths(corpus: Corpus, number: int) -> list[str]:
    """Return addresses of pages of results: all queries in random order, as often as needed."""
    pages = [f"/search?{urlencode({'q': typed(each)})}" for each in queries(corpus, _QUERIES)]
    random.Random(_SEED).shuffle(pages)
    return [pages[each % len(pages)] for each in range(number)]


def _is_page(address: str, path: str) -> bool:
    """Ask for a page and read it; return whether there was one."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": _ENCODINGS})
        response = connection.getresponse()
        return bool(response.read()) and response.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _serving(index: Path, processes: int, workers: int) -> Iterator[str]:
    """Run `timdau serve` on a free port, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"port": port, "index": index, "processes": processes, "workers": workers}
    command = [sys.executable, "-m", "indexer", "serve", *(f"--{name}={value}" for name, value in settings.items())]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1]
        finally:
            server.terminate()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=positive, default=CORPUS_SIZE, help=f"number of articles (default: {CORPUS_SIZE:,})"
    )
    parser.add_argument("--keep", type=Path, help="keep corpus and index in this folder")
    parser.add_argument("--rate", type=float, default=50, help="requests a second (default: 50)")
    parser.add_argument("--seconds", type=positive, default=30, help="seconds that count (default: 30)")
    parser.add_argument("--processes", type=positive, default=2, help="processes of the server (default: 2)")
    parser.add_argument("--workers", type=positive, default=4, help="threads of each process (default: 4)")
    parser.add_argument(
        "--limits", type=_limits, default=(10.0, 40.0), help="highest p50 and p99 in milliseconds (default: 10,40)"
    )
    parser.add_argument("--address", help="address of a server that runs already")
    return parser.parse_args()


def _limits(text: str) -> tuple[float, float]:
    median, last = map(float, text.split(","))
    return median, last


if __name__ == "__main__":
    sys.exit(main())
