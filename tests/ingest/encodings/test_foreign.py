"""Text that is not Vietnamese is left alone, or read in its own encoding."""

import base64
import random
import string

import pytest

from indexer.ingest.encodings import Decoded, NotText, decode
from tests.ingest.encodings.articles import CODE, FOREIGN

UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16")


@pytest.mark.parametrize("codec", UNICODE)
@pytest.mark.parametrize("name", [*FOREIGN, *CODE])
def test_unicode_stays_as_it_is(name: str, codec: str) -> None:
    text = (FOREIGN | CODE)[name]
    for part in (text, *text.split(". "), *text.splitlines()):
        found = decode(part.encode(codec))
        assert isinstance(found, Decoded)
        assert (found.text, found.confidence, found.problems) == (part, 1.0, ())


@pytest.mark.parametrize("name", FOREIGN)
def test_western_text_in_its_code_page_is_read_and_reported(name: str) -> None:
    for text in (FOREIGN[name], *FOREIGN[name].split(". ")):
        found = decode(text.encode("cp1252"))
        assert isinstance(found, Decoded)
        assert found.text == text
        if not text.isascii():
            assert (found.encoding, found.confidence) == ("windows-1252", 0.5)
            assert [problem.code for problem in found.problems] == ["encoding-guessed"]


def test_western_text_encoded_twice_is_repaired() -> None:
    text = FOREIGN["french"]
    found = decode(text.encode().decode("latin-1").encode())
    assert isinstance(found, Decoded)
    assert (found.text, found.encoding) == (text, "utf-8/utf-8")


def test_another_script_is_not_taken_for_western_text() -> None:
    found = decode("Вчера открылась новая библиотека, читатели довольны".encode("cp1251"))
    assert isinstance(found, NotText)
    assert found.code == "undecodable"


@pytest.mark.parametrize(
    "text", ["Вчера открылась библиотека", "図書館は昨日開館した", "ὁ βίος βραχύς", "naïve ½ ☂ café"]
)
def test_other_scripts_in_unicode_stay_as_they_are(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("text", ["Cà phê, trà và bánh mì", "HÀ", "Là ai?", "Ô, thì ra là tôi quên nói"])
def test_vietnamese_without_a_letter_of_its_own_stays(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_binary(seed: int) -> None:
    found = decode(random.Random(seed).randbytes(400))
    assert isinstance(found, NotText)
    assert found.code == "binary"


def test_single_letters_are_not_evidence() -> None:
    keys = "\n".join(f"<{chr(byte)}> {byte}" for byte in range(0xC0, 0x100))
    found = decode(keys.encode("latin-1"))
    assert not isinstance(found, Decoded) or found.encoding == "windows-1252"


def mash(letters: str, seed: int) -> str:
    """Return words of random letters."""
    chosen = random.Random(seed)
    return " ".join("".join(chosen.choices(letters, k=chosen.randint(4, 10))) for _ in range(60))


NO_LANGUAGE = {
    "keyboard": "asdfkj sdflkj qwpoeiru zxmcnvb asldkfj qwieury zmxncbv lkasjdf poiwuer " * 4,
    "letters": mash(string.ascii_lowercase, 1),
    "base64": base64.b64encode(random.Random(2).randbytes(900)).decode(),
    "base64 lines": base64.encodebytes(random.Random(3).randbytes(900)).decode(),
    "hexadecimal": random.Random(4).randbytes(300).hex(" ", 6),
    "signs": "§¹¶ ¸µ· ¹¬ ×Ø Þæ ®¶ «¬® " * 10,
    "private": "\ue001\ue002\ue003 \ue004\ue005 " * 20,
    "lost letters": "N??c sông ?ã rút, ???ng sá l?i thông, ng??i dân tr? v? nhà sau ba ngày lánh n?n." * 2,
}
HEADING = "Tin lũ ở huyện vùng cao\n"


@pytest.mark.parametrize("heading", ["", HEADING])
@pytest.mark.parametrize("name", NO_LANGUAGE)
def test_what_is_no_language_is_not_certain(name: str, heading: str) -> None:
    found = decode((heading + NO_LANGUAGE[name]).encode())
    assert isinstance(found, Decoded)
    assert found.text == heading + NO_LANGUAGE[name]
    assert found.confidence < 0.7
    assert [problem.code for problem in found.problems] == ["encoding-doubtful"]


LANGUAGES = {
    "Czech": "Voda opadla, silnice jsou opět otevřené a lidé se po třech dnech strávených ve škole vracejí domů.",
    "Finnish": "Joen vesi on laskenut, tiet ovat jälleen auki ja ihmiset palaavat koululta kotiin.",
    "German": "Das Deutschlandtreffen der Gesellschaft fürs Hochwasser schließt pünktlich, berichtet die Rundschau.",
    "Hmong": "Cov neeg rov qab los tsev tom qab peb hnub nyob hauv tsev kawm ntawv vim dej nyab.",
    "Indonesian": "Air sungai sudah surut, jalan dibuka kembali, dan warga pulang setelah tiga hari mengungsi.",
    "Khmer": "ទឹកទន្លេបានស្រកចុះ ហើយផ្លូវបានបើកឡើងវិញ ប្រជាជនត្រឡប់ទៅផ្ទះវិញ។",
    "Polish": "Woda opadła, wszystkie drogi są znów otwarte, a mieszkańcy wracają ze szkoły do domów.",
    "Turkish": "Nehrin suyu çekildi, yollar yeniden açıldı, insanlar üç gün sonra okuldan evlerine dönüyor.",
    "Vietnamese without accents": "Nuoc song da rut, duong sa lai thong, nguoi dan tro ve nha sau ba ngay lanh nan.",
    "names": "ASEAN ARF APEC ADMM+ SOM UNCLOS WTO IMF ASEM G20 P5 HTML NATO BRICS SCO CPTPP RCEP",
    "addresses": "https://vi.example/bai-viet-3f9a8b7c6d5e4f.htm?id=9f8e7d6c5b4a lan@vi.example",
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_language_is_accused(name: str) -> None:
    for text in (LANGUAGES[name], LANGUAGES[name] * 5, HEADING + LANGUAGES[name]):
        assert decode(text.encode()) == Decoded(text, "utf-8")
