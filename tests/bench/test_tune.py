"""The search for constants finds the best setting, and leaves the code as it was."""

import doctest
from contextlib import nullcontext
from pathlib import Path

import pytest

from bench import tune
from bench.known_items import KnownItem, Typing
from bench.tune import Constant, Setting, Trials, climb, patched, read_candidates, report
from indexer.engines import scoring
from indexer.engines.arrays.searching import scorer

WEIGHT = Constant("indexer.engines.scoring", "PAIR_WEIGHT")
LENGTH = Constant("indexer.engines.scoring", "B")


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(tune).failed == 0


def test_a_climb_changes_one_constant_after_the_other_until_none_helps() -> None:
    def score(setting: Setting) -> float:
        return -abs(setting[WEIGHT] - setting[LENGTH]) - 2 * abs(setting[LENGTH] - 3)

    start = {WEIGHT: 0.0, LENGTH: 0.0}

    assert climb(start, {WEIGHT: [1, 2, 3], LENGTH: [1, 2, 3]}, score) == {WEIGHT: 3, LENGTH: 3}
    assert climb(start, {WEIGHT: [1, 2]}, score) == start


def test_constants_change_wherever_they_were_imported_and_only_for_a_while() -> None:
    def in_use() -> list[float]:
        return [vars(module)["PAIR_WEIGHT"] for module in (scoring, scorer)]

    before = in_use()
    with patched({WEIGHT: 0.25}):
        during = in_use()

    assert (during, in_use()) == ([0.25, 0.25], before)


def test_every_constant_of_the_table_is_in_the_code() -> None:
    candidates = read_candidates(Path(tune.__file__).with_name("tune.toml"))

    assert all(constant.value > 0 for constant in candidates)


def test_a_constant_that_is_not_in_the_code_is_named() -> None:
    with pytest.raises(SystemExit, match=r"indexer\.engines\.scoring has no number PAIR_WIDTH"):
        _ = Constant("indexer.engines.scoring", "PAIR_WIDTH").value


def test_the_report_shows_what_was_chosen_on_one_fold_on_the_other() -> None:
    def ranking(_typing: Typing, _words: str) -> list[str]:
        return ["a", "b"] if scoring.PAIR_WEIGHT > 0.5 else ["b", "a"]

    trials = Trials(lambda: nullcontext(ranking), [KnownItem("a", "á", "a"), KnownItem("b", "bé", "be")])
    settings = {"low": {WEIGHT: 0.5}, "high": {WEIGHT: 0.9}}

    assert [trials.score(setting, "even") for setting in settings.values()] == [0.5, 1.0]
    assert report(trials, settings).splitlines()[2:] == [
        "| low | PAIR_WEIGHT 0.5 | 0.5000 | 0.5000 | 1.0000 | 1.0000 | 0.7500 | 0.7500 |",
        "| high | PAIR_WEIGHT 0.9 | 1.0000 | 1.0000 | 0.5000 | 0.5000 | 0.7500 | 0.7500 |",
    ]
