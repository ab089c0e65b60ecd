"""Plain texts that repeat what costs most to analyse, to date or to decode."""

from itertools import count

from tests.hostile.inputs.hostile_input import INDEXED, WORD, HostileInput, flood, one_file

_REPEATED = {
    "one-letter": "a",
    "one-word": "a ",
    "short-lines": "a\n",
    "blank-lines": "\n",
    "spaces": " ",
    "carriage-returns": "a\r",
    "slashes": "1/",
    "pluses": "A+",
    "hyphens": "1-",
    "numbers": "1.000,",
    "apostrophes": "a'",
    "zalgo": "a" + "\u0301\u0316\u035c" * 20,
    "marks-alone": "\u0301",
    "glued-syllables": "HộiNghị",
    "soft-hyphens": "a\u00ad",
    "zero-width-spaces": "a\u200b",
    "joined-emoji": "\U0001f469\u200d\U0001f52c\u200d",
    "astral-letters": "\U0001d51e\U0001d51f",
    "thai": "ประเทศไทย",
    "right-to-left": "\u202eab\u202c",
    "decomposed": "hô\u0323i nghi\u0323 ",
    "dates": "ngày 12/11/2012 ",
    "half-dates": "ngày 12 tháng 11 năm ",
    "years": "năm 2012 năm 2013, ",
    "digits": "2012",
    "bylines": "Tác giả: Nguyễn Văn An\n",
    "sources": "Theo Theo ",
    "names": "Nguyễn Văn An, ",
    "forums": "ASEAN ASEM APEC ARF ",
    "half-forums": "Diễn đàn Hợp tác Kinh tế châu Á ",
    "joined-forums": "ASEAN+",
    "captions": "Ảnh: Văn An (ảnh: ",
    "buttons": "Chia sẻ | ",
    "open-quotes": "“",
    "brackets": "((()",
    "addresses": "https://a.vn/?q=1 ",
    "one-address": "https://a.vn/",
    "signs": "-*",
    "utf7": "+AGE-",
    "viqr": "a^'u+.d- o+` ",
}
_ENCODED = {"tcvn3": ("Héi nghÞ cÊp cao ", "latin-1"), "vni": ("Hoäi nghò caáp cao ", "latin-1")}


def _distinct_words(size: int) -> bytes:
    return f"{' '.join(f'w{number:x}' for number in range(size // 7))}\n\n{WORD}\n".encode()


def _distinct_lines(size: int) -> bytes:
    """Return lines that all begin alike, each as long as comparing them with each other is slow."""
    length = max(40, size // 300)
    return "".join(f"{'a' * length}{number}\n" for number in range(size // length)).encode() + f"\n{WORD}\n".encode()


def _distinct_addresses(size: int) -> bytes:
    """Return addresses of as many different short parts as fit."""
    parts = (f"{number * 7919 % 1_679_616:04x}" for number in range(size // 6))
    signs = "/.-"
    text = "".join(f"{part}{signs[at % 3]}{' https://' if at % 180 == 0 else ''}" for at, part in enumerate(parts))
    return f"{text}\n\n{WORD}\n".encode()


def _mixed_encodings(size: int) -> bytes:
    line = "Hội nghị cấp cao\n"
    both = line.encode() + line.encode("utf-16-le") + b"H\xf6i ngh\xb8 \xff\xfe\x81\n"
    return both * (size // len(both)) + f"\n{WORD}\n".encode()


def _growing_runs(size: int) -> bytes:
    words, length = [], 0
    for number in count(1):
        if length > size:
            break
        words.append("1/" * number)
        length += 2 * number
    return f"{' '.join(words)}\n\n{WORD}\n".encode()


INPUTS: tuple[HostileInput, ...] = (
    *(one_file(name, "a.txt", flood(unit), INDEXED) for name, unit in _REPEATED.items()),
    *(
        one_file(name, "a.txt", flood(unit, encoding=encoding), INDEXED, "encoding-guessed")
        for name, (unit, encoding) in _ENCODED.items()
    ),
    one_file("distinct-words", "a.txt", _distinct_words, INDEXED, "encoding-doubtful"),
    one_file("distinct-addresses", "a.txt", _distinct_addresses, INDEXED),
    one_file("distinct-lines", "a.txt", _distinct_lines, INDEXED),
    one_file("growing-runs", "a.txt", _growing_runs, INDEXED),
    one_file("nulls", "a.txt", flood("a\0\0"), "binary"),
    one_file("utf8-surrogates", "a.txt", lambda size: b"\xed\xa0\x80" * (size // 3), "undecodable"),
    one_file("utf16-surrogates", "a.txt", lambda size: b"\xff\xfe" + b"\x00\xd8" * (size // 2), "undecodable"),
    one_file(
        "utf16-half-unit", "a.txt", lambda size: f"\ufeff{'họp ' * (size // 8)}".encode("utf-16-le")[:-1], "undecodable"
    ),
    one_file("mixed-encodings", "a.txt", _mixed_encodings, "binary"),
)
