import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract.labels.label_finder import find_labels
from indexer.extract.labels.phrase_matcher import Phrase, PhraseMatcher
from indexer.extract.labels.token_hashes import TokenBatch, fold_token, token_hash
from tests.extract.generated import WORDS, written
from tests.other_vocabulary import other_vocabulary

MATCHER = PhraseMatcher(
    [
        Phrase("Hội nghị Bộ trưởng", "narrow", "alias"),
        Phrase("Hội nghị Bộ trưởng mở rộng", "plus", "alias"),
        Phrase("Hội nghị Bộ trưởng mở rộng", "other", "cue"),
        Phrase("SOM", "som", "abbreviation", exact=True),
        Phrase("ADMM+", "admm-plus", "abbreviation", exact=True),
        Phrase("ADMM", "admm", "abbreviation", exact=True),
        Phrase("hòa bình", "peace", "alias"),
        Phrase("mở rộng Mê Công", "river", "alias"),
        Phrase("bình minh", "dawn", "cue"),
        Phrase("không SOM", "none", "exclusion"),
        Phrase("SOM ven hồ", "lake", "alias"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    batch = TokenBatch([text])
    (tokens,), ((matches,),) = batch.texts, MATCHER.find_all(batch)
    return [(match.id, text[slice(*tokens.span(match.start, match.end))]) for match in matches]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("dự Hội nghị Bộ trưởng.", [("narrow", "Hội nghị Bộ trưởng")]),
        ("HỘI NGHỊ – BỘ TRƯỞNG", [("narrow", "HỘI NGHỊ – BỘ TRƯỞNG")]),
        (
            "“Hội nghị Bộ trưởng” mở rộng",
            [("plus", "Hội nghị Bộ trưởng” mở rộng"), ("other", "Hội nghị Bộ trưởng” mở rộng")],
        ),
        (
            "Hội nghị Bộ trưởng lần thứ 7 mở rộng",
            [(id, "Hội nghị Bộ trưởng lần thứ 7 mở rộng") for id in ("plus", "other")],
        ),
        ("Hội nghị, Bộ trưởng", []),
        ("Hội nghị\nBộ trưởng", [("narrow", "Hội nghị\nBộ trưởng")]),
        ("Hội nghị Bộ", []),
        ("SOM và som", [("som", "SOM")]),
        ("SOMTC", []),
        ("ADMM+, ADMM-14", [("admm-plus", "ADMM+"), ("admm", "ADMM")]),
        ("Hội nghị Bộ trưởng mở rộng – Mê Công", [("river", "Hội nghị Bộ trưởng mở rộng – Mê Công")]),
        (
            "Hội nghị Bộ trưởng mở rộng, Mê Công",
            [("plus", "Hội nghị Bộ trưởng mở rộng"), ("other", "Hội nghị Bộ trưởng mở rộng")],
        ),
        ("vì hòa bình minh bạch", [("peace", "hòa bình")]),
        ("không SOM ven hồ", [("none", "không SOM")]),
        ("vì hoà bình", [("peace", "hoà bình")]),
        ("hoa binh", []),
        ("", []),
    ],
)
def test_the_longest_phrase_on_word_boundaries(text: str, matches: list[tuple[str, str]]) -> None:
    assert found(text) == matches


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=6), written(WORDS))
def test_the_filter_of_prefixes_loses_no_match(phrases: list[list[str]], text: str) -> None:
    matcher = PhraseMatcher([Phrase(" ".join(phrase), "id", "alias") for phrase in phrases])
    batch = TokenBatch([text, text])
    everywhere = [matcher.find(tokens, range(len(tokens))) for tokens in batch.texts]
    assert matcher.find_all(batch) == everywhere
    (tokens, _), ((matches,), _) = batch.texts, everywhere
    folded = [tuple(map(fold_token, phrase)) for phrase in phrases]
    starts = {match.start for match in matches}
    inside = {index for match in matches for index in range(match.start, match.end)}
    for index in range(len(tokens)):
        if any(tokens.folded(index, index + len(phrase)) == phrase for phrase in folded):
            assert index in starts | inside


@cache
def colliding_words() -> tuple[str, str]:
    """Return two different words with one hash."""
    source = random.Random(0)
    words = sorted({"".join(source.choices("abcdeghiklmnopqrstuvxy", k=9)) for _ in range(300_000)})
    by_hash: dict[int, str] = {}
    for word, hashed in zip(words, TokenBatch([" ".join(words)]).texts[0].hashes, strict=True):
        if (other := by_hash.setdefault(hashed, word)) != word:
            return other, word
    raise AssertionError("no two words collide")


@pytest.mark.parametrize("exact", [False, True])
def test_words_that_share_a_hash_are_different_words(exact: bool) -> None:
    known, other = colliding_words()
    assert token_hash(known) == token_hash(other)
    phrases = [Phrase(f"hội {known}", "known", "alias", exact), Phrase("hội", "short", "alias")]
    for text, id in ((f"hội {known}", "known"), (f"hội {other}", "short")):
        batch = TokenBatch([text])
        ((matches,),) = PhraseMatcher(phrases).find_all(batch)
        assert [match.id for match in matches] == [id]


def test_phrases_whose_words_share_a_hash_are_both_known() -> None:
    known, other = colliding_words()
    matcher = PhraseMatcher([Phrase(known, "id", "alias"), Phrase(other, "id", "cue")])
    ((matches,),) = matcher.find_all(TokenBatch([f"{other}, {known}"]))
    assert [match.kind for match in matches] == ["cue", "alias"]


def test_a_word_that_shares_the_hash_of_a_name_makes_no_label() -> None:
    known, other = colliding_words()
    forums = f'[hoi]\nvi = "{known}"\nen = "Lake Forum"'
    topics = f'[ho]\nvi = "Hồ"\nen = "Lakes"\naliases = ["{known}"]'
    with other_vocabulary(forums, topics):
        named, misnamed = find_labels([(f"{name} họp\nHọp về {name}.", len(name) + 5) for name in (known, other)])
    assert [label.id for label in (*named.forums, *named.topics)] == ["hoi", "ho"]
    assert misnamed == ((), ())
