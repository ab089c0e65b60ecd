"""`timdau doctor`: how well the archive was read, for people and as JSON."""

import json
from pathlib import Path

import pytest

from indexer.cli.doctor import show_groups
from indexer.cli.reports import LINES_A_CODE
from indexer.store.ingest_report import DiagnosticExample, DiagnosticGroup
from tests.cli.conftest import Run


def test_numbers_come_first_then_what_needs_attention(run: Run, indexed: Path) -> None:
    lines = run("doctor").out.splitlines()
    assert lines[0] == "3 articles, generation 1 (arrays)"
    assert lines[lines.index("encoding") + 1].split() == ["utf-8", "3"]
    (heads,) = [line.split() for line in lines if line.startswith("          ")]
    (dates,) = [line.split() for line in lines if line.startswith("  date ")]
    assert heads[-1] == "none"
    assert dates[-2:] == ["1", "33%"]
    skipped = lines.index("1 skipped")
    assert lines[skipped + 1 : skipped + 3] == ["  empty: 1", "    rong.txt  contains no words"]
    needy = lines.index("articles that most need attention")
    assert lines[needy + 1].split() == ["ghi-chu.txt", "utf-8", "no", "date,", "year,", "forums,", "topics"]
    assert not any("2021/arf.txt" in line for line in lines)


def test_all_lists_every_article(run: Run, indexed: Path) -> None:
    lines = run("doctor", "--all").out.splitlines()
    listed = lines[lines.index("articles") + 1 :]
    assert [line.split()[0] for line in listed] == ["2021/arf.txt", "2022/nga.txt", "ghi-chu.txt"]


def test_a_path_limits_the_report_to_what_is_below(run: Run, indexed: Path) -> None:
    answer = json.loads(run("doctor", "--json", "docs_in/2021").out)
    assert (answer["articles"], answer["skipped"]) == (1, [])
    assert [row["path"] for row in answer["files"]] == ["2021/arf.txt"]
    assert "0 articles" in run("doctor", "docs_in/rong.txt").out
    ended = run("doctor", "elsewhere")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "nothing from elsewhere is in the index" in ended.err


def test_json_is_one_object_with_every_file(run: Run, indexed: Path) -> None:
    ended = run("doctor", "--json")
    assert ended.out.count("\n") == 1
    answer = json.loads(ended.out)
    assert answer["encodings"] == {"utf-8": 3}
    assert answer["origins"]["forums"] == {"sidecar": 1, "none": 2}
    assert answer["missing"] == {"title": 0, "date": 1, "year": 1, "forums": 2, "topics": 1}
    assert answer["skipped"] == [
        {"code": "empty", "count": 1, "examples": [{"where": "rong.txt", "text": "contains no words"}]}
    ]
    files = {row["path"]: row for row in answer["files"]}
    assert list(files) == ["2021/arf.txt", "2022/nga.txt", "ghi-chu.txt", "rong.txt"]
    assert files["2021/arf.txt"]["origins"]["date"] == "text"
    assert files["2021/arf.txt"]["origins"]["topics"] == "sidecar"
    assert files["ghi-chu.txt"]["missing"] == ["date", "year", "forums", "topics"]
    assert files["rong.txt"]["skipped"] == {"code": "empty", "reason": "contains no words"}
    assert {frozenset(row) for row in answer["files"]} == {frozenset(files["rong.txt"])}


def test_no_article_is_read_again(run: Run, archive: Path) -> None:
    run("reindex")
    before = run("doctor", "--json").out
    (archive / "docs_in").rename(archive / "away")
    assert run("doctor", "--json").out == before


def test_thousands_of_one_code_do_not_flood_a_terminal(run: Run, archive: Path) -> None:
    for number in range(30):
        (archive / "docs_in" / f"trống-{number:02}.txt").write_text("", encoding="utf-8")
        (archive / "docs_in" / f"tranh-{number:02}.jpg").write_bytes(b"")
    first, dry = run("reindex").out.splitlines(), run("reindex", "--dry-run").out
    assert [line for line in first if "more" in line] == [
        "  … and 21 more; timdau doctor --all lists all",
        "  … and 20 more; timdau doctor --all lists all",
    ]
    assert sum("trống-" in line for line in first) == LINES_A_CODE - 1
    assert sum("tranh-" in line for line in first) == LINES_A_CODE
    assert "… and 21 more; --json lists all" in dry
    assert len(json.loads(run("reindex", "--json").out)["skipped"]) == 61
    assert sum("trống-" in line for line in run("doctor").out.splitlines()) == LINES_A_CODE - 1
    assert sum("trống-" in line for line in run("doctor", "--all").out.splitlines()) == 30


def test_what_is_passed_over_stands_on_one_line_and_strict_accepts_it(run: Run, archive: Path) -> None:
    (archive / "docs_in" / "rong.txt").unlink()
    for name in ("README.md", *(f".{number:02}" for number in range(20))):
        (archive / "docs_in" / name).write_text("về kho này", encoding="utf-8")
    ended = run("reindex", "--strict")
    assert ended.code == 0
    names = ", ".join(f".{number:02}" for number in range(LINES_A_CODE))
    line = f"21 passed over because of their names: {names}, …"
    assert line in ended.out.splitlines()
    assert line in run("doctor").out.splitlines()
    assert "README.md" in run("doctor", "--all").out
    assert len(json.loads(run("reindex", "--json").out)["passed_over"]) == 21
    answer = json.loads(run("doctor", "--json").out)
    assert (answer["skipped"], answer["passed_over"]["count"]) == ([], 21)


def test_a_report_cannot_steer_the_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    show_groups(str, [DiagnosticGroup("empty", 1, (DiagnosticExample("a\x1b[31m.txt", "no\nword"),))])
    assert "a\ufffd[31m.txt  no word" in capsys.readouterr().out
