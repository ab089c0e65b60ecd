"""The writer's promises: the same bytes for any batches, the same answers after any history of changes."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.engines.arrays import ArraysEngine
from indexer.engines.arrays.segments import segment
from indexer.engines.arrays.writing import inverter
from indexer.engines.arrays.writing.batch import prepare
from indexer.engines.arrays.writing.writer import ArraysWriter
from indexer.engines.base import EngineRequest
from indexer.errors import IndexCorrupt
from indexer.model import FACETS, Article, Label
from indexer.query import parse

ENGINE = ArraysEngine()
WORDS = (
    *("hội", "nghị", "hội", "đàm", "biển", "Đông", "hạt", "nhân", "nga", "Nga", "quốc", "phòng", "hoi", "nghi"),
    *("Covid-19", "ADMM+", "Thứtrưởng", "29/6/2021"),
)
QUERIES = (
    "hoi nghi",
    "hội nghị",
    '"hội nghị"',
    '"biển Đông hạt nhân"',
    '"hội Đông"~4',
    "quoc* OR nga",
    "-nga",
    "ngaa~",
    "",
)


def drawn(number: int, rng: random.Random) -> Article:
    return Article(
        f"a{number:03}",
        "batch.jsonl",
        " ".join(rng.choices(WORDS, k=rng.randint(0, 30))),
        title=rng.choice((None, "Hội nghị biển Đông", "Bàn về hạt nhân")),
        year=rng.choice((None, 2012, 2021)),
        forums=rng.choice(((), (Label("arf-som", ""),), (Label("g7", ""),))),
    )


def write(folder: Path, articles: Sequence[Article], *, batch: int = 7, size: int = 20, workers: int = 1) -> None:
    folder.mkdir(exist_ok=True)
    writer = ArraysWriter(folder, workers, segment_size=size)
    for first in range(0, len(articles), batch):
        writer.put(prepare(articles[first : first + batch]))
    writer.commit()


def answers(folder: Path) -> list[object]:
    """Return the answer to every query: tiers by id, counts and total."""
    reader = ENGINE.reader(folder)
    found = [reader.search(EngineRequest(parse(query).tree, limit=1000, facets=FACETS)) for query in QUERIES]
    return [({hit.summary.id: hit.tier for hit in each.hits}, each.facets, each.total) for each in found]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_batches_and_workers_change_no_byte(tmp_path: Path) -> None:
    rng = random.Random(1)
    articles = [drawn(number, rng) for number in range(250)]
    write(tmp_path / "one", articles, batch=1, size=230)
    for batch, workers in ((7, 1), (256, 1), (13, 2)):
        folder = tmp_path / f"{batch}-{workers}"
        write(folder, articles, batch=batch, size=230, workers=workers)
        assert files(folder) == files(tmp_path / "one")
    assert sorted(files(tmp_path / "one")) == ["engine.json", "segment-000001", "segment-000002", "word-totals"]


def test_a_batch_split_between_two_segments_gives_each_the_words_of_its_own_articles(tmp_path: Path) -> None:
    articles = [
        Article(f"a{n:02}", "a", f"từ{n} hội nghị x{n}+y{n} Thứtrưởng từ{n % 7}", f"Bài {n}") for n in range(30)
    ]
    write(tmp_path / "one", articles, batch=1, size=20)
    write(tmp_path / "all", articles, batch=30, size=20)
    assert files(tmp_path / "all") == files(tmp_path / "one")


def test_blocks_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(2)
    articles = [drawn(number, rng) for number in range(60)]
    write(tmp_path / "one", articles, size=60)
    monkeypatch.setattr(inverter, "_BLOCK_BITS", 6)
    write(tmp_path / "many", articles, size=60)
    assert files(tmp_path / "many") == files(tmp_path / "one")


@pytest.mark.parametrize("size", [20, 3])
def test_what_is_put_and_deleted_in_one_run_is_not_there(tmp_path: Path, size: int) -> None:
    """Whether its segment is written before it is deleted, or after."""
    rng = random.Random(5)
    articles = [drawn(number, rng) for number in range(8)]
    writer = ArraysWriter(tmp_path, segment_size=size)
    writer.put(prepare(articles))
    for article in (articles[1], articles[7]):
        writer.delete(article.id)
    writer.put(prepare([drawn(8, rng)]))
    writer.commit()
    assert sorted(ENGINE.reader(tmp_path).ids()) == ["a000", "a002", "a003", "a004", "a005", "a006", "a008"]


def test_only_the_newest_list_of_deletions_is_kept(tmp_path: Path) -> None:
    rng = random.Random(6)
    write(tmp_path, [drawn(number, rng) for number in range(12)])
    for article_id in ("a003", "a004"):
        writer = ArraysWriter(tmp_path)
        writer.delete(article_id)
        writer.commit()
    assert sorted(files(tmp_path)) == ["engine.json", "segment-000001", "segment-000001.deleted-000002", "word-totals"]
    assert len(ENGINE.reader(tmp_path)) == 10


@pytest.mark.parametrize("seed", range(6))
def test_changes_find_what_a_full_build_finds(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    folder, kept = tmp_path / "grown", dict[str, Article]()
    for _ in range(12):
        put = [drawn(number, rng) for number in rng.sample(range(60), rng.randint(0, 12))]
        gone = rng.sample(sorted(kept.keys() - {article.id for article in put}), min(len(kept) // 6, 4)) if kept else []
        folder.mkdir(exist_ok=True)
        writer = ArraysWriter(folder, segment_size=25)
        writer.put(prepare(put)) if put else None
        for article_id in gone:
            writer.delete(article_id)
        writer.commit()
        kept |= {article.id: article for article in put}
        kept = {article_id: article for article_id, article in kept.items() if article_id not in gone}
    write(tmp_path / "full", [kept[article_id] for article_id in sorted(kept)])
    assert answers(folder) == answers(tmp_path / "full")
    reader = ENGINE.reader(folder)
    assert sorted(reader.ids()) == sorted(kept)
    assert len(reader) == len(kept)
    assert {article_id: reader.article(article_id) for article_id in kept} == kept
    assert list(reader.findings()) == []


def test_many_small_runs_do_not_leave_many_segments(tmp_path: Path) -> None:
    rng = random.Random(3)
    for number in range(40):
        write(tmp_path / "index", [drawn(number, rng)], size=100)
    assert len(list((tmp_path / "index").glob("segment-*"))) < 10
    assert len(ENGINE.reader(tmp_path / "index")) == 40


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "index", [])
    assert ENGINE.reader(tmp_path / "index").search(EngineRequest(parse("hội").tree, facets=FACETS)).total == 0


def test_an_empty_index_has_nothing_close_to_two_words(tmp_path: Path) -> None:
    write(tmp_path / "index", [])
    found = ENGINE.reader(tmp_path / "index").search(EngineRequest(parse("hội nghị").tree, near=True))
    assert not found.near


def test_articles_without_words_are_kept(tmp_path: Path) -> None:
    write(tmp_path / "index", [Article("a", "a", "…"), Article("b", "b", "")])
    reader = ENGINE.reader(tmp_path / "index")
    assert reader.search(EngineRequest(parse("").tree)).total == 2
    assert list(reader.findings()) == []


def test_long_texts_and_terms_of_many_spellings_widen_arrays(tmp_path: Path) -> None:
    long = Article("long", "a", "hội " * 70_000 + "biển Đông cuối")
    rare = Article("rare", "a", " ".join(chr(0x4E00 + i) + chr(0x4E01 + i) for i in range(600)))
    accents = Article(
        "accents", "a", " ".join("a" + "".join(chr(0x300 + (i >> k & 1) + 2 * k) for k in range(9)) for i in range(400))
    )
    write(tmp_path / "index", [long, rare, accents])
    reader = ENGINE.reader(tmp_path / "index")
    for query, expected in (
        ('"biển Đông cuối"', "long"),
        ('"hội biển"', "long"),
        ('"hội cuối"~3', "long"),
        ("一丁", "rare"),
    ):
        hits = reader.search(EngineRequest(parse(query).tree)).hits
        assert [hit.summary.id for hit in hits] == [expected], query
    assert list(reader.findings()) == []


@pytest.mark.parametrize("small", [0, segment.SMALL])
@pytest.mark.parametrize("part", range(12))
def test_a_flipped_byte_is_found(tmp_path: Path, part: int, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On opening or, in arrays of which a search of a large segment reads parts, by `findings`."""
    monkeypatch.setattr(segment, "SMALL", small)
    rng = random.Random(part)
    write(tmp_path / "index", [drawn(number, rng) for number in range(20)])
    path = tmp_path / "index" / "segment-000001"
    data = bytearray(path.read_bytes())
    arrays = ENGINE.reader(tmp_path / "index")._segments[0].container.arrays
    name = sorted(name for name in arrays if arrays[name].nbytes)[part * 2]
    array = arrays[name]
    at = bytes(data).index(array.tobytes()) + rng.randrange(array.nbytes)
    data[at] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    if small or name not in segment.READ_IN_PARTS:
        with pytest.raises(IndexCorrupt, match=f"segment-000001: {name} is damaged"):
            ENGINE.reader(tmp_path / "index")
    else:
        assert list(ENGINE.reader(tmp_path / "index").findings()) != []


@pytest.mark.parametrize("damage", [b"", b"timdau\x00\x01", b"x" * 4096, None])
def test_a_foreign_or_truncated_file_is_refused_by_name(tmp_path: Path, damage: bytes | None) -> None:
    write(tmp_path / "index", [Article("a", "a", "Hội nghị")])
    path = tmp_path / "index" / "segment-000001"
    path.write_bytes(path.read_bytes()[:-9] if damage is None else damage)
    with pytest.raises(IndexCorrupt, match="segment-000001"):
        ENGINE.reader(tmp_path / "index")
