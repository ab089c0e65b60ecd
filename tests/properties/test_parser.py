"""The parser never raises, whatever is typed, and locates every problem."""

import random

from indexer.query import parse
from indexer.query.lexer import tokens
from tests.strategies import Draw

OPERATORS = """
AND OR NOT ( ) [ ] { } " " “ ” « - - = ~ ~ ~1 ~5 ^ ^2 ^2.5 * ? : .. TO + / . , ' & @ _ \\ 0 7 2012 2020-06
title: forum: topic: year: date: author: source: nofield: https:// abc hạt hội nghị đường Covid-19 ADMM+
7-8/11/2012 h?i quoc* arf nuclear unknown 東京 Путин İ ß ﬁ
"""
ALPHABET = [*OPERATORS.split(), " ", "\t", "\n", "\x00", "\u0301", "\u0302", "\u200b", "\ud800", "\U0001f600"]
STRINGS = 100_000


def test_any_string_gives_a_tree_and_problems_located_in_it() -> None:
    rng = random.Random(20_120_711)
    reported = set[str]()
    for _ in range(STRINGS):
        pieces = rng.choices(ALPHABET, k=rng.randrange(1, 7))
        text = rng.choice(("", "", " ")).join(pieces)
        for found in parse(text).problems:
            reported.add(found.code)
            assert found.text
            assert found.at is not None
            assert 0 <= found.at[0] < found.at[1] <= len(text), (text, found)
    assert {"bad-year", "unknown-field", "unclosed-quote", "unclosed-bracket", "stray-operator"} <= reported


def test_every_character_except_white_space_is_in_one_token() -> None:
    rng = random.Random(1_945)
    for _ in range(STRINGS // 10):
        text = rng.choice(("", " ")).join(rng.choices(ALPHABET, k=rng.randrange(7)))
        *found, end = tokens(text)
        assert (end.kind, end.at) == ("end", (len(text), len(text)))
        edges = [0, *(edge for token in found for edge in token.at), len(text)]
        assert edges == sorted(edges), text
        gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        assert not "".join(gaps).strip(), text
        assert [token.glued for token in found[1:]] == [not gap for gap in gaps[1:-1]], text


def test_endless_queries_are_cut_and_reported() -> None:
    for text in ("(" * 100_000, "a " * 100_000, "-" * 100_000, "title:" * 50_000, "NOT " * 50_000, '"' * 99_999):
        assert parse(text).problems


def test_valid_queries_have_no_problems() -> None:
    for seed in range(500):
        query = Draw(seed).query()
        assert parse(query.text).problems == (), query.text
