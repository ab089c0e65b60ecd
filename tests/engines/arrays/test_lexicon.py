"""Keys are found, begun and matched as a list of strings would have it."""

import random
import re

import numpy as np
import pytest

from indexer.engines.arrays.segments.lexicon import Key, Lexicon, key_pattern, prefix_number

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


def lexicon_of(words: list[str]) -> tuple[Lexicon, list[bytes]]:
    keys = sorted(("t" + word).encode() for word in words)
    text = b"".join(key + b"\n" for key in keys)
    return Lexicon(
        {
            "family_prefixes": np.array([prefix_number(key) for key in keys], np.uint64),
            "family_key_ends": np.cumsum([len(key) + 1 for key in keys]).astype(np.uint32),
            "family_keys": np.frombuffer(text, np.uint8),
            "family_forms": np.arange(len(keys) + 1, dtype=np.uint32),
            "form_ends": np.cumsum([len(key) + 1 for key in keys]).astype(np.uint32),
            "forms": np.frombuffer(text, np.uint8),
            "form_accents": np.zeros(len(keys), np.uint64),
        }
    ), keys


def drawn(seed: int) -> list[str]:
    rng = random.Random(seed)
    return list({*ODD, *("".join(rng.choices(LETTERS, k=rng.randint(1, 11))) for _ in range(300))})


@pytest.mark.parametrize("seed", range(5))
def test_every_key_is_found_and_no_other(seed: int) -> None:
    words = drawn(seed)
    lexicon, keys = lexicon_of(words)
    wanted = [*words, *drawn(seed + 100), "", "zzz"]
    there = {key: number for number, key in enumerate(keys)}
    for word in wanted:
        assert lexicon.find(Key.of("text", word)) == there.get(("t" + word).encode(), -1), word
    expected = sorted({there[("t" + word).encode()] for word in wanted if ("t" + word).encode() in there})
    assert lexicon.find_all([Key.of("text", word) for word in wanted]) == expected


@pytest.mark.parametrize("seed", range(5))
def test_a_beginning_leads_to_all_keys_that_begin_so(seed: int) -> None:
    lexicon, keys = lexicon_of(drawn(seed))
    for prefix in ["", "a", "hoi", "hoinghi", "nghiengg", "thuongmaid", "文", "zz", "covid-", "0"]:
        begun = lexicon.beginning(Key.of("text", prefix).data)
        assert [keys[family] for family in begun] == [key for key in keys if key.startswith(("t" + prefix).encode())]


@pytest.mark.parametrize("written", ["h?i", "*g", "?", "ho*", "*", "n*g*", "文?", "covid-1?", "a.b"])
def test_patterns_match_as_on_strings(written: str) -> None:
    lexicon, keys = lexicon_of(drawn(1))
    wild = {"?": ".", "*": ".*"}
    expression = re.compile("t" + "".join(wild.get(letter) or re.escape(letter) for letter in written))
    found = lexicon.matching(key_pattern("text", list(written)), range(len(keys)))
    assert [keys[family].decode() for family in found] == [
        k for k in map(bytes.decode, keys) if expression.fullmatch(k)
    ]


def test_an_empty_lexicon_holds_nothing() -> None:
    lexicon, _ = lexicon_of([])
    assert lexicon.find(Key.of("text", "a")) == -1
    assert lexicon.find_all([Key.of("text", "a")]) == []
    assert list(lexicon.beginning(b"t")) == []
