"""Files of a whole result say which search they come from, and are written while they are read."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import bibtexparser
import pytest
import rispy

from indexer import CSV_START, EXPORT_FORMATS, ExportFormat, Hit, Notice, SearchRequest, export_pieces
from indexer.model import HitStream

MADE = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def hit(number: int) -> Hit:
    return Hit(
        id=f"{number}.txt",
        title=f'Bản tin "{number}", số đặc biệt' if number % 2 else None,
        date=None,
        year=2020,
        year_basis="inferred",
        forums=("arf", "asean"),
        topics=(),
        author="Lê Minh",
        source="=TTXVN",
        url=None,
        score=1.25,
        tier="exact",
        opening=None if number % 2 else "Những chữ đầu tiên…",
    )


def stream(hits: Iterator[Hit]) -> HitStream:
    request = SearchRequest("-nga hội\nnghị", forums=("arf", None), not_years=((2010, 2012),), words="apart")
    return HitStream(request, generation=7, total=2, hits=hits, notices=(Notice("relaxed", "Không có bài nào."),))


def exported(format: ExportFormat, lang: str = "vi") -> str:
    found = stream(iter([hit(1), hit(2)]))
    pieces = export_pieces(found, format, page=lambda id: f"https://kho.example/{id}", made=MADE, lang=lang)
    return "".join(pieces)


def test_csv_has_a_heading_in_the_language_of_the_reader_and_a_row_for_each_hit() -> None:
    text = exported("csv")
    assert text.startswith(CSV_START)
    heading, first, second = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    assert (heading[:4], heading[-1]) == (["STT", "Tiêu đề", "Ngày", "Năm"], "Xuất lúc")
    assert dict(zip(heading, first, strict=True)) == {
        "STT": "1",
        "Tiêu đề": 'Bản tin "1", số đặc biệt',
        "Ngày": "",
        "Năm": "2020",
        "Ghi chú về năm": "Năm được suy ra từ bài viết",
        "Tác giả": "Lê Minh",
        "Nguồn": "'=TTXVN",
        "Diễn đàn": "Diễn đàn khu vực ASEAN (ARF); ASEAN (chung)",
        "Chủ đề": "",
        "Liên kết": "",
        "Trang trong kho": "https://kho.example/1.txt",
        "Mã bài": "1.txt",
        "Truy vấn": "'-nga hội nghị",
        "Bộ lọc": "forum=arf; forum=unknown; not_year=2010..2012; words=apart",
        "Lưu ý": "Không có bài nào.",
        "Phiên bản chỉ mục": "7",
        "Xuất lúc": "2026-11-30T08:30:00+00:00",
    }
    assert second[1] == "Những chữ đầu tiên…"
    assert next(csv.reader(io.StringIO(exported("csv", "en")[1:])))[:3] == ["No.", "Title", "Date"]


def test_json_lines_are_hits_of_one_shape() -> None:
    first, second = map(json.loads, exported("jsonl").splitlines())
    assert first.keys() == second.keys()
    assert (first["id"], first["forums"], first["page"]) == ("1.txt", ["arf", "asean"], "https://kho.example/1.txt")
    assert first["search"] == {
        "query": "-nga hội nghị",
        "filters": "forum=arf; forum=unknown; not_year=2010..2012; words=apart",
        "remarks": "Không có bài nào.",
        "generation": 7,
        "made": "2026-11-30T08:30:00+00:00",
    }


def test_ris_and_bibtex_say_their_search_too() -> None:
    ris = rispy.loads(exported("ris", "en"))
    assert [entry["title"] for entry in ris] == ['Bản tin "1", số đặc biệt', "Những chữ đầu tiên…"]
    assert "Query: -nga hội nghị | Filters: forum=arf; " in ris[0]["research_notes"]
    bibtex = exported("bibtex", "en")
    assert bibtex.startswith("% Query: -nga hội nghị | Filters: forum=arf; ")
    assert len(bibtexparser.loads(bibtex).entries) == 2


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_hits_are_read_only_as_the_file_is_taken(format: ExportFormat) -> None:
    read = 0

    def endless() -> Iterator[Hit]:
        nonlocal read
        for read in count(1):
            yield hit(read)

    pieces = export_pieces(stream(endless()), format, page=lambda _: None, made=MADE, lang="vi")
    first = next(pieces)
    after_one, size = read, len(first)
    assert 1 < after_one < 1000
    assert size < 100_000
    next(pieces)
    assert after_one < read < 2 * after_one + 10


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_an_empty_result_is_a_file_too(format: ExportFormat) -> None:
    text = "".join(export_pieces(stream(iter(())), format, page=lambda _: None, made=MADE, lang="vi"))
    assert bool(text) == (format in ("csv", "bibtex"))
