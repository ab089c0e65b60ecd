"""`metadata.csv`: what it states about the articles of its folder, and what is reported about it."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.ingest import metadata_table
from indexer.ingest.metadata_table import read_table
from indexer.ingest.read import read_articles
from indexer.ingest.source import Given, RawArticle, SourceFile, Stated
from indexer.ingest.walk import walk
from indexer.model import Skipped
from tests.ingest.encodings.encoders import tcvn3

ROWS = "file,title,date,author,forums,topics\na.txt,Tin trưa,2021-06-29,-,arf|amm,\n"


def write(folder: Path, rows: str | bytes, *names: str) -> None:
    for name in names or ("a.txt",):
        (folder / name).write_text("Bài viết", encoding="utf-8")
    (folder / "metadata.csv").write_bytes(rows if isinstance(rows, bytes) else rows.encode())


def articles(folder: Path, below: str = "") -> dict[str, RawArticle]:
    sources = [found for found in walk(folder, below) if isinstance(found, SourceFile)]
    read = [article for source in sources for article in read_articles(source)]
    return {article.id: article for article in read if isinstance(article, RawArticle)}


def reported(folder: Path) -> list[tuple[str, str]]:
    return [(found.path, found.code) for found in walk(folder) if isinstance(found, Skipped)]


def test_a_row_states_the_metadata_of_its_file(tmp_path: Path) -> None:
    write(tmp_path, ROWS, "a.txt", "b.txt")
    found = articles(tmp_path)
    assert found["a.txt"].given == Given(
        title=Stated("Tin trưa", "table"),
        date=Stated("2021-06-29", "table"),
        year=Stated(2021, "table"),
        author=Stated(None, "table"),
        forums=Stated(("arf", "amm"), "table"),
    )
    assert found["b.txt"].given == Given()
    assert reported(tmp_path) == []
    assert articles(tmp_path, "a.txt")["a.txt"].given == found["a.txt"].given


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("arf|amm", "arf;amm").encode(),
        lambda text: text.replace("arf|amm", '"arf, amm"').encode(),
        lambda text: text.replace("file,title", " File , TITLE").replace("a.txt,", " a.txt ,").encode(),
        lambda text: ("\n".join(line + ",,," for line in text.splitlines()) + "\n,,,\n\n").encode(),
    ],
)
def test_tables_as_spreadsheets_save_them(tmp_path: Path, encode: Callable[[str], bytes]) -> None:
    write(tmp_path, encode(ROWS))
    given = articles(tmp_path)["a.txt"].given
    assert given.title == Stated("Tin trưa", "table")
    assert given.forums == Stated(("arf", "amm"), "table")
    assert reported(tmp_path) == []


def test_a_table_in_a_legacy_encoding_is_read(tmp_path: Path) -> None:
    write(tmp_path, tcvn3("file,title\na.txt,Hội nghị về nghề cá khai mạc tại Nha Trang\n"))
    assert articles(tmp_path)["a.txt"].given.title == Stated("Hội nghị về nghề cá khai mạc tại Nha Trang", "table")


def test_composed_and_decomposed_names_match(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Đà Nẵng.txt")
    write(tmp_path, "file,author\nĐà Nẵng.txt,Lê An\n", name)
    (raw,) = articles(tmp_path).values()
    assert raw.given.author == Stated("Lê An", "table")
    assert reported(tmp_path) == []


def test_a_sidecar_overrides_the_table(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    (tmp_path / "a.meta.toml").write_text('title = "Bản tin"\nyear = 2019\n', encoding="utf-8")
    given = articles(tmp_path)["a.txt"].given
    assert given.title == Stated("Bản tin", "sidecar")
    assert (given.date, given.year) == (None, Stated(2019, "sidecar"))
    assert given.forums == Stated(("arf", "amm"), "table")


def test_records_override_the_row_of_their_batch(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": "n1", "body": "tin", "author": "An"}\n')
    (tmp_path / "metadata.csv").write_text("file,author,source\nb.jsonl,Bình,Tập san\n", encoding="utf-8")
    given = articles(tmp_path)["n1"].given
    assert (given.author, given.source) == (Stated("An", "record"), Stated("Tập san", "table"))


def test_each_folder_has_its_own_table(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    write(tmp_path, "file,author\na.txt,An\nsub/a.txt,Bình\n")
    write(tmp_path / "sub", "file,author\na.txt,Chi\n")
    found = articles(tmp_path)
    assert [raw.given.author for raw in found.values()] == [Stated("An", "table"), Stated("Chi", "table")]
    assert reported(tmp_path) == [("metadata.csv", "stray-row")]


def test_what_cannot_be_used_is_reported_and_the_rest_is_used(tmp_path: Path) -> None:
    rows = "file,author,mood,year\na.txt,An,glad,99\nb.txt,,,\n,Bình,,\na.txt,Chi,,\nc.txt,Dũng,,,,x\n"
    write(tmp_path, rows, "a.txt", "c.txt")
    raw = articles(tmp_path)["a.txt"]
    assert raw.given == Given(author=Stated("An", "table"))
    assert [problem.code for problem in raw.problems] == ["bad-value"]
    skipped = [found for found in walk(tmp_path) if isinstance(found, Skipped)]
    assert [(each.code, each.reason.partition(" ")[2][:1]) for each in skipped if each.code != "unknown-column"] == [
        ("bad-row", "4"),
        ("bad-row", "5"),
        ("bad-row", "6"),
        ("stray-row", "3"),
    ]
    assert {each.code for each in skipped} == {"unknown-column", "bad-row", "stray-row"}


@pytest.mark.parametrize(
    "rows",
    [
        b"",
        b"name,author\na.txt,An\n",
        b'file,author\na.txt,"An\n',
        b"PK\x03\x04\x00\x00",
        b"file,author\n" + b"#" * metadata_table.MAX_BYTES,
    ],
)
def test_a_bad_table_is_reported_and_the_articles_are_read(tmp_path: Path, rows: bytes) -> None:
    write(tmp_path, rows)
    assert articles(tmp_path)["a.txt"].given == Given()
    assert reported(tmp_path) == [("metadata.csv", "bad-table")]


def test_a_link_or_a_folder_of_that_name_is_not_a_table(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    (tmp_path / "metadata.csv").rename(tmp_path / "table.csv")
    (tmp_path / "metadata.csv").symlink_to("table.csv")
    assert articles(tmp_path)["a.txt"].given == Given()
    assert ("metadata.csv", "link") in reported(tmp_path)
    (tmp_path / "metadata.csv").unlink()
    (tmp_path / "metadata.csv").mkdir()
    assert articles(tmp_path)["a.txt"].given == Given()


def test_an_article_whose_table_cannot_be_read_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    (source,) = (found for found in walk(tmp_path) if isinstance(found, SourceFile))
    (tmp_path / "metadata.csv").unlink()
    why = "its table metadata.csv cannot be read: No such file or directory"
    assert list(read_articles(source)) == [Skipped("a.txt", "unreadable", why)]


def test_a_table_is_read_once_until_it_is_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ROWS)
    monkeypatch.setattr(metadata_table, "_TICK_NS", 0)
    first = read_table(tmp_path / "metadata.csv")
    assert read_table(tmp_path / "metadata.csv") is first
    monkeypatch.setattr(metadata_table, "_TICK_NS", 10**12)
    assert read_table(tmp_path / "metadata.csv") is not first


@pytest.mark.parametrize(
    ("sidecar", "row", "option", "used"),
    [
        ("abc", "vni", "viscii", "tcvn3"),
        ("", "VNI", "viscii", "vni"),
        ("", "-", "viscii", "viscii"),
        ("", "", None, "tcvn3"),
        ("koi8-r", "vni", None, "vni"),
    ],
)
def test_the_encoding_is_that_of_the_sidecar_then_the_table_then_the_option(
    tmp_path: Path, sidecar: str, row: str, option: str | None, used: str
) -> None:
    write(tmp_path, f"file,encoding\na.txt,{row}\n")
    (tmp_path / "a.meta.toml").write_text(f'encoding = "{sidecar}"\n')
    (tmp_path / "a.txt").write_bytes(b"B\xb5i vi\xd5t")
    (source,) = (found for found in walk(tmp_path) if isinstance(found, SourceFile))
    (raw,) = read_articles(source.read_as(option))
    assert isinstance(raw, RawArticle)
    assert raw.encoding == used
    assert ("bad-value" in {problem.code for problem in raw.problems}) == (sidecar == "koi8-r")


def test_the_encoding_option_is_part_of_the_stamp(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    (source,) = (found for found in walk(tmp_path) if isinstance(found, SourceFile))
    stamps = {source.read_as(encoding).stamp for encoding in (None, "vni", "viscii")}
    assert len(stamps) == 3
    assert source.read_as(None) == source


def test_the_problems_of_a_table_are_bounded_and_counted(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,year\n" + "a.txt,2012\n" * 5001 + "b.txt,2013\n", "utf-8")
    table = read_table(tmp_path / "metadata.csv")
    assert len(table.problems) == 1001
    assert table.problems[-1].reason == "4,000 more rows are ignored"
    assert set(table.stated) == {"a.txt", "b.txt"}
