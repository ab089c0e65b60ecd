"""Tokens found by NumPy are those of a regular expression, and equal tokens have equal hashes."""

import re
from itertools import chain, permutations

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.syllables import tone_placements
from indexer.extract.labels.token_hashes import TokenBatch, fold_token, printed_tokens, token_hash
from indexer.vocabulary import forums, topics
from tests.extract.generated import WORDS, written

TOKEN = r"\w+|[^\w\s\-‐‑–—\"'“”‘’«»]"


@given(st.lists(st.text() | written(WORDS), max_size=4))
def test_every_text_of_a_batch_has_its_own_tokens(texts: list[str]) -> None:
    batch = TokenBatch(texts)
    assert len(batch.texts) == len(texts)
    for tokens, text in zip(batch.texts, texts, strict=True):
        printed = re.findall(TOKEN, text)
        assert printed_tokens(text) == tokens.printed(0, len(tokens)) == printed
        assert len(tokens) == len(printed)
        assert list(tokens.hashes) == list(map(token_hash, printed))
        assert tokens.folded(0, len(tokens)) == tuple(map(fold_token, printed))


@given(written(WORDS), written(WORDS), st.integers(0, 60))
def test_spans_and_counts_of_tokens(other: str, text: str, offset: int) -> None:
    _, tokens, _ = TokenBatch([other, text, other]).texts
    spans = [match.span() for match in re.finditer(TOKEN, text)]
    assert [tokens.span(index, index + 1) for index in range(len(tokens))] == spans
    assert tokens.count_before(offset) == sum(start < offset for start, _ in spans)


def test_tokens_of_an_example() -> None:
    text = "Một hai, (ba)\nbốn  năm"
    (tokens,) = TokenBatch([text]).texts
    assert tokens.printed(0, 8) == ["Một", "hai", ",", "(", "ba", ")", "bốn", "năm"]
    offsets = (0, 1, 4, text.index("bốn"), text.index("năm"), len(text))
    assert [tokens.count_before(offset) for offset in offsets] == [0, 1, 1, 6, 7, 8]
    assert text[slice(*tokens.span(3, 7))] == "(ba)\nbốn"


@given(st.text() | written(WORDS), st.text() | written(WORDS))
def test_the_case_of_letters_does_not_change_a_hash(left: str, right: str) -> None:
    hashes: dict[str, int] = {}
    for text in (left, left.upper(), left.lower(), right):
        for token in printed_tokens(text):
            letters = ((letter, letter.casefold()) for letter in token)
            same = "".join(lower if len(lower) == 1 and letter.isalnum() else letter for letter, lower in letters)
            assert hashes.setdefault(same, token_hash(token)) == token_hash(token)


def test_different_words_have_different_hashes() -> None:
    entries = chain(forums().entries.values(), topics().entries.values())
    names = (name for entry in entries for name in (*entry.labels.values(), *entry.aliases, *entry.cues))
    words = {word.casefold() for name in names for word in printed_tokens(name)}
    words.update(map("".join, chain.from_iterable(permutations(letters) for letters in ("nga", "biên", "2021"))))
    assert len({token_hash(word) for word in words}) == len(words) > 800


@given(st.lists(st.sampled_from("hoàaòqúuýuâầnǹgieếêễ"), max_size=6).map("".join))
def test_every_spelling_of_a_word_folds_to_the_same(word: str) -> None:
    spellings = tone_placements(word)
    assert word in spellings
    assert {fold_token(spelling) for spelling in spellings} == {fold_token(word)}
    assert tone_placements(fold_token(word)) == spellings
