"""How much extraction depends on the articles it was tuned to: a five-fold split of all labelled articles.

    python -m bench.folds

Prints two rows per fold: the figures of the labels' scorer with the weights as they are, and with the weights that do
best on the other four folds, out of a small grid. Years have no weights: both rows show the same. Exits with a
message if the labelled articles are missing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from statistics import fmean
from typing import NamedTuple

from bench.corpus import CORPUS, require
from bench.extraction_quality import LABELS, OWN_LABELS, SCORER, gold_ids, gold_lines, raw_articles, score
from indexer.extract import extract
from indexer.extract.labels.label_finder import find_labels
from indexer.extract.labels.points import FORUM_WEIGHTS, TOPIC_WEIGHTS, LabelWeights
from indexer.ingest.source import RawArticle

FOLDS = 5
LABEL_FIGURES = ("forum_main_recall", "forum_precision", "topic_recall", "topic_precision")
FIGURES = (*LABEL_FIGURES, "year_precision", "year_explicit_recall", "year_coverage")
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
    require(LABELS, OWN_LABELS, SCORER, CORPUS)
    gold = [*gold_lines(LABELS), *gold_lines(OWN_LABELS)]
    raws = list(raw_articles(gold_ids(gold)))
    years = {article.id: article.year for article in extract(raws)}
    current, tuned = predictions(raws, years, CURRENT), [predictions(raws, years, weights) for weights in GRID]
    rows = [fold(number, gold, current, tuned) for number in range(FOLDS)]
    print("fold   ", *(f"{name:>20}" for name in FIGURES))
    for number, (as_is, best) in enumerate(rows, 1):
        show(f"{number} as is", as_is)
        show(f"{number} tuned", best)
    show("as is ", [fmean(column) for column in zip(*(as_is for as_is, _ in rows), strict=True)])
    show("tuned ", [fmean(column) for column in zip(*(best for _, best in rows), strict=True)])


def show(name: str, row: Iterable[float]) -> None:
    """Print a row of the table."""
    print(f"{name:7}", *(f"{figure:20.3f}" for figure in row))


def predictions(raws: Iterable[RawArticle], years: Mapping[str, int | None], weights: FacetWeights) -> str:
    """Return the labels and years of articles, as lines for the scorer."""
    lines = []
    for raw in raws:
        title = (raw.given.title and raw.given.title.value) or ""
        (found,) = find_labels([(f"{title}\n{raw.text}", len(title) + 1)], *weights)
        ids = {"forums": [each.id for each in found.forums], "topics": [each.id for each in found.topics]}
        lines.append(json.dumps({"id": raw.id, "year": years[raw.id], **ids}))
    return "\n".join(lines)


def fold(number: int, gold: Sequence[str], current: str, tuned: Iterable[str]) -> tuple[list[float], list[float]]:
    """Return the figures of a fold: with the weights as they are, and with those that do best on the other folds."""
    tested = gold[number::FOLDS]
    others = [line for index, line in enumerate(gold) if index % FOLDS != number]
    best = max(tuned, key=lambda predicted: fmean(figures(others, predicted, LABEL_FIGURES)))
    return figures(tested, current, FIGURES), figures(tested, best, FIGURES)


def figures(gold: Iterable[str], predicted: str, names: Iterable[str]) -> list[float]:
    """Return figures of the scorer by their names."""
    report = score(gold, predicted)
    return [report[name] for name in names]


if __name__ == "__main__":
    main()
