"""Damage ends in a clear error, not in a wrong answer, a traceback or the end of the process."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.damage import Flip, Outcome, Question, damage, flips, questions, segment_of
from indexer import IndexCorrupt, SearchRequest, open_index, reindex
from indexer.engines.arrays.segments import segment
from indexer.engines.arrays.segments.container import open_container
from indexer.engines.arrays.segments.segment import READ_IN_PARTS
from indexer.store import verify
from tests.webui.collection import ARTICLES

CHECKED_BY_ROW = {"summaries", "articles", "dense"}


@pytest.fixture(autouse=True)
def unhashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the files to the engine, though they are small enough to be hashed on opening."""
    monkeypatch.setattr(verify, "_SMALL", 0)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage") / "index"
    reindex([ARTICLES], index=folder)
    return folder


@pytest.fixture(scope="module")
def asked(index: Path) -> list[Question]:
    with open_index(index) as opened:
        return questions(opened)[::3]


@pytest.fixture(scope="module")
def drawn(index: Path) -> list[Flip]:
    """One bit of each array and of the directory."""
    return list(flips(segment_of(index), 1, random.Random(3)))


def test_a_flipped_bit_of_a_small_segment_is_refused_and_found(
    index: Path, asked: list[Question], drawn: list[Flip]
) -> None:
    for flip, outcome, is_found in damage(index, drawn, asked[:1]):
        assert (flip.array, outcome, is_found) == (flip.array, Outcome.ERROR, True)


def test_a_flipped_bit_in_what_every_search_reads_is_refused_of_any_segment(
    index: Path, asked: list[Question], drawn: list[Flip], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "SMALL", 0)
    chosen = [flip for flip in drawn if flip.array not in READ_IN_PARTS]
    assert len(chosen) > 25
    for flip, outcome, is_found in damage(index, chosen, asked[:1]):
        assert (flip.array, outcome, is_found) == (flip.array, Outcome.ERROR, True)


def test_a_flipped_bit_in_a_row_with_a_checksum_changes_no_answer(
    index: Path, asked: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "SMALL", 0)
    chosen = [flip for flip in flips(segment_of(index), 4, random.Random(4)) if flip.array in CHECKED_BY_ROW]
    found = [(flip.array, outcome) for flip, outcome, _ in damage(index, chosen, asked)]
    assert {outcome for _, outcome in found} <= {Outcome.RIGHT, Outcome.ERROR}, found
    assert {array for array, outcome in found if outcome is Outcome.ERROR} >= {"summaries", "articles"}


def test_a_flipped_bit_in_a_stored_article_is_noticed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some bits of a compressed text are changed without a trace but for the checksum."""
    monkeypatch.setattr(segment, "SMALL", 0)
    with open_index(index) as opened:
        every = Question(SearchRequest(), [hit.id for hit in opened.iterate(SearchRequest())])
    chosen = [flip for flip in flips(segment_of(index), 40, random.Random(6)) if flip.array == "articles"]
    assert [outcome for _, outcome, _ in damage(index, chosen, [every])] == [Outcome.ERROR] * 40


def test_a_damaged_row_of_a_frequent_word_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "SMALL", 0)
    (tmp_path / "docs").mkdir()
    for number in range(9):
        (tmp_path / "docs" / f"{number}.txt").write_text(f"Bài bài số {number}.", "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    path = segment_of(tmp_path / "index")
    rows, content = open_container(path).arrays["dense"].tobytes(), bytearray(path.read_bytes())
    start = content.index(rows)
    for byte in range(start, start + len(rows), 9):
        content[byte] ^= 1
    path.unlink()
    path.write_bytes(content)
    with open_index(tmp_path / "index") as opened:
        assert opened.search(SearchRequest(query="8")).total == 1, "a rare word"
        for query in ("bài", "bai*", "bài số"):
            with pytest.raises(IndexCorrupt, match=r"a frequent word \(dense\) are damaged"):
                opened.search(SearchRequest(query=query))


def test_a_flipped_bit_in_postings_never_ends_in_a_traceback(
    index: Path, asked: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The highest bits of numbers, which point furthest away, in the arrays that only `verify` compares."""
    monkeypatch.setattr(segment, "SMALL", 0)
    rest = READ_IN_PARTS - CHECKED_BY_ROW
    chosen = [
        Flip(flip.array, flip.byte | 3, 7)
        for flip in flips(segment_of(index), 2, random.Random(5))
        if flip.array in rest
    ]
    for flip, outcome, is_found in damage(index, chosen, asked):
        assert outcome is not Outcome.EXCEPTION, flip
        assert is_found


def test_an_exception_without_damage_is_not_called_damage(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_arguments: object) -> None:
        raise IndexError("a mistake of ours")

    with open_index(index) as opened:
        monkeypatch.setattr("indexer.engines.arrays.reader.Search", mistaken)
        with pytest.raises(IndexError, match="a mistake of ours"):
            opened.search(SearchRequest())


TRUNCATE = """
import os, sys
from pathlib import Path
from indexer import IndexCorrupt, SearchRequest, open_index
from webui import create_app

index, name = Path(sys.argv[1]), sys.argv[2]
with open_index(index) as opened:
    article = next(opened.iterate(SearchRequest())).id
    client = create_app(opened).test_client()
    assert client.get("/api/search").status_code == 200
    hits = opened.iterate(SearchRequest())
    next(hits)
    path = next(index.glob(f"generation-*/{name}"))
    os.truncate(path, 100)
    for ask in (
        lambda: opened.search(SearchRequest(query="an ninh")),
        lambda: opened.article(article),
        lambda: opened.explain(SearchRequest(query="an ninh"), article),
        lambda: next(hits),
        lambda: next(opened.iterate(SearchRequest())),
    ):
        try:
            ask()
        except IndexCorrupt as error:
            assert "truncated" in str(error), error
        else:
            sys.exit("no error")
    for address in ("/api/search", "/search", "/healthz", f"/articles/{article}"):
        assert client.get(address).status_code == 503, address
print("alive")
"""


def test_a_truncated_segment_ends_in_an_error_and_not_the_process(tmp_path: Path) -> None:
    reindex([ARTICLES], index=tmp_path / "index")
    command = [sys.executable, "-c", TRUNCATE, str(tmp_path / "index"), "engine/segment-000001"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "alive\n", "")


def test_truncated_deletions_do_not_matter_to_who_has_read_them(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for number in range(9):
        (tmp_path / "docs" / f"{number}.txt").write_text(f"Bài số {number}.", "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    (tmp_path / "docs" / "3.txt").unlink()
    reindex([tmp_path / "docs"], index=tmp_path / "index")
    with open_index(tmp_path / "index") as opened:
        (deletions,) = (tmp_path / "index").glob("generation-*/engine/*.deleted-*")
        with deletions.open("r+b") as file:
            file.truncate(0)
        assert opened.search(SearchRequest()).total == 8
    with pytest.raises(IndexCorrupt, match="deleted-000001 differs from what was written"):
        open_index(tmp_path / "index")
