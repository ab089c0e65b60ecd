"""What a query becomes: `queries.yaml` says it case by case."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from whoosh.query import Phrase

from indexer.model import Problem
from indexer.query import parse
from indexer.query.parse import MAX_DEPTH, MAX_QUERY_LENGTH, MAX_WORDS

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("queries.yaml").read_text("utf-8"))


def spans(problems: tuple[Problem, ...]) -> list[list[object]]:
    return [[problem.code, *(problem.at or ())] for problem in problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"] or "(empty)")
def test_what_is_typed_becomes_its_tree(case: dict[str, Any]) -> None:
    parsed = parse(case["query"])

    assert str(parsed.tree) == case["tree"]
    assert spans(parsed.problems) == case.get("problems", [])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "too-deep"),
        ("a " * (MAX_WORDS + 1), "too-many-words"),
        ("a" * (MAX_QUERY_LENGTH + 1), "too-long"),
    ],
)
def test_what_is_out_of_bounds_is_cut_and_reported(query: str, code: str) -> None:
    parsed = parse(query)

    assert code in [problem.code for problem in parsed.problems]
    assert "text:a" in str(parsed.tree)


def test_problems_are_told_in_the_language_asked_for() -> None:
    assert "is not a year" in parse("year:abc", "en").problems[0].text
    assert "không phải là năm" in parse("year:abc", "vi").problems[0].text


def test_an_unknown_name_comes_with_the_nearest_one() -> None:
    assert "“arf”" in parse("forum:arff", "en").problems[0].text


def test_nearness_counts_the_words_between_neighbours() -> None:
    tree = parse('"hạt nhân Iran"~5').tree

    assert isinstance(tree, Phrase)
    assert (tree.words, tree.slop) == (["hạt", "nhân", "iran"], 6)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("hạt nhân, Iran", [["hạt", "nhân,"], ["Iran"]]),
        ("hạt AND nhân OR iran", [["hạt"], ["nhân"], ["iran"]]),
        ("title:hạt nhân", [["hạt", "nhân"]]),
        ('hạt -nhân "nga mỹ" iran~ quoc* =mỹ year:2010 nga', [["hạt"], ["nga"]]),
        ("(hạt nhân) iran^2", []),
    ],
)
def test_plain_words_side_by_side_are_a_row_with_their_spans(query: str, rows: list[list[str]]) -> None:
    assert [[query[slice(*word.at)] for word in row] for row in parse(query).rows] == rows
