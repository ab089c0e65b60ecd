"""Totals of words are carried forward: whatever is added, replaced, deleted and merged, they are those of a count."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays.segments import word_totals
from indexer.engines.arrays.segments.container import open_container
from indexer.engines.arrays.segments.segment import open_segment
from indexer.engines.arrays.segments.segment_infos import read_segment_infos
from indexer.engines.arrays.segments.word_totals import (
    FILE_NAME,
    KeptDocuments,
    WordTotals,
    count_words,
    read_word_totals,
    write_word_totals,
)
from indexer.engines.arrays.writing import writer as writing
from indexer.engines.arrays.writing.batch import prepare
from indexer.engines.arrays.writing.writer import ArraysWriter
from indexer.errors import IndexCorrupt
from indexer.model import Article

WORDS = (
    *("hội", "nghị", "hoà", "hòa", "bình", "Nga", "nga", "biển", "Đông", "Covid-19", "covid", "19", "ADMM+", "ADMM"),
    *("7-8/11/2012", "Thứtrưởng", "thứ", "trưởng", "ﬁn", "文", "x" * 70),
)
RARE = tuple(f"hiếm{number}" for number in range(12))


def drawn(name: str, rng: random.Random) -> Article:
    words = rng.choices((*WORDS, *RARE), (*[6] * len(WORDS), *[1] * len(RARE)), k=rng.randint(0, 25))
    return Article(name, "a", " ".join(words), title=rng.choice((None, "Hội nghị", "hiếm1 hiếm2")))


def totals_of(folder: Path) -> WordTotals | None:
    return read_word_totals(folder, read_segment_infos(folder).segments)


def anew(folder: Path) -> WordTotals:
    infos = read_segment_infos(folder)
    segments = [open_segment(folder, each.name, each.deleted, infos.average_length) for each in infos.segments]
    return count_words([KeptDocuments(segment, segment.live) for segment in segments])


def occurrences(totals: WordTotals | None) -> dict[tuple[str, ...], int]:
    assert totals is not None
    words = totals.words
    pairs = zip(totals.lefts.tolist(), totals.rights.tolist(), totals.pair_occurrences.tolist(), strict=True)
    return {
        **{(text,): count for text, count in zip(words, totals.occurrences.tolist(), strict=True)},
        **{(words[left], words[right]): count for left, right, count in pairs},
    }


def write(folder: Path, articles: Sequence[Article], deleted: Sequence[str] = (), *, segment_size: int = 40) -> None:
    folder.mkdir(exist_ok=True)
    writer = ArraysWriter(folder, segment_size=segment_size)
    if articles:
        writer.put(prepare(articles))
    for article_id in deleted:
        writer.delete(article_id)
    writer.commit()


@pytest.fixture
def never_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second run on, take no totals but those of the run before."""

    def first_count(counted: Sequence[KeptDocuments]) -> WordTotals:
        monkeypatch.setattr(writing, "count_words", None)
        return count_words(counted)

    monkeypatch.setattr(writing, "_COUNTED_ANEW", 0)
    monkeypatch.setattr(writing, "count_words", first_count)


@pytest.mark.parametrize("at_once", [1, 7, 40])
def test_a_count_does_not_depend_on_how_many_pairs_are_counted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    rng = random.Random(at_once)
    for run in range(5):
        write(tmp_path, [drawn(f"a{run}-{number}", rng) for number in range(rng.randint(20, 39))], ["a0-1"])
    whole = occurrences(anew(tmp_path))
    assert len(read_segment_infos(tmp_path).segments) > 2
    assert any(len(text) == 2 for text in whole)
    monkeypatch.setattr(word_totals, "_AT_ONCE", at_once)
    assert occurrences(anew(tmp_path)) == whole


@pytest.mark.usefixtures("never_counted_anew")
@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_a_count_after_any_history_of_changes(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    alive = [f"a{number}" for number in range(60)]
    write(tmp_path, [drawn(name, rng) for name in alive])
    segments = set()
    for run in range(12):
        new = [f"b{run}-{number}" for number in range(rng.randint(0, 9))]
        replaced = rng.sample(alive, rng.randint(0, 4))
        deleted = rng.sample([*new, *set(alive) - set(replaced)], rng.randint(0, 5))
        write(tmp_path, [drawn(name, rng) for name in (*new, *replaced)], deleted)
        alive = [name for name in (*alive, *new) if name not in deleted]
        segments.add(len(read_segment_infos(tmp_path).segments))
        found = occurrences(totals_of(tmp_path))
        assert found == occurrences(anew(tmp_path))
    assert len(ArraysEngine().reader(tmp_path)) == len(alive)
    assert len(segments) > 2
    assert [*ArraysEngine().reader(tmp_path).findings()] == []
    assert not any(path.name.startswith("removed") for path in tmp_path.iterdir())


@pytest.mark.usefixtures("never_counted_anew")
def test_a_rare_pair_becomes_frequent_and_rare_again(tmp_path: Path) -> None:
    pair = ("hạt", "nhân")
    write(tmp_path, [Article(f"a{number}", "a", "Hạt nhân. Bình thường") for number in range(4)])
    assert pair not in occurrences(totals_of(tmp_path))
    write(tmp_path, [Article("b", "a", "hạt nhân hạt")])
    assert occurrences(totals_of(tmp_path))[pair] == 5
    write(tmp_path, [], ["a0"])
    found = occurrences(totals_of(tmp_path))
    assert pair not in found
    assert found[("nhân",)] == 4
    write(tmp_path, [], ["a1", "a2", "a3", "b"])
    assert occurrences(totals_of(tmp_path)) == {}


def test_many_changes_are_counted_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(9)
    monkeypatch.setattr(writing, "update_totals", None)
    write(tmp_path, [drawn(f"a{number}", rng) for number in range(30)])
    write(tmp_path, [drawn(f"a{number}", rng) for number in range(10)], ["a20"])
    assert occurrences(totals_of(tmp_path)) == occurrences(anew(tmp_path))


def test_without_totals_of_these_segments_words_are_counted(tmp_path: Path) -> None:
    rng = random.Random(5)
    write(tmp_path, [drawn(f"a{number}", rng) for number in range(30)], segment_size=20)
    listed = ArraysEngine().reader(tmp_path).word_list(1 << 16)
    write_word_totals(tmp_path, anew(tmp_path), read_segment_infos(tmp_path).segments[:1])
    assert totals_of(tmp_path) is None
    assert ArraysEngine().reader(tmp_path).word_list(1 << 16) == listed
    (tmp_path / FILE_NAME).unlink()
    assert totals_of(tmp_path) is None
    assert ArraysEngine().reader(tmp_path).word_list(1 << 16) == listed
    write(tmp_path, [drawn("b", rng)])
    assert occurrences(totals_of(tmp_path)) == occurrences(anew(tmp_path))


def test_totals_are_never_changed_in_place(tmp_path: Path) -> None:
    rng = random.Random(6)
    write(tmp_path, [drawn(f"a{number}", rng) for number in range(30)])
    (tmp_path / "linked").hardlink_to(tmp_path / FILE_NAME)
    before = (tmp_path / "linked").read_bytes()
    write(tmp_path, [drawn("b", rng)])
    assert (tmp_path / "linked").read_bytes() == before != (tmp_path / FILE_NAME).read_bytes()


def test_damaged_totals_are_refused(tmp_path: Path) -> None:
    write(tmp_path, [drawn(f"a{number}", random.Random(number)) for number in range(30)])
    data = bytearray((tmp_path / FILE_NAME).read_bytes())
    data[100] ^= 1
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(IndexCorrupt, match="word-totals: words is damaged"):
        write(tmp_path, [drawn("b", random.Random(1))])
    with pytest.raises(IndexCorrupt, match="word-totals: words is damaged"):
        ArraysEngine().reader(tmp_path).word_list(10)


def test_wrong_totals_are_found(tmp_path: Path) -> None:
    write(tmp_path, [drawn(f"a{number}", random.Random(number)) for number in range(30)])
    totals = anew(tmp_path)
    changed = totals._replace(occurrences=totals.occurrences + 1)
    write_word_totals(tmp_path, changed, read_segment_infos(tmp_path).segments)
    assert [finding.code for finding in ArraysEngine().reader(tmp_path).findings()] == ["word-totals"]
    assert {*open_container(tmp_path / FILE_NAME).arrays} == {
        *("words", "occurrences", "pair_lefts", "pair_rights", "pair_occurrences"),
    }
