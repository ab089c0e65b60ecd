"""A run: one index per peer, then interleaved rounds of queries, then the figures."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.figures import Figures, Results, machine
from bench.measure import over_rounds
from bench.memory import NO_MEMORY, Memory
from bench.peers import CONTENDERS
from bench.peers.contract import GROUPS, Corpus, Query, QueryGroup
from bench.process import Building, Opening, PeerFailed, Remote, Timing

_LONGEST_ROUND = 60.0
"""Seconds; a peer that takes longer gets no further round."""
Log = Callable[[str], None]
PerQuery = TypeVar("PerQuery")


@dataclass(slots=True)
class _PeerRun:
    """A peer in the run: its queries, and its answers so far."""

    name: str
    remote: Remote
    building: Building
    queries: Sequence[Query]
    opening: Opening | None = None
    rounds: list[list[Timing]] = field(default_factory=list)
    peak: Memory = NO_MEMORY

    @property
    def is_slow(self) -> bool:
        """Whether another round would take too long."""
        return any(sum(timing.ms for timing in timings) > _LONGEST_ROUND * 1e3 for timings in self.rounds)


class _LeftOut:
    """The peers that failed, and why; the others go on."""

    def __init__(self, log: Log) -> None:
        self.reasons: dict[str, str] = {}
        self.log = log

    @contextmanager
    def if_it_fails(self, name: str) -> Iterator[None]:
        """Leave a peer out if the `with` block fails; the reason is the last line of its error."""
        try:
            yield
        except PeerFailed as error:
            self.reasons[name] = str(error).strip().splitlines()[-1]
            self.log(f"{name} is left out: {self.reasons[name]}")


def run(
    corpus: Corpus, queries: Sequence[Query], engines: Sequence[str], rounds: int, folder: Path, log: Log
) -> Results:
    """Index unless an index is kept from before, search in interleaved rounds, and return the figures."""
    left_out = _LeftOut(log)
    buildings: dict[str, Building] = {}
    for name in engines:
        with left_out.if_it_fails(name):
            buildings[name] = _building(name, corpus, folder / CONTENDERS[name].index, log)
    peers = _search(buildings, queries, rounds, folder, left_out)
    return Results(
        name=corpus.name,
        articles=corpus.number,
        text_bytes=corpus.text_bytes,
        origin=corpus.origin,
        machine=machine(),
        engines={peer.name: _figures(peer) for peer in peers if peer.name not in left_out.reasons},
        absent=left_out.reasons,
    )


def _building(name: str, corpus: Corpus, home: Path, log: Log) -> Building:
    """Return the cost of indexing, measured now or in the run that built the index."""
    facts = home / "building.json"
    if not facts.exists():
        log(f"{name} indexes {corpus.number:,} articles …")
        with Remote(name) as remote:
            building = remote.build(corpus, home / "index")
        facts.write_text(json.dumps(asdict(building)), encoding="utf-8")
        log(f"{name} took {building.seconds:.1f} s")
    known = json.loads(facts.read_text(encoding="utf-8"))
    return Building(**{**known, "memory": Memory(**known["memory"])})


def _search(
    buildings: Mapping[str, Building], queries: Sequence[Query], rounds: int, folder: Path, left_out: _LeftOut
) -> list[_PeerRun]:
    with ExitStack() as stack:
        peers = [
            _PeerRun(name, stack.enter_context(Remote(name)), building, _queries_for(name, queries))
            for name, building in buildings.items()
        ]
        steps = (
            lambda peer: _open(peer, folder / CONTENDERS[peer.name].index / "index"),
            *[lambda peer: _round(peer, left_out.log)] * rounds,
            _measure_memory,
        )
        for step in steps:
            for peer in peers:
                if peer.name not in left_out.reasons:
                    with left_out.if_it_fails(peer.name):
                        step(peer)
    return peers


def _queries_for(name: str, queries: Sequence[Query]) -> list[Query]:
    return [query for query in queries if query.group in CONTENDERS[name].groups]


def _open(peer: _PeerRun, index: Path) -> None:
    peer.opening = peer.remote.open(index, peer.queries[0])


def _round(peer: _PeerRun, log: Log) -> None:
    if peer.is_slow:
        return
    peer.rounds.append(peer.remote.round(peer.queries))
    spent = sum(timing.ms for timing in peer.rounds[-1]) / 1e3
    log(f"round {len(peer.rounds)}: {peer.name} took {spent:.2f} s for {len(peer.queries)} queries")


def _measure_memory(peer: _PeerRun) -> None:
    peer.peak = peer.remote.peak(peer.queries if not peer.is_slow else peer.queries[:1])


def _figures(peer: _PeerRun) -> Figures:
    if peer.opening is None:
        raise AssertionError(f"{peer.name} was never opened")
    times = over_rounds([[timing.ms for timing in timings] for timings in peer.rounds])
    first = peer.rounds[0]
    return Figures(
        version=peer.opening.version,
        build_seconds=peer.building.seconds,
        build_memory=peer.building.memory,
        bytes=peer.building.bytes,
        open_ms=peer.opening.open_ms,
        first_ms=peer.opening.first_ms,
        search_memory=peer.peak,
        rounds=len(peer.rounds),
        times=_by_group(peer.queries, times),
        totals=_by_group(peer.queries, [timing.total for timing in first]),
        counted=_by_group(peer.queries, [timing.counted for timing in first]),
    )


def _by_group(queries: Iterable[Query], values: Iterable[PerQuery]) -> dict[QueryGroup, tuple[PerQuery, ...]]:
    pairs = list(zip(queries, values, strict=True))
    found = {group: tuple(value for query, value in pairs if query.group == group) for group in GROUPS}
    return {group: taken for group, taken in found.items() if taken}
