"""A peer in its own process, so that its memory and time are measured alone."""

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

from bench.memory import NO_MEMORY, Memory, MemoryWatch
from bench.peers import load
from bench.peers.contract import FACETS, Corpus, Query, Session

_BUILDING, _SEARCHING = 0.1, 0.02
"""Seconds between two samples of the memory."""


@dataclass(frozen=True, slots=True)
class Building:
    """The cost of indexing; `bytes` is the size of the index on disk."""

    version: str
    seconds: float
    bytes: int
    memory: Memory = NO_MEMORY


@dataclass(frozen=True, slots=True)
class Opening:
    """The time to open an index, and then to answer the first query, in milliseconds."""

    version: str
    open_ms: float
    first_ms: float


@dataclass(frozen=True, slots=True)
class Timing:
    """One search: milliseconds, articles found, and the sum of all counts in each facet."""

    ms: float
    total: int
    counted: tuple[int, ...]


class PeerFailed(Exception):
    """A peer ended with an error; the message is its traceback."""


class Remote:
    """The process of a peer; it ends with the `with` block."""

    def __init__(self, name: str) -> None:
        context = get_context("spawn")
        self._connection, self._theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, self._theirs))

    def __enter__(self) -> Self:
        self._process.start()
        self._theirs.close()  # otherwise a process that died would look busy forever
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._process.terminate()
        with suppress(OSError):  # it may have ended already
            self._connection.send(("stop", ()))
        self._process.join()

    def build(self, corpus: Corpus, folder: Path) -> Building:
        """Empty a folder and index the corpus into it."""
        with self._watch(_BUILDING) as watch:
            done: Building = self._call("build", corpus, folder)
        return replace(done, memory=watch.peak)

    def open(self, folder: Path, first: Query) -> Opening:
        """Open an index and run a first query."""
        opening: Opening = self._call("open", folder, first)
        return opening

    def round(self, queries: Sequence[Query]) -> list[Timing]:
        """Run every query once, in order."""
        timings: list[Timing] = self._call("round", queries)
        return timings

    def peak(self, queries: Sequence[Query]) -> Memory:
        """Run every query once more, and return the peak of the memory meanwhile."""
        with self._watch(_SEARCHING) as watch:
            self._call("round", queries)
        return watch.peak

    def _watch(self, every: float) -> MemoryWatch:
        return MemoryWatch(self._process.pid or 0, every)

    def _call(self, method: str, *arguments: object) -> Any:
        try:
            self._connection.send((method, arguments))
            succeeded, answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise PeerFailed("the process ended without answering") from error
        if not succeeded:
            raise PeerFailed(answer)
        return answer


class _PeerServer:
    """The other end of the connection, in the process of the peer."""

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
        server = _PeerServer(name)
        while (call := connection.recv())[0] != "stop":
            method, arguments = call
            connection.send((True, getattr(server, method)(*arguments)))
    except Exception:
        connection.send((False, traceback.format_exc()))


def _timed(session: Session, query: Query) -> Timing:
    search = session.plan(query)
    started = time.perf_counter_ns()
    answer = search()
    spent = time.perf_counter_ns() - started
    counts = answer.facets()
    return Timing(spent / 1e6, answer.total, tuple(sum(counts[facet].values()) for facet in FACETS))
