"""Which words of a text are highlighted, and which stretch of an article is shown."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Word
from indexer.answers.highlight import SNIPPET_LENGTH, Highlighter
from indexer.engines.budget import Budget
from indexer.marked import marked_html
from indexer.model import Mode, Snippet
from indexer.query import parse
from indexer.query.matching import SingleWordNode, tier_of
from indexer.query.nodes import leaf_key

FILLER = "chữ " * 200


def highlighted(query: str, text: str, field: str = "body", mode: Mode = "auto") -> list[str]:
    spans = Highlighter(parse(query).tree, mode, Budget()).spans(text, field)
    return [text[start:end] for start, end in spans]


def snippet(query: str, body: str, aside: str = "") -> Snippet:
    return Highlighter(parse(query).tree, "auto", Budget()).snippet(body, aside)


def shown(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("duong", "Đường dương, đưa", ["Đường", "dương"]),
        ("đường", "đường dương duong", ["đường", "duong"]),
        ("=đường", "đường dương duong", ["đường"]),
        ("~đường", "đường dương duong", ["đường", "dương", "duong"]),
        ("hoà", "hòa bình", ["hòa"]),
        ("hạt", "ha\u0323t nha\u0302n", ["ha\u0323t"]),
        ('"hạt nhân"', "hạt nhân, hạt giống, nhân dân", ["hạt nhân"]),
        ('"vắc xin"', "Vắc-xin và vắc\nxin", ["Vắc-xin", "vắc\nxin"]),
        ('"lâu lâu"', "lâu lâu lâu, lâu", ["lâu lâu lâu, lâu"]),
        ('"một hai" "hai ba"', "một hai ba", ["một hai ba"]),
        ('"một hai" ba', "một hai ba", ["một hai", "ba"]),
        ('"hạt Iran"~1', "hạt nhân Iran và hạt gạo của Iran", ["hạt", "Iran"]),
        ('"dịch covid-19 qua"', "dịch Covid-19 qua rồi, qua", ["dịch Covid-19 qua"]),
        ("ADMM+", "ADMM và ADMM+", ["ADMM+"]),
        ("2012", "ngày 7-8/11/2012", ["2012"]),
        ("quoc*", "quốc gia, quyền", ["quốc"]),
        ("asaen~", "ASEAN và Seoul", ["ASEAN"]),
        ("trưởng", "Thứtrưởng", ["trưởng"]),
        ("hạt -nhân", "hạt nhân", ["hạt"]),
        ("title:hạt", "hạt", []),
    ],
)
def test_matches_are_highlighted_as_printed(query: str, text: str, expected: list[str]) -> None:
    assert highlighted(query, text) == expected


def test_a_field_query_highlights_its_own_text_alone() -> None:
    assert highlighted("title:hạt", "hạt nhân", "title") == ["hạt"]


def test_only_accents_that_the_mode_allows_are_highlighted() -> None:
    assert highlighted("đường", "đường duong dương", mode="strict") == ["đường"]
    assert highlighted("đường", "đường duong dương", mode="loose") == ["đường", "duong", "dương"]


def test_spans_are_in_order_and_overlapping_matches_become_one() -> None:
    text = "ngày 7-8/11/2012 và Covid-19"
    spans = Highlighter(parse("2012 11/2012 covid-19 ngày 19").tree, "auto", Budget()).spans(text, "body")

    assert [text[start:end] for start, end in spans] == ["ngày", "11/2012", "Covid-19"]


def test_equal_words_of_all_spellings_of_a_phrase_are_tested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def noted(leaf: SingleWordNode) -> Callable[[Word], int | None]:
        made.append(leaf_key(leaf))
        return tier_of(leaf)

    monkeypatch.setattr(sys.modules[Highlighter.__module__], "tier_of", noted)
    query = '"kỹ thuật ngày 7/11/2012" OR "kỹ sư ngày 8/11/2012"'
    assert highlighted(query, "Kĩ thuật, ngày 07-11-2012; kĩ sư ngày 7/11/2012") == [
        "Kĩ thuật, ngày 07-11-2012",
    ]
    assert len(made) == len(set(made))


def test_html_is_escaped_and_otherwise_kept() -> None:
    text = 'a <b> & "c" hạt\n d'
    spans = Highlighter(parse("hạt").tree, "auto", Budget()).spans(text, "body")

    assert marked_html(text, spans) == 'a &lt;b&gt; &amp; "c" <mark>hạt</mark>\n d'


def test_a_snippet_shows_the_stretch_with_most_of_the_query() -> None:
    found = snippet("hạt nhân iran", f"{FILLER}hạt {FILLER}hạt nhân Iran {FILLER}")

    assert shown(found) == ["hạt", "nhân", "Iran"]
    assert found.text.startswith("… chữ ")
    assert "hạt nhân Iran" in found.text
    assert found.text.endswith(" chữ …")
    assert len(found.text) <= SNIPPET_LENGTH + len("… ") + len(" …")


def test_a_snippet_falls_back_to_the_aside_and_then_to_the_opening() -> None:
    assert shown(snippet("phóng viên", "Không có gì.", "Phóng viên: An")) == ["Phóng", "viên"]
    assert snippet("phóng viên", "Không có gì.") == Snippet("Không có gì.")


def test_a_word_typed_twice_weighs_twice_in_the_choice_of_a_snippet() -> None:
    body = f"hạt {FILLER}nhân nhân {FILLER}"
    assert shown(snippet("hạt nhân", body)) == ["nhân", "nhân"]
    assert shown(snippet("hạt hạt nhân", body)) == ["hạt"]
    assert shown(snippet('"hạt chữ" "hạt chữ" nhân', body)) == ["hạt chữ"]


def test_a_phrase_longer_than_a_snippet_is_highlighted_as_far_as_it_is_shown() -> None:
    sentence = " ".join(f"câu{number}" for number in range(60))
    found = snippet(f'"{sentence}" "{sentence}" đầu', f"Đầu {FILLER}{sentence}. {FILLER}")

    assert len(shown(found)) == 1
    assert found.text.endswith(f" chữ {shown(found)[0]} …")
    assert shown(found)[0].startswith("câu0 câu1 ")


@given(st.lists(st.sampled_from(["hạt", "nhân", "sông", "chữ", "chữ chữ chữ chữ chữ"]), max_size=200))
def test_no_stretch_of_a_text_shows_more_words_of_the_query_than_its_snippet(words: list[str]) -> None:
    body, query = " ".join(words), ("hạt", "nhân", "sông")
    found = set(shown(snippet(" ".join(query), body)))

    for start in range(len(body)):
        stretch = body[start : start + SNIPPET_LENGTH * 3 // 4]
        assert len(set(query) & set(stretch.split())) <= len(found)
