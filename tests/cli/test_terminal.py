import io
import json
import sys

import pytest

from indexer.cli.terminal import counted, print_json, printable, write, write_rows


def test_printable_text_is_one_harmless_line() -> None:
    assert printable("hai\ndòng\t\tchữ ") == "hai dòng chữ"
    assert printable("đỏ \x1b[31m và \x9b2J") == "đỏ \ufffd[31m và \ufffd2J"


def test_lines_in_a_pipe_are_whole_and_plain(capsys: pytest.CaptureFixture[str]) -> None:
    long = "chữ " * 100
    write(("1. ", "bold"), (long + "hết", "reverse"), indent=3)
    assert capsys.readouterr().out == f"   1. {long}hết\n"


def test_square_brackets_and_colons_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    write("[bold]x[/bold] :smile: [fuller]")
    assert capsys.readouterr().out == "[bold]x[/bold] :smile: [fuller]\n"


def test_columns_align_by_displayed_width(capsys: pytest.CaptureFixture[str]) -> None:
    decomposed = "a\u0302\u0301"
    write_rows([("ấn", 12345, "một"), (decomposed, 7, "hai\x07"), ("東", 0, "")], indent=1)
    assert capsys.readouterr().out.split("\n") == [
        " ấn  12,345  một",
        f" {decomposed}        7  hai\ufffd",
        " 東       0",
        "",
    ]


def test_no_rows_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp1258"])
def test_json_survives_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding, errors="backslashreplace"))
    value = {"title": "Đường sắt é 😀 \udc80"}
    print_json(value)
    sys.stdout.flush()
    line = buffer.getvalue().decode(encoding)
    assert line.count("\n") == 1
    assert json.loads(line) == value
    assert ("Đường" in line) == (encoding == "utf-8")


def test_only_one_is_singular() -> None:
    assert [counted(number, "article") for number in (0, 1, 2, 2653)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "2,653 articles",
    ]
