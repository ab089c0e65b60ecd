"""Chunks, text without white space: their words in order, with offsets, and compounds."""

import gc
import unicodedata

import pytest

from indexer.analysis import analyse_chunk, chunk_words, whole, word

CHUNKS = [
    ("", []),
    ("…", []),
    ("hội", [("hội", 0, 1)]),
    ("«Hội,»", [("hội", 0, 1)]),
    ("2012", [("2012", 0, 1)]),
    ("tới.Thứ", [("tới", 0, 1), ("thứ", 1, 1)]),
    ("ASEAN-Nga", [("asean", 0, 1), ("nga", 1, 1)]),
    ("ADMM+", [("admm", 0, 1), ("admm+", 0, 1)]),
    ("+ADMM", [("admm", 0, 1)]),
    ("Covid–19", [("covid", 0, 1), ("covid-19", 0, 2), ("19", 1, 1)]),
    (
        "3+/D+",
        [("3", 0, 1), ("3+", 0, 1), ("3+/d", 0, 2), ("3+/d+", 0, 2), ("d", 1, 1), ("d+", 1, 1)],
    ),
    ("Thứtrưởng", [("thứ", 0, 1), ("thứtrưởng", 0, 2), ("trưởng", 1, 1)]),
    ("tiênPhiên/8", [("tiên", 0, 1), ("tiênphiên", 0, 2), ("tiênphiên/8", 0, 3), ("phiên", 1, 1), ("8", 2, 1)]),
    ("hoiNghi", [("hoi", 0, 1), ("hoinghi", 0, 2), ("nghi", 1, 1)]),
    ("QuốcHộiKhoá", [("quốc", 0, 1), ("quốchộikhoá", 0, 3), ("hội", 1, 1), ("khóa", 2, 1)]),
    ("iPhone", [("iphone", 0, 1)]),
    ("Việt--Nam", [("việt", 0, 1), ("nam", 1, 1)]),
    ("20m", [("20", 0, 1), ("20m", 0, 2), ("m", 1, 1)]),
    ("M²", [("m", 0, 1), ("m²", 0, 2), ("²", 1, 1)]),
    (
        "5km²",
        [("5", 0, 1), ("5km", 0, 2), ("5km²", 0, 3), ("km", 1, 1), ("km²", 1, 2), ("²", 2, 1)],
    ),
    (
        "50.000đ,",
        [("50", 0, 1), ("50.000", 0, 2), ("50.000đ", 0, 3), ("000", 1, 1), ("000đ", 1, 2), ("đ", 2, 1)],
    ),
    ("10⁶", [("10", 0, 1), ("⁶", 1, 1)]),
    ("F16", [("f16", 0, 1)]),
    ("20h30", [("20h30", 0, 1)]),
    ("hội\u200bnghị", [("hội", 0, 1), ("nghị", 1, 1)]),
    ("ngh\u200bị", [("nghị", 0, 1)]),
    ("a\u200bn", [("an", 0, 1)]),
    ("hội\u200b\u200dnghị", [("hội", 0, 1), ("nghị", 1, 1)]),
    ("50\u200b.000", [("50", 0, 1), ("50.000", 0, 2), ("000", 1, 1)]),
    ("họp\u200b2012", [("họp", 0, 1), ("2012", 1, 1)]),
    ("ngh\u2060ị", [("nghị", 0, 1)]),
    ("M’Nông", [("m", 0, 1), ("mnông", 0, 2), ("nông", 1, 1)]),
    ("K’Ho", [("k", 0, 1), ("ho", 1, 1)]),
    ("rồi’Nông", [("rồi", 0, 1), ("nông", 1, 1)]),
    ("日本", [("日本", 0, 1)]),
    ("カタカナhội", [("カタカナ", 0, 1), ("hội", 1, 1)]),
    ("😀カタカナhội", [("カタカナ", 0, 1), ("hội", 1, 1)]),
]


@pytest.mark.parametrize(("chunk", "words"), CHUNKS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_chunk_has_its_words_in_order(chunk: str, words: list[tuple[str, int, int]]) -> None:
    assert [(t.word.surface, t.position, t.width) for t in analyse_chunk(chunk).tokens] == words


@pytest.mark.parametrize("chunk", [chunk for chunk, _ in CHUNKS])
def test_the_words_that_are_remembered_of_a_chunk_are_those_of_its_analysis(chunk: str) -> None:
    analysed = analyse_chunk(chunk)
    assert chunk_words(chunk) == (analysed.width, tuple((each.word.surface, *each[1:]) for each in analysed.tokens))
    assert [word(each.word.surface) for each in analysed.tokens] == [each.word for each in analysed.tokens]


def test_the_garbage_collector_does_not_walk_through_remembered_chunks() -> None:
    remembered = chunk_words("50.000đ")
    # A tuple of tuples is given up in the collection after that of its items.
    for _ in range(3):
        gc.collect()
    assert chunk_words("50.000đ") is remembered
    assert not gc.is_tracked(remembered)


def test_words_of_decomposed_letters_have_the_offsets_of_the_original() -> None:
    chunk = unicodedata.normalize("NFD", "«Hạt-2»")

    assert [chunk[token.start : token.end] for token in analyse_chunk(chunk).tokens] == [
        unicodedata.normalize("NFD", printed) for printed in ("Hạt", "Hạt-2", "2")
    ]


def test_a_long_chunk_is_analysed_like_a_short_one() -> None:
    parts = [f"phần{number}" for number in range(100)]

    assert [token.word.surface for token in analyse_chunk("\u2026".join(parts)).tokens] == parts


@pytest.mark.parametrize(
    ("chunk", "compound"),
    [
        ("Covid-19", "covid-19"),
        ("ADMM+", "admm+"),
        ("2012", "2012"),
        ("vắc-xin", None),
        ("1-2-3-4-5-6", "1-2-3-4-5-6"),
        ("1-2-3-4-5-6-7", None),
    ],
)
def test_up_to_six_joined_parts_with_a_digit_or_plus_are_a_compound(chunk: str, compound: str | None) -> None:
    (run,) = analyse_chunk(chunk).runs
    found = whole(run)

    assert (found and found.surface) == compound
