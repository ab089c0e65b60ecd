"""Talks between two parties are recognised by their pattern, whatever the countries."""

import pytest

from tests.extract.test_labels import FILLER, forums_of


@pytest.mark.parametrize(
    ("title", "ids"),
    [
        ("Thủ tướng Lào hội đàm với Thủ tướng Na Uy", {"bilateral"}),
        ("Ngoại trưởng Peru điện đàm với người đồng cấp", {"bilateral"}),
        ("Bộ trưởng Quốc phòng tiếp Đại sứ Mông Cổ", {"bilateral"}),
        ("Hai nhà lãnh đạo hội đàm ở Tokyo", {"bilateral"}),
        ("Đối thoại chiến lược Ai Cập – Pháp mở ra tại Cairo", {"strategic-dialogue"}),
        ("Đối thoại chính sách quốc phòng Việt Nam – Ấn Độ", {"defence-dialogue"}),
        ("Đối thoại chiến lược Việt Nam – Anh", {"vn-uk-strategic-dialogue"}),
        ("Đối thoại chiến lược giữa Anh và Việt Nam", {"vn-uk-strategic-dialogue"}),
        ("Đối thoại chiến lược Việt Nam – Pháp", {"strategic-dialogue"}),
    ],
)
def test_a_kind_of_talks_near_two_parties(title: str, ids: set[str]) -> None:
    assert forums_of(FILLER, title=title) == ids


@pytest.mark.parametrize(
    "title",
    [
        "Cuộc gặp giữa hai người bạn cũ bên hồ",
        "Chuyến thăm của đàn chim di cư",
        "Chuyến thăm chính thức Việt Nam của một nhạc sĩ",  # the home country alone is not a second party
        "Cuộc gặp với chị Nguyễn Thúy Nga và anh Trần Đức",  # parts of persons' names, not countries
        "Đối thoại chiến lược trong gia đình",
    ],
)
def test_a_kind_of_talks_without_two_parties_does_not_count(title: str) -> None:
    assert forums_of(FILLER, title=title) == set()


def test_distant_parties_do_not_count() -> None:
    assert forums_of(f"{FILLER} Na Uy và Peru có núi.", title="Cuộc gặp bên hồ, cuộc gặp trên đồi") == set()


def test_the_tail_of_a_distant_name_is_not_a_party() -> None:
    title = "LB Nga " + "và " * 24 + "hội đàm với Nhật Bản"
    assert forums_of(FILLER, title=title) == set()
    assert forums_of(FILLER, title=title.replace("LB ", "")) == {"bilateral"}
