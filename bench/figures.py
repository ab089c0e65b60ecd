"""The raw figures of a run, and their JSON file."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.memory import Memory
from bench.peers.contract import QueryGroup

GroupTimes = Mapping[QueryGroup, tuple[float, ...]]
GroupTotals = Mapping[QueryGroup, tuple[int, ...]]
GroupCounts = Mapping[QueryGroup, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class Machine:
    """The hardware and Python of a run, without host names."""

    cpu: str
    cores: int
    memory_bytes: int
    python: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one engine, queries in the order of the query set.

    Times are in milliseconds, the median of a query over its rounds. `counted` holds, per query, the sum of all counts
    in each of `bench.peers.contract.FACETS`; answers are compared by it.
    """

    version: str
    build_seconds: float
    build_memory: Memory
    bytes: int
    open_ms: float
    first_ms: float
    search_memory: Memory
    rounds: int
    times: GroupTimes
    totals: GroupTotals
    counted: GroupCounts


@dataclass(frozen=True, slots=True)
class Results:
    """One run: `engines` by their names in `bench.peers.CONTENDERS`, in the order of the tables."""

    name: str
    articles: int
    text_bytes: int
    origin: str
    machine: Machine
    engines: Mapping[str, Figures] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)


def machine() -> Machine:
    """Describe this machine."""
    info = Path("/proc/cpuinfo")
    models = [line.split(":", 1)[1].strip() for line in _lines(info) if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Machine(models[0] if models else platform.machine(), os.cpu_count() or 1, memory, platform.python_version())


def write(results: Results, path: Path) -> None:
    """Write the raw figures, times rounded to microseconds."""
    path.write_text(
        json.dumps(_rounded(asdict(results)), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case tuple() | list():
            return [_rounded(each) for each in value]
        case _:
            return value
