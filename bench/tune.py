"""Search for the constants of ranking that find known items best: one at a time, until no change helps.

usage: python -m bench.tune --index DIR [--queries N]

The index is the one that `bench.relevance --keep DIR` leaves in DIR/bodies-41310/timdau-arrays. `tune.toml` names the
constants and the values to try. The score is MRR@10, the mean of accented and plain queries, so that both get the same
constants. Queries are split into two folds: constants are chosen on each, and on all, and reported on both.
"""

import argparse
import importlib
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from bench.corpus import KNOWN_ITEMS, require
from bench.known_items import (
    TYPINGS,
    KnownItem,
    Rank,
    RankedSearch,
    Typing,
    known_items,
    quality,
    ranks,
    timdau_ranking,
)
from bench.options import log, positive
from bench.result_tables import table
from indexer import open_index

_TABLE = Path(__file__).with_name("tune.toml")
FOLDS: Mapping[str, slice] = {"even": slice(0, None, 2), "odd": slice(1, None, 2)}
_OTHER = {"even": "odd", "odd": "even"}
_PARTS: Mapping[str, slice] = {**FOLDS, "all": slice(None)}


class Constant(NamedTuple):
    """A constant of the code, by the names of its module and its own."""

    module: str
    name: str

    @property
    def value(self) -> float:
        """Its current value. Exits with a message if it is not a number."""
        found = vars(importlib.import_module(self.module)).get(self.name)
        if not isinstance(found, int | float):
            sys.exit(f"{_TABLE.name}: {self.module} has no number {self.name}")
        return found


Setting = Mapping[Constant, float]
TrialValues = Mapping[Constant, Sequence[float]]
RanksByTyping = Mapping[Typing, Sequence[Rank]]


class Trials:
    """The ranks of all known items under every setting tried so far."""

    def __init__(self, opened: Callable[[], AbstractContextManager[RankedSearch]], items: Sequence[KnownItem]) -> None:
        self._opened, self._items = opened, items
        self._tried: dict[tuple[float, ...], RanksByTyping] = {}

    def ranks(self, setting: Setting) -> RanksByTyping:
        """Return the ranks under a setting."""
        key = tuple(setting.values())
        if key not in self._tried:
            # An open index remembers what it computed from the constants, so each setting gets its own.
            with patched(setting), self._opened() as ranking:
                self._tried[key] = {typing: ranks(ranking, self._items, typing) for typing in TYPINGS}
            log(f"{shown(setting)}: {self.score(setting, 'all'):.4f}")
        return self._tried[key]

    def score(self, setting: Setting, part: str) -> float:
        """Return MRR@10 over a part of the queries, the mean of both ways of typing."""
        return fmean(self.reciprocal_rank(setting, part, typing) for typing in TYPINGS)

    def reciprocal_rank(self, setting: Setting, part: str, typing: Typing) -> float:
        """Return MRR@10 over a part of the queries."""
        return quality(self.ranks(setting)[typing][_PARTS[part]]).reciprocal_rank


def main() -> int:
    """Search, and print what was chosen and how well it does on both folds."""
    require(KNOWN_ITEMS)
    options = _options()
    candidates = read_candidates(_TABLE)
    current = {constant: constant.value for constant in candidates}
    with open_index(options.index) as index:
        items = known_items(index, options.queries)
    trials = Trials(partial(_ranking, options.index), items)
    chosen = {part: climb(current, candidates, partial(trials.score, part=part)) for part in _PARTS}
    print(report(trials, {"current": current} | {f"chosen on {part}": each for part, each in chosen.items()}))
    for typing in TYPINGS:
        before = fmean(trials.reciprocal_rank(current, fold, typing) for fold in FOLDS)
        after = fmean(trials.reciprocal_rank(chosen[_OTHER[fold]], fold, typing) for fold in FOLDS)
        print(f"{typing}: MRR@10 {before:.4f} → {after:.4f} with constants chosen on the other fold")
    return 0


def read_candidates(path: Path) -> TrialValues:
    """Return the constants of a table, and the values to try."""
    modules = tomllib.loads(path.read_text(encoding="utf-8"))
    return {Constant(module, name): values for module, rows in modules.items() for name, values in rows.items()}


@contextmanager
def _ranking(path: Path) -> Iterator[RankedSearch]:
    with open_index(path) as index:
        yield timdau_ranking(index)


@contextmanager
def patched(setting: Setting) -> Iterator[None]:
    """Change constants for a `with` block, in their own modules and wherever in `indexer` they were imported.

    What was computed from them on import, or cached, stays as it was.
    """
    modules = [module for name, module in sys.modules.items() if name.startswith("indexer.")]
    before = {constant: constant.value for constant in setting}
    places = [
        (module, constant)
        for constant in setting
        for module in modules
        if vars(module).get(constant.name) is before[constant]
    ]
    try:
        for module, constant in places:
            setattr(module, constant.name, setting[constant])
        yield
    finally:
        for module, constant in places:
            setattr(module, constant.name, before[constant])


def climb(start: Setting, candidates: TrialValues, score: Callable[[Setting], float]) -> Setting:
    """Return the best setting reached by changing one constant at a time, until no change helps."""
    best, improved = start, True
    while improved:
        improved = False
        for constant, values in candidates.items():
            for value in values:
                changed = {**best, constant: value}
                if score(changed) > score(best):
                    best, improved = changed, True
    return best


def report(trials: Trials, settings: Mapping[str, Setting]) -> str:
    """Return a table of settings, and of MRR@10 on each part of the queries, in Markdown."""
    columns = [(part, typing) for part in _PARTS for typing in TYPINGS]
    header = ["setting", "constants", *(f"{part}: {typing}" for part, typing in columns)]
    rows = [
        [name, shown(setting), *(f"{trials.reciprocal_rank(setting, *column):.4f}" for column in columns)]
        for name, setting in settings.items()
    ]
    return table(header, rows)


def shown(setting: Setting) -> str:
    """Return a setting for people.

    >>> shown({Constant("indexer.engines.scoring", "PAIR_WEIGHT"): 0.5})
    'PAIR_WEIGHT 0.5'
    """
    return ", ".join(f"{constant.name} {value:g}" for constant, value in setting.items())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="an index of bodies")
    parser.add_argument("--queries", type=positive, default=2000, help="number of queries, a sample of all 2,000")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
