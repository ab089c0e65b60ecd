"""CSV: the rows of a batch as records."""

from pathlib import Path

import pytest

from indexer.ingest.formats import csv_table
from indexer.ingest.source import RawArticle, Stated
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.encodings.encoders import tcvn3
from tests.ingest.reading import articles, read


def rows(folder: Path, data: str | bytes) -> list[RawArticle | Skipped]:
    (folder / "b.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    return read(folder, "b.csv")


def codes(folder: Path, data: str | bytes) -> list[str]:
    return [f"{each.code} {each.reason}" if isinstance(each, Skipped) else each.text for each in rows(folder, data)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_are_records(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = ["ID,Title,Body,Date,Forums,Note", '7,Tin,"Một\r\n""hai""",2021-06-29,"arf som",x', ",,Ba,,,"]
    data = "\r\n".join(line.replace(",", delimiter) for line in lines).encode(encoding)
    one, two = articles(rows(tmp_path, data))
    assert (one.id, one.text, one.kind) == ("b.csv#7", 'Một\n"hai"', "record")
    assert one.given.title == Stated("Tin", "record")
    assert one.given.date == Stated("2021-06-29", "record")
    assert one.given.forums == Stated(("arf", "som"), "record")
    assert two.id.startswith("b.csv#")
    assert two.given.title is None
    assert two.text == "Ba"


def test_a_legacy_encoding_is_detected_and_reported(tmp_path: Path) -> None:
    (one,) = articles(rows(tmp_path, b"id,body\n1," + tcvn3("Hội nghị họp ở Huế") + b"\n"))
    assert (one.text, one.encoding) == ("Hội nghị họp ở Huế", "tcvn3")
    assert one.confidence < 0.9
    assert [problem.code for problem in one.problems] == ["encoding-guessed"]


def test_bad_rows_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    found = codes(tmp_path, "id,body\n1,một\n2\n3,ba,thừa\n\n4, \n5,năm\n")
    assert found[0] == "một"
    assert [each.partition(":")[0] for each in found[1:4]] == ["bad-record line 3", "bad-record line 4", "empty line 6"]
    assert found[4] == "năm"


def test_a_batch_without_texts_is_reported_once(tmp_path: Path) -> None:
    for data in ("id,title\n1,Tin\n2,Tin\n", "một dòng thôi"):
        (found,) = codes(tmp_path, data)
        assert found.startswith("bad-record line 1")
    assert codes(tmp_path, "id,body\n1,совещание министров".encode("cp1251"))[0].startswith("undecodable")


def test_a_cell_without_an_end_is_reported(tmp_path: Path) -> None:
    found = codes(tmp_path, 'id,body\n1,một\n2,"hai\n3,ba\n')
    assert found == ["một", "bad-record line 4: not valid CSV: unexpected end of data; is a quotation mark missing?"]


def test_a_stray_quotation_mark_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    found = codes(tmp_path, 'id,body\n1,một\n2,"hai "nửa" rưỡi"\n3,ba\n4,bốn 4" năm\n')
    assert [each.partition(":")[0] for each in found] == ["một", "bad-record line 3", "ba", 'bốn 4" năm']


def test_a_batch_over_the_limit_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_BATCH_BYTES", 10)
    assert codes(tmp_path, "id,body\n1,một")[0].startswith("too-large")


def test_a_metadata_table_is_not_a_batch(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,title\na.txt,Tin\n")
    assert [(each.path, each.code) for each in walk(tmp_path) if isinstance(each, Skipped)] == [
        ("metadata.csv", "stray-row")
    ]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;\r", "sep=;;;"])
def test_the_line_that_states_the_delimiter_is_not_a_row(tmp_path: Path, line: str) -> None:
    (one,) = articles(rows(tmp_path, f"{line}\nid;title;body\nx;Một, hai, ba, bốn;Năm\n"))
    assert (one.id, one.text) == ("x", "Năm")
    assert codes(tmp_path, f"{line}\nid;body\nx;y;z\n")[0].startswith("bad-record line 3")


def test_a_stated_delimiter_may_be_any_sign(tmp_path: Path) -> None:
    (one,) = articles(rows(tmp_path, "sep=|\nid|body\nx|Một, hai; ba\n"))
    assert one.text == "Một, hai; ba"


def test_ids_of_digits_alone_belong_to_their_batch(tmp_path: Path) -> None:
    found = articles(rows(tmp_path, "id,year,body\n1,2021.0,một\n2.0,,hai\nx3,,ba\n3.5,,bốn\n"))
    assert [each.id for each in found] == ["b.csv#1", "b.csv#2", "x3", "3.5"]
    assert found[0].given.year == Stated(2021, "record")


def test_a_column_that_stands_twice_loses_no_cell(tmp_path: Path) -> None:
    (article,) = articles(rows(tmp_path, "body,Body,ghi chú,ghi chú\nMột,Hai,Ba,Bốn\n"))
    assert article.text == "Một"
    assert set(article.aside) == {"Hai", "Ba", "Bốn"}
