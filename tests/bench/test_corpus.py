"""The articles that benchmarks index are the same every time, as many as needed, and like real ones."""

import random
from collections import Counter
from itertools import islice, pairwise
from statistics import fmean

import pytest

from bench.corpus import distinct, original_id, repeated, shuffled
from bench.synthetic import syllables, synthetic_records
from indexer.analysis import canonical_tone, is_syllable
from indexer.vocabulary import forums, topics

TEXT = "Hội nghị khai mạc. Các nước tham dự.\nPhiên họp kéo dài hai ngày! Bế mạc ra sao? Chưa rõ."
SYNTHETIC = list(islice(synthetic_records(7), 300))


def test_synthetic_articles_are_the_same_every_time() -> None:
    assert list(islice(synthetic_records(7), 20)) == SYNTHETIC[:20]


def test_another_seed_yields_other_articles() -> None:
    assert [record["body"] for record in islice(synthetic_records(8), 5)] != [
        record["body"] for record in SYNTHETIC[:5]
    ]


def test_synthetic_articles_have_distinct_ids() -> None:
    assert len({record["id"] for record in SYNTHETIC}) == len(SYNTHETIC)


def test_synthetic_articles_are_as_long_as_real_ones() -> None:
    assert fmean(len(record["body"].split()) for record in SYNTHETIC) == pytest.approx(580, rel=0.12)


def test_words_of_two_syllables_repeat() -> None:
    words = [record["body"].lower().split() for record in SYNTHETIC]
    pairs = Counter(pair for text in words for pair in pairwise(text))

    assert sum(count > 20 for count in pairs.values()) > 200


def test_synthetic_labels_are_in_the_vocabulary() -> None:
    assert {forum for record in SYNTHETIC for forum in record["forums"]} <= set(forums().ids)
    assert {topic for record in SYNTHETIC for topic in record["topics"]} <= set(topics().ids)
    assert any(record["topics"] for record in SYNTHETIC)
    assert any(record["year"] for record in SYNTHETIC)


def test_syllables_are_canonical_and_in_the_grammar() -> None:
    found = syllables()

    assert {"nghị", "quốc", "đường", "giếng"} <= set(found)
    assert [each for each in found if not is_syllable(each) or canonical_tone(each) != each] == []


def test_shuffling_moves_sentences_and_loses_none() -> None:
    moved = shuffled(TEXT, random.Random(1))

    assert moved != TEXT
    assert sorted(moved.split()) == sorted(TEXT.split())
    assert {len(paragraph.split()) for paragraph in moved.split("\n")} == {len(p.split()) for p in TEXT.split("\n")}


def test_a_repeated_corpus_starts_with_the_originals_and_continues_with_new_ids() -> None:
    originals = [{"id": "a", "body": TEXT}, {"id": "b", "body": "Một câu."}]
    many = list(islice(repeated(originals), 7))

    assert many[:2] == originals
    assert len({record["id"] for record in many}) == 7
    assert many == list(islice(repeated(originals), 7))
    assert all(sorted(record["body"].split()) == sorted(TEXT.split()) for record in many[::2])


def test_a_repeated_id_gets_a_suffix() -> None:
    given = [{"id": "a", "body": "1"}, {"id": "b", "body": "2"}, {"id": "a", "body": "3"}]

    assert [record["id"] for record in distinct(given)] == ["a", "b", "a~2"]
    assert [record["body"] for record in distinct(given)] == ["1", "2", "3"]


def test_a_repeated_id_is_known_by_its_original() -> None:
    given = [{"id": "báo/a-1", "body": "1"}, {"id": "báo/a-1", "body": "2"}]

    assert [original_id(record["id"]) for record in distinct(given)] == ["báo/a-1", "báo/a-1"]
