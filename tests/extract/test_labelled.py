"""What extraction promises on articles labelled by hand: their texts are in the shared corpus, not in the project."""

import json
import tomllib
from pathlib import Path

import pytest

from bench.corpus import CORPUS
from bench.extraction_quality import LABELS, OWN_LABELS, SCORER, gold_ids, gold_lines, prediction, raw_articles, score
from indexer.extract import extract
from indexer.vocabulary import VOCABULARIES

PROMISES: dict[str, float] = tomllib.loads((Path(__file__).parent / "labels" / "promises.toml").read_text("utf-8"))


def test_labels_are_ids_of_the_vocabulary_and_hold_no_text() -> None:
    labels = [json.loads(line) for line in gold_lines(OWN_LABELS)]
    assert len({label["id"] for label in labels}) == len(labels) >= 150
    for label in labels:
        assert label.keys() == {"id", "forums_main", "forums_mentioned", "topics", "year", "year_basis"}
        assert {*label["forums_main"], *label["forums_mentioned"]} <= VOCABULARIES["forum"]().entries.keys()
        assert {*label["topics"]} <= VOCABULARIES["topic"]().entries.keys()
        assert (label["year"] is None) == (label["year_basis"] == "none")


@pytest.mark.skipif(
    not (CORPUS.exists() and SCORER.exists()), reason="needs the corpus and scorer of the shared folder"
)
def test_figures_on_labelled_articles() -> None:
    gold = [*gold_lines(LABELS), *gold_lines(OWN_LABELS)]
    figures = score(gold, "".join(map(prediction, extract(list(raw_articles(gold_ids(gold)))))))
    assert figures["missing"] == 0
    assert {name: figures[name] for name, least in PROMISES.items() if figures[name] < least} == {}
