import pytest

from indexer.extract.labels.matcher import Matcher, Phrase
from indexer.extract.labels.words import Texts

MATCHER = Matcher(
    [
        Phrase("Hội nghị Bộ trưởng", "narrow", "alias"),
        Phrase("Hội nghị Bộ trưởng mở rộng", "plus", "alias"),
        Phrase("Hội nghị Bộ trưởng mở rộng", "other", "cue"),
        Phrase("SOM", "som", "abbreviation", exact=True),
        Phrase("ADMM+", "admm-plus", "abbreviation", exact=True),
        Phrase("ADMM", "admm", "abbreviation", exact=True),
        Phrase("hòa bình", "peace", "alias"),
    ]
)


def found(text: str) -> list[tuple[str, str]]:
    texts = Texts([text])
    (words,), ((matches,),) = texts.words, MATCHER.find_all(texts)
    return [(match.id, text[slice(*words.span(match.start, match.end))]) for match in matches]


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("dự Hội nghị Bộ trưởng.", [("narrow", "Hội nghị Bộ trưởng")]),
        ("HỘI NGHỊ – BỘ TRƯỞNG", [("narrow", "HỘI NGHỊ – BỘ TRƯỞNG")]),
        (
            "“Hội nghị Bộ trưởng” mở rộng",
            [("plus", "Hội nghị Bộ trưởng” mở rộng"), ("other", "Hội nghị Bộ trưởng” mở rộng")],
        ),
        (
            "Hội nghị Bộ trưởng lần thứ 7 mở rộng",
            [(id, "Hội nghị Bộ trưởng lần thứ 7 mở rộng") for id in ("plus", "other")],
        ),
        ("Hội nghị, Bộ trưởng", []),
        ("Hội nghị\nBộ trưởng", [("narrow", "Hội nghị\nBộ trưởng")]),
        ("Hội nghị Bộ", []),
        ("SOM và som", [("som", "SOM")]),
        ("SOMTC", []),
        ("ADMM+, ADMM-14", [("admm-plus", "ADMM+"), ("admm", "ADMM")]),
        ("vì hoà bình", [("peace", "hoà bình")]),
        ("hoa binh", []),
        ("", []),
    ],
)
def test_longest_phrase_on_word_boundaries(text: str, matches: list[tuple[str, str]]) -> None:
    assert found(text) == matches


def test_how_many_words_begin_before_a_place() -> None:
    text = "Một hai, (ba)\nbốn  năm"
    (words,) = Texts([text]).words
    assert words.printed(0, 8) == ["Một", "hai", ",", "(", "ba", ")", "bốn", "năm"]
    assert [words.before(place) for place in (0, 1, 4, text.index("bốn"), text.index("năm"), len(text))] == [
        0,
        1,
        1,
        6,
        7,
        8,
    ]
    assert text[slice(*words.span(3, 7))] == "(ba)\nbốn"
