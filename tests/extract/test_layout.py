import unicodedata

import pytest

from indexer.extract.furniture import is_caption, is_heading, is_label, said_again
from indexer.extract.layout import lay_out

LEAD = "Hội thảo khai mạc sáng nay tại thành phố biển với hơn một trăm đại biểu tham dự phiên toàn thể."
TEXT = "Các đại biểu đã nghe ba báo cáo chính và chia thành bốn nhóm để thảo luận cho đến cuối buổi chiều."


def test_title_body_and_what_is_around() -> None:
    page = lay_out(
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
    assert page.title == "Hội thảo về nghề cá khai mạc"
    assert page.body == f"{LEAD}\n{TEXT}"
    assert page.aside == (
        "10:30 12/05/2014",
        "Lê Minh Hà",
        "Quang cảnh hội thảo. Ảnh: Minh Hà",
        "Theo Báo Biển",
        "Tin liên quan",
        "Một bài khác về nghề cá",
        "Bài thứ ba về tàu thuyền",
        "Hội thảo về nghề cá khai mạc",
    )
    assert page.credits == ("10:30 12/05/2014", "Lê Minh Hà", "Theo Báo Biển")


@pytest.mark.parametrize(
    "first",
    [
        LEAD,
        "(TTXVN) - Ngày 3/4, đoàn lên đường",
        "BKTO - Ngày 3/4, đoàn lên đường",
        "Trong hai ngày, các đại biểu đã gặp nhau:",
    ],
)
def test_a_first_line_that_is_text_is_no_title(first: str) -> None:
    page = lay_out(f"{first}\n{TEXT}")
    assert page.title is None
    assert page.body == f"{first}\n{TEXT}"


def test_a_byline_above_the_title() -> None:
    page = lay_out(f"Thứ hai, 12/05/2014\nHội thảo về nghề cá\n{LEAD}\n{TEXT}")
    assert page.title == "Hội thảo về nghề cá"
    assert page.aside == ("Thứ hai, 12/05/2014",)


def test_an_author_and_a_time_stamp_above_the_title() -> None:
    page = lay_out(f"Nguyễn Văn A\n10:30 12/05/2014\nHội thảo về nghề cá\n{LEAD}\n{TEXT}")
    assert page.title == "Hội thảo về nghề cá"
    assert page.credits == ("Nguyễn Văn A", "10:30 12/05/2014")


def test_a_title_that_is_the_name_of_a_person() -> None:
    page = lay_out(f"Nguyễn Văn A\n10:30 12/05/2014\n{LEAD}\n{TEXT}")
    assert page.title == "Nguyễn Văn A"
    assert page.credits == ("10:30 12/05/2014",)


def test_a_slogan_at_the_end_is_text() -> None:
    assert lay_out(f"{LEAD}\n{TEXT}\nViệt Nam Muôn Năm").body.endswith("\nViệt Nam Muôn Năm")


@pytest.mark.parametrize("follows", [f"{LEAD}{TEXT}", LEAD])
def test_a_title_run_together_with_a_lead_that_comes_again(follows: str) -> None:
    page = lay_out(f"Hội thảo về nghề cá khai mạc{LEAD}\n{follows}")
    assert page.title == "Hội thảo về nghề cá khai mạc"
    assert page.body == follows
    assert page.aside == (LEAD,)


def test_a_title_run_together_with_all_of_the_text() -> None:
    text = f"{LEAD} {TEXT} {LEAD[:40]}"
    page = lay_out(f"Hội thảo về nghề cá khai mạc{text}")
    assert page.title == "Hội thảo về nghề cá khai mạc"
    assert page.body == text


def test_names_of_products_are_no_seam() -> None:
    text = f"Người dùng YouTube và iPhone tăng nhanh. {LEAD} {TEXT}"
    assert lay_out(text).title is None


def test_a_line_that_says_a_sentence_again_goes_aside() -> None:
    page = lay_out(f"{LEAD} {TEXT}\n{LEAD}\n{TEXT[:60]} và ở lại thêm một ngày nữa cho hết chương trình.")
    assert page.aside == (LEAD,)


def test_names_at_the_end_are_credits_but_places_in_the_text_are_not() -> None:
    page = lay_out(f"{LEAD}\nNha Trang\n{TEXT}\nTRẦN VĂN BÌNH")
    assert page.body == f"{LEAD}\nNha Trang\n{TEXT}"
    assert page.credits == ("TRẦN VĂN BÌNH",)


@pytest.mark.parametrize(
    "text", ["Lê Minh Hà", "12/05/2014", "Tin liên quan\nLê Minh", "Theo Báo Biển\n10:30 12/05/2014"]
)
def test_a_text_of_nothing_but_credits_stays_a_body(text: str) -> None:
    assert lay_out(text).body == text


def test_decomposed_text_stays_decomposed() -> None:
    text = unicodedata.normalize("NFD", f"Hội thảo về nghề cá khai mạc{LEAD}\n{LEAD}{TEXT}")
    page = lay_out(text)
    assert page.title == unicodedata.normalize("NFD", "Hội thảo về nghề cá khai mạc")
    assert page.body == unicodedata.normalize("NFD", f"{LEAD}{TEXT}")


def test_a_decomposed_title_keeps_the_marks_of_its_last_letter() -> None:
    title = "Hội thảo về nghề cá ở xã"
    page = lay_out(unicodedata.normalize("NFD", f"{title}{LEAD}\n{LEAD}{TEXT}"))
    assert page.title == unicodedata.normalize("NFD", title)
    assert page.body == unicodedata.normalize("NFD", f"{LEAD}{TEXT}")


def test_words_cut_off_are_never_lost() -> None:
    above, between = "Tác giả: Lê Hà\nHội thảo", "Xem thêm:\nBài khác\n***"
    below = ">> Bài nữa\nChia sẻ | Facebook\nTừ khóa: cá, biển"
    text = f"{above}\n{LEAD}\n{between}\n{TEXT}\n{below}"
    page = lay_out(text)
    parts = [page.title or "", page.body, *page.aside]
    assert sorted(" ".join(parts).split()) == sorted(text.split())
    assert page.body == f"{LEAD}\n{TEXT}"


def test_repeats_are_found_in_texts_of_any_length() -> None:
    lines = [f"Dòng thứ {number} trong bảng số liệu của hội thảo." for number in range(400_000)]
    repeats = [f"{lines[0]} Và thế thôi.", lines[7]]
    assert said_again([*repeats, *lines]) == {2, 9}


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
    assert is_heading(line)


@pytest.mark.parametrize("line", ["Xem thêm hai phiên nữa", "Tin khác với tin đồn"])
def test_sentences_are_no_headings(line: str) -> None:
    assert not is_heading(line)


@pytest.mark.parametrize("line", ["***", ">> Đọc bài khác", "Từ khóa: cá, biển", "Chia sẻ Facebook", "Lượt xem: 1.234"])
def test_labels(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize("line", ["Chia sẻ khó khăn với ngư dân", "Facebook mở văn phòng", "Tag của hãng"])
def test_sentences_are_no_labels(line: str) -> None:
    assert not is_label(line)
