"""Which other queries are suggested: the same with every engine, each with exactly what it finds."""

import json
from collections.abc import Iterator

import pytest

from indexer import ENGINES, Index, SearchRequest, Suggestion, open_index, reindex

BODIES = (
    *["Các nước bàn về Biển Đông trong hai ngày, và một số ý kiến nói tới Biển Đông như vùng biển chung."] * 14,
    "Cánh đồng chạy dọc đường biên, một dải biên đồng lúa chín.",
    *["Giá gạo có nhiều biến động vì hạn hán; các biến động ấy lan sang giá phân bón."] * 6,
    *["Thành phố Đà Nẵng đón đoàn đại biểu. Bãi biển ở Đà Nẵng được dọn sạch trong tuần."] * 6,
    *["Ông Nguyễn Quốc Dũng dẫn đầu đoàn và phát biểu tại Diễn đàn Khu vực về gạo, theo ông Nguyễn Quốc Dũng."] * 5,
    *["Cụ Nguyễn kể: tổ quốc đứng vững, tổ quốc đứng lên."] * 5,
    *["Giá điện và giá gạo tăng, người dân lo tiền điện. Ai cũng mong điện rẻ, gạo rẻ."] * 8,
    *["Sáng nay thư viện mở phòng đọc, bạn đọc tìm dấu của những tờ báo cũ."] * 3,
    *["Không ai biết tìm đâu ra bản in đầu tiên, nên thủ thư đi tìm đâu cũng hỏi."] * 4,
    *["Buổi nói chuyện về bệnh tim: khi nào tim đau, khi nào cần gặp bác sĩ."] * 3,
    *["Mạch có một cổng AND và hai cổng NOT, mỗi cổng AND nhận hai tín hiệu."] * 5,
    *["Học sinh chọn môn học này, môn học kia."] * 5,
    *["The harbour of the old town was dredged, and the harbour master kept a diary."] * 4,
    *["The bells kept their old tone, an old tone under a full moon."] * 3,
)


@pytest.fixture(scope="module", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("suggestions")
    records = [
        {"id": f"a{number}", "body": body, "year": 2010 + number % 2, "title": "Tin"}
        for number, body in enumerate(BODIES)
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert not reindex([folder / "articles.jsonl"], index=folder / "index", engine=request.param).skipped
    with open_index(folder / "index", engine=request.param) as opened:
        yield opened


def suggested(index: Index, query: str, **choices: object) -> list[Suggestion]:
    return list(index.search(SearchRequest(query, suggestions=True, **choices)).suggestions)  # type: ignore[arg-type]


def offered(index: Index, query: str, kind: str) -> dict[str, int]:
    return {each.query: each.count for each in suggested(index, query) if each.kind == kind}


@pytest.mark.parametrize(
    ("query", "readings"),
    [
        ("bien dong", {"Biển Đông": 14, "biến động": 6}),
        ("tim dau", {"tim đau": 7, "tìm đâu": 4, '"tìm dấu"': 3}),
        ("nguyen quoc dung", {"Nguyễn Quốc Dũng": 5}),
        ("dien dan khu vuc", {"Diễn đàn Khu vực": 5}),
        ("dien dan gao", {"Diễn đàn gạo": 5}),
        ("đa Nẵng", {}),
        ("bien dong " * 11, {}),
        ("cong and", {"cổng and": 5}),
        ("cong not", {"cổng not": 5}),
        ("biển dong", {"biển Đông": 14}),
        ("biển Đông", {}),
        ('"bien dong"', {}),
        ("bien AND -dong", {"Biển AND -dong": 6}),
        ("(bien dong)", {}),
        ("bien* dong~", {}),
        ("da nang year:2010", {"Đà Nẵng year:2010": 3}),
        ('"bien dong" da nang', {}),
        ("harbour master", {}),
        ("text:bien", {"text:Biển": 20, "text:biến": 6}),
    ],
)
def test_bare_words_are_offered_as_the_archive_writes_them(index: Index, query: str, readings: dict[str, int]) -> None:
    assert list(offered(index, query, "accents").items()) == list(readings.items())


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("ddaf nawngx", {"Đà Nẵng": 6}),
        ("d9a2 na8ng4", {"Đà Nẵng": 6}),
        ("dda` na(~ng", {"Đà Nẵng": 6}),
        ("thanhf phoos DDaf Nawngx", {"thành phố Đà Nẵng": 6}),
        ("nawngx", {"Nẵng": 6}),
        ("dda nang", {}),
        ("ddaf nawngx year:2011", {"Đà Nẵng year:2011": 3}),
        ("bieern OR nawngx", {}),
        ("da nang?", {}),
        ("harbour", {}),
        ("moon", {}),
        ("ddaf OR nawngx", {"Đà OR Nẵng": 6}),
        ("ddaf nawngx " * 11, {}),
    ],
)
def test_keystrokes_are_offered_as_what_they_type(index: Index, query: str, meant: dict[str, int]) -> None:
    assert offered(index, query, "keystrokes") == meant


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("da nagn", {"Đà Nẵng": 6}),
        ("thành phố Đà nagn", {"thành phố Đà Nẵng": 6}),
        ("harbuor", {"harbour": 4}),
        ("haarbour master", {"harbour master": 4}),
        ("title:tin harbor master", {"title:tin harbour master": 4}),
        ("old tonw", {"old town": 4}),
        ("bien độgn", {"biến động": 6}),
        ("harbours", {}),
        ("harbuor mastre boook", {}),
        ("harbuor mastre boook shoop", {}),
        ("harbuor" * 3, {}),
        ("harbourmaster", {}),
        ("harbour -mastr", {}),
        ("harbor7 master", {}),
        ('"harbor master"', {}),
        ("harbour master", {}),
    ],
)
def test_words_that_the_archive_lacks_are_offered_as_words_that_it_has(
    index: Index, query: str, meant: dict[str, int]
) -> None:
    assert offered(index, query, "spelling") == meant


@pytest.mark.parametrize("query", ["bien dong", "tim dau", "ddaf nawngx", "da nagn", "dien dan khu vuc"])
@pytest.mark.parametrize("choices", [{}, {"years": ((2010, 2010),)}, {"mode": "strict"}, {"words": "apart"}])
def test_counts_are_what_the_suggestion_finds(index: Index, query: str, choices: dict[str, object]) -> None:
    for each in suggested(index, query, **choices):
        found = index.search(SearchRequest(each.query, **choices))  # type: ignore[arg-type]
        assert each.count == found.total > 0
        assert "relaxed" not in [notice.code for notice in found.notices]


def test_words_next_to_each_other_decide_how_they_are_read(index: Index) -> None:
    found = suggested(index, "dien dan gao", words="apart")

    assert [(each.query, each.count, each.kind) for each in found] == [("Diễn đàn gạo", 5, "accents")]


def test_suggestions_come_on_request_only(index: Index) -> None:
    assert index.search(SearchRequest("bien dong")).suggestions == ()


def test_a_notice_writes_a_joined_word_as_the_archive_does(index: Index) -> None:
    request = SearchRequest("bien dong", aliases=False)
    with index.stream(request) as stream:
        for notices in (index.search(request).notices, stream.notices):
            assert [each.words for each in notices] == [("Biển Đông",)]
            assert "“Biển Đông”" in notices[0].text
