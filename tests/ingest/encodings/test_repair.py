"""Unicode whose characters are the bytes of another encoding is repaired, line by line; words come out of hiding."""

from collections.abc import Callable

import pytest

from indexer.ingest.encodings import Decoded, decode, repair, repair_runs
from tests.ingest.encodings.articles import articles
from tests.ingest.encodings.encoders import tcvn3, viqr, vni

TEXT = (
    "Lễ hội đua thuyền được tổ chức ở xã ven biển, người dân từ khắp nơi về dự.\n"
    "Trưởng ban nói rằng nước sông đã rút, đường sá lại thông, và mọi người đều mừng.\n"
    "Trẻ em các trường gần đó cũng được nghỉ học một buổi để đi xem."
)


def shown(encode: Callable[[str], bytes], text: str) -> str:
    """Return what an old font leaves when its text is saved as Unicode."""
    return encode(text).decode("cp1252")


@pytest.mark.parametrize("encode", [tcvn3, vni])
@pytest.mark.parametrize("heading", ["Tin trong huyện – Đua thuyền", "ĐUA THUYỀN", "Regatta"])
def test_a_heading_in_unicode_stays_above_text_in_an_old_font(encode: Callable[[str], bytes], heading: str) -> None:
    found = repair(f"{heading}\n{shown(encode, TEXT)}\n{heading}")
    assert (found.text, found.encoding) == (f"{heading}\n{TEXT}\n{heading}", f"utf-8/{encode.__name__}")


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_words_in_unicode_stay_within_a_line_in_an_old_font(encode: Callable[[str], bytes]) -> None:
    lines = [f"{shown(encode, line)} (ảnh: Đặng Thủy)" for line in TEXT.split("\n")]
    assert repair("\n".join(lines)).text.split("\n") == [f"{line} (ảnh: Đặng Thủy)" for line in TEXT.split("\n")]


@pytest.mark.parametrize("unknown", ["→", "中", "\ue001", "✓ Ω"])
@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_characters_that_stand_for_no_byte_stay_and_the_rest_is_read(
    encode: Callable[[str], bytes], unknown: str
) -> None:
    assert repair(f"{unknown} {shown(encode, TEXT)} {unknown}").text == f"{unknown} {TEXT} {unknown}"


def test_signs_that_fonts_name_differently_are_the_same_letters() -> None:
    named = shown(tcvn3, TEXT).translate(str.maketrans("\u00ad·µ", "\u2212\u2219\u03bc"))
    assert repair(named).text == TEXT


def test_a_short_line_follows_the_lines_around_it() -> None:
    lines = [*TEXT.split("\n"), "có", "ở"]
    assert repair("\n".join(shown(tcvn3, line) for line in lines)).text == "\n".join(lines)


def test_most_lines_are_read_exactly_in_mixed_articles() -> None:
    text = "\n".join(articles()[:50])
    lines = [line for line in text.split("\n") if not set("–“”") & set(line)]
    mixed = [line if number % 3 == 0 else shown(tcvn3, line) for number, line in enumerate(lines)]
    found = repair("\n".join(mixed)).text.split("\n")
    assert sum(a == b for a, b in zip(found, lines, strict=True)) >= len(lines) * 0.99


def test_runs_are_repaired_as_one_text() -> None:
    found = repair_runs([shown(tcvn3, "Hội đua"), shown(tcvn3, TEXT), "Đua thuyền"])
    assert (found.runs, found.encoding) == (["Hội đua", TEXT, "Đua thuyền"], "utf-8/tcvn3")


def test_utf8_encoded_twice_is_read_where_a_character_was_lost() -> None:
    twice = TEXT.encode().decode("latin-1")
    assert repair(f"{twice} → Ã").text == f"{TEXT} → Ã"


def test_utf7_and_viqr_with_stars_are_read() -> None:
    found = decode(TEXT.encode("utf-7"))
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (TEXT, "utf-8/utf-7")
    starred = decode(viqr(TEXT).replace(b"o+", b"o*").replace(b"u+", b"u*"))
    assert isinstance(starred, Decoded)
    assert (starred.text, starred.encoding) == (TEXT, "viqr")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Trƣờng và ngƣời, ƢỚC", "Trường và người, ƯỚC"),
        ("a\u0301\u0302n", "a\u0302\u0301n"),
        ("á\u0302n độ, thà\u0302y", "ấn độ, thầy"),
        ("sông\u200b Hồng 12/\u200b5/19\u00ad98", "sông Hồng 12/5/1998"),
        ("hai\u200bhỏi 2012\u200b7", "hai\u200bhỏi 2012\u200b7"),
        ("\u2066Huế\u2069", "Huế"),
    ],
)
def test_words_are_read_without_what_hides_them(written: str, read: str) -> None:
    assert repair(written) == Decoded(read, "utf-8")


def test_letters_of_other_languages_stay() -> None:
    for text in ("Qaƣan", "می\u200cخواهم", "👩\u200d🚀"):
        assert repair(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Tr\u046dӡng \u00ffҥi hӑc Bách khoa tә chӭc hӝi nghӏ vӅ \u00ff\u046dӡng sҳt cao tӕc, m\u1eddi các nhà khoa hӑc "
        "trong n\u046dӟc và quӕc tӃ tham gia, thҧo luұn, chuҭn bӏ kӃ hoҥch",
        "".join(chr(0xE000 + ord(char)) if char > "\x7f" else char for char in TEXT),
        "".join("\x90" if char > "\x7f" else char for char in TEXT),
    ],
)
def test_text_of_no_language_is_doubted(text: str) -> None:
    found = repair(text)
    assert found.confidence < 0.8
    assert [problem.code for problem in found.problems] == ["encoding-doubtful"]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "\u2013"])
@pytest.mark.parametrize("heading", ["", "Tin lũ ở huyện vùng cao\n"])
def test_hyphens_that_stand_for_u_horn_are_read_and_others_stay(hyphen: str, heading: str) -> None:
    text = f"{TEXT}\nTrưa 3-4, tàu Hà Nội-Vinh chạy lại, như mọi khi – rất ưu tiên người già."
    found = repair(heading + shown(tcvn3, text.replace("–", "...")).replace("\xad", hyphen), "pdf")
    assert (found.text, found.encoding) == (heading + text.replace("–", "..."), "pdf/tcvn3")
