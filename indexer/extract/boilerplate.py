"""Lines around and between the paragraphs of an article that are not its text; the words are in `boilerplate.toml`.

Captions, repeated lines, headings of link lists, buttons, tags, counters, rows of signs.
"""

import re
from collections.abc import Sequence

from indexer.extract.word_lists import any_of, read_words
from indexer.vocabulary.spellings import expand_all

_WORDS = read_words(__package__, "boilerplate.toml")
_CAPTION = re.compile(
    rf"(?:^|[.!?…_)(\"”]|\s)\s*\(?\s*(?:{any_of(_WORDS['picture_credit'], space=' ')})\s*[:：]"
    r"\s*[^.\n]{2,60}\)?\.?\s*$"
)
_LONGEST_CAPTION = 400
_LONGEST_CREDIT = 90
_LONGEST_HEADING = 60
_HEADING_SIGNS = ">»: "
_HEADINGS = frozenset(expand_all(_WORDS["link_heading"]))
_BUTTON = f"(?:{any_of(_WORDS['button'], space=' ')})"
_WIDGET = re.compile(
    rf"(?:{any_of(_WORDS['tags'], space=' ')})\s*:.{{0,160}}|(?:>{{1,3}}|»).{{0,160}}"
    rf"|(?:{any_of(_WORDS['counter'], space=' ')})\s*:?\s*[\d.,]+|{_BUTTON}(?:[\s|,]+{_BUTTON})*|[\W_]+",
    re.IGNORECASE,
)

_SHORTEST_REPEAT = 25
_LINES_COMPARED = 300


def is_caption(line: str) -> bool:
    """Return whether a line is the caption of a picture: it ends with a picture credit (“Ảnh: …”)."""
    start = max(0, len(line) - _LONGEST_CREDIT)
    return len(line) <= _LONGEST_CAPTION and line.find(":", start) >= 0 and _CAPTION.search(line, start) is not None


def is_link_heading(line: str) -> bool:
    """Return whether a line is the heading of a link list; what follows is not text either, up to a paragraph."""
    return len(line) <= _LONGEST_HEADING and line.strip(_HEADING_SIGNS).lower() in _HEADINGS


def is_widget(line: str) -> bool:
    """Return whether a line is a button, a list of tags, a counter, a link to another article or a row of signs."""
    return _WIDGET.fullmatch(line) is not None


def is_paragraph(line: str) -> bool:
    """Return whether a line reads like running text: more than a few words, and ending like a sentence."""
    return len(line) > 60 and line.rstrip(' "”’)').endswith((".", "!", "?", "…", "/", ":"))


def repeated_lines(lines: Sequence[str]) -> set[int]:
    """Return the indexes of lines that repeat an earlier line, or part of a longer line anywhere.

    Short lines may well occur twice. Longer lines are looked for among the first few hundred lines only, as every line
    is compared with all of these.
    """
    found, before = set[int](), set[str]()
    compared = lines[:_LINES_COMPARED]
    everything = "\n".join(compared)
    for index, line in enumerate(lines):
        if len(line) < _SHORTEST_REPEAT:
            continue
        times = everything.count(line) if index < _LINES_COMPARED else 1
        if line in before or (times > 1 and times > compared.count(line)):
            found.add(index)
        before.add(line)
    return found
