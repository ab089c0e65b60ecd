"""An open index: one generation per search, new generations, threads, damage."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from indexer import (
    BadRequest,
    Index,
    IndexCorrupt,
    IndexMissing,
    SearchRequest,
    UsageError,
    open_index,
    reindex,
    verify,
)

TEXTS = {
    "mot.txt": "Hội nghị về hạt nhân khai mạc tại Hà Nội.",
    "hai.txt": "Hội thảo bàn về năng lượng hạt nhân và hội nghị sắp tới.",
    "ba.txt": "Cuộc họp về nguồn nước sông Mê Công.",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def index(docs: Path, tmp_path: Path) -> Iterator[Index]:
    reindex([docs], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        yield opened


def ids(index: Index, query: str) -> set[str]:
    return {hit.id for hit in index.search(SearchRequest(query=query)).hits}


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="timdau reindex"):
        open_index(tmp_path / "nowhere")


def test_the_closest_articles_can_be_left_out(index: Index) -> None:
    wanted = SearchRequest("hội thảo hạt nhân")
    assert index.search(wanted).near
    assert not index.search(replace(wanted, near=False)).near


def test_two_different_facets_can_be_crossed(index: Index) -> None:
    found = index.cross_counts(SearchRequest("hoi nghi"), "forum", "year", lang="en")

    assert found.counts == {(None, None): 2}
    assert [(value.label, value.count) for value in (*found.rows, *found.columns)] == [("Unknown", 2), ("Unknown", 2)]
    with pytest.raises(BadRequest, match="“columns” does not take “year”") as caught:
        index.cross_counts(SearchRequest(), "year", "year")
    assert caught.value.parameter == "columns"


def test_an_open_index_follows_new_generations(index: Index, docs: Path, tmp_path: Path) -> None:
    before = index.generation
    (docs / "bon.txt").write_text("Một hội nghị nữa.", "utf-8")
    (docs / "mot.txt").unlink()
    reindex([docs], index=tmp_path / "index")

    assert ids(index, "hội nghị") == {"hai.txt", "bon.txt"}
    assert index.generation == before + 1
    assert index.stats().articles == 3
    assert index.article("mot.txt") is None


def test_readers_see_one_generation_while_others_are_written(index: Index, docs: Path, tmp_path: Path) -> None:
    done = Event()

    def read() -> set[tuple[int, frozenset[str]]]:
        seen = set()
        while not done.is_set():
            result = index.search(SearchRequest(query="lượt"))
            seen.add((result.generation, frozenset(hit.id for hit in result.hits)))
        return seen

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            for number in range(5):
                for name in ("a", "b"):
                    (docs / f"{name}{number}.txt").write_text(f"Đây là lượt {number} {name}.", "utf-8")
                    (docs / f"{name}{number - 1}.txt").unlink(missing_ok=True)
                reindex([docs], index=tmp_path / "index")
        finally:
            done.set()
        seen = set().union(*(reader.result() for reader in readers))

    assert len({n for n, _ in seen}) > 1
    assert all(found == {f"a{n - 2}.txt", f"b{n - 2}.txt"} or n == 1 for n, found in seen)


def test_a_closed_index_says_so_and_stays_closed(index: Index, docs: Path, tmp_path: Path) -> None:
    index.close()
    index.close()
    (docs / "bon.txt").write_text("Một hội nghị nữa.", "utf-8")
    reindex([docs], index=tmp_path / "index")

    with pytest.raises(UsageError, match="open it again"):
        index.search(SearchRequest())


@pytest.mark.parametrize(
    "query",
    [
        "=" * 1500 + "nga",
        "NOT " * 400 + "nga",
        "title:" * 300 + "nga",
        "hội nghị\u200b",
        "forum:arf~",
        "year:[" + " " * 1500 + "]",
        "h* ~h* =h*",
        '"a b"~999',
        " ".join(f"từ{n}" for n in range(150)),
    ],
    ids=lambda query: query[:12],
)
def test_odd_queries_are_searched_and_highlighted(index: Index, query: str) -> None:
    article = index.article("ba.txt")
    assert article is not None

    assert index.search(SearchRequest(query=query)).total >= 0
    assert index.highlight(article, query).matches >= 0


def test_phrases_reach_across_words_that_were_run_together(docs: Path, tmp_path: Path) -> None:
    (docs / "dinh.txt").write_text("Thứtrưởng Ngoại giao đến HaNoi mùa thu.", "utf-8")
    reindex([docs], index=tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        for query in ('"thutruong ngoai giao"', '"thứ trưởng ngoại giao"', '"hanoi mua thu"', '"HaNoi mùa thu"'):
            assert ids(index, query) == {"dinh.txt"}, query


@pytest.mark.parametrize(
    "wrong",
    [
        {"years": (2021,)},
        {"years": ((2010, None),)},
        {"forums": (("arf", "amm"),)},
        {"page": "1"},
        {"size": 1.5},
        {"query": None},
        {"query": b"vang"},
        {"mode": None},
        {"words": ["joined"]},
        {"sort": 1},
        {"facets": (None,)},
    ],
    ids=str,
)
def test_values_of_a_wrong_kind_are_refused(index: Index, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        index.search(SearchRequest(**wrong))


def test_a_page_past_the_end_is_refused_with_the_last_one(index: Index) -> None:
    with pytest.raises(BadRequest) as refused:
        index.search(SearchRequest(query="hạt", page=2))

    assert refused.value.nearest == "1"


def test_the_original_file_is_found_until_it_is_gone(index: Index, docs: Path) -> None:
    assert index.original("mot.txt") == docs / "mot.txt"
    (docs / "mot.txt").unlink()
    assert index.original("mot.txt") is None
    assert index.original("none.txt") is None


def test_an_article_is_highlighted_by_a_query(index: Index) -> None:
    article = index.article("ba.txt")
    assert article is not None
    highlighted = index.highlight(article, "song")

    assert [article.body[start:end] for start, end in highlighted.body] == ["sông"]
    assert (highlighted.title, highlighted.aside, highlighted.matches) == ((), (), 1)


def test_damaged_files_are_found(index: Index, tmp_path: Path) -> None:
    index.close()
    assert verify(tmp_path / "index").sound
    victim = max((tmp_path / "index").glob("*/engine/*"), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(data)

    verification = verify(tmp_path / "index")

    assert not verification.sound
    assert any(victim.name in finding.where for finding in verification.findings)


def test_an_engine_folder_without_its_files_is_refused(index: Index, tmp_path: Path) -> None:
    index.close()
    for file in (tmp_path / "index").glob("*/engine/*"):
        file.unlink()

    with pytest.raises(IndexCorrupt, match="--full"):
        open_index(tmp_path / "index")
