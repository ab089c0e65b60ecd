"""The name by which an article is found is that of its own file, wherever that is and whatever it was before."""

import gzip
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from indexer import ENGINES, SearchRequest, open_index, reindex

TEXT = "Biên bản ghi lời dặn của thuyền trưởng."
every_engine = pytest.mark.parametrize("engine", ENGINES)


def found(index: Path, engine: str, query: str) -> list[str]:
    with open_index(index, engine=engine) as opened:
        return [hit.id for hit in opened.search(SearchRequest(query)).hits]


@every_engine
def test_a_renamed_file_is_found_by_its_new_name_alone(engine: str, tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "hải trình.txt").write_text(TEXT, "utf-8")
    reindex([docs], index=index, engine=engine)
    assert found(index, engine, "hải trình") == ["hải trình.txt"]
    (docs / "hải trình.txt").rename(docs / "nhật ký.txt")
    reindex([docs], index=index, engine=engine)
    assert found(index, engine, "hải trình") == []
    assert found(index, engine, "nhật ký thuyền") == ["nhật ký.txt"]


@every_engine
def test_the_name_is_the_last_part_of_the_path_in_archives_too(engine: str, tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    (docs / "tháng tư").mkdir(parents=True)
    (docs / "tháng tư" / "mỏ neo.txt").write_text(TEXT, "utf-8")
    (docs / "cột buồm.txt.gz").write_bytes(gzip.compress(f"{TEXT} Hết.".encode()))
    with ZipFile(docs / "hòm thư.zip", "w") as archive:
        archive.writestr("ngăn trên/la bàn.txt", f"{TEXT} Còn nữa.")
        archive.writestr("sổ.jsonl", json.dumps({"id": "trang-1", "body": f"{TEXT} Xem sau."}))
    reindex([docs], index=index, engine=engine)
    for query, ids in {
        "mỏ neo": ["tháng tư/mỏ neo.txt"],
        "la bàn.txt": ["hòm thư.zip/ngăn trên/la bàn.txt"],
        "cột buồm": ["cột buồm.txt.gz"],
        "buồm.txt.gz": ["cột buồm.txt.gz"],
        "tháng tư": [],
        "hòm thư": [],
        "sổ": [],
        "txt": [],
        "file:gz": ["cột buồm.txt.gz"],
    }.items():
        assert found(index, engine, query) == ids, query


def test_an_article_knows_its_name(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    (docs / "a").mkdir(parents=True)
    (docs / "a" / "b.c.txt").write_text(TEXT, "utf-8")
    (docs / "d.jsonl").write_text(json.dumps({"id": "e", "body": "Gió mùa."}), "utf-8")
    reindex([docs], index=index)
    with open_index(index) as opened:
        file, record = opened.article("a/b.c.txt"), opened.article("e")
    assert file
    assert (file.file, file.file_stem) == ("b.c.txt", "b.c")
    assert record
    assert (record.file, record.file_stem) == (None, None)
