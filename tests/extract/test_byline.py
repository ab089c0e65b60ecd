import pytest

from indexer.extract.byline import body_ending, find_author, find_source, find_url, is_credit, is_stamp

BODY = "Hội thảo đã kết thúc.\nCác đại biểu ra về trong chiều nay."


@pytest.mark.parametrize(
    ("credits", "author"),
    [
        (["Tác giả: Kim Anh"], "Kim Anh"),
        (["Bài và ảnh: LÊ HÀ."], "LÊ HÀ"),
        (["THIÊN LÝ"], "THIÊN LÝ"),
        (["Lê Hà - Minh Tâm"], "Lê Hà - Minh Tâm"),
        (["Lê Hà | 14:21 23/08/2022"], "Lê Hà"),
        (["14:21 23/08/2022", "Theo Báo Biển"], None),
        (["Hà Nội, 23/08/2022"], None),
        (["Tuổi Trẻ"], None),
        ([], None),
    ],
)
def test_the_author_of_a_credit(credits: list[str], author: str | None) -> None:
    found = find_author(credits, body_ending(BODY))
    assert (found.value if found else None) == author


@pytest.mark.parametrize(
    ("tail", "author", "source"),
    [
        ("\nLê Minh Hà", "Lê Minh Hà", None),
        ("\nLê Minh Hà\nTheo Báo Biển", "Lê Minh Hà", "Báo Biển"),
        (" Lê Hà (TTXVN)", "Lê Hà", "TTXVN"),
        ("/. Lê Hà/VOV", "Lê Hà", "VOV"),
        (" ( TTXVN )", None, "TTXVN"),
        (" Ông ở lại (Mỹ).", None, None),
        (" Lê Minh Hà", "Lê Minh Hà", None),
        (" “Chúng tôi sẽ quay lại.” Lê Minh Hà", "Lê Minh Hà", None),
        (' Đội mang tên "Sao Mai" Lê Hà (Theo Daily Mail)', "Lê Hà", "Daily Mail"),
        ("\nMinh Tuệ", "Minh Tuệ", None),
        ("\nNguyễn Văn A", "Nguyễn Văn A", None),
        (" Tham dự có đại diện các nước. Việt Nam", None, None),
        (" See New York Times", None, None),
        (" VN Theo Daily Mail", None, None),
        ("\nTheo Minh Hà", None, "Minh Hà"),
        ("\nDân Việt", None, None),
        ("\nHà Nội Mới", None, None),
        ("\nViệt Nam Muôn Năm", None, None),
        ("\nNew York Times", None, None),
        (" Đoàn dự Tổ chức Y tế Thế giới (WHO)", None, None),
        (" (ARF)", None, None),
        (' Đoàn xem vở kịch "Người cha" (NSND)', None, None),
        (" ĐOÀN ĐÃ RA VỀ TRONG CHIỀU NAY SAU BA NGÀY LÀM VIỆC (CLB)", None, None),
        (" Lê Hà (Theo Daily Mail)", "Lê Hà", "Daily Mail"),
        (" MC (Theo Daily Mail)", None, "Daily Mail"),
        (" CTV Minh Hà/VOV", None, "VOV"),
        (" Lê Hà – Minh Tuệ/VOV", "Lê Hà – Minh Tuệ", "VOV"),
        ("", None, None),
    ],
)
def test_names_after_the_text(tail: str, author: str | None, source: str | None) -> None:
    body = BODY + tail
    for found, value in ((find_author([], body_ending(body)), author), (find_source([], body_ending(body)), source)):
        assert (found.value if found else None) == value
        assert found is None or (found.at is not None and body[slice(*found.at)] == found.words)


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("(BKTO) - Ngày 3/4, đoàn lên đường.", "BKTO"),
        ("(Dân trí) - Đoàn đã lên đường.", "Dân trí"),
        ("TTXVN - Sáng nay, đoàn lên đường.", "TTXVN"),
        ("NATO - Nga họp phiên đầu tiên.", None),
        ("(ảnh) - Đoàn lên đường.", None),
        ("ASEAN - Sáng nay, đoàn lên đường.", None),
    ],
)
def test_an_agency_before_the_text(body: str, source: str | None) -> None:
    found = find_source([], body_ending(body))
    assert (found.value if found else None) == source


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("Link bài viết: <https://example.org/a-b>", "https://example.org/a-b"),
        ("https://example.org/a.", "https://example.org/a"),
        ("Nguồn: http://example.org/x?y=1", "http://example.org/x?y=1"),
    ],
)
def test_an_address(line: str, url: str) -> None:
    found = find_url([line])
    assert found is not None
    assert found.value == url
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    ["14:21 23/08/2022", "Thứ sáu, 10/01/2020 08:00", "Cập nhật lúc 08:15 ngày 2/3/2019 (GMT+7)", "Lê Hà, 02/03/2019"],
)
def test_time_stamps(line: str) -> None:
    assert is_stamp(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ngày 23/08/2022, đoàn đại biểu lên đường.",
        "Theo đó, hai bên sẽ họp lại vào tháng sau.",
        "Hội thảo về nghề cá",
        "Bài học: đừng vội",
    ],
)
def test_sentences_are_not_credits(line: str) -> None:
    assert not is_credit(line)
