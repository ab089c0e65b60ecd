"""How much labelling depends on the articles its weights were tuned to: a five-fold split of the labelled articles.

    python -m bench.folds

Prints two rows per fold: the figures of the labels' scorer with the weights as they are, and with the weights that do
best on the other four folds, out of a small grid. Exits with a message if the labelled articles are missing.
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

from bench.corpus import CORPUS, require
from bench.extraction_quality import LABELS, SCORER, raw_articles
from indexer.extract.labels.label_finder import find_labels
from indexer.extract.labels.points import FORUM_WEIGHTS, TOPIC_WEIGHTS, LabelWeights
from indexer.ingest.source import RawArticle

FOLDS = 5
FIGURES = ("forum_main_recall", "forum_precision", "topic_recall", "topic_precision")
FORUM_GRID, TOPIC_GRID = (1.5, 2.0, 2.5), (1.5, 1.75, 2.0)


class FacetWeights(NamedTuple):
    """The weights of forums and of topics."""

    forum: LabelWeights
    topic: LabelWeights


CURRENT = FacetWeights(FORUM_WEIGHTS, TOPIC_WEIGHTS)
GRID = [
    FacetWeights(replace(FORUM_WEIGHTS, common=forum), replace(TOPIC_WEIGHTS, common=topic))
    for forum, topic in product(FORUM_GRID, TOPIC_GRID)
]


def main() -> None:
    """Label, score and print."""
    require(LABELS, SCORER, CORPUS)
    gold = LABELS.read_text(encoding="utf-8").splitlines()
    raws = list(raw_articles({json.loads(line)["id"] for line in gold}))
    current, tuned = predictions(raws, CURRENT), [predictions(raws, weights) for weights in GRID]
    rows = [fold(number, gold, current, tuned) for number in range(FOLDS)]
    print("fold   ", *(f"{name:>18}" for name in FIGURES))
    for number, (as_is, best) in enumerate(rows, 1):
        show(f"{number} as is", as_is)
        show(f"{number} tuned", best)
    show("as is ", [fmean(column) for column in zip(*(as_is for as_is, _ in rows), strict=True)])
    show("tuned ", [fmean(column) for column in zip(*(best for _, best in rows), strict=True)])


def show(name: str, figures: Iterable[float]) -> None:
    """Print a row of the table."""
    print(f"{name:7}", *(f"{figure:18.3f}" for figure in figures))


def predictions(raws: Iterable[RawArticle], weights: FacetWeights) -> str:
    """Return the labels of articles, as lines for the scorer."""
    lines = []
    for raw in raws:
        title = (raw.given.title and raw.given.title.value) or ""
        (found,) = find_labels([(f"{title}\n{raw.text}", len(title) + 1)], *weights)
        ids = {"forums": [each.id for each in found.forums], "topics": [each.id for each in found.topics]}
        lines.append(json.dumps({"id": raw.id, **ids}))
    return "\n".join(lines)


def fold(number: int, gold: Sequence[str], current: str, tuned: Iterable[str]) -> tuple[list[float], list[float]]:
    """Return the figures of a fold: with the weights as they are, and with those that do best on the other folds."""
    tested = gold[number::FOLDS]
    others = [line for index, line in enumerate(gold) if index % FOLDS != number]
    best = max(tuned, key=lambda predicted: fmean(score(others, predicted)))
    return score(tested, current), score(tested, best)


def score(gold: Sequence[str], predicted: str) -> list[float]:
    """Return the scorer's figures, in the order of `FIGURES`."""
    with tempfile.TemporaryDirectory() as folder:
        labels, lines = Path(folder) / "labels.jsonl", Path(folder) / "predictions.jsonl"
        labels.write_text("\n".join(gold), encoding="utf-8")
        lines.write_text(predicted, encoding="utf-8")
        run = subprocess.run([sys.executable, SCORER, labels, lines], check=True, capture_output=True, text=True)
    report = json.loads(run.stdout)
    return [report[name] for name in FIGURES]


if __name__ == "__main__":
    main()
