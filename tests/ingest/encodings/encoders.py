"""Text to bytes in the legacy encodings, written independently of the tables in `indexer.ingest.encodings`.

These tables are arranged by letter, those by byte. Tones are in the order grave, hook, tilde, acute, dot below.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

TONES = "\u0300\u0309\u0303\u0301\u0323"
VOWELS = "aăâeêioôơuưy"
SMALL = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *TONES)) + "đ"
LETTERS = "".join(letter for letter in SMALL + SMALL.upper() if not letter.isascii())
"""All Vietnamese letters beyond ASCII, lowercase and capital."""

VISCII = """
a E0 E4 E3 E1 D5|ă E5 A2 C6 C7 A1 A3|â E2 A5 A6 E7 A4 A7|e E8 EB A8 E9 A9|ê EA AB AC AD AA AE|i EC EF EE ED B8
o F2 F6 F5 F3 F7|ô F4 B0 B1 B2 AF B5|ơ BD B6 B7 DE BE FE|u F9 FC FB FA F8|ư DF D7 D8 E6 D1 F1|y CF D6 DB FD DC|đ F0
A C0 C4 C3 C1 80|Ă C5 82 02 05 81 83|Â C2 85 86 06 84 87|E C8 CB 88 C9 89|Ê CA 8B 8C 8D 8A 8E|I CC 9B CE CD 98
O D2 99 A0 D3 9A|Ô D4 90 91 92 8F 93|Ơ B4 96 97 B3 95 94|U D9 9C 9D DA 9E|Ư BF BB BC FF BA B9|Y 9F 14 19 DD 1E|Đ D0
"""
TCVN3 = """
a B5 B6 B7 B8 B9|ă A8 BB BC BD BE C6|â A9 C7 C8 C9 CA CB|e CC CE CF D0 D1|ê AA D2 D3 D4 D5 D6|i D7 D8 DC DD DE
o DF E1 E2 E3 E4|ô AB E5 E6 E7 E8 E9|ơ AC EA EB EC ED EE|u EF F1 F2 F3 F4|ư AD F5 F6 F7 F8 F9|y FA FB FC FD FE|đ AE
Ă A1|Â A2|Ê A3|Ô A4|Ơ A5|Ư A6|Đ A7
"""
VNI_ACCENTS = {
    "": "øûõùï",
    "\u0302": "âàåãáä",
    "\u0306": "êèúüéë",
}
VNI_LETTERS = {"ơ": "ô", "ư": "ö", "đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
VIQR_SIGNS = dict(zip(TONES, "`?~'.", strict=True)) | {"\u0302": "^", "\u0306": "(", "\u031b": "+"}


def by_letters(rows: str) -> dict[str, bytes]:
    """Parse rows of a letter and its codes: the bare letter (only if it is beyond ASCII), then with each tone."""
    found: dict[str, bytes] = {}
    for row in re.split(r"[|\n]", rows.strip()):
        letter, *codes = row.split()
        tones = TONES if letter.isascii() else ("", *TONES)
        found |= {
            unicodedata.normalize("NFC", letter + tone): bytes.fromhex(code)
            for tone, code in zip(tones, codes, strict=False)
        }
    return found


VISCII_BYTES = by_letters(VISCII)
TCVN3_BYTES = by_letters(TCVN3)
TCVN3_TONES = dict(zip(TONES, b"\xb0\xb1\xb2\xb3\xb4", strict=True))


def apart(letter: str) -> tuple[str, str, str]:
    """Return base letter, shape (circumflex, breve, horn) and tone."""
    base, *accents = tuple(unicodedata.normalize("NFD", letter))
    tone = "".join(accent for accent in accents if accent in TONES)
    return base, "".join(accent for accent in accents if accent not in TONES), tone


def viscii(text: str) -> bytes:
    return b"".join(VISCII_BYTES.get(char) or char.encode("ascii") for char in text)


def tcvn3(text: str) -> bytes:
    """The tones of capitals are separate characters."""
    return b"".join(TCVN3_BYTES.get(char) or _tcvn3_capital(char) for char in text)


def _tcvn3_capital(char: str) -> bytes:
    base, shape, tone = apart(char)
    if not tone:
        return char.encode("cp1252")
    bare = unicodedata.normalize("NFC", base + shape)
    return (TCVN3_BYTES.get(bare) or bare.encode("ascii")) + bytes([TCVN3_TONES[tone]])


def vni(text: str) -> bytes:
    return "".join(map(_vni_letter, text)).encode("cp1252")


def _vni_letter(char: str) -> str:
    small = char.lower()
    if small in VNI_LETTERS:
        written = VNI_LETTERS[small]
    elif char in LETTERS:
        base, shape, tone = apart(small)
        if shape == "\u031b":
            written = VNI_LETTERS[unicodedata.normalize("NFC", base + shape)] + VNI_ACCENTS[""][TONES.index(tone)]
        else:
            index = TONES.index(tone) if tone else -1
            written = base + VNI_ACCENTS[shape][index + 1 if shape else index]
    else:
        return char
    return written if small == char else written.upper()


def windows_1258(text: str) -> bytes:
    """Letters of the code page are one byte; others are a letter followed by its tone."""
    return b"".join(map(_windows_1258_letter, text))


def _windows_1258_letter(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        base, shape, tone = apart(char)
        return (unicodedata.normalize("NFC", base + shape) + tone).encode("cp1258")


def viqr(text: str) -> bytes:
    """Escapes backslashes, signs that would read as accents, and a d before another d."""
    text = re.sub(r"\\|(?<=[^\W\d_])[\^(+'`?~.]|[dD](?=[dDđĐ])", r"\\\g<0>", text)
    return "".join(map(_viqr_letter, text)).encode("ascii")


def _viqr_letter(char: str) -> str:
    if char in "đĐ":
        return "dd" if char == "đ" else "DD"
    base, shape, tone = apart(char) if char in LETTERS else (char, "", "")
    return base + "".join(VIQR_SIGNS[accent] for accent in shape + tone)


def twice_through_windows(text: str) -> bytes:
    """Misread UTF-8 as windows-1252 (unassigned bytes as control characters, like browsers) and encode it again."""
    shown = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    return shown.encode()


def twice_through_latin1(text: str) -> bytes:
    return text.encode().decode("latin-1").encode()


ENCODERS: Mapping[str, Callable[[str], bytes]] = {
    "windows-1258": windows_1258,
    "viscii": viscii,
    "tcvn3": tcvn3,
    "vni": vni,
    "viqr": viqr,
}
"""The legacy encodings by name."""
