"""How far labelling depends on the articles its weights were tuned to: a five-fold split of the labelled ones.

    python -m bench.folds

For each fifth two rows: the shared scorer's figures with the weights as they are, and with those of a small grid
that do best on the other four fifths. Says so and ends where the folder of labels is absent.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from bench.metadata import LABELS, SCORER, raw_articles
from bench.shared import CORPUS, require
from indexer.extract.labels.labels import find_labels
from indexer.extract.labels.points import FORUM_WEIGHTS, TOPIC_WEIGHTS, Weights
from indexer.ingest.source import RawArticle

FOLDS = 5
FIGURES = ("forum_main_recall", "forum_precision", "topic_recall", "topic_precision")
FORUM_GRID, TOPIC_GRID = (1.5, 2.0, 2.5), (1.5, 1.75, 2.0)


class Pair(NamedTuple):
    """The weights of forums and of topics."""

    forum: Weights
    topic: Weights


FROZEN = Pair(FORUM_WEIGHTS, TOPIC_WEIGHTS)
GRID = [
    Pair(replace(FORUM_WEIGHTS, common=forum), replace(TOPIC_WEIGHTS, common=topic))
    for forum, topic in product(FORUM_GRID, TOPIC_GRID)
]


def main() -> None:
    """Label, score and print."""
    require(LABELS, SCORER, CORPUS)
    gold = LABELS.read_text(encoding="utf-8").splitlines()
    raws = list(raw_articles({json.loads(line)["id"] for line in gold}))
    frozen, tuned = predictions(raws, FROZEN), [predictions(raws, weights) for weights in GRID]
    rows = [fold(number, gold, frozen, tuned) for number in range(FOLDS)]
    print("fifth ", *(f"{name:>18}" for name in FIGURES))
    for number, pair in enumerate(rows, 1):
        show(f"{number} as is", pair[0])
        show(f"{number} tuned", pair[1])
    show("as is ", [fmean(column) for column in zip(*(pair[0] for pair in rows), strict=True)])
    show("tuned ", [fmean(column) for column in zip(*(pair[1] for pair in rows), strict=True)])


def show(name: str, figures: Iterable[float]) -> None:
    """Print a row of the table."""
    print(f"{name:7}", *(f"{figure:18.3f}" for figure in figures))


def predictions(raws: Iterable[RawArticle], weights: Pair) -> str:
    """Return the labels of articles, as lines for the scorer."""
    lines = []
    for raw in raws:
        title = (raw.given.title and raw.given.title.value) or ""
        (found,) = find_labels([(f"{title}\n{raw.text}", len(title) + 1)], *weights)
        ids = {"forums": [each.id for each in found.forums], "topics": [each.id for each in found.topics]}
        lines.append(json.dumps({"id": raw.id, **ids}))
    return "\n".join(lines)


def fold(number: int, gold: Sequence[str], frozen: str, tuned: Iterable[str]) -> tuple[list[float], list[float]]:
    """Return the figures of a fifth: with the weights as they are, and with the best on the other fifths."""
    tested = gold[number::FOLDS]
    others = [line for place, line in enumerate(gold) if place % FOLDS != number]
    best = max(tuned, key=lambda predicted: fmean(score(others, predicted)))
    return score(tested, frozen), score(tested, best)


def score(gold: Sequence[str], predicted: str) -> list[float]:
    """Return the shared scorer's figures."""
    with tempfile.TemporaryDirectory() as folder:
        labels, lines = Path(folder) / "labels.jsonl", Path(folder) / "predictions.jsonl"
        labels.write_text("\n".join(gold), encoding="utf-8")
        lines.write_text(predicted, encoding="utf-8")
        run = subprocess.run([sys.executable, SCORER, labels, lines], check=True, capture_output=True, text=True)
    report = json.loads(run.stdout)
    return [report[name] for name in FIGURES]


if __name__ == "__main__":
    main()
