import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extract import extract
from indexer.ingest.source import Given, RawArticle, Stated
from indexer.model import Article, Problem
from tests.extract.articles import extracted, file, record

TITLE = "Khai mạc Diễn đàn khu vực ASEAN"
LEAD = "(BTT) - Ngày 4/7/2018, Diễn đàn khu vực ASEAN (ARF) khai mạc phiên trù bị với hai mươi đoàn đại biểu tham dự."
TEXT = "Các đoàn bàn về tình hình Biển Đông, coi Biển Đông là vùng biển của hòa bình và tôn trọng luật pháp quốc tế."
RAW = f"{TITLE}\n{LEAD}\nPhiên trù bị. Ảnh: Lê Hà\n{TEXT}\nLê Minh Hà\nLink bài viết: <https://example.org/a>"


def check_spans(article: Article) -> None:
    text = f"{article.title or ''}\n{article.body}"
    for label in (*article.forums, *article.topics):
        assert label.at is None or text[slice(*label.at)] == label.evidence
    for evidence in article.evidence.values():
        assert evidence.at is None or text[slice(*evidence.at)] == evidence.text


def test_a_whole_article() -> None:
    article = extracted(file(RAW))
    assert article.title == TITLE
    assert article.body == f"{LEAD}\n{TEXT}"
    assert article.aside == "Phiên trù bị. Ảnh: Lê Hà\nLê Minh Hà\nLink bài viết: <https://example.org/a>"
    assert (article.date, article.year, article.year_basis) == ("2018-07-04", 2018, "explicit")
    assert (article.author, article.source, article.url) == ("Lê Minh Hà", "BTT", "https://example.org/a")
    assert [label.id for label in article.forums] == ["arf"]
    assert [label.id for label in article.topics] == ["south-china-sea"]
    assert set(article.evidence) == {"title", "date", "year", "author", "source", "url"}
    assert article.evidence["author"].at is None
    check_spans(article)


@pytest.mark.parametrize("raw", [file(f"{TITLE}\n{TEXT}"), record(TEXT)])
def test_lines_next_to_the_text_are_searchable_and_state_nothing(raw: RawArticle) -> None:
    lines = ("Toàn cảnh phiên trù bị", "Tác giả: Lê Minh Hà", "In lúc 10:15, 05/07/2018")
    article = extracted(replace(raw, aside=lines))
    assert article.aside == "\n".join(lines)
    assert (article.author, article.date, article.body) == (None, None, TEXT)


def test_a_decomposed_text_gives_the_same_and_stays_decomposed() -> None:
    composed, decomposed = extracted(file(RAW)), extracted(file(unicodedata.normalize("NFD", RAW)))
    assert decomposed.body == unicodedata.normalize("NFD", composed.body)
    assert [label.id for label in decomposed.forums] == ["arf"]
    assert unicodedata.normalize("NFC", decomposed.forums[0].evidence) == composed.forums[0].evidence
    assert (decomposed.date, decomposed.author) == (composed.date, composed.author)
    check_spans(decomposed)


def test_the_body_of_a_record_is_taken_as_it_is() -> None:
    article = extracted(record(RAW))
    assert article.title is None
    assert article.body == RAW
    assert article.aside == ""
    assert article.year == 2018
    assert [label.id for label in article.forums] == ["arf"]
    check_spans(article)


def test_stated_values_win_over_the_text() -> None:
    stated = Given(
        title=Stated("Tên khác", "sidecar"),
        date=Stated("2001-02-03", "sidecar"),
        year=Stated(2001, "sidecar"),
        author=Stated(None, "sidecar"),
        source=Stated("Kho lưu trữ", "sidecar"),
        forums=Stated(("asean", "amm"), "sidecar"),
        topics=Stated((), "sidecar"),
    )
    article = extracted(file(RAW, stated))
    assert article.title == "Tên khác"
    assert TITLE in article.aside.split("\n")
    assert (article.date, article.year, article.year_basis) == ("2001-02-03", 2001, "sidecar")
    assert (article.author, article.source) == (None, "Kho lưu trữ")
    assert [(label.id, label.evidence, label.at) for label in article.forums] == [
        ("asean", "sidecar", None),
        ("amm", "sidecar", None),
    ]
    assert article.topics == ()
    assert "author" not in article.evidence
    assert article.evidence["date"].text == "sidecar"
    assert article.url == "https://example.org/a"


def test_a_record_states_its_date() -> None:
    stated = Given(date=Stated("2001-02-03", "record"), year=Stated(2001, "record"), title=Stated(TITLE, "record"))
    article = extracted(record(LEAD, stated))
    assert (article.date, article.year_basis) == ("2001-02-03", "explicit")
    assert article.evidence["year"].at is None
    assert article.forums[0].at is not None
    check_spans(article)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Given(date=Stated(None, "record"), year=Stated(None, "record")), (None, None, "none")),
        (Given(date=Stated(None, "record"), year=Stated(1999, "record")), (None, 1999, "explicit")),
        (Given(year=Stated(1999, "sidecar")), (None, 1999, "sidecar")),
    ],
)
def test_a_year_without_a_date(stated: Given, expected: tuple[str | None, int | None, str]) -> None:
    article = extracted(record(LEAD, stated))
    assert (article.date, article.year, article.year_basis) == expected


def test_an_article_stated_to_have_no_title() -> None:
    article = extracted(file(RAW, Given(title=Stated(None, "sidecar"))))
    assert article.title is None
    assert article.body == f"{TITLE}\n{LEAD}\n{TEXT}"


def test_unknown_ids_are_reported_with_the_nearest() -> None:
    stated = Given(forums=Stated(("arf", "shangrila"), "record"), topics=Stated(("qqqq",), "record"))
    article = extracted(record(LEAD, stated))
    assert [label.id for label in article.forums] == ["arf"]
    assert article.topics == ()
    assert article.problems == (
        Problem("unknown-forum", "record: there is no forum “shangrila”; did you mean “shangri-la”?"),
        Problem("unknown-topic", "record: there is no topic “qqqq”"),
    )


def test_if_all_stated_ids_are_unknown_labels_come_from_the_text() -> None:
    article = extracted(file(RAW, Given(forums=Stated(("arff",), "sidecar"), topics=Stated(("qqqq",), "sidecar"))))
    assert [label.id for label in article.forums] == ["arf"]
    assert [label.id for label in article.topics] == ["south-china-sea"]
    assert [problem.code for problem in article.problems] == ["unknown-forum", "unknown-topic"]


PIECES = st.sampled_from(
    [
        *RAW.split("\n"),
        "Ngày 31/2/2015,",
        "Ngày 29/2",
        "Từ 5/3/2022",
        "14:21 23/08/2022",
        "Cùng chuyên mục",
        "ASEAN+3 và ADMM+ lần thứ",
        "tiênPhiên",
        "",
        " ",
        "İ ß ﬁ",
        "\u0301",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=14), st.sampled_from([" ", "\n"]), st.booleans())
def test_evidence_of_any_text_is_at_its_span(pieces: list[str], between: str, decomposed: bool) -> None:
    text = between.join(pieces)
    text = unicodedata.normalize("NFD", text) if decomposed else text
    for raw in (file(text), record(text), file(text, Given(title=Stated("Tên", "sidecar")))):
        check_spans(extracted(raw))


SAID = (
    Given(),
    Given(forums=Stated(("arf",), "record")),
    Given(forums=Stated((), "sidecar"), topics=Stated(("terrorism",), "sidecar")),
    Given(forums=Stated(("arff",), "table"), year=Stated(2019, "table")),
)
READ = st.sampled_from([file, record])
BODIES = st.lists(PIECES | st.sampled_from(["🙂", "Trần Lê"]), max_size=10).map(" ".join) | st.just(RAW)


@given(st.lists(st.builds(lambda text, said, read: read(text, said), BODIES, st.sampled_from(SAID), READ), max_size=5))
def test_a_batch_gives_the_same_as_one_article_at_a_time(raws: list[RawArticle]) -> None:
    assert extract(raws) == list(map(extracted, raws))
