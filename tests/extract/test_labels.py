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
        (
            "Hội nghị Quan chức cao cấp ASEAN – EU khai mạc; Hội nghị Quan chức cao cấp ASEAN – EU bàn.",
            {"asean-plus-1"},
        ),
        ("Hội nghị Bộ trưởng Ngoại giao ASEAN - Nhật Bản họp, ASEAN - Nhật Bản ra tuyên bố.", {"asean-plus-1"}),
        ("Quan chức dự SOM ASEAN – Ấn Độ; SOM ASEAN – Ấn Độ là dịp trao đổi.", {"asean-plus-1"}),
        ("Hội nghị Quan chức cao cấp ASEAN+3 khai mạc.", {"asean-plus-3"}),
        ("Hội nghị Cấp cao ASEAN + 3 khai mạc.", {"asean-plus-3"}),
        ("Hội nghị Bộ trưởng Ngoại giao ASEAN cộng 3 khai mạc.", {"asean-plus-3"}),
        ("Hội nghị Quan chức cao cấp ASEAN, Ấn Độ vắng mặt.", {"asean-som"}),
        ("Bế mạc Diễn đàn cấp cao quốc tế về dự án “Vành đai và Con đường”.", {"brf"}),
        ("Thủ tướng Việt Nam gặp Chủ tịch Tập đoàn điện tử Hàn Quốc và tiếp lãnh đạo các công ty Nhật Bản.", set()),
        ("Công ước Liên hợp quốc về Luật Biển (UNCLOS) là cơ sở; hội nghị các nước UNCLOS sẽ họp.", {"unclos"}),
    ],
)
def test_forums(text: str, ids: set[str]) -> None:
    assert forums_of(text) == ids


def test_the_first_word_of_a_text_does_not_follow_its_last() -> None:
    assert forums_of("ARF to lớn, đoàn đã về") == set()
    assert forums_of("Bàn về ARF, đoàn đã đi ngủ") == {"arf"}


def test_a_broader_forum_with_words_of_its_own_is_kept() -> None:
    title = "Châu Á – Thái Bình Dương bàn chuyện hạt nhân"
    body = (
        "Nhóm nghiên cứu CSCAP về chống phổ biến vũ khí hủy diệt họp phiên thứ mười lăm tại Manila trong hai ngày. "
        "Ngay sau đó, Nhóm chuyên gia năng lượng hạt nhân (NEEG) họp phiên đầu tiên, cũng tại Manila."
    )
    assert [(label.id, label.evidence) for label in labels_of(body, title).forums] == [
        ("neeg", "Nhóm chuyên gia năng lượng hạt nhân"),
        ("cscap-wmd", "Nhóm nghiên cứu CSCAP về chống phổ biến vũ khí hủy diệt"),
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Nhóm nghiên cứu CSCAP về chống phổ biến vũ khí hủy diệt họp.", ["cscap-wmd"]),
        ("Nhóm chuyên gia năng lượng hạt nhân (NEEG) họp tại Seoul, NEEG sẽ họp lại vào mùa thu.", ["neeg"]),
        ("CSCAP họp đại hội đồng. Nhóm chuyên gia năng lượng hạt nhân (NEEG) của CSCAP cũng họp.", ["neeg", "cscap"]),
        ("Hội nghị Quan chức cao cấp ARF bế mạc, Hội nghị Quan chức cao cấp ARF ra tuyên bố.", ["arf-som"]),
    ],
)
def test_a_name_inside_a_longer_one_is_not_evidence_of_its_own(text: str, ids: list[str]) -> None:
    assert [label.id for label in labels_of(text).forums] == ids


def test_a_common_broader_forum_needs_more_than_a_mention_as_well() -> None:
    text = "Báo chí ASEAN theo dõi phiên họp của Diễn đàn khu vực ASEAN (ARF)."
    assert [label.id for label in labels_of(text).forums] == ["arf"]
    assert [label.id for label in labels_of(text, title="ASEAN trước ngã rẽ").forums] == ["arf", "asean"]


def test_no_name_reaches_from_the_title_into_the_text() -> None:
    assert forums_of("khu vực ASEAN.", title="Mở diễn đàn") == set()
    assert forums_of("Diễn đàn khu vực ASEAN.", title="Mở") == {"arf"}


def test_a_bare_list_of_names_says_little() -> None:
    listed = f"{FILLER} Ông từng làm việc với WEF, ASEM, CTBTO, NPT và IAEA."
    discussed = f"{FILLER} Ông kể về Cơ quan Năng lượng nguyên tử quốc tế (IAEA), nơi IAEA cử ông đi."
    assert forums_of(listed) == set()
    assert forums_of(discussed) == {"iaea"}


@pytest.mark.parametrize(
    "passing",
    [
        "Hai nước ủng hộ nhau tại các diễn đàn khu vực và quốc tế như Liên minh Nghị viện thế giới.",
        "Hai nước phối hợp tại các diễn đàn đa phương, nhất là Liên minh Nghị viện thế giới.",
        "Hà Nội có kinh nghiệm trên cương vị chủ nhà Liên minh Nghị viện thế giới.",
    ],
)
def test_where_two_countries_work_together_is_named_in_passing(passing: str) -> None:
    assert forums_of(f"{FILLER} {passing}") == set()
    assert forums_of(f"{FILLER} Hai đoàn phát biểu trước Liên minh Nghị viện thế giới.") == {"ipu"}


@pytest.mark.parametrize(
    "passing",
    [
        "Hai ông gặp nhau bên lề hội nghị Vành đai và Con đường hồi giữa tháng 5.",
        "Hai ông gặp nhau bên lề hội nghị Vành đai và Con đường diễn ra năm ngoái.",
        "Kế hoạch được thông qua tại hội nghị Vành đai và Con đường.",
        "Các thể chế khác bao gồm hội nghị Vành đai và Con đường.",
    ],
)
def test_an_earlier_meeting_is_named_in_passing(passing: str) -> None:
    assert forums_of(f"{FILLER} {passing}") == set()
    assert forums_of(f"{FILLER} Hai ông gặp nhau bên lề hội nghị Vành đai và Con đường.") == {"brf"}


def test_an_article_on_talks_is_about_the_relations_of_the_two() -> None:
    body = "Hai ông nói về giá gạo. Tổng thống Indonesia điện đàm với Thủ tướng Ấn Độ; cuộc điện đàm dài nửa giờ."
    labels = labels_of(body, "Tổng thống Indonesia điện đàm với Thủ tướng Ấn Độ")
    (forum,), (topic,) = labels
    assert (forum.id, topic.id) == ("bilateral", "bilateral-relations")
    assert (topic.evidence, topic.at, topic.confidence) == (forum.evidence, forum.at, forum.confidence)


def test_talks_below_the_lead_say_nothing_about_the_topic() -> None:
    labels = labels_of(f"{FILLER} Tổng thống Indonesia điện đàm với Thủ tướng Ấn Độ; cuộc điện đàm và cuộc gặp dài.")
    assert [label.id for label in labels.forums] == ["bilateral"]
    assert labels.topics == ()


def test_narrower_talks_are_about_the_relations_of_the_two_as_well() -> None:
    labels = labels_of("Hà Nội", "Đối thoại chính sách quốc phòng Việt Nam – Ấn Độ")
    assert {label.id for label in labels.forums} == {"defence-dialogue"}
    assert "bilateral-relations" in {label.id for label in labels.topics}


def test_a_topic_with_words_of_its_own_keeps_them() -> None:
    labels = labels_of("Hà Nội", "Hội đàm thúc đẩy quan hệ hai nước giữa Việt Nam và Lào")
    assert [(label.id, label.evidence) for label in labels.topics] == [("bilateral-relations", "quan hệ hai nước")]
    assert [(label.id, label.evidence) for label in labels.forums] == [("bilateral", "Hội đàm")]


def test_talks_are_not_mentioned_in_passing_by_the_words_of_places() -> None:
    text = "Trong cuộc gặp tại Viêng Chăn, Thủ tướng Lào và Thủ tướng Việt Nam bàn về cầu mới. Cuộc gặp dài một giờ."
    assert forums_of(text) == {"bilateral"}
    assert forums_of(f"{FILLER} Gạo được bán trong ASEAN, sang ASEAN.") == set()


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
        ("Hội nghị Tư lệnh hải quân các nước bàn về hợp tác an ninh.", {"defence-cooperation"}),
        ("Vườn quốc gia bảo vệ động vật hoang dã và tài nguyên nước.", {"climate-environment"}),
        ("Chính quyền quân sự hứa chấm dứt bạo lực, tránh bất ổn chính trị.", {"conflict"}),
        ("Cam kết của Mỹ với châu Á: cán cân quyền lực và hệ thống đồng minh.", {"regional-order"}),
        ("Hội đồng hợp tác an ninh châu Á – Thái Bình Dương họp tại Manila.", set()),
        ("Trường có môi trường học tập tốt, môi trường làm việc tốt, môi trường giáo dục tốt.", set()),
    ],
)
def test_topics(text: str, ids: set[str]) -> None:
    assert topics_of(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Hội thảo về Biển Đông coi trọng tự do hàng hải ở Biển Đông.", ["south-china-sea"]),
        ("Hội thảo về Biển Đông bàn cả an ninh hàng hải ở eo biển Malacca.", ["south-china-sea", "maritime-security"]),
        ("Hội thảo về tự do hàng hải ở eo biển Malacca.", ["maritime-security"]),
    ],
)
def test_words_of_a_narrower_topic_are_not_evidence_for_the_broader_one(text: str, ids: list[str]) -> None:
    assert [label.id for label in labels_of(text).topics] == ids


def test_evidence_is_the_text_of_its_span() -> None:
    title, body = "Bế mạc Đối thoại Shangri-La", "Đối thoại Shangri-La bàn về chống khủng bố và chủ nghĩa khủng bố."
    text = f"{title}\n{body}"
    labels = [label for labels in labels_of(body, title) for label in labels]
    assert {label.id for label in labels} == {"shangri-la", "terrorism"}
    assert all(label.at and text[slice(*label.at)] == label.evidence for label in labels)
    assert labels[0].at == (7, 27)
