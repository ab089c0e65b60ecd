"""What is lit, and the stretch of text that is shown."""

import re

import pytest

from indexer.answers.highlight import SNIPPET_LENGTH, Highlighter, mark
from indexer.model import Mode
from indexer.query import parse


def lit(query: str, text: str, field: str = "body", mode: Mode = "auto") -> list[str]:
    html = Highlighter(parse(query).tree, mode).html(text, field)
    return re.findall("<mark>(.*?)</mark>", html)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("duong", "Đường dương, đưa", ["Đường", "dương"]),
        ("đường", "đường dương duong", ["đường", "duong"]),
        ("=đường", "đường dương duong", ["đường"]),
        ("~đường", "đường dương duong", ["đường", "dương", "duong"]),
        ("hoà", "hòa bình", ["hòa"]),
        ("hạt", "ha\u0323t nha\u0302n", ["ha\u0323t"]),
        ('"hạt nhân"', "hạt nhân, hạt giống, nhân dân", ["hạt", "nhân"]),
        ('"hạt Iran"~1', "hạt nhân Iran và hạt gạo của Iran", ["hạt", "Iran"]),
        ('"dịch covid-19 qua"', "dịch Covid-19 qua rồi, qua", ["dịch", "Covid-19", "qua"]),
        ("ADMM+", "ADMM và ADMM+", ["ADMM+"]),
        ("2012", "ngày 7-8/11/2012", ["2012"]),
        ("quoc*", "quốc gia, quyền", ["quốc"]),
        ("asaen~", "ASEAN và Seoul", ["ASEAN"]),
        ("trưởng", "Thứtrưởng", ["trưởng"]),
        ("hạt -nhân", "hạt nhân", ["hạt"]),
        ("title:hạt", "hạt", []),
    ],
)
def test_what_matches_is_lit_as_printed(query: str, text: str, expected: list[str]) -> None:
    assert lit(query, text) == expected


def test_a_field_lights_its_own_text_alone() -> None:
    assert lit("title:hạt", "hạt nhân", "title") == ["hạt"]


def test_marks_that_the_mode_forbids_stay_dark() -> None:
    assert lit("đường", "đường duong dương", mode="strict") == ["đường"]
    assert lit("đường", "đường duong dương", mode="loose") == ["đường", "duong", "dương"]


def test_text_is_escaped_and_otherwise_kept() -> None:
    text = 'a <b> & "c" hạt\n d'
    html = Highlighter(parse("hạt").tree, "auto").html(text, "body")

    assert html == 'a &lt;b&gt; &amp; "c" <mark>hạt</mark>\n d'


def test_overlapping_spans_become_one() -> None:
    assert mark("abcdef", [(2, 5), (0, 3)]) == "<mark>abcde</mark>f"


def test_a_snippet_shows_the_stretch_with_most_of_the_query() -> None:
    filler = "chữ " * 200
    body = f"{filler}hạt {filler}hạt nhân Iran {filler}"
    snippet = Highlighter(parse("hạt nhân iran").tree, "auto").snippet(body, "")

    assert "<mark>hạt</mark> <mark>nhân</mark> <mark>Iran</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(re.sub("<.*?>", "", snippet)) <= SNIPPET_LENGTH + 70


def test_a_snippet_falls_back_on_the_lines_around_the_text_and_on_the_beginning() -> None:
    highlighter = Highlighter(parse("phóng viên").tree, "auto")

    assert "<mark>Phóng</mark>" in highlighter.snippet("Không có gì.", "Phóng viên: An")
    assert highlighter.snippet("Không có gì.", "") == "Không có gì."
