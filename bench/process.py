"""A peer in a process of its own, so that its memory and its time are its own."""

import gc
import shutil
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench.memory import NOTHING, Memory, Watch
from bench.peers import load
from bench.peers.base import FACETS, Corpus, Query, Session

_BUILDING, _SEARCHING = 0.1, 0.02  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Building:
    """What indexing took; `bytes` are those of the index on disk."""

    version: str
    seconds: float
    bytes: int
    memory: Memory = NOTHING


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening took, and then the first query of the set, in milliseconds."""

    version: str
    open_ms: float
    first_ms: float


@dataclass(frozen=True, slots=True)
class Timing:
    """One search: milliseconds, articles found, and the sum of all counts of each facet."""

    ms: float
    total: int
    counted: tuple[int, ...]


class PeerFailed(Exception):
    """A peer ended with an error, which the message has in full."""


class Remote:
    """A peer's process; ends with the `with` block."""

    def __init__(self, name: str) -> None:
        context = get_context("spawn")
        self._connection, self._theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, self._theirs))

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()  # else a process that died would not be told from one that is busy
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._process.terminate()
        with suppress(OSError):  # it may have ended by itself
            self._connection.send(("stop", ()))
        self._process.join()

    def build(self, corpus: Corpus, folder: Path) -> Building:
        """Index the corpus into a folder, which is emptied first."""
        with self._watch(_BUILDING) as watch:
            done: Building = self._ask("build", corpus, folder)
        return replace(done, memory=watch.peak)

    def open(self, folder: Path, first: Query) -> Opening:
        """Open an index and ask it for the first time."""
        opening: Opening = self._ask("open", folder, first)
        return opening

    def round(self, queries: Sequence[Query]) -> list[Timing]:
        """Ask every query once, in order."""
        timings: list[Timing] = self._ask("round", queries)
        return timings

    def peak(self, queries: Sequence[Query]) -> Memory:
        """Ask every query once more, and return the most memory that was taken meanwhile."""
        with self._watch(_SEARCHING) as watch:
            self._ask("round", queries)
        return watch.peak

    def _watch(self, every: float) -> Watch:
        return Watch(self._process.pid or 0, every)

    def _ask(self, what: str, *arguments: object) -> Any:
        try:
            self._connection.send((what, arguments))
            good, answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise PeerFailed("the process ended without an answer") from error
        if not good:
            raise PeerFailed(answer)
        return answer


class _Served:
    """The other side: what a peer's process does."""

    def __init__(self, name: str) -> None:
        self._peer = load(name)
        self._session: Session | None = None

    def build(self, corpus: Corpus, folder: Path) -> Building:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        started = time.perf_counter()
        self._peer.build(corpus, folder)
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return Building(self._peer.version, seconds, size)

    def open(self, folder: Path, first: Query) -> Opening:
        started = time.perf_counter()
        self._session = self._peer.open(folder)
        opened = time.perf_counter()
        self._session.plan(first)()
        return Opening(self._peer.version, (opened - started) * 1e3, (time.perf_counter() - opened) * 1e3)

    def round(self, queries: Sequence[Query]) -> list[Timing]:
        if self._session is None:
            raise AssertionError("nothing is open")
        gc.collect()
        return [_timed(self._session, query) for query in queries]


def _serve(name: str, connection: Connection) -> None:
    try:
        served = _Served(name)
        while (asked := connection.recv())[0] != "stop":
            connection.send((True, getattr(served, asked[0])(*asked[1])))
    except Exception:
        connection.send((False, traceback.format_exc()))


def _timed(session: Session, query: Query) -> Timing:
    search = session.plan(query)
    started = time.perf_counter_ns()
    answer = search()
    spent = time.perf_counter_ns() - started
    counts = answer.facets()
    return Timing(spent / 1e6, answer.total, tuple(sum(counts[facet].values()) for facet in FACETS))
