"""A query that repeats a word two hundred times costs as much as one that has it once."""

from pathlib import Path

import pytest

from indexer import SearchRequest, open_index, reindex
from indexer.engines.arrays.segments.postings import PostingsReader
from indexer.engines.arrays.segments.term_dictionary import TermDictionary
from indexer.query import parse
from indexer.query.nodes import leaf_key, word_nodes

TEXTS = ("an ninh khu vực an ninh", "an toàn giao thông", "ninh bình", "kinh tế biển", "năm nay an cư")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repeated")
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(f"Bài {number}\n\n{text}", "utf-8")
    reindex([folder], index=folder / "index")
    return folder / "index"


@pytest.mark.parametrize("word", ["an ", "a* ", "*a* ", "?n ", "an~ ", '"an ninh" ', '"an ninh"~3 ', "=an "])
def test_equal_leaves_are_looked_up_once(archive: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    calls: list[str] = []
    for kind, name in ((TermDictionary, "matching"), (TermDictionary, "find_all"), (PostingsReader, "of_terms")):
        original = getattr(kind, name)

        def counted(*arguments: object, name: str = name, original: object = original) -> object:
            calls.append(name)
            return original(*arguments)  # type: ignore[operator]

        monkeypatch.setattr(kind, name, counted)
    with open_index(archive) as index:
        once = index.search(SearchRequest(query=word, snippets=False))
        in_one = list(calls)
        calls.clear()
        many = index.search(SearchRequest(query=word * 200, snippets=False))
    assert calls == in_one
    assert many.total == once.total
    assert [hit.id for hit in many.hits] == [hit.id for hit in once.hits]


def test_boosts_do_not_make_equal_leaves_different() -> None:
    first, second, other = word_nodes(parse("an^2 an^3 ăn").tree)
    assert leaf_key(first) == leaf_key(second) != leaf_key(other)


def test_leaves_of_another_kind_field_or_distance_are_different() -> None:
    leaves = word_nodes(parse('an an~ an* ?an title:an "an ninh" "an ninh"~2 "an binh"').tree)
    keys = [leaf_key(leaf) for leaf in leaves]
    assert len(set(keys)) == len(keys) == 8


def test_a_word_that_is_repeated_counts_each_time(archive: Path) -> None:
    with open_index(archive) as index:
        once = {hit.id: hit.score for hit in index.search(SearchRequest(query="ninh")).hits}
        twice = {hit.id: hit.score for hit in index.search(SearchRequest(query="ninh bai ninh")).hits}
    assert all(twice[name] > 1.9 * score for name, score in once.items())
