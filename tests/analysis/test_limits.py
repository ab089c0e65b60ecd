"""The limits of words in a text: chunks of a thousand characters, and not many more compounds than words."""

from itertools import pairwise

import pytest

from indexer.analysis import MAX_CHUNK, MAX_EXCESS, chunk_spans, tokenise
from tests import naive_words
from tests.naive_syllables import compose

RUNS = ["1/", "1-", "A+", "A+++A-", "a.", "12,5:", "ế", "a\u0301", "日本", "a'", "ViệtNam", "…", "“Hội”"]


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_is_cut_into_chunks_and_nothing_is_lost(run: str) -> None:
    text = "Đầu " + run * 5000 + " cuối"
    spans = list(chunk_spans(text))
    assert max(end - start for start, end in spans) <= MAX_CHUNK
    assert "".join(text[start:end] for start, end in spans) == text.replace(" ", "")
    assert all(start == end or text[end:start] == " " for (_, end), (start, _) in pairwise(spans))


def test_a_run_is_cut_after_a_sign() -> None:
    text = "chữ." * 400
    assert all(text[end - 1] == "." for _, end in chunk_spans(text))


@pytest.mark.parametrize("run", [run for run in RUNS if run not in ("日本", "a\u0301")])
@pytest.mark.parametrize("space", ["", " "])
def test_words_of_long_texts_are_those_of_the_twin(run: str, space: str) -> None:
    text = "Đầu " + (run * 6 + space) * 1500 + " Covid-19"
    expected = sorted((spot.at, spot.parts, compose(spot.word)) for spot in naive_words.tokenise(text))
    assert sorted((token.position, token.width, token.word.surface) for token in tokenise(text)) == expected


@pytest.mark.parametrize("unit", ["1/", "1/1/1/1/1/1 ", "A+A+A+A+A+A+ ", "7-8/11/2012 ", "ViệtNam "])
def test_words_are_in_proportion_to_the_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    tokens = list(tokenise(text))
    assert len(tokens) <= 2 * (tokens[-1].position + 1) + MAX_EXCESS + 6 * MAX_CHUNK


def test_compounds_end_with_the_chunk_that_has_too_many() -> None:
    text = "3+/D+ " * (MAX_EXCESS // 2 + 10) + "Covid-19"
    assert "covid-19" not in {token.word.surface for token in tokenise(text)}
    assert {"covid", "19"} <= {token.word.surface for token in tokenise(text)}
    found = [token.position for token in tokenise(text) if token.word.surface == "3+/d+"]
    assert len(found) == MAX_EXCESS // 2


def test_dates_in_prose_stay_compounds() -> None:
    text = "ngày 29/6/2021 và 30/6/2021 " * 5000
    assert sum(token.word.surface == "29/6/2021" for token in tokenise(text)) == 5000
