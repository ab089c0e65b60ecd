"""Wildcards that could try every way to divide a word are matched in linear time, by every engine."""

from pathlib import Path

import pytest

from indexer import ENGINES, Article, SearchRequest, open_index, reindex
from indexer.analysis import pattern, word
from indexer.answers import Highlighter
from indexer.engines.budget import Budget
from indexer.query import parse

LONG = "a" * 300 + "b"
PATTERNS = [
    ("*?*?*?*?*?*?z", False),
    ("*?*?*?*?*?*?b", True),
    ("*a" * 40 + "*z", False),
    ("*a" * 40 + "*b", True),
    ("?*" * 60 + "z", False),
    ("*" * 900 + "z", False),
    ("?" * 301 + "*" * 900, True),
    ("?" * 302 + "*" * 900, False),
    ("a*?" * 100 + "z", False),
    ("*aaaaaaaaaaaaaaaaaaaaz*" * 20, False),
]


@pytest.mark.parametrize(("written", "fits"), PATTERNS)
def test_a_word_is_compared_in_time(written: str, fits: bool) -> None:
    assert (pattern(written).tier(word(LONG)) is not None) == fits


@pytest.mark.parametrize("engine", ENGINES)
def test_an_index_is_searched_in_time(engine: str, tmp_path: Path) -> None:
    text = " ".join([LONG, *("a" * n + "c" for n in range(1, 200))])
    (tmp_path / "bài.txt").write_text(f"Tiêu đề\n\n{text}", "utf-8")
    reindex([tmp_path / "bài.txt"], index=tmp_path / "index", engine=engine)
    with open_index(tmp_path / "index", engine=engine) as index:
        for written, fits in PATTERNS:
            assert index.search(SearchRequest(query=written, facets=())).total == fits, written


def test_a_text_is_highlighted_in_time() -> None:
    article = Article("bài", "bài", f"{LONG} c")
    for written, fits in PATTERNS:
        spans = Highlighter(parse(written).tree, "auto", Budget()).spans(article.body, "body")
        assert spans == (((0, len(LONG)),) if fits else ()), written
