"""Syllables that are one word on the command line, or apart on request, and what is close to a query."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.sea import write_sea


@pytest.fixture
def sea(tmp_path: Path, run: Run) -> None:
    write_sea(tmp_path / "docs_in")
    assert run("reindex").code == 0


@pytest.mark.usefixtures("sea")
def test_a_joined_word_is_named_with_the_way_to_its_syllables(run: Run) -> None:
    shown = run("search", "bien dong").out
    assert "Tìm nguyên từ “Biển Đông”." in shown.splitlines()[0]
    assert "7 articles" in shown
    assert "Or: --words apart (9)" in shown
    assert "9 articles" in run("search", "bien dong", "--words", "apart").out


@pytest.mark.usefixtures("sea")
def test_json_has_suggestions_and_the_closest_articles_as_hits(run: Run) -> None:
    answer = json.loads(run("search", "tàu cá hầm biển đông", "--json").out)
    assert answer["total"] == len(answer["hits"]) == 1
    (near,) = [hit for hit in answer["near"] if hit["id"] == "sea/0"]
    assert near["missing"] == ["hầm"]
    assert near["snippet_html"].startswith("Các bên bàn về <mark>Biển Đông</mark>")
    assert near.keys() == answer["hits"][0].keys()
    assert {each["kind"] for each in answer["suggestions"]} >= {"apart"}


@pytest.mark.usefixtures("sea")
def test_explanations_take_words_apart_too(run: Run) -> None:
    # Article 7 has both syllables, far from each other.
    assert "does not find sea/7 (mode auto, words joined)" in run("explain", "bien dong", "sea/7").out
    parts = json.loads(run("explain", "bien dong", "sea/7", "--words", "apart", "--json").out)["parts"]
    assert [part["text"] for part in parts if part["kind"] == "word"] == ["bien", "dong"]


@pytest.mark.usefixtures("sea")
def test_other_words_are_refused_with_those_there_are(run: Run) -> None:
    ended = run("search", "bien dong", "--words", "asunder")
    assert ended.code == 2
    assert "joined" in ended.err
    assert "apart" in ended.err
