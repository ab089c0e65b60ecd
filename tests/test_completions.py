"""`Index.suggest` and `Index.search_facet`: what is offered while a text is being typed, in every engine."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import (
    ENGINES,
    BadRequest,
    Completion,
    Index,
    IndexCorrupt,
    IndexOutdated,
    SearchRequest,
    completions_json,
    open_index,
    reindex,
    verify,
)
from indexer.analysis import word
from indexer.engines.arrays.searching import newest_named
from indexer.query.joining import FEWEST_OCCURRENCES, JOINED_FROM, association
from indexer.store.generation import file_entry
from indexer.store.manifest import read_manifest, write_manifest
from indexer.store.word_table import read_word_table, write_word_table

TEXTS = sorted((Path(__file__).parent / "corpora").glob("*/articles"))
Record = Mapping[str, object]

PLACES = ("chợ", "cầu", "phố", "hồ", "đền", "chùa", "vườn", "bến", "ga", "rạp")
RECORDS: tuple[Record, ...] = (
    *(
        {"id": f"tin/{place}", "title": None, "body": f"Một {place} ở Hà Nội, {place} này rất cũ.", "year": 2001 + year}
        for year, place in enumerate(PLACES)
    ),
    {"id": "arf", "title": "Họp Diễn đàn ở Hà Nội", "body": "Các nước họp.", "forums": ["arf"], "year": 2010},
    {
        "id": "hai",
        "title": "Hai nước hợp tác",
        "body": "ha noi viet khong dau.",
        "forums": ["arf", "amm"],
        "year": 2012,
    },
    {"id": "hat-nhan", "title": "Năng lượng hạt nhân", "body": "Covid-19 và vắc-xin.", "topics": ["nuclear"]},
    {"id": "bao", "title": "Hà Tiên có cầu mới", "body": "Cầu dài.", "source": "Báo Mới", "date": "2020-01-01"},
    {"id": "bao/2", "title": "Hà Tiên có cầu mới", "body": "Cầu dài.", "source": "Tin Tức", "date": "2019-01-01"},
)


def build(folder: Path, records: tuple[Record, ...], engine: str) -> Path:
    batch = folder / "docs" / "batch.jsonl"
    batch.parent.mkdir(exist_ok=True)
    batch.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    reindex([batch.parent], index=folder / "index", engine=engine)
    return folder / "index"


@pytest.fixture(scope="module", params=list(ENGINES))
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = build(tmp_path_factory.mktemp("suggest"), RECORDS, request.param)
    with open_index(folder, engine=request.param) as opened:
        yield opened


def words(index: Index, text: str) -> list[tuple[str, int, str]]:
    return [(each.text, each.count, each.kind) for each in index.suggest(text).words]


def test_words_are_found_by_the_unaccented_start_of_any_of_their_syllables(index: Index) -> None:
    assert words(index, "ha noi") == [("Hà Nội", 11, "joined")]
    assert words(index, "ha n") == [("Hà Nội", 11, "joined")]
    assert words(index, "noi") == [("Hà Nội", 11, "joined"), ("Nội", 11, "word"), ("noi", 1, "word")]
    assert ("ở", 11, "word") in words(index, "o")


def test_the_most_frequent_words_come_first_then_by_code_points(index: Index) -> None:
    assert words(index, "c")[:2] == [("cũ", 10, "word"), ("rất cũ", 10, "joined")]
    assert [text for text, count, _ in words(index, "c") if count == 2] == ["chùa", "chợ", "có"]


def test_typed_accents_bind_and_words_without_any_come_last(index: Index) -> None:
    assert [text for text, _, _ in words(index, "hà")] == ["Hà", "Hà Nội", "ở Hà", "ha", "Hai"]
    assert [text for text, _, _ in words(index, "họ")] == ["họp", "hợp"]
    assert words(index, "hạ nội") == []


def test_words_joined_by_signs_are_found_as_they_are_typed(index: Index) -> None:
    assert ("Covid-19", 1, "word") in words(index, "covid-1")
    assert ("xin", 1, "word") in words(index, "xi")


def test_labels_are_found_by_their_names_in_any_language_and_by_their_ids(index: Index) -> None:
    arf = Completion("Diễn đàn khu vực ASEAN (ARF)", 2, "label", facet="forum", value="arf")
    for text in ("dien dan khu", "khu vuc as", "regional for", "ARF", "arf"):
        assert arf in index.suggest(text).labels, text
    assert index.suggest("hạt nhân").labels[0].value == "nuclear"
    assert index.suggest("nuclear", lang="en").labels[0].text == "Nuclear affairs"
    assert index.suggest("hòa").labels == ()


def test_the_most_frequent_labels_come_first_and_unused_ones_are_left_out(index: Index) -> None:
    assert [(each.value, each.count) for each in index.suggest("asean").labels] == [
        ("arf", 2),
        ("asean", 2),
        ("amm", 1),
    ]


def test_titles_are_found_by_the_start_of_any_word_the_newest_first_and_each_once(index: Index) -> None:
    assert [(each.id, each.text) for each in index.suggest("ha").titles] == [
        ("bao", "Hà Tiên có cầu mới"),
        ("hai", "Hai nước hợp tác"),
        ("arf", "Họp Diễn đàn ở Hà Nội"),
        ("hat-nhan", "Năng lượng hạt nhân"),
    ]
    assert [each.id for each in index.suggest("có cầu m").titles] == ["bao"]
    assert [each.id for each in index.suggest("hạt n").titles] == ["hat-nhan"]
    assert index.suggest("cầu có").titles == ()


@pytest.mark.parametrize("engine", list(ENGINES))
def test_files_are_found_by_the_start_of_any_word_of_their_names(engine: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs" / "2014"
    docs.mkdir(parents=True)
    (docs / "apec-bắc-kinh.txt").write_text("Họp ở Bắc Kinh ngày 10/11/2014.", "utf-8")
    (docs / "ga.txt").write_text("Ga cũ của thành phố.", "utf-8")
    reindex([tmp_path / "docs"], index=tmp_path / "index", engine=engine)
    with open_index(tmp_path / "index", engine=engine) as index:
        file = Completion("apec-bắc-kinh.txt", 1, "file", id="2014/apec-bắc-kinh.txt")
        for text in ("ap", "apec-b", "bac", "kinh"):
            assert index.suggest(text).files == (file,), text
        assert index.suggest("hop").files == index.suggest("bậc").files == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_another_word_may_follow_one_joined_by_signs(engine: str, tmp_path: Path) -> None:
    record = {"id": "a", "title": "ARF-27 họp ở Huế", "body": "Họp.", "forums": ["shangri-la"]}
    with open_index(build(tmp_path, (record,), engine), engine=engine) as index:
        for text in ("arf-27 h", "27 họp ơ", "ARF-27"):
            assert [each.id for each in index.suggest(text).titles] == ["a"], text
        assert [each.value for each in index.suggest("Shangri-La d").labels] == ["shangri-la"]
        assert index.suggest("arf-27 o").titles == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_titles_are_found_by_a_word_with_a_plus(engine: str, tmp_path: Path) -> None:
    titles_of = {"a": "ADMM+ họp ở Huế", "b": "Họp ADMM ở Huế"}
    records = tuple({"id": id, "title": title, "body": "Họp."} for id, title in titles_of.items())
    with open_index(build(tmp_path, records, engine), engine=engine) as index:
        for text in ("admm+", "ADMM+ ho"):
            assert [each.id for each in index.suggest(text).titles] == ["a"]


@pytest.mark.parametrize("engine", ENGINES)
def test_titles_of_several_runs_are_in_one_order(engine: str, tmp_path: Path) -> None:
    dates = ("2010-05-01", "2012-05-01", "2011-05-01", "2009-05-01")
    records = [{"id": date, "title": f"Hà Tiên {date}", "body": "Cầu.", "date": date} for date in dates]
    for end in range(1, len(records) + 1):
        folder = build(tmp_path, tuple(records[:end]), engine)
    with open_index(folder, engine=engine) as index:
        assert [each.id for each in index.suggest("ti").titles] == sorted(dates, reverse=True)


def test_letters_that_start_too_many_words_of_titles_find_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_index(build(tmp_path, RECORDS, "arrays")) as index:
        monkeypatch.setattr(newest_named, "MOST_POSTINGS", 2)
        assert index.suggest("h").titles == ()
        assert [each.id for each in index.suggest("ti").titles] == ["bao"]
        assert [each.id for each in index.suggest("hà t").titles] == ["bao"]


def test_words_are_printed_with_the_capitals_of_most_places(tmp_path: Path) -> None:
    bodies = ("Sông sâu, sông dài, sông Hồng.", "Ở đây có đê.", "Hồng là Hồng.")
    with open_index(build(tmp_path, tuple({"id": each, "body": each} for each in bodies), "arrays")) as index:
        assert [each.text for each in index.suggest("song").words] == ["sông"]
        assert [each.text for each in index.suggest("hong").words] == ["Hồng"]
        assert [each.text for each in index.suggest("day").words] == ["đây"]


def test_nothing_is_offered_for_nothing_typed(index: Index) -> None:
    for text in ("", "  ", "?!", "*", "=", "–", "😀", "&& |", "\0", "\u02bc", "_"):
        answer = completions_json(index.suggest(text))
        assert answer == {"query": text, "generation": 1, "words": [], "labels": [], "titles": [], "files": []}


def test_signs_by_themselves_are_no_words(index: Index) -> None:
    plain = index.suggest("ha noi")
    for text in ("ha – noi", "= ha noi", "ha noi &"):
        assert replace(index.suggest(text), query="ha noi") == plain


def test_every_group_is_limited(index: Index) -> None:
    found = index.suggest("h", limit=1)
    assert (len(found.words), len(found.labels), len(found.titles)) == (1, 1, 1)


@pytest.mark.parametrize(("limit", "nearest"), [(0, "1"), (-3, "1"), (21, "20")])
def test_a_wrong_limit_names_the_nearest_right_one(index: Index, limit: int, nearest: str) -> None:
    with pytest.raises(BadRequest) as caught:
        index.suggest("ha", limit=limit)
    assert (caught.value.parameter, caught.value.nearest) == ("limit", nearest)


def test_values_of_a_facet_are_found_by_label_and_id_with_the_counts_of_the_search(index: Index) -> None:
    request = SearchRequest(query="hop", not_years=((2010, 2010),))
    every = {value.value: value for value in index.search(request).facets["forum"]}
    assert index.search_facet("forum", "dien d", request) == (every["arf"],)
    assert index.search_facet("forum", "AMM", request) == (every["amm"],)
    assert index.search_facet("source", "moi")[0].value == "Báo Mới"
    assert [each.value for each in index.search_facet("year", "20")[:4]] == [2020, 2019, 2012, 2010]
    assert index.search_facet("forum", "", request) == index.search(request).facets["forum"]
    with pytest.raises(BadRequest, match="does not take “form”"):
        index.search_facet("form", "a")  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_word_list_agrees_with_the_counts_of_words_and_pairs(engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    reindex(TEXTS, index=folder, engine=engine)
    with closing(ENGINES[engine].reader(folder / "generation-000001" / "engine")) as reader:
        listed = reader.word_list(1 << 20)
        assert len(listed) > 500
        singles = {text: count for text, count in listed.items() if " " not in text}
        assert all(reader.counts.spellings(word(each).folded)[each] == singles[each] for each in singles)
        joined = {tuple(text.split(" ")): count for text, count in listed.items() if " " in text}
        assert joined[("hạt", "nhân")] == 10
        for (left, right), count in joined.items():
            assert count == reader.counts.pairs(word(left).folded, word(right).folded)[left, right]
            assert count >= FEWEST_OCCURRENCES
            assert association(reader.counts, (left, right), count) >= JOINED_FROM


@pytest.mark.parametrize("engine", ENGINES)
def test_exactly_the_pairs_that_are_associated_are_joined(engine: str, tmp_path: Path) -> None:
    source = Random(14)
    units = [*PLACES, *map(" ".join, pairwise(PLACES))]
    bodies = [" ".join(source.choices(units, range(1, len(units) + 1), k=20)) for _ in range(20)]
    folder = build(tmp_path, tuple({"id": str(n), "body": body} for n, body in enumerate(bodies)), engine)
    with closing(ENGINES[engine].reader(folder / "generation-000001" / "engine")) as reader:
        joined = {text for text in reader.word_list(1 << 20) if " " in text}
        expected = {
            " ".join(pair)
            for folded in product((word(each).folded for each in PLACES), repeat=2)
            for pair, count in reader.counts.pairs(*folded).items()
            if association(reader.counts, pair, count) >= JOINED_FROM
        }
    assert joined == expected
    assert 5 < len(expected) < 60


def test_every_engine_lists_the_same_words(tmp_path: Path) -> None:
    tables = []
    for engine in ENGINES:
        folder = tmp_path / engine
        reindex(TEXTS, index=folder, engine=engine)
        tables.append((folder / "generation-000001" / "words.json").read_bytes())
        with closing(ENGINES[engine].reader(folder / "generation-000001" / "engine")) as reader:
            every = reader.word_list(1 << 20)
            counts = sorted(every.values(), reverse=True)
            assert reader.word_list(100) == {text: count for text, count in every.items() if count > counts[100]}
    assert len({*tables}) == 1


CHANGED: tuple[Callable[[list[dict[str, object]]], object], ...] = (
    lambda records: records.pop(0),
    lambda records: records.__delitem__(slice(2, 9)),
    lambda records: records.append({"id": "them", "title": "Hà Nội mưa", "body": "Hà Nội mưa to, hànội mưa."}),
    lambda records: records[3].update(body="Không còn chữ nào như cũ."),
)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_gives_the_words_that_a_full_one_gives(engine: str, tmp_path: Path) -> None:
    records = [dict(record) for record in RECORDS]
    folder = build(tmp_path, tuple(records), engine)
    for number, change in enumerate(CHANGED):
        change(records)
        build(tmp_path, tuple(records), engine)
        rebuilt = tmp_path / f"rebuilt-{number}"
        rebuilt.mkdir()
        full = build(rebuilt, tuple(records), engine)
        generation = read_manifest(folder).folder
        assert generation == f"generation-{number + 2:06}"
        words = (folder / generation / "words.json").read_bytes()
        assert words == (full / "generation-000001" / "words.json").read_bytes()
    assert b"mua" in words
    assert b'"cho' not in words
    assert verify(folder, engine=engine).sound


def test_deleted_articles_are_offered_no_more(tmp_path: Path) -> None:
    with open_index(build(tmp_path, RECORDS, "arrays")) as index:
        assert index.suggest("ga").words
        assert index.suggest("hai n").titles
        build(tmp_path, tuple(each for each in RECORDS if each["id"] not in ("tin/ga", "hai")), "arrays")
        assert index.suggest("ga").words == ()
        assert index.suggest("hai n").titles == ()
        assert [each.count for each in index.suggest("arf").labels] == [1]


def test_a_run_that_changes_no_article_keeps_the_words(tmp_path: Path) -> None:
    folder = build(tmp_path, RECORDS, "arrays")
    (tmp_path / "docs" / "rong.txt").write_text("", "utf-8")
    report = reindex([tmp_path / "docs"], index=folder)
    assert (report.generation, len(report.skipped)) == (2, 1)
    with open_index(folder) as index:
        assert words(index, "ha n") == [("Hà Nội", 11, "joined")]
    assert verify(folder).sound


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [flip, lambda path: path.write_bytes(b"{}"), Path.unlink],
    ids=["flipped", "replaced", "removed"],
)
def test_damage_to_the_words_is_found_by_verify_and_on_opening(
    tmp_path: Path, damage: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.store.verify._SMALL", 0)  # those of large archives are larger
    folder = build(tmp_path, RECORDS, "arrays")
    with open_index(folder) as index:
        damage(folder / "generation-000001" / "words.json")
        with pytest.raises(IndexCorrupt, match=r"words\.json.*timdau reindex --full"):
            index.suggest("ha")
    with pytest.raises(IndexCorrupt, match=r"words\.json.*timdau reindex --full"):
        open_index(folder)
    assert [finding.where for finding in verify(folder).findings] == ["generation-000001/words.json"]
    reindex([tmp_path / "docs"], index=folder, full=True)
    assert verify(folder).sound


@pytest.mark.parametrize(
    "values",
    [
        *([], 1, {}, {"words": "a"}, {"words": 1, "counts": [], "keys": "", "numbers": []}),
        {"words": "a", "counts": [1], "keys": "a", "numbers": [1]},
        {"words": "a", "counts": [1, 2], "keys": "a", "numbers": [0]},
        {"words": "a", "counts": [1], "keys": "a\nb", "numbers": [0]},
        {"words": "a", "counts": ["1"], "keys": "a", "numbers": [0]},
        {"words": "a", "counts": [1], "keys": "a", "numbers": [-1]},
    ],
    ids=repr,
)
def test_words_that_a_stranger_wrote_are_refused_by_name(tmp_path: Path, values: object) -> None:
    folder = build(tmp_path, RECORDS, "arrays")
    manifest = read_manifest(folder)
    path = folder / manifest.folder / "words.json"
    path.write_text(json.dumps(values), "utf-8")
    write_manifest(folder, replace(manifest, files={**manifest.files, "words.json": file_entry(path)}))
    with open_index(folder) as index, pytest.raises(IndexCorrupt, match=r"words\.json holds no words"):
        index.suggest("ha")


def test_an_index_without_words_names_the_way_out(tmp_path: Path) -> None:
    folder = build(tmp_path, RECORDS, "arrays")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 2}), "utf-8")
    with pytest.raises(IndexOutdated, match=r"format 2.*timdau reindex --full"):
        open_index(folder)


def naive_fold(text: str) -> str:
    plain = normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not combining(letter))


SYLLABLES = ("nội", "nói", "hà", "hạt", "nhân", "đi", "đường", "dương", "ăn", "an", "ánh")


@given(
    texts=st.lists(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4), min_size=1, max_size=4),
    typed=st.sampled_from(SYLLABLES).flatmap(lambda each: st.integers(1, len(each)).map(lambda end: each[:end])),
)
def test_words_are_those_of_a_slow_twin(
    texts: list[list[str]], typed: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    counts = Counter(each for text in texts for each in text)
    path = tmp_path_factory.mktemp("table")
    write_word_table(path / "words.json", counts)
    values = json.loads((path / "words.json").read_text("utf-8"))
    assert values["words"].split("\n") == sorted(counts, key=lambda each: (-counts[each], each))
    records = tuple({"id": str(number), "body": " ".join(text)} for number, text in enumerate(texts))
    folder = build(path, records, "arrays")
    table = read_word_table(folder, read_manifest(folder))
    single = {text: count for text, count in zip(table.words, table.counts, strict=True) if " " not in text}
    assert single == counts
    with open_index(folder) as index:
        offered = index.suggest(naive_fold(typed), limit=20).words
    found = {each.text: each.count for each in offered if each.kind == "word"}
    started = {each: count for each, count in counts.items() if naive_fold(each).startswith(naive_fold(typed))}
    assert found == started
