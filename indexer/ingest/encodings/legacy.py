"""The encodings that were in use for Vietnamese before Unicode; their tables are the `.toml` files of the same name.

All readers return composed text (NFC). Those that read bytes raise UnicodeDecodeError for an undefined byte; those that
read text keep every character that stands for no byte.
"""

import codecs
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from indexer.analysis.normalise import compose

_UNDEFINED = "\ufffe"
"""The character that `codecs.charmap_decode` refuses."""
_VIQR_WORD = re.compile(r"\\(.)|(?:[aeiouyAEIOUY][\^(+*]?['`?~.]?|[A-Za-z])+")
_VIQR_LETTER = re.compile(r"([Dd])[Dd]|([A-Za-z])([\^(+*]?)(['`?~.]?)")
_UTF7 = re.compile(r"\+([A-Za-z0-9/]+(?:\+[A-Za-z0-9/]+)*)-?")
_MIN_UTF7 = 3
_UTF8_TWICE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UPPER_HALF = re.compile("[\x80-\xff]")
_MAX_LEFT = 0.1


@cache
def _data(encoding: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{encoding}.toml").read_text("utf-8"))


def read_single_byte(data: bytes, encoding: str) -> str:
    """Read an encoding of one byte a character by its table."""
    return compose(codecs.charmap_decode(data, "strict", _characters(encoding))[0])


@cache
def _characters(encoding: str) -> str:
    """Return the characters of all 256 bytes."""
    data = _data(encoding)
    table = [bytes([byte]).decode(data["base"], "replace").replace("\ufffd", _UNDEFINED) for byte in range(256)]
    for first, row in data["rows"].items():
        table[int(first, 16) : int(first, 16) + len(row)] = row
    for byte, char in data.get("bytes", {}).items():
        table[int(byte, 16)] = char
    return "".join(table)


def read_windows_1258(data: bytes) -> str:
    """Read windows-1258, in which tones are characters of their own."""
    return compose(data.decode("cp1258"))


def read_vni(data: bytes) -> str:
    """Read VNI-Windows: letters followed by one byte for all of their accents; other bytes are those of windows-1252.

    >>> read_vni("Hoäi nghò ASEAN".encode("cp1252"))
    'Hội nghị ASEAN'
    """
    return _read_vni_text(data.decode("cp1252"))


def _read_vni_text(text: str) -> str:
    letters = _vni_letters()
    return _vni_pattern().sub(lambda written: letters[written[0]], text)


@cache
def _vni_letters() -> dict[str, str]:
    """Map what is written (one sign, or a letter and the sign of its accents) to the accented letter."""
    data = _data("vni")
    found: dict[str, str] = {}
    for written, letter in data["letters"].items():
        found |= {written: letter, written.upper(): letter.upper()}
    for group in ("tones", "circumflexes", "breves"):
        signs = {sign: accents for sign, accents in data[group].items() if sign != "after"}
        after = data[group]["after"]
        for letter in after + after.upper():
            accented = {sign: compose(found.get(letter, letter) + accents) for sign, accents in signs.items()}
            found |= {letter + cased: read for sign, read in accented.items() for cased in (sign, sign.upper())}
    return found


@cache
def _vni_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_vni_letters(), key=len, reverse=True)))


def read_viqr(text: str) -> str:
    r"""Read VIQR: Vietnamese in ASCII, accents typed after their letters.

    A second tone in the same word is punctuation, and a backslash keeps the next sign as it is.

    >>> read_viqr(r"DDi Vie^.t Nam, tro+?i ro^`i. Nha\. va` co^.ng ho`a")
    'Đi Việt Nam, trởi rồi. Nha. và cộng hòa'
    """
    return _VIQR_WORD.sub(lambda word: word[1] or _viqr_word(word[0]), text)


def _viqr_word(word: str) -> str:
    shapes, tones, doubled = _viqr_signs()
    read: list[str] = []
    has_tone = False
    for double, base, shape, tone in _VIQR_LETTER.findall(word):
        vowel = shapes.get(base + shape, base + shape)
        if binds := tone in tones and len(vowel) == 1 and not has_tone:
            has_tone = True
        read += [doubled.get(double, vowel), tones[tone] if binds else tone]
    return compose("".join(read))


@cache
def _viqr_signs() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return vowels by how they are written with a shape, tones by their sign, and letters by what is doubled."""
    data = _data("viqr")
    shapes, doubled = (
        data[group] | {written.upper(): letter.upper() for written, letter in data[group].items()}
        for group in ("shapes", "doubled")
    )
    return shapes, data["tones"], doubled


LEGACY: Mapping[str, Callable[[bytes], str]] = {
    "windows-1258": read_windows_1258,
    "tcvn3": partial(read_single_byte, encoding="tcvn3"),
    "vni": read_vni,
    "viscii": partial(read_single_byte, encoding="viscii"),
}
"""The encodings of bytes and their readers; of two that fit equally well, the first is taken."""


def legacy_readings(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text for each legacy encoding in which every byte stands for something."""
    for name, read in LEGACY.items():
        try:
            yield name, read(data)
        except UnicodeDecodeError:
            continue


_UPPER_CONTROLS = bytes(range(0x80, 0xA0))
_WESTERN = "".join(bytes([byte]).decode("cp1252", "replace") for byte in range(256))
_WINDOWS = {ord(char): byte for byte in _UPPER_CONTROLS if (char := bytes([byte]).decode("cp1252", "ignore"))}


def text_readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and text for each legacy encoding whose bytes the characters of a text may stand for."""
    for name in LEGACY:
        shown = text.translate(_byte_characters(name))
        yield name, _read_vni_text(shown) if name == "vni" else compose(shown)


@cache
def _byte_characters(encoding: str) -> dict[int, str]:
    """Map what documents have for a byte to the character that the byte stands for, in VNI to that of its font."""
    if encoding == "windows-1258":
        characters = "".join(bytes([byte]).decode("cp1258", "replace") for byte in range(256))
    else:
        characters = _WESTERN if encoding == "vni" else _characters(encoding)
    stands = {byte: char for byte, char in enumerate(characters) if char not in "\ufffd\ufffe"}
    glyphs = {ord(glyph): ord(char) for glyph, char in _data("glyphs").items()}
    named = {code: stands[byte] for code, byte in (_WINDOWS | glyphs).items() if byte in stands}
    return named | {byte: char for byte, char in stands.items() if chr(byte) != char}


def read_utf8_twice(text: str) -> str | None:
    """Read characters that stand for the bytes of UTF-8; None if others beyond ASCII are more than a few.

    >>> read_utf8_twice("HÃ\xa0 Ná»™i"), read_utf8_twice("Hµ Néi")
    ('Hà Nội', None)
    """
    shown = text.translate(_WINDOWS)
    read, count = _UTF8_TWICE.subn(lambda written: written[0].encode("latin-1").decode("utf-8", "replace"), shown)
    left = len(_UPPER_HALF.findall(_UTF8_TWICE.sub("", shown)))
    return read if count and left <= count * _MAX_LEFT else None


def read_utf7(text: str) -> str | None:
    """Read UTF-7; None if hardly anything in a text looks like it.

    >>> read_utf7("H+Htk-i ngh+Hss- n+APM-i +AREA6g-m")
    'Hội nghị nói đêm'
    """
    count = 0

    def read(written: re.Match[str]) -> str:
        nonlocal count
        try:
            found = f"+{written[1]}-".encode("ascii").decode("utf-7")
        except UnicodeDecodeError:
            return written[0]
        if not found.isalpha() or found.isascii():
            return written[0]
        count += 1
        return found

    found = _UTF7.sub(read, text)
    return compose(found) if count >= _MIN_UTF7 else None


def original_bytes(text: str) -> bytes:
    """Return the bytes that somebody took for windows-1252 or latin-1. Raises UnicodeEncodeError for other text."""
    return text.translate(_WINDOWS).encode("latin-1")
