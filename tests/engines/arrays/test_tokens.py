"""The tokens of articles are those of the analysis chain, also of texts that are analysed in pieces."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import analyse_chunk
from indexer.analysis.analyzers import WordAnalyzer, sections
from indexer.engines.arrays.segments.term_dictionary import FIELD_LETTERS
from indexer.engines.arrays.writing import tokens as module
from indexer.engines.arrays.writing.tokens import tokenised
from indexer.fields import WORDS
from indexer.model import Article

WORDS_DRAWN = ["hội", "nghị", "Covid-19", "…", "7-8/11/2012", "Thứtrưởng", "ADMM+", "1/" * 700, "“", "a" * 1500]
Row = tuple[str, int, int, str | None]


def rows_of(articles: list[Article]) -> Counter[Row]:
    """Return every token with its document, its position and a follower, as the engine has them."""
    found: Counter[Row] = Counter()
    for tokens in tokenised(articles)[0]:
        names = [*tokens.terms, None]
        terms = [name for name, count in zip(names, tokens.counts.tolist(), strict=False) for _ in range(count)]
        columns = zip(tokens.docs.tolist(), tokens.positions.tolist(), tokens.followers.tolist(), strict=True)
        found.update(
            (str(term), doc, at, names[follower]) for term, (doc, at, follower) in zip(terms, columns, strict=True)
        )
    return found


def analysed(articles: list[Article]) -> set[tuple[str, int, int]]:
    """Return every token with its document and its position, as the chain has them."""
    return {
        (FIELD_LETTERS[name] + token.text, doc, token.pos)
        for doc, article in enumerate(articles)
        for name, words in WORDS.items()
        for token in WordAnalyzer()(sections(*(getattr(article, each) for each in words.sections)))
    }


def article(number: int, body: str, title: str | None = None) -> Article:
    return Article(f"{number}", "a.txt", body, title=title, aside=body[:50], author="Minh Anh")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS_DRAWN), max_size=20), min_size=1, max_size=3), st.integers(1, 60))
def test_pieces_change_nothing(texts: list[list[str]], piece: int) -> None:
    articles = [article(number, " ".join(words), "Hội nghị") for number, words in enumerate(texts)]
    whole = rows_of(articles)
    lengths, title_ends = tokenised(articles)[1:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_LONGEST", 10)
        patch.setattr(module, "_PIECE", piece)
        assert rows_of(articles) == whole
        in_pieces = tokenised(articles)
    assert (in_pieces[1].tolist(), in_pieces[2].tolist()) == (lengths.tolist(), title_ends.tolist())
    assert {row[:3] for row in whole} == analysed(articles)


@pytest.mark.parametrize("unit", ["1/1/1/1/1/1 ", "A+A+A+A+A+A+ ", "3+/D+ ", "1/"])
def test_an_article_with_too_many_compounds_has_the_words_of_the_chain(unit: str) -> None:
    articles = [article(0, "Hội nghị"), article(1, unit * 3000 + " Covid-19"), article(2, "Covid-19")]
    assert {row[:3] for row in rows_of(articles)} == analysed(articles)


def test_a_part_keeps_the_followers_of_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 5)
    monkeypatch.setattr(module, "_PIECE", 1)
    (*_, last) = (each for each in tokenised([article(0, "hội nghị hội")])[0] if "tnghi\tnghị" in each.terms)
    assert last.part(0, 1).terms == last.terms


def test_text_without_words_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def counted(chunk: str) -> object:
        looked_at.append(chunk)
        return analyse_chunk(chunk)

    monkeypatch.setattr(module, "_LONGEST", 5)
    monkeypatch.setattr(module, "_PIECE", 10)
    monkeypatch.setattr(module, "analyse_chunk", counted)
    tokenised([article(0, "hội " + "… " * 1000)])
    assert len(looked_at) < 2 * 1000
