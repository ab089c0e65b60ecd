"""What hostile inputs cost: each one indexed in a process of its own, with its time and memory (Linux).

    python -m bench.hostile_inputs [--size BYTES] [--only TEXT] [--workers N]

Prints a table in Markdown, most expensive first, then a compact one of the inputs that cost more than half of what they
may or have faults. Exits with 1 if an input costs more than it may, if something of it is neither found nor reported,
or if an ordinary article next to it is not found. The inputs are those of
`tests/hostile/inputs`. Seconds are those of the processors; megabytes are the private memory of all processes
together at their peak.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from bench.memory import MemoryWatch
from indexer import SearchRequest, open_index
from tests.hostile.inputs import INDEXED, INPUTS, WORD, HostileInput, ends_of

MAX_SECONDS, MAX_MEGABYTES = 30.0, 1000.0
_EXPENSIVE = 0.5
"""The share of a limit from which an input is in the compact table."""
_STOPPED_AFTER = 90.0
_ADDRESS_SPACE = 3 << 20
"""The limit of each process in KiB, so that an input without bounds does not take the machine."""
_ORDINARY_WORD = "baibinhthuong"
_ORDINARY = f"Một bài bình thường\n\nBài này đứng cạnh những tệp lạ và vẫn được tìm thấy, {_ORDINARY_WORD}.\n"
_SAMPLES = 0.02


class Spent(NamedTuple):
    """What a command cost, and how it ended."""

    code: int
    output: bytes
    error: str
    cpu: float
    wall: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of indexing one input; `faults` are the promises that it breaks."""

    name: str
    bytes: int
    run: Spent
    index_megabytes: float
    search_seconds: float
    ends: frozenset[str]
    faults: tuple[str, ...]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=5_000_000, help="bytes of each input (default: 5,000,000)")
    parser.add_argument("--only", default="", help="measure only inputs with this text in their names")
    parser.add_argument("--workers", default="2", help="workers of each run (default: 2)")
    options = parser.parse_args()
    costs = []
    for hostile in (each for each in INPUTS if options.only in each.name):
        with tempfile.TemporaryDirectory(prefix="timdau-hostile-") as folder:
            costs.append(measure(hostile, Path(folder), options.size, options.workers))
        print(_row(costs[-1]), file=sys.stderr, flush=True)
    print("\n".join([*table(costs), "", *summary(costs)]))
    return int(any(cost.faults for cost in costs))


def measure(hostile: HostileInput, folder: Path, size: int, workers: str) -> Cost:
    """Write an input next to an ordinary article, index both, and search for what must be found."""
    docs, index = folder / "docs_in", folder / "index"
    (docs / hostile.name).mkdir(parents=True)
    hostile.write(docs / hostile.name, size)
    (docs / "binh-thuong.txt").write_text(_ORDINARY, "utf-8")
    written = sum(path.lstat().st_size for path in docs.rglob("*") if path.is_file())
    run = spend(["reindex", "--index", str(index), "--workers", workers, "--json", str(docs)], folder)
    indexed = sum(path.lstat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
    if run.code not in (0, 1):
        why = run.error.strip().splitlines()
        fault = f"exit code {run.code}: {why[-1] if why else ''}"[:120]
        return Cost(hostile.name, written, run, indexed, 0, frozenset(), (fault, *_too_much(run)))
    report = json.loads(run.output)
    started = time.process_time()
    found = ends_of(hostile.name, report, _ids(index, WORD))
    searched = time.process_time() - started
    faults = _too_much(run)
    if not found or (INDEXED in hostile.ends - found and not report["skipped"]):
        faults.append("lost without a report")
    if _ids(index, _ORDINARY_WORD) != ["binh-thuong.txt"]:
        faults.append("the ordinary article is lost")
    return Cost(hostile.name, written, run, indexed, searched, frozenset(found), tuple(faults))


def spend(arguments: Sequence[str], folder: Path) -> Spent:
    """Run `timdau` within limits."""
    shell = ["sh", "-c", 'ulimit -v "$0"; exec "$@"', str(_ADDRESS_SPACE)]
    with (folder / "output").open("w+b") as output, (folder / "error").open("w+b") as error:
        started = time.perf_counter()
        process = subprocess.Popen(
            [*shell, sys.executable, "-m", "indexer", *arguments],
            stdout=output,
            stderr=error,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
            start_new_session=True,
        )
        timer = Timer(_STOPPED_AFTER, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        with MemoryWatch(process.pid, _SAMPLES) as watch:
            _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [Path(file.name).read_bytes() for file in (output, error)]
    cpu = usage.ru_utime + usage.ru_stime
    return Spent(process.returncode, texts[0], texts[1].decode("utf-8", "replace"), cpu, wall, watch.peak.private / 1e6)


def _ids(folder: Path, word: str) -> list[str]:
    with open_index(folder) as index:
        return [hit.id for hit in islice(index.iterate(SearchRequest(query=word)), 2)]


def _too_much(run: Spent) -> list[str]:
    faults = [f"more than {MAX_SECONDS:g} s"] if run.cpu > MAX_SECONDS else []
    return faults + ([f"more than {MAX_MEGABYTES:,g} MB"] if run.megabytes > MAX_MEGABYTES else [])


def table(costs: Iterable[Cost]) -> list[str]:
    """Return the lines of a table in Markdown, most expensive first."""
    head = "| input | MB | seconds (CPU) | seconds (wall) | peak MB | index MB | search s | ends | faults |"
    rows = sorted(costs, key=_share, reverse=True)
    return [head, "| --- | --: | --: | --: | --: | --: | --: | --- | --- |", *map(_row, rows)]


def summary(costs: Sequence[Cost]) -> list[str]:
    """Return how many inputs there are, and the lines of a table of those that are expensive or have faults."""
    shown = [cost for cost in sorted(costs, key=_share, reverse=True) if cost.faults or _share(cost) > _EXPENSIVE]
    rows = [
        f"| {cost.name} | {cost.run.cpu:.1f} | {cost.run.megabytes:.0f} | {'; '.join(cost.faults) or '–'} |"
        for cost in shown
    ]
    counted = f"{len(costs)} inputs, {sum(bool(cost.faults) for cost in costs)} with faults, {len(shown)} shown:"
    return [counted, "", "| input | seconds (CPU) | peak MB | faults |", "| --- | --: | --: | --- |", *rows]


def _share(cost: Cost) -> float:
    """Return the share that an input takes of what it may cost in time or memory, whichever is larger."""
    return max(cost.run.cpu / MAX_SECONDS, cost.run.megabytes / MAX_MEGABYTES)


def _row(cost: Cost) -> str:
    run = cost.run
    numbers = (cost.bytes / 1e6, run.cpu, run.wall, run.megabytes, cost.index_megabytes, cost.search_seconds)
    figures = " | ".join(f"{number:.1f}" for number in numbers)
    return f"| {cost.name} | {figures} | {_listed(cost.ends)} | {'; '.join(cost.faults)} |"


def _listed(ends: Iterable[str]) -> str:
    return " ".join(sorted(ends)) or "–"


if __name__ == "__main__":
    sys.exit(main())
