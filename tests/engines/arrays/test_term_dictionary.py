"""The term dictionary, against a plain list of strings."""

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.arrays.segments.term_dictionary import FoldedTerm, TermDictionary, folded_pattern, prefix_number

LETTERS = "aghnost"
ODD = [
    "hoinghi",
    "hoinghị",
    "nghieng",
    "nghiengg",
    "nghienggg",
    "thuongmai",
    "thuongmaidientu",
    "文",
    "文字",
    "covid-19",
    "𠀀",
]


def dictionary_of(words: list[str]) -> tuple[TermDictionary, list[bytes]]:
    """Return a dictionary in which every folded term has one surface term, and its terms."""
    terms = sorted(("t" + word).encode() for word in words)
    text = b"".join(term + b"\n" for term in terms)
    ends = np.cumsum([len(term) + 1 for term in terms]).astype(np.uint32)
    return TermDictionary(
        {
            "folded_prefixes": np.array([prefix_number(term) for term in terms], np.uint64),
            "folded_ends": ends,
            "folded_terms": np.frombuffer(text, np.uint8),
            "surface_starts": np.arange(len(terms) + 1, dtype=np.uint32),
            "surface_ends": ends,
            "surface_terms": np.frombuffer(text, np.uint8),
            "surface_accents": np.zeros(len(terms), np.uint64),
        }
    ), terms


def drawn(seed: int) -> list[str]:
    rng = random.Random(seed)
    return list({*ODD, *("".join(rng.choices(LETTERS, k=rng.randint(1, 11))) for _ in range(300))})


@pytest.mark.parametrize("seed", range(5))
def test_finds_exactly_the_terms_it_has(seed: int) -> None:
    words = drawn(seed)
    dictionary, terms = dictionary_of(words)
    wanted = [*words, *drawn(seed + 100), "", "zzz"]
    numbers = {term: number for number, term in enumerate(terms)}
    for word in wanted:
        assert dictionary.find(FoldedTerm.of("text", word)) == numbers.get(("t" + word).encode(), -1), word
    expected = sorted({numbers[("t" + word).encode()] for word in wanted if ("t" + word).encode() in numbers})
    assert dictionary.find_all([FoldedTerm.of("text", word) for word in wanted]) == expected


@pytest.mark.parametrize("seed", range(5))
def test_a_prefix_leads_to_all_terms_that_start_with_it(seed: int) -> None:
    dictionary, terms = dictionary_of(drawn(seed))
    for prefix in ["", "a", "hoi", "hoinghi", "nghiengg", "thuongmaid", "文", "zz", "covid-", "0"]:
        found = dictionary.starting_with(FoldedTerm.of("text", prefix).data)
        assert [terms[number] for number in found] == [t for t in terms if t.startswith(("t" + prefix).encode())]


@pytest.mark.parametrize(
    "written",
    ["h?i", "*g", "?", "ho*", "*", "n*g*", "文?", "covid-1?", "a.b", "*?*?*g", "?*文", "*g*g*g*g", "n*?g", "*a*?o*"],
)
def test_patterns_match_as_on_strings(written: str) -> None:
    dictionary, terms = dictionary_of(drawn(1))
    wild = {"?": ".", "*": ".*"}
    expression = re.compile("t" + "".join(wild.get(letter) or re.escape(letter) for letter in written))
    found = dictionary.matching(folded_pattern("text", list(written)), range(len(terms)))
    assert [terms[number].decode() for number in found] == [
        term for term in map(bytes.decode, terms) if expression.fullmatch(term)
    ]


@given(
    st.lists(st.text("agơ文", min_size=1, max_size=9), min_size=1, max_size=20, unique=True),
    st.text("agơ文?*", min_size=1, max_size=9),
)
def test_any_pattern_matches_as_with_backtracking(words: list[str], written: str) -> None:
    dictionary, terms = dictionary_of(words)
    wild = {"?": ".", "*": ".*"}
    expression = re.compile("t" + "".join(wild.get(letter) or letter for letter in written))
    found = dictionary.matching(folded_pattern("text", list(written)), range(len(terms)))
    expected = [number for number, term in enumerate(terms) if expression.fullmatch(term.decode())]
    assert found.tolist() == expected


def test_an_empty_dictionary_finds_nothing() -> None:
    dictionary, _ = dictionary_of([])
    assert dictionary.find(FoldedTerm.of("text", "a")) == -1
    assert dictionary.find_all([FoldedTerm.of("text", "a")]) == []
    assert list(dictionary.starting_with(b"t")) == []
