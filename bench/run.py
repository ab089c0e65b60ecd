"""A run from start to end: an index a peer, rounds in turn, the figures of all."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.measure import over_rounds
from bench.memory import NOTHING, Memory
from bench.peers import CONTENDERS
from bench.peers.base import GROUPS, Corpus, Group, Query
from bench.process import Building, Opening, PeerFailed, Remote, Timing
from bench.results import Figures, Results, machine

_LONGEST_ROUND = 60.0
"""Seconds; a peer whose round takes longer is asked once."""
Say = Callable[[str], None]
T = TypeVar("T")


@dataclass(slots=True)
class _Course:
    """A peer in the run: what it is asked, and what it has answered so far."""

    name: str
    remote: Remote
    building: Building
    queries: Sequence[Query]
    opening: Opening | None = None
    rounds: list[list[Timing]] = field(default_factory=list)
    peak: Memory = NOTHING

    @property
    def is_slow(self) -> bool:
        """Whether another round would take too long."""
        return any(sum(timing.ms for timing in timings) > _LONGEST_ROUND * 1e3 for timings in self.rounds)


class _Entrants:
    """Who is left out, and why: a peer that fails ends nobody else's run."""

    def __init__(self, say: Say) -> None:
        self.absent: dict[str, str] = {}
        self.say = say

    @contextmanager
    def unless_it_fails(self, name: str) -> Iterator[None]:
        """Leave a peer out where what is done here fails; the reason is the last line of its error."""
        try:
            yield
        except PeerFailed as error:
            self.absent[name] = str(error).strip().splitlines()[-1]
            self.say(f"{name} is left out: {self.absent[name]}")


def run(
    corpus: Corpus, queries: Sequence[Query], engines: Sequence[str], rounds: int, folder: Path, say: Say
) -> Results:
    """Index where there is no index yet, search in interleaved rounds, and return the figures."""
    entrants = _Entrants(say)
    buildings: dict[str, Building] = {}
    for name in engines:
        with entrants.unless_it_fails(name):
            buildings[name] = _building(name, corpus, folder / CONTENDERS[name].index, say)
    courses = _search(buildings, queries, rounds, folder, entrants)
    return Results(
        name=corpus.name,
        articles=corpus.number,
        text_bytes=corpus.text_bytes,
        origin=corpus.origin,
        machine=machine(),
        engines={course.name: _figures(course) for course in courses if course.name not in entrants.absent},
        absent=entrants.absent,
    )


def _building(name: str, corpus: Corpus, home: Path, say: Say) -> Building:
    """Return what indexing took, now or in the run that made the index."""
    facts = home / "building.json"
    if not facts.exists():
        say(f"{name} indexes {corpus.number:,} articles …")
        with Remote(name) as remote:
            building = remote.build(corpus, home / "index")
        facts.write_text(json.dumps(asdict(building)), encoding="utf-8")
        say(f"{name} took {building.seconds:.1f} s")
    known = json.loads(facts.read_text(encoding="utf-8"))
    return Building(**{**known, "memory": Memory(**known["memory"])})


def _search(
    buildings: Mapping[str, Building], queries: Sequence[Query], rounds: int, folder: Path, entrants: _Entrants
) -> list[_Course]:
    with ExitStack() as stack:
        courses = [
            _Course(name, stack.enter_context(Remote(name)), building, _own(name, queries))
            for name, building in buildings.items()
        ]
        steps = (
            lambda course: _open(course, folder / CONTENDERS[course.name].index / "index"),
            *[lambda course: _ask(course, entrants.say)] * rounds,
            _look_at_memory,
        )
        for step in steps:
            for course in courses:
                if course.name not in entrants.absent:
                    with entrants.unless_it_fails(course.name):
                        step(course)
    return courses


def _own(name: str, queries: Sequence[Query]) -> list[Query]:
    return [query for query in queries if query.group in CONTENDERS[name].groups]


def _open(course: _Course, index: Path) -> None:
    course.opening = course.remote.open(index, course.queries[0])


def _ask(course: _Course, say: Say) -> None:
    if course.is_slow:
        return
    course.rounds.append(course.remote.round(course.queries))
    spent = sum(timing.ms for timing in course.rounds[-1]) / 1e3
    say(f"round {len(course.rounds)}: {course.name} took {spent:.2f} s for {len(course.queries)} queries")


def _look_at_memory(course: _Course) -> None:
    course.peak = course.remote.peak(course.queries if not course.is_slow else course.queries[:1])


def _figures(course: _Course) -> Figures:
    if course.opening is None:
        raise AssertionError(f"{course.name} was never opened")
    times = over_rounds([[timing.ms for timing in timings] for timings in course.rounds])
    first = course.rounds[0]
    return Figures(
        version=course.opening.version,
        build_seconds=course.building.seconds,
        build_memory=course.building.memory,
        bytes=course.building.bytes,
        open_ms=course.opening.open_ms,
        first_ms=course.opening.first_ms,
        search_memory=course.peak,
        rounds=len(course.rounds),
        times=_by_group(course.queries, times),
        totals=_by_group(course.queries, [timing.total for timing in first]),
        counted=_by_group(course.queries, [timing.counted for timing in first]),
    )


def _by_group(queries: Iterable[Query], values: Iterable[T]) -> dict[Group, tuple[T, ...]]:
    pairs = list(zip(queries, values, strict=True))
    found = {group: tuple(value for query, value in pairs if query.group == group) for group in GROUPS}
    return {group: taken for group, taken in found.items() if taken}
