"""`timdau export` writes whole results."""

import csv
import io
import json
from pathlib import Path

import bibtexparser
import pytest
import rispy

from indexer.engines import budget
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("indexed")


def test_a_result_is_written_in_each_format(run: Run) -> None:
    found = {hit["id"] for hit in json.loads(run("search", "hoi", "nghi", "--json").out)["hits"]}
    assert len(found) == 3

    rows = csv.DictReader(io.StringIO(run("export", "hoi", "nghi").out.removeprefix("\ufeff"), newline=""))
    assert {row["Mã bài"] for row in rows} == found
    lines = run("export", "hoi", "nghi", "--format", "jsonl").out.splitlines()
    assert {json.loads(line)["id"] for line in lines} == found
    assert len(rispy.loads(run("export", "hoi nghi", "--format", "ris").out)) == 3
    assert len(bibtexparser.loads(run("export", "hoi nghi", "--format", "bibtex").out).entries) == 3


def test_options_are_those_of_a_search(run: Run) -> None:
    ended = run("export", "hoi nghi", "--forum", "arf", "--year", "2021", "--format", "jsonl", "--lang", "en")
    (record,) = map(json.loads, ended.out.splitlines())
    assert (record["id"], record["page"]) == ("2021/arf.txt", None)
    assert (record["search"]["query"], record["search"]["filters"]) == ("hoi nghi", "forum=arf; year=2021")
    ids = [json.loads(line)["id"] for line in run("export", "--sort", "oldest", "--format", "jsonl").out.splitlines()]
    assert ids == ["2021/arf.txt", "2022/nga.txt", "ghi-chu.txt"]


def test_links_lead_to_the_site(run: Run) -> None:
    ended = run("export", "ARF", "--format", "jsonl", "--public-url", "https://kho.example/tim/")
    assert json.loads(ended.out)["page"] == "https://kho.example/tim/articles/2021/arf.txt"
    wrong = run("export", "ARF", "--public-url", "kho.example")
    assert (wrong.code, wrong.out) == (2, "")
    assert "is not an address; write it like https://" in wrong.err


def test_a_file_is_replaced_as_a_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kết quả.csv"
    path.write_text("cũ", "utf-8")
    assert run("export", "hoi nghi", "-o", str(path)) == (0, "", "")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfSTT,")
    assert path.read_bytes().count(b"\r\n") == 4
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("arguments", [("--forum", "arff"), ("--format", "xls"), ("--nope",)])
def test_wrong_usage_writes_nothing(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "a.csv"
    ended = run("export", "hoi nghi", *arguments, "-o", str(path))
    assert (ended.code, ended.out, path.exists()) == (2, "", False)
    assert ended.err.count("\n") == 1


def test_a_query_past_its_budget_keeps_the_old_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "STEPS", 1)
    monkeypatch.setattr(budget, "STEPS_PER_ARTICLE", 0)
    monkeypatch.setattr(budget, "PATIENCE", 1)
    path = tmp_path / "a.csv"
    path.write_text("cũ", "utf-8")
    ended = run("export", "*a* *b*", "-o", str(path))
    assert (ended.code, path.read_text("utf-8")) == (2, "cũ")
    assert "too much work" in ended.err


def test_a_folder_that_is_missing_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("export", "hoi nghi", "-o", str(tmp_path / "khong" / "a.csv"))
    assert ended.code == 3
    assert "khong/a.csv" in ended.err


def test_each_match_is_written_with_the_words_around_it(run: Run) -> None:
    ended = run("kwic", '"an ninh"', "--sort", "newest", "--public-url", "https://kho.example")
    rows = list(csv.DictReader(io.StringIO(ended.out.removeprefix("\ufeff"), newline="")))
    assert [(row["Trước"], row["Chỗ khớp"], row["Sau"]) for row in rows] == [
        ("Tham vấn", "an ninh", "với Nga"),
        ("Ngày 22/8/2022, hội nghị tham vấn với Nga bàn về", "an ninh", "mạng."),
    ]
    assert {row["Trang trong kho"] for row in rows} == {"https://kho.example/articles/2022/nga.txt"}
    assert run("kwic").code == 2
