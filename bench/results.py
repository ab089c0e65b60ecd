"""The raw figures of a run, and their JSON file."""

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.memory import Memory
from bench.peers.base import Group

Times = Mapping[Group, tuple[float, ...]]
Totals = Mapping[Group, tuple[int, ...]]
Counted = Mapping[Group, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class Machine:
    """What it ran on, without names."""

    cpu: str
    cores: int
    memory_bytes: int
    python: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one engine; times in milliseconds, a query's median over its rounds, in the order of the set.

    `counted` has the sum of all counts of the forum, topic and year facet, by which answers are compared.
    """

    version: str
    build_seconds: float
    build_memory: Memory
    bytes: int
    open_ms: float
    first_ms: float
    search_memory: Memory
    rounds: int
    times: Times
    totals: Totals
    counted: Counted


@dataclass(frozen=True, slots=True)
class Results:
    """One run: `engines` by the names of `bench.peers.CONTENDERS`, in the order of the tables."""

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
    """Write the raw figures, times in whole microseconds."""
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
