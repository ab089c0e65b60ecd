import unicodedata

import pytest

from indexer.extract.article_parts import split_article
from indexer.extract.boilerplate import is_caption, is_link_heading, is_widget, repeated_lines

LEAD = "Hội thảo khai mạc sáng nay tại thành phố biển với hơn một trăm đại biểu tham dự phiên toàn thể."
TEXT = "Các đại biểu đã nghe ba báo cáo chính và chia thành bốn nhóm để thảo luận cho đến cuối buổi chiều."


def test_title_body_and_boilerplate() -> None:
    parts = split_article(
        f"""
  Hội thảo về nghề cá khai mạc

  10:30 12/05/2014
  Lê Minh Hà

  {LEAD}
  Quang cảnh hội thảo. Ảnh: Minh Hà
  {TEXT}

  Theo Báo Biển
  Tin liên quan
  Một bài khác về nghề cá
  Bài thứ ba về tàu thuyền
  Hội thảo về nghề cá khai mạc
  """
    )
    assert parts.title == "Hội thảo về nghề cá khai mạc"
    assert parts.body == f"{LEAD}\n{TEXT}"
    assert parts.aside == (
        "10:30 12/05/2014",
        "Lê Minh Hà",
        "Quang cảnh hội thảo. Ảnh: Minh Hà",
        "Theo Báo Biển",
        "Tin liên quan",
        "Một bài khác về nghề cá",
        "Bài thứ ba về tàu thuyền",
        "Hội thảo về nghề cá khai mạc",
    )
    assert parts.credits == ("10:30 12/05/2014", "Lê Minh Hà", "Theo Báo Biển")


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        "(TTXVN) - Ngày 3/4, đoàn lên đường",
        "BKTO - Ngày 3/4, đoàn lên đường",
        "Trong hai ngày, các đại biểu đã gặp nhau:",
    ],
)
def test_a_first_line_that_is_text_is_not_a_title(first: str) -> None:
    parts = split_article(f"{first}\n{TEXT}")
    assert parts.title is None
    assert parts.body == f"{first}\n{TEXT}"


def test_a_byline_above_the_title() -> None:
    parts = split_article(f"Thứ hai, 12/05/2014\nHội thảo về nghề cá\n{LEAD}\n{TEXT}")
    assert parts.title == "Hội thảo về nghề cá"
    assert parts.aside == ("Thứ hai, 12/05/2014",)


def test_an_author_and_a_time_stamp_above_the_title() -> None:
    parts = split_article(f"Nguyễn Văn A\n10:30 12/05/2014\nHội thảo về nghề cá\n{LEAD}\n{TEXT}")
    assert parts.title == "Hội thảo về nghề cá"
    assert parts.credits == ("Nguyễn Văn A", "10:30 12/05/2014")


def test_a_title_that_is_the_name_of_a_person() -> None:
    parts = split_article(f"Nguyễn Văn A\n10:30 12/05/2014\n{LEAD}\n{TEXT}")
    assert parts.title == "Nguyễn Văn A"
    assert parts.credits == ("10:30 12/05/2014",)


def test_a_slogan_at_the_end_is_text() -> None:
    assert split_article(f"{LEAD}\n{TEXT}\nViệt Nam Muôn Năm").body.endswith("\nViệt Nam Muôn Năm")


@pytest.mark.parametrize("follows", [f"{LEAD}{TEXT}", LEAD])
def test_a_title_glued_to_a_lead_that_recurs(follows: str) -> None:
    parts = split_article(f"Hội thảo về nghề cá khai mạc{LEAD}\n{follows}")
    assert parts.title == "Hội thảo về nghề cá khai mạc"
    assert parts.body == follows
    assert parts.aside == (LEAD,)


def test_a_title_glued_to_the_whole_text() -> None:
    text = f"{LEAD} {TEXT} {LEAD[:40]}"
    parts = split_article(f"Hội thảo về nghề cá khai mạc{text}")
    assert parts.title == "Hội thảo về nghề cá khai mạc"
    assert parts.body == text


def test_capitals_inside_product_names_do_not_end_a_title() -> None:
    text = f"Người dùng YouTube và iPhone tăng nhanh. {LEAD} {TEXT}"
    assert split_article(text).title is None


def test_a_line_that_repeats_a_sentence_goes_aside() -> None:
    parts = split_article(f"{LEAD} {TEXT}\n{LEAD}\n{TEXT[:60]} và ở lại thêm một ngày nữa cho hết chương trình.")
    assert parts.aside == (LEAD,)


def test_names_at_the_end_are_credits_but_places_in_the_text_are_not() -> None:
    parts = split_article(f"{LEAD}\nNha Trang\n{TEXT}\nTRẦN VĂN BÌNH")
    assert parts.body == f"{LEAD}\nNha Trang\n{TEXT}"
    assert parts.credits == ("TRẦN VĂN BÌNH",)


@pytest.mark.parametrize(
    "text", ["Lê Minh Hà", "12/05/2014", "Tin liên quan\nLê Minh", "Theo Báo Biển\n10:30 12/05/2014"]
)
def test_a_text_of_nothing_but_credits_stays_a_body(text: str) -> None:
    assert split_article(text).body == text


def test_decomposed_text_stays_decomposed() -> None:
    text = unicodedata.normalize("NFD", f"Hội thảo về nghề cá khai mạc{LEAD}\n{LEAD}{TEXT}")
    parts = split_article(text)
    assert parts.title == unicodedata.normalize("NFD", "Hội thảo về nghề cá khai mạc")
    assert parts.body == unicodedata.normalize("NFD", f"{LEAD}{TEXT}")


def test_a_decomposed_title_keeps_the_accents_of_its_last_letter() -> None:
    title = "Hội thảo về nghề cá ở xã"
    parts = split_article(unicodedata.normalize("NFD", f"{title}{LEAD}\n{LEAD}{TEXT}"))
    assert parts.title == unicodedata.normalize("NFD", title)
    assert parts.body == unicodedata.normalize("NFD", f"{LEAD}{TEXT}")


def test_lines_that_are_cut_off_are_kept_aside() -> None:
    above, between = "Tác giả: Lê Hà\nHội thảo", "Xem thêm:\nBài khác\n***"
    below = ">> Bài nữa\nChia sẻ | Facebook\nTừ khóa: cá, biển"
    text = f"{above}\n{LEAD}\n{between}\n{TEXT}\n{below}"
    parts = split_article(text)
    kept = [parts.title or "", parts.body, *parts.aside]
    assert sorted(" ".join(kept).split()) == sorted(text.split())
    assert parts.body == f"{LEAD}\n{TEXT}"


def test_repeats_are_found_in_texts_of_any_length() -> None:
    lines = [f"Dòng thứ {number} trong bảng số liệu của hội thảo." for number in range(400_000)]
    repeats = [f"{lines[0]} Và thế thôi.", lines[7]]
    assert repeated_lines([*repeats, *lines]) == {2, 9}


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Toàn cảnh phiên họp. Ảnh: Minh Hà", True),
        ("Toàn cảnh phiên họp (Ảnh: AFP).", True),
        ("Tại phiên họp_Ảnh: Minh Hà/TTXVN", True),
        ("Ảnh: TTXVN", True),
        ("Hình ảnh: rất đẹp, theo lời ông Bình. Ông còn nói thêm nhiều điều khác nữa về chuyến đi này của ông.", False),
        ("Ông tặng bạn một bức ảnh.", False),
    ],
)
def test_captions(line: str, caption: bool) -> None:
    assert is_caption(line) is caption


@pytest.mark.parametrize("line", ["Cùng chuyên mục", "Tin liên quan:", "XEM THÊM", "Các bài viết liên quan"])
def test_headings_of_link_lists(line: str) -> None:
    assert is_link_heading(line)


@pytest.mark.parametrize("line", ["Xem thêm hai phiên nữa", "Tin khác với tin đồn"])
def test_sentences_are_not_headings(line: str) -> None:
    assert not is_link_heading(line)


@pytest.mark.parametrize("line", ["***", ">> Đọc bài khác", "Từ khóa: cá, biển", "Chia sẻ Facebook", "Lượt xem: 1.234"])
def test_widgets(line: str) -> None:
    assert is_widget(line)


@pytest.mark.parametrize("line", ["Chia sẻ khó khăn với ngư dân", "Facebook mở văn phòng", "Tag của hãng"])
def test_sentences_are_not_widgets(line: str) -> None:
    assert not is_widget(line)
