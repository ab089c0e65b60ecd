"""Taking a plain text apart: its title, its paragraphs, and everything around them.

Lines stay as they are written, but for white space at their ends; all decisions are made on their composed form.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from indexer.analysis.normalise import compose
from indexer.extract.byline import is_credit, is_stamp
from indexer.extract.furniture import is_caption, is_heading, is_label, is_paragraph, said_again
from indexer.extract.persons import are_persons
from indexer.extract.title import glued_title, is_title

_ENDS = ' .,;:!?…/"”'
_LAST_NAMES = 2


class Line(NamedTuple):
    """A line as it is written, and composed (NFC)."""

    written: str
    composed: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of an article. `credits` are the lines among those cut off that say who, when or where (NFC)."""

    title: str | None
    body: str
    aside: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()

    def with_title(self, title: str | None) -> "Layout":
        """The same parts under a title that was stated; the one that was read is not lost.

        Under another title it goes to `aside`; where there is to be no title, it is the first line of the body.
        """
        if self.title is None or title == self.title:
            return replace(self, title=title)
        if title is None:
            return replace(self, title=None, body=f"{self.title}\n{self.body}")
        return replace(self, title=title, aside=(self.title, *self.aside))


def lay_out(text: str) -> Layout:
    """Take a text apart. Where nothing would be left as its body, all of it is its body."""
    lines = _lines(text)
    head = next((i for i in range(len(lines)) if not _is_above_title(i, lines)), len(lines))
    title, rest = _take_title(lines[head:])
    links = _links(rest)
    names = _names_in_head(rest, below_credits=head > 0) | _names_at_end(rest, links)
    cut = names | links | _cut_lines(rest, title)
    body = [line for index, line in enumerate(rest) if index not in cut]
    if not body:
        return Layout(None, "\n".join(line.written for line in lines))
    around = {index: rest[index] for index in sorted(cut)}
    credits = [line for index, line in around.items() if index in names or is_credit(line.composed)]
    return Layout(
        title=title.written if title else None,
        body="\n".join(line.written for line in body),
        aside=tuple(line.written for line in (*lines[:head], *around.values())),
        credits=tuple(line.composed for line in (*lines[:head], *credits)),
    )


def _lines(text: str) -> list[Line]:
    written = [line for line in map(str.strip, text.split("\n")) if line]
    if compose(text) == text:
        return [Line(line, line) for line in written]
    return [Line(line, compose(line)) for line in written]


def _is_around(line: str) -> bool:
    return is_credit(line) or is_label(line) or is_heading(line)


def _is_above_title(index: int, lines: Sequence[Line]) -> bool:
    """Whether a line is a credit or the like, or the name of a person with a time stamp and a title below it."""
    if _is_around(lines[index].composed):
        return True
    below = [line.composed for line in lines[index + 1 : index + 3]]
    return len(below) == 2 and is_stamp(below[0]) and is_title(below[1]) and are_persons(lines[index].composed)


def _take_title(lines: Sequence[Line]) -> tuple[Line | None, list[Line]]:
    if not lines:
        return None, []
    first, rest = lines[0], list(lines[1:])
    if rest and is_title(first.composed):
        return first, rest
    following = rest[0].composed if rest else ""
    place = glued_title(first.composed, following)
    if place is None:
        return None, list(lines)
    written = _place_in_written(first, place)
    title, lead = first.written[:written], first.written[written:]
    return Line(title, compose(title)), [Line(lead, compose(lead)), *rest]


def _place_in_written(line: Line, place: int) -> int:
    """Where a place of the composed line is in the line as written: behind the last mark of the letter before it."""
    if line.written == line.composed:
        return place
    ends = range(place + 1, len(line.written) + 1)
    return next(end for end in ends if len(compose(line.written[:end])) > place) - 1


def _names_in_head(lines: Sequence[Line], *, below_credits: bool) -> set[int]:
    """The lines next to a time stamp above the text that are names."""
    top = [line.composed for line in lines[:3]]
    stamps = [index for index, line in enumerate(top) if is_stamp(line)]
    beside = {place for index in stamps for place in (index - 1, index + 1)} | ({0} if below_credits else set())
    return {index for index, line in enumerate(top) if index in beside and are_persons(line)}


def _names_at_end(lines: Sequence[Line], links: Collection[int]) -> set[int]:
    """The lines that are names at the end of the text, page furniture left out."""
    found: set[int] = set()
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index].composed
        if are_persons(line) and index not in links and len(found) < _LAST_NAMES:
            found.add(index)
        elif is_paragraph(line) or not (_is_around(line) or is_caption(line) or index in links):
            break
    return found


def _cut_lines(lines: Sequence[Line], title: Line | None) -> set[int]:
    said = [line.composed.strip(_ENDS) for line in lines]
    heading = title.composed.strip(_ENDS) if title else None
    return said_again(said) | {
        index
        for index, line in enumerate(lines)
        if _is_around(line.composed) or is_caption(line.composed) or said[index] == heading
    }


def _links(lines: Sequence[Line]) -> set[int]:
    """The lines that are lists of links: from their heading to the next paragraph."""
    found, below = set[int](), False
    for index, line in enumerate(lines):
        below = (below or is_heading(line.composed)) and not is_paragraph(line.composed)
        if below:
            found.add(index)
    return found
