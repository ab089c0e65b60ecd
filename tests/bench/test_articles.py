"""The articles that benchmarks index: the same ones every time, as many as asked for, and like real ones."""

import random
from collections import Counter
from itertools import islice, pairwise
from statistics import fmean

import pytest

from bench.corpus import distinct, repeated, shuffled
from bench.synthetic import records, syllables
from indexer.analysis import canonical_tone, is_syllable
from indexer.vocabulary import forums, topics

TEXT = "Hội nghị khai mạc. Các nước tham dự.\nPhiên họp kéo dài hai ngày! Bế mạc ra sao? Chưa rõ."
MADE_UP = list(islice(records(7), 300))


def test_made_up_articles_are_the_same_every_time() -> None:
    assert list(islice(records(7), 20)) == MADE_UP[:20]


def test_another_seed_makes_other_articles() -> None:
    assert [record["body"] for record in islice(records(8), 5)] != [record["body"] for record in MADE_UP[:5]]


def test_made_up_articles_have_ids_of_their_own() -> None:
    assert len({record["id"] for record in MADE_UP}) == len(MADE_UP)


def test_made_up_articles_are_as_long_as_real_ones() -> None:
    assert fmean(len(record["body"].split()) for record in MADE_UP) == pytest.approx(580, rel=0.12)


def test_words_of_two_syllables_repeat() -> None:
    words = [record["body"].lower().split() for record in MADE_UP]
    pairs = Counter(pair for text in words for pair in pairwise(text))

    assert sum(count > 20 for count in pairs.values()) > 200


def test_made_up_labels_are_known_ones() -> None:
    assert {forum for record in MADE_UP for forum in record["forums"]} <= set(forums().ids)
    assert {topic for record in MADE_UP for topic in record["topics"]} <= set(topics().ids)
    assert any(record["topics"] for record in MADE_UP)
    assert any(record["year"] for record in MADE_UP)


def test_all_syllables_are_of_the_grammar_and_in_their_canonical_spelling() -> None:
    found = syllables()

    assert {"nghị", "quốc", "đường", "giếng"} <= set(found)
    assert [each for each in found if not is_syllable(each) or canonical_tone(each) != each] == []


def test_shuffling_moves_sentences_and_loses_none() -> None:
    moved = shuffled(TEXT, random.Random(1))

    assert moved != TEXT
    assert sorted(moved.split()) == sorted(TEXT.split())
    assert {len(paragraph.split()) for paragraph in moved.split("\n")} == {len(p.split()) for p in TEXT.split("\n")}


def test_a_repeated_corpus_begins_with_itself_and_goes_on_with_new_ids() -> None:
    originals = [{"id": "a", "body": TEXT}, {"id": "b", "body": "Một câu."}]
    many = list(islice(repeated(originals), 7))

    assert many[:2] == originals
    assert len({record["id"] for record in many}) == 7
    assert many == list(islice(repeated(originals), 7))
    assert all(sorted(record["body"].split()) == sorted(TEXT.split()) for record in many[::2])


def test_an_id_that_comes_again_gets_another_name() -> None:
    given = [{"id": "a", "body": "1"}, {"id": "b", "body": "2"}, {"id": "a", "body": "3"}]

    assert [record["id"] for record in distinct(given)] == ["a", "b", "a~2"]
    assert [record["body"] for record in distinct(given)] == ["1", "2", "3"]
