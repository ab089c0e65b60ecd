"""Split a plain text into its title, its body, and everything around them.

Lines stay as written, except for white space at their ends; all decisions are made on their composed (NFC) form.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.analysis.normalise import compose
from indexer.analysis.syllables import is_syllable
from indexer.extract.boilerplate import is_caption, is_link_heading, is_paragraph, is_widget, repeated_lines
from indexer.extract.byline import is_credit, is_stamp
from indexer.extract.dates.cues import cue_words
from indexer.extract.person_names import are_persons
from indexer.extract.word_lists import any_of, capitalised_or_not

_ENDS = ' .,;:!?…/"”'
_LAST_NAMES = 2
_LONGEST_TITLE = 200
_SENTENCE_END = tuple(".;,:")
_DATELINE = re.compile(
    r"\s*\(?[A-ZĐ][\w. ]{1,22}\)?\s*[-–—]\s*"
    rf"(?:{any_of(capitalised_or_not(cue_words('time_of_day')))})\b"
)
_AGENCY = re.compile(r"\s*\([^()]{2,24}\)\s*[-–—]")
_SHORTEST_GLUED = 4


class ArticleLine(NamedTuple):
    """A line as written, and composed."""

    written: str
    composed: str


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """The parts of an article. `credits` are those lines of `aside` that say who, when or where (composed)."""

    title: str | None
    body: str
    aside: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()

    def with_aside(self, lines: Sequence[str]) -> "ArticleParts":
        """Return the same parts with lines that were read next to the text: when and by whom these are is not known."""
        return replace(self, aside=(*self.aside, *lines)) if lines else self

    def with_title(self, title: str | None) -> "ArticleParts":
        """Return the same parts under a stated title, without losing the one that was read.

        That goes to `aside`; if the article is to have no title, it becomes the first line of the body.
        """
        if self.title is None or title == self.title:
            return replace(self, title=title)
        if title is None:
            return replace(self, title=None, body=f"{self.title}\n{self.body}")
        return replace(self, title=title, aside=(self.title, *self.aside))


def split_article(text: str) -> ArticleParts:
    """Split a text. If nothing would be left as its body, all of it is its body."""
    lines = _lines(text)
    head = next((i for i in range(len(lines)) if not _is_above_title(i, lines)), len(lines))
    title, rest = _take_title(lines[head:])
    links = _links(rest)
    names = _names_in_head(rest, below_credits=head > 0) | _names_at_end(rest, links)
    cut = names | links | _cut_lines(rest, title)
    body = [line for index, line in enumerate(rest) if index not in cut]
    if not body:
        return ArticleParts(None, "\n".join(line.written for line in lines))
    around = {index: rest[index] for index in sorted(cut)}
    credits = [line for index, line in around.items() if index in names or is_credit(line.composed)]
    return ArticleParts(
        title=title.written if title else None,
        body="\n".join(line.written for line in body),
        aside=tuple(line.written for line in (*lines[:head], *around.values())),
        credits=tuple(line.composed for line in (*lines[:head], *credits)),
    )


def _lines(text: str) -> list[ArticleLine]:
    written = [line for line in map(str.strip, text.split("\n")) if line]
    if compose(text) == text:
        return [ArticleLine(line, line) for line in written]
    return [ArticleLine(line, compose(line)) for line in written]


def _is_boilerplate(line: str) -> bool:
    return is_credit(line) or is_widget(line) or is_link_heading(line)


def _is_above_title(index: int, lines: Sequence[ArticleLine]) -> bool:
    """Return whether a line is boilerplate, or a person's name followed by a time stamp and a title."""
    if _is_boilerplate(lines[index].composed):
        return True
    below = [line.composed for line in lines[index + 1 : index + 3]]
    return len(below) == 2 and is_stamp(below[0]) and is_title(below[1]) and are_persons(lines[index].composed)


def _take_title(lines: Sequence[ArticleLine]) -> tuple[ArticleLine | None, list[ArticleLine]]:
    if not lines:
        return None, []
    first, rest = lines[0], list(lines[1:])
    if rest and is_title(first.composed):
        return first, rest
    following = rest[0].composed if rest else ""
    end = glued_title_end(first.composed, following)
    if end is None:
        return None, list(lines)
    written = _offset_as_written(first, end)
    title, lead = first.written[:written], first.written[written:]
    return ArticleLine(title, compose(title)), [ArticleLine(lead, compose(lead)), *rest]


def is_title(line: str) -> bool:
    """Return whether a first line reads like a title: short, no sentence end, no dateline."""
    if len(line) > _LONGEST_TITLE or (line.endswith(_SENTENCE_END) and not line.endswith("...")):
        return False
    return not (_DATELINE.match(line) or _AGENCY.match(line))


def glued_title_end(line: str, following: str) -> int | None:
    """Return where a title that was glued to the lead ends; None if the line is not such a pair.

    “…lần đầu tiênPhiên họp…”: a lower-case letter, then a capital, both halves syllables. The lead must recur in the
    text that follows, or else be much longer than the title.
    """
    for end in range(1, min(len(line), _LONGEST_TITLE)):
        if not (line[end].isupper() and line[end - 1].islower()):
            continue
        title, lead = line[:end], line[end:]
        if len(title.split()) < _SHORTEST_GLUED or not _is_between_syllables(title, lead):
            continue
        if following.startswith(lead) or len(lead) > _LONGEST_TITLE:
            return end
    return None


def _is_between_syllables(title: str, lead: str) -> bool:
    left, right = re.search(r"\w+$", title), re.match(r"\w+", lead)
    return bool(left and right and is_syllable(left[0].lower()) and is_syllable(right[0].lower()))


def _offset_as_written(line: ArticleLine, offset: int) -> int:
    """Turn an offset in the composed line into one in the line as written, after all accents of the letter before."""
    if line.written == line.composed:
        return offset
    ends = range(offset + 1, len(line.written) + 1)
    return next(end for end in ends if len(compose(line.written[:end])) > offset) - 1


def _names_in_head(lines: Sequence[ArticleLine], *, below_credits: bool) -> set[int]:
    """Return the lines next to a time stamp above the text that are names."""
    top = [line.composed for line in lines[:3]]
    stamps = [index for index, line in enumerate(top) if is_stamp(line)]
    next_to_stamp = {other for index in stamps for other in (index - 1, index + 1)} | ({0} if below_credits else set())
    return {index for index, line in enumerate(top) if index in next_to_stamp and are_persons(line)}


def _names_at_end(lines: Sequence[ArticleLine], links: Collection[int]) -> set[int]:
    """Return the lines that are names at the end of the text, regardless of boilerplate below them."""
    found: set[int] = set()
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index].composed
        if are_persons(line) and index not in links and len(found) < _LAST_NAMES:
            found.add(index)
        elif is_paragraph(line) or not (_is_boilerplate(line) or is_caption(line) or index in links):
            break
    return found


def _cut_lines(lines: Sequence[ArticleLine], title: ArticleLine | None) -> set[int]:
    stripped = [line.composed.strip(_ENDS) for line in lines]
    heading = title.composed.strip(_ENDS) if title else None
    return repeated_lines(stripped) | {
        index
        for index, line in enumerate(lines)
        if _is_boilerplate(line.composed) or is_caption(line.composed) or stripped[index] == heading
    }


def _links(lines: Sequence[ArticleLine]) -> set[int]:
    """Return the lines of link lists: from their heading to the next paragraph."""
    found, below = set[int](), False
    for index, line in enumerate(lines):
        below = (below or is_link_heading(line.composed)) and not is_paragraph(line.composed)
        if below:
            found.add(index)
    return found
