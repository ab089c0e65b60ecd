"""`timdau batch` counts what each query of a list finds."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("indexed")


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "ten.txt"
    path.write_text('\ufeffhội nghị\r\n\r\n  =hoi nghi \nARF khongconghianao\nforum:xyz an ninh\n"hội nghị"\n', "utf-8")
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_each_line_is_a_row_with_its_numbers(run: Run, names: Path) -> None:
    found = rows(run("batch", str(names)).out)
    assert [(row["Truy vấn"], row["Số bài"]) for row in found] == [
        ("hội nghị", "3"),
        ("'=hoi nghi", "0"),
        ("ARF khongconghianao", "0"),
        ("forum:xyz an ninh", "1"),
        ('"hội nghị"', "3"),
    ]
    assert [found[0][name] for name in ("Đúng dấu", "Có thêm dấu", "Không dấu", "Khác dấu")] == ["3", "0", "0", "0"]
    assert "xyz" in found[3]["Lưu ý"]


def test_choices_hold_for_every_line_and_links_have_them(run: Run, names: Path) -> None:
    ended = run("batch", str(names), "--forum", "arf", "--lang", "en", "--public-url", "https://kho.example")
    first = rows(ended.out)[0]
    assert (first["Articles"], first["Filters"]) == ("1", "forum=arf")
    link = first["Link to the search"]
    assert link == "https://kho.example/search?q=h%E1%BB%99i+ngh%E1%BB%8B&forum=arf&lang=en"


def test_json_is_one_object_per_line(run: Run, names: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert run("batch", str(names), "--json", "-o", str(path)).out == ""
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith('{"query":"hội nghị",'), "as compact as all other JSON"
    first, *_ = map(json.loads, lines)
    assert first == {
        "query": "hội nghị",
        "total": 3,
        "tiers": {"exact": 3, "fuller": 0, "bare": 0, "other": 0},
        "generation": 1,
        "bounded": False,
        "relaxed": False,
        "understood": True,
        "problems": [],
    }


def test_a_line_of_which_nothing_is_understood_finds_nothing_and_says_so_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sai.txt"
    path.write_text("forum:zzz\n((\nforum:arf\n*\n", "utf-8")
    unknown, brackets, forum, every = rows(run("batch", str(path), "--lang", "en").out)
    assert [row["Articles"] for row in (unknown, brackets)] == ["0", "0"]
    assert unknown["Remarks"] == "Nothing in the query was understood. There is no forum “zzz”."
    assert brackets["Remarks"].count("A closing bracket is missing.") == 1
    assert (forum["Articles"], forum["Remarks"], every["Remarks"]) == ("1", "", "")
    assert int(every["Articles"]) > 1


def test_files_that_cannot_be_read_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cu.txt").write_bytes(b"h\xf0i")
    wrong = run("batch", str(tmp_path / "cu.txt"))
    assert (wrong.code, wrong.out) == (2, "")
    assert "cu.txt is not text in UTF-8" in wrong.err
    assert run("batch", str(tmp_path / "khong.txt")).code == 3
