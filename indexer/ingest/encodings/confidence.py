"""How Vietnamese a text looks: how many accented words are syllables; and whether its words are of a language."""

import re
from typing import NamedTuple

from indexer.analysis.syllables import is_syllable

_MAX_LENGTH = 1 << 16
# Anything between white space, ASCII signs and the punctuation of print: misread bytes often become other signs.
_WORD = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f“”‘’„‚–—…•«»‹›]+")
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_SAMPLE = 4096
_MIN_WORDS = 12
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff"
# Letters of two scripts in a word, a sign between letters, or what no font of Unicode has a letter for.
_NO_WORD = re.compile(
    f"[{_LATIN}][\u0370-\u058f\u0600-\u1dbf\u3040-\ud7ff]|[\u0370-\u058f\u0600-\u1dbf\u3040-\ud7ff][{_LATIN}]"
    f"|[{_LATIN}][¡-©¬®-±´-¶¸»-¿×÷†‡‰€™Ÿ][{_LATIN}]|[\x80-\x9f\ue000-\uf8ff\ufffd]"
)
_MAX_ACCENTED = 0.7


# A letter that only Vietnamese has, so that its line is a language.
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]{4,}")
_CHANGE = r"(?:[0-9][A-Za-z]|[A-Za-z][0-9]|[a-z][A-Z])"
# Four consonants in a row, or letters, digits and capitals in turn: few words of a language, most of what is none.
_STRANGE = re.compile(rf"[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]{{4}}|{_CHANGE}.*{_CHANGE}")
_SIGNS = re.compile("[¡-©¬®-±´-¶¸»-¿×÷\x80-\x9f\ue000-\uf8ff\ufffd]")
# A letter that was lost when a text was saved in an encoding without it.
_LOST = re.compile(r"(?:(?<=[^\W\d_])|(?<!\S))\?+(?=[^\W\d_])")
_MIN_TOKENS = 18
_MIN_PLAIN = 0.7
_MIN_LENGTH = 40


class ReadableWords(NamedTuple):
    """Distinct words of a text: all, those with letters beyond ASCII, and those of the latter that are syllables."""

    words: int
    accented: int
    syllables: int

    @property
    def confidence(self) -> float:
        """The share of syllables among the accented words, lower if these are few: 0 to 1."""
        return self.syllables / (self.accented + 1)


def count_words(text: str) -> ReadableWords:
    """Count the words at the beginning of a text in NFC, except single letters and words with digits.

    >>> count_words("Hội nghị ASEAN 2021"), count_words("café crème")
    (ReadableWords(words=3, accented=2, syllables=2), ReadableWords(words=2, accented=2, syllables=0))
    """
    distinct = set(_WORD.findall(text[:_MAX_LENGTH].lower()))
    words = [word for word in distinct if len(word) > 1 and _LETTER.search(word) and not _DIGIT.search(word)]
    accented = [word for word in words if not word.isascii()]
    return ReadableWords(len(words), len(accented), sum(map(is_syllable, accented)))


def readable_share(text: str, doubtful: str = "") -> float:
    """Return the share of distinct words that a language may have; 1 for a text of a few words.

    No language mixes scripts within a word, and where most Latin words are accented, they are Vietnamese syllables:
    that is asked of the `doubtful` part of a text, which has no letter that only Vietnamese has.

    """
    is_gibberish = len(doubtful) > len(text) / 2 and _is_gibberish(doubtful)
    if not is_gibberish and not _NO_WORD.search(text, 0, _SAMPLE):
        return 1.0
    words = {word for word in _WORD.findall(text[:_MAX_LENGTH].lower()) if len(word) > 1 and not word.isdecimal()}
    if len(words) < _MIN_WORDS:
        return 1.0
    unreadable = sum(
        1 for word in words if _NO_WORD.search(word) or (is_gibberish and not word.isascii() and not is_syllable(word))
    )
    return 1 - unreadable / len(words)


def plain_share(text: str) -> float:
    """Return the share of what looks like words at the beginning of a text; 1 if it is most, or if it is Vietnamese.

    Names in capitals do not count, nor do addresses and what is shorter than four letters.
    """
    sample = text[:_SAMPLE]
    lines = (line for line in sample.split("\n") if not _VIETNAMESE.search(line))
    rest = " ".join(word for line in lines for word in line.split() if "://" not in word and "@" not in word)
    length = len(rest) - rest.count(" ")
    if length < max(_MIN_LENGTH, len(sample) / 3):
        return 1.0
    signs = sum(1 for _ in _SIGNS.finditer(rest)) / length
    tokens = {token for token in _TOKEN.findall(rest) if not (token.isdecimal() or token.isupper())}
    strange = sum(1 for token in tokens if _STRANGE.search(token)) / max(len(tokens), _MIN_TOKENS)
    lost = 2 * sum(1 for _ in _LOST.finditer(rest)) / max(rest.count(" "), _MIN_TOKENS)
    share = 1 - min(1, max(signs, strange, lost))
    return 1.0 if share >= _MIN_PLAIN else share


def _is_gibberish(text: str) -> bool:
    """Return whether most Latin words are accented, and few of these are syllables."""
    counts = count_words(re.sub(f"[^{_LATIN}]+", " ", text[:_SAMPLE]))
    return counts.accented > counts.words * _MAX_ACCENTED and counts.syllables < counts.accented / 2
