"""Repair: Unicode whose characters are clearly the bytes of another encoding, and marks that hide words.

A text may hold both: a heading typed in Unicode above paragraphs in an old font. So the encoding is chosen once, by all
that cannot be Vietnamese as it stands, and applied run by run (a line, a cell, an element of a page), or word by word
in a run that holds both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

from indexer.analysis.syllables import is_syllable
from indexer.ingest.encodings.confidence import ReadableWords, count_words, plain_share, readable_share
from indexer.ingest.encodings.decoded import Decoded, guessed
from indexer.ingest.encodings.legacy import read_utf7, read_utf8_twice, read_viqr, text_readings
from indexer.model import Problem

# What is not in nearly every article. Neither old fonts nor UTF-8 encoded twice do without one of these.
_UNUSUAL = re.compile("[^\\n\\t !-\\]_-~“”‘’–—…ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
# Nearly every Vietnamese sentence has one of these, and windows-1252 has none of them.
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")
# A character of windows-1252 that no Vietnamese word has, after a letter.
_OLD_FONT = re.compile("[¡-¬®-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ\u2212\u2219\u03bc](?<=[^\\W\\d_].)")
_MIN_OLD_FONT = 3
_WORD = re.compile(r"\S+")
_AROUND = "!\"'()*,-./:;?[]“”‘’…–—"
_CONFIDENCE = 0.7
_GAIN = 0.3
_MIN_ACCENTED_SHARE = 0.2
_MIN_READABLE = 0.8
_ASCII_SIGNS = re.compile(r"\^|\+[A-Za-z0-9/]{2}")

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_TONED = "àáảãèéẻẽòóỏõÀÁẢÃÈÉẺẼÒÓỎÕ"
_SHAPES = "\u0302\u0306"
_HIDING = re.compile(
    # A zero-width space between words divides them; next to a space or within a date it is a mistake.
    f"[{_INVISIBLE}]|(?<=[\\s/.,:-])\u200b|\u200b(?=[\\s/.,:-])"
    "|(?<=\\w)[\u200c\u200d](?=[A-Za-z0-9\u00c0-\u024f\u1ea0-\u1ef9])"
    f"|([{_TONED}]|[\u0300\u0301\u0303\u0309])([{_SHAPES}])"
    "|(\\w{0,8}[Ƣƣ]\\w{0,8})"
)
_HINTS = re.compile(f"[{_INVISIBLE}\u200b\u200c\u200d{_SHAPES}Ƣƣ]")
_HYPHEN = re.compile("[-\u2010\u2011\u2013]")
_HYPHENED = re.compile(
    r"(?<![\w-])(?:[^\W\d_]+[-\u2010\u2011\u2013][^\W\d_]*|(?<=\w )[-\u2010\u2011\u2013][^\W\d_]+)(?![\w-])"
)
_HORNS = str.maketrans("Ƣƣ", "Ưư")


class RepairedRuns(NamedTuple):
    """Runs of a text after repair, and the `encoding`, `confidence` and `problems` of a `Decoded`."""

    runs: list[str]
    encoding: str
    confidence: float = 1.0
    problems: tuple[Problem, ...] = ()


def repair(text: str, encoding: str = "utf-8") -> Decoded:
    """Return a text as it was read in `encoding`, or with what its characters stand for where that is clear.

    That is so for UTF-8 taken for windows-1252 or latin-1 and encoded again, for text in an old font saved as Unicode,
    for VIQR and for UTF-7. The encoding of a repaired text has two layers, such as `utf-8/tcvn3`; VIQR in UTF-8 is
    `viqr`. Invisible characters are dropped, as they may split words; a tone typed before its circumflex changes
    places with it, and ƣ becomes ư in Vietnamese syllables.
    """
    if _is_usual(text):
        return Decoded(text, encoding, *_doubts(plain_share(text)))
    repaired = repair_runs([text], encoding)
    return Decoded(repaired.runs[0], repaired.encoding, repaired.confidence, repaired.problems)


def repair_runs(runs: Sequence[str], encoding: str = "utf-8", inner: str | None = None) -> RepairedRuns:
    """Repair the runs of one text, each line of which may be Unicode or in an old font: in `inner`, if it is known."""
    text = "\n".join(runs)
    if inner is None and _is_usual(text):
        return RepairedRuns(list(runs), encoding, *_doubts(plain_share(text)))
    lines = text.split("\n")
    found = (inner, 1.0) if inner is not None else _chosen_encoding(lines, text)
    if found is None:
        readable = readable_share(text, "\n".join(_doubtful_lines(lines)))
        confidence, problems = _doubts(min(readable, plain_share(text)))
        return RepairedRuns([_shown(run) for run in runs], encoding, confidence, problems)
    name, confidence = found
    read = iter([_shown(line) for line in _read_lines(lines, name)])
    repaired = ["\n".join(islice(read, run.count("\n") + 1)) for run in runs]
    guess = guessed("", name if (name, encoding) == ("viqr", "utf-8") else f"{encoding}/{name}", confidence)
    return RepairedRuns(repaired, guess.encoding, guess.confidence, guess.problems)


def _is_usual(text: str) -> bool:
    """Return whether a text has only characters that leave nothing to repair; so it is with nearly every article."""
    return not (_ASCII_SIGNS if text.isascii() else _UNUSUAL).search(text)


def _chosen_encoding(lines: Sequence[str], text: str) -> tuple[str, float] | None:
    """Return the encoding in which what cannot be Vietnamese as it stands becomes Vietnamese, and the confidence."""
    doubtful = _doubtful_lines(lines)
    if sum(1 for _ in _OLD_FONT.finditer(text)) >= _MIN_OLD_FONT:
        doubtful += [word for line in lines if _VIETNAMESE.search(line) for word in _doubtful_words(line)]
    sample = "\n".join(doubtful)
    ascii_lines = "\n".join(line for line in lines if line.isascii() and _ASCII_SIGNS.search(line))
    before = count_words(sample).confidence
    best = max(
        ((_confidence(name, read), name) for name, read in (*_inner_readings(sample), *_ascii_readings(ascii_lines))),
        default=(0.0, ""),
        key=lambda each: each[0],
    )
    confidence, name = best
    return (name, confidence) if confidence >= max(_CONFIDENCE, before + _GAIN) else None


def _doubtful_lines(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not line.isascii() and not _VIETNAMESE.search(line)]


def _doubtful_words(line: str) -> Iterator[str]:
    for word in _WORD.findall(line):
        if not word.isascii() and not _VIETNAMESE.search(word) and not _is_word(word):
            yield word


def _is_word(word: str) -> bool:
    return is_syllable(word.strip(_AROUND).lower())


def _inner_readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and text for each encoding whose bytes the characters of a text may stand for."""
    if not text:
        return
    twice = read_utf8_twice(text)
    if twice is not None:
        yield "utf-8", twice
    else:
        yield from ((name, _horned(read) if name == "tcvn3" else read) for name, read in text_readings(text))


def _horned(text: str) -> str:
    """Return a text in TCVN3 with ư for the hyphens that PDF files have for it: where that makes a syllable."""
    return _HYPHENED.sub(lambda found: _syllable_or(found[0], _HYPHEN.sub("ư", found[0])), text)


def _syllable_or(written: str, syllable: str) -> str:
    return syllable if is_syllable(syllable.lower()) else written


def _ascii_readings(text: str) -> Iterator[tuple[str, str]]:
    if "^" in text:
        yield "viqr", read_viqr(text)
    if "+" in text and (read := read_utf7(text)) is not None:
        yield "utf-7", read


def _confidence(name: str, text: str) -> float:
    """Return the confidence of a reading; valid UTF-8 need not be Vietnamese, since other bytes never look like it."""
    counts = count_words(text)
    if name == "utf-8":
        return ReadableWords(counts.words, counts.accented, counts.accented).confidence
    return counts.confidence if counts.accented >= counts.words * _MIN_ACCENTED_SHARE else 0.0


def _read_lines(lines: Sequence[str], name: str) -> Iterator[str]:
    """Yield each line as it reads best; one that reads as well either way follows the line before it."""
    in_ascii = name in ("viqr", "utf-7")
    readings = [_reading(line, name) if line and line.isascii() == in_ascii else line for line in lines]
    chosen = _chosen(map(_is_better, lines, readings))
    for line, read, better in zip(lines, readings, chosen, strict=True):
        if not in_ascii and _VIETNAMESE.search(line):
            yield "".join(_read_words(re.split(r"(\s+)", line), name))
        else:
            yield read if better else line


def _read_words(words: Sequence[str], name: str) -> Iterator[str]:
    """Yield the words of a line in which some are Unicode, each as it reads best, like lines."""
    readings = [word if word.isascii() or _VIETNAMESE.search(word) else _reading(word, name) for word in words]
    chosen = _chosen(map(_is_better_word, words, readings))
    yield from (read if better else word for word, read, better in zip(words, readings, chosen, strict=True))


def _chosen(better: Iterable[bool | None]) -> list[bool]:
    """Decide what is open as what precedes it was decided, at the beginning as what follows."""
    decided = list(better)
    current = next((each for each in decided if each is not None), True)
    return [current := current if each is None else each for each in decided]


def _reading(text: str, name: str) -> str:
    """Return a text in one encoding, as it is where it cannot be read in that."""
    return dict((*_inner_readings(text), *_ascii_readings(text))).get(name, text)


def _is_better(line: str, read: str) -> bool | None:
    """Return whether more of the accented words are syllables once a line is read; None if that is open."""
    if line == read:
        return None
    before, after = count_words(line), count_words(read)
    shares = [each.syllables / max(each.accented, 1) for each in (before, after)]
    return None if shares[0] == shares[1] else shares[1] > shares[0]


def _is_better_word(word: str, read: str) -> bool | None:
    if _VIETNAMESE.search(word):
        return False
    is_word = _is_word(word), _is_word(read)
    return None if is_word[0] == is_word[1] else is_word[1]


def _doubts(share: float) -> tuple[float, tuple[Problem, ...]]:
    """Doubt a text of whose words only this share may belong to a language."""
    if share >= _MIN_READABLE:
        return 1.0, ()
    what = (
        f"only {share:.0%} of its words look like words of a language; "
        "it may be in a font that is not known: save it as Unicode from the program that wrote it"
    )
    return round(share, 3), (Problem("encoding-doubtful", what),)


def _shown(text: str) -> str:
    """Return a text without characters that hide its words."""
    return text if text.isascii() or not _HINTS.search(text) else _HIDING.sub(_unhidden, text)


def _unhidden(found: re.Match[str]) -> str:
    toned, shape, word = found.groups()
    if toned:
        decomposed = normalize("NFD", toned)
        letter, tone = decomposed[:-1], decomposed[-1:]
        return normalize("NFC", letter + shape + tone) if letter else shape + tone
    if word:
        horned = word.translate(_HORNS)
        return horned if is_syllable(normalize("NFC", horned).lower()) else word
    return ""
