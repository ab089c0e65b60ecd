import pytest

from indexer.extract.labels.label_finder import ArticleLabels, find_labels


def labels_of(text: str, title: str = "") -> ArticleLabels:
    (labels,) = find_labels([(f"{title}\n{text}", len(title) + 1)])
    return labels


def forums_of(text: str, title: str = "") -> set[str]:
    return {label.id for label in labels_of(text, title).forums}


def topics_of(text: str, title: str = "") -> set[str]:
    return {label.id for label in labels_of(text, title).topics}


FILLER = " ".join(["Phần còn lại của bài kể về bữa ăn trưa, chuyến xe và thời tiết trong thành phố."] * 12)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Đoàn dự Hội nghị Bộ trưởng Quốc phòng các nước ASEAN mở rộng tại Hà Nội.", {"admm-plus"}),
        ("Đoàn dự Hội nghị Bộ trưởng Quốc phòng các nước ASEAN lần thứ 9 tại Hà Nội.", {"admm"}),
        ("Đoàn dự ADMM+ ở Viêng Chăn, cuộc họp ADMM+ thứ ba.", {"admm-plus"}),
        ("Diễn đàn khu vực ASEAN (ARF) họp phiên trù bị.", {"arf"}),
        ("Hội nghị Quan chức cao cấp Diễn đàn khu vực ASEAN (SOM ARF) khai mạc.", {"arf-som"}),
        ("Ông là Trưởng SOM ASEAN/ARF của nước mình.", set()),
        ("Phiên SOM trong tuần lễ APEC khai mạc; APEC bàn về thuế.", {"apec"}),
        ("Đại hội đồng Liên hợp quốc biểu quyết; vấn đề sang Đại hội đồng vì bị phủ quyết.", {"unga"}),
        ("Đại hội đồng cổ đông biểu quyết, rồi Đại hội đồng bầu chủ tịch hãng.", set()),
        ("Tuyến cáp APG gặp sự cố, mạng chậm.", set()),
        ("Thiết bị đo áp suất 40 PSI bị hỏng, PSI là đơn vị cũ.", set()),
        ("Sáng kiến An ninh phổ biến (PSI) tròn mười năm.", {"psi"}),
        ("Hai bên ký APT và đi ăn tối ở căn hộ APT 12.", set()),
        ("Vấn đề Biển Đông: hai bên thúc đẩy COC, coi COC là cần thiết.", {"doc-coc"}),
        ("Sản phẩm rượu vang có nhãn DOC và COC.", set()),
        ("Công ước Liên hợp quốc về Luật Biển (UNCLOS) là cơ sở; hội nghị các nước UNCLOS sẽ họp.", {"unclos"}),
    ],
)
def test_forums(text: str, ids: set[str]) -> None:
    assert forums_of(text) == ids


def test_the_first_word_of_a_text_does_not_follow_its_last() -> None:
    assert forums_of("ARF to lớn, đoàn đã về") == set()
    assert forums_of("Bàn về ARF, đoàn đã đi ngủ") == {"arf"}


def test_only_the_narrowest_forum_is_kept() -> None:
    text = "ASEAN họp. ASEAN và các nước ASEAN dự Diễn đàn khu vực ASEAN (ARF)."
    assert forums_of(text, title="ASEAN họp") == {"arf"}


def test_no_name_reaches_from_the_title_into_the_text() -> None:
    assert forums_of("khu vực ASEAN.", title="Mở diễn đàn") == set()
    assert forums_of("Diễn đàn khu vực ASEAN.", title="Mở") == {"arf"}


def test_a_bare_list_of_names_says_little() -> None:
    listed = f"{FILLER} Ông từng làm việc với WEF, ASEM, CTBTO, NPT và IAEA."
    told = f"{FILLER} Ông kể về Cơ quan Năng lượng nguyên tử quốc tế (IAEA), nơi IAEA cử ông đi."
    assert forums_of(listed) == set()
    assert forums_of(told) == {"iaea"}


def test_a_common_forum_needs_more_than_a_mention() -> None:
    assert forums_of(f"{FILLER} Ông ghé qua ASEAN.") == set()
    assert forums_of(FILLER, title="ASEAN trước ngã rẽ") == {"asean"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Hai bên thảo luận về tình hình Biển Đông và việc tôn trọng luật pháp quốc tế.", {"south-china-sea"}),
        ("Lực lượng chức năng bắt nhóm buôn ma túy, thu nhiều heroin; vụ ma tuý lớn nhất.", {"drugs"}),
        ("Gia đình hạt nhân ngày càng nhiều ở thành phố; gia đình hạt nhân ít con.", set()),
        ("Các nước họp về an ninh mạng để chống tấn công mạng.", {"cyber-security"}),
        ("Hai bên bàn về đối phó với nạn khủng bố.", {"terrorism"}),
        ("Trường có môi trường học tập tốt, môi trường làm việc tốt, môi trường giáo dục tốt.", set()),
    ],
)
def test_topics(text: str, ids: set[str]) -> None:
    assert topics_of(text) == ids


def test_evidence_is_the_text_of_its_span() -> None:
    title, body = "Bế mạc Đối thoại Shangri-La", "Đối thoại Shangri-La bàn về chống khủng bố và chủ nghĩa khủng bố."
    text = f"{title}\n{body}"
    labels = [label for labels in labels_of(body, title) for label in labels]
    assert {label.id for label in labels} == {"shangri-la", "terrorism"}
    assert all(label.at and text[slice(*label.at)] == label.evidence for label in labels)
    assert labels[0].at == (7, 27)
