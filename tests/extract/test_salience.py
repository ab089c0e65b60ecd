"""The words around a name say whether the article reports on it."""

import pytest

from indexer.extract.labels.label_finder import confidence
from tests.extract.test_labels import FILLER, forums_of, labels_of, topics_of


@pytest.mark.parametrize(
    "sentence",
    [
        "Ông dự phiên họp ARF hôm qua.",
        "ARF đã thông qua văn bản.",
        "Bên lề hội nghị cấp cao ARF, họ trò chuyện.",
    ],
)
def test_an_abbreviation_next_to_a_word_of_meeting_is_enough(sentence: str) -> None:
    assert forums_of(sentence + FILLER) == {"arf"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Theo IAEA, trời sẽ mưa.",
        "Bà là nguyên Chủ tịch IPU.",
        "Nước này gia nhập ARF đã lâu.",
        "Đại sứ Việt Nam tại Liên hợp quốc kể chuyện, Đại sứ Việt Nam tại Liên hợp quốc cười.",
        "Giá xăng ở khu vực ASEAN tăng, thị trường ASEAN đông, các nước ASEAN đều thế.",
        "Ông xem ASEAN Super League và Miss ASEAN.",
    ],
)
def test_regions_history_titles_and_sources_are_mentions_in_passing(sentence: str) -> None:
    assert forums_of(FILLER + sentence + FILLER) == set()


def test_a_shared_abbreviation_belongs_to_the_nearest_forum() -> None:
    of_apec = "SOM khai mạc. SOM họp về APEC. SOM kéo dài một tuần."
    of_arf = "SOM khai mạc. SOM họp về Diễn đàn khu vực ASEAN. SOM kéo dài một tuần."
    assert forums_of(of_apec) == {"apec"}
    assert forums_of(of_arf) == {"arf-som", "arf"}
    assert forums_of("SOM khai mạc. SOM họp. SOM kéo dài một tuần.") == set()


def test_rules_of_conduct_in_town_are_not_the_code_of_conduct_at_sea() -> None:
    assert forums_of("Thành phố ban hành Bộ quy tắc ứng xử nơi công cộng, Bộ quy tắc ứng xử mới.") == set()
    assert forums_of("Các nước bàn về Bộ quy tắc ứng xử trên Biển Đông.") == {"doc-coc"}


def test_peacekeepers_of_others_are_not_those_of_the_united_nations() -> None:
    assert forums_of("Lực lượng gìn giữ hòa bình của Liên minh châu Phi rút đi.", title="Lính về nhà") == set()


def test_repeated_cues_do_not_make_a_topic() -> None:
    assert topics_of(FILLER + "Doanh nghiệp ấy cần người. " * 12 + FILLER) == set()


def test_a_storm_at_sea_is_not_a_dispute() -> None:
    assert topics_of("Bão đi vào Biển Đông, bắc Biển Đông có sóng lớn.", title="Bão gần Biển Đông") == set()


def test_more_evidence_gives_more_confidence() -> None:
    title, body = "Khai mạc Diễn đàn khu vực ASEAN (ARF)", f"ARF họp. {FILLER} Ông kể về Hiệp ước cấm thử hạt nhân."
    sure = {label.id: label.confidence for label in labels_of(body, title).forums}
    assert 0.7 <= sure["ctbt"] < 0.85 < sure["arf"] < 1
    assert [confidence(share, 0.3) for share in (1.0, 1.5, 3.0, 1000.0)] == [0.7, 0.8, 0.9, 0.99]
