"""Text of an article that stands outside what the extractor takes for it: the lead, captions, bylines, boxes."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from lxml.html import HtmlElement

from indexer.ingest.formats.markup import INLINE_TAGS

_SKIPPED = ("script", "style", "noscript", "nav", "footer", "form", "button", "select", "template", "title")
_NAMES = ("class", "id", "rel", "itemprop", "data-role")
_PART = re.compile(r"[A-Z]*[a-z]+|[A-Z]+")
_WORD = re.compile(r"\w+")
_KINDS_OF_TAGS = {"h1": "heading", "time": "byline", "figcaption": "caption"}
_MIN_LEAD = 6
_MIN_PARAGRAPH = 12
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', ")")
_MAX_LINKS = 0.5
_MAIN_SHARE = 0.8
_MAX_OF_MAIN = 0.5

BlockSpan = tuple[int, int]
"""The first block in an element, and the first one after it."""


class PageBlock(NamedTuple):
    """A block of text of a page, and the share of its characters that are links."""

    text: str
    links: float


class PageBlocks(NamedTuple):
    """The blocks of a page in order, the elements they are in, and those of a kind: heading, byline, caption or
    boilerplate."""

    blocks: Sequence[PageBlock]
    elements: Sequence[BlockSpan]
    kinds: Sequence[tuple[str, BlockSpan]]


class ArticleBlocks(NamedTuple):
    """What an extracted text lacks, the lead below the title and other lines; and its paragraphs that do not belong."""

    lead: Sequence[str]
    aside: Sequence[str]
    foreign: frozenset[str]


class _Walk:
    """Collects blocks while elements open and close."""

    def __init__(self) -> None:
        self._blocks: list[PageBlock] = []
        self._elements: list[BlockSpan] = []
        self._kinds: list[tuple[str, BlockSpan]] = []
        self._open_links = 0
        self._pieces: list[str] = []
        self._linked = 0

    def over(self, page: HtmlElement) -> PageBlocks:
        """Walk without recursion: pages are nested as deep as the parser allows."""
        stack: list[tuple[HtmlElement, int | None]] = [(page, None)]
        while stack:
            element, start = stack.pop()
            if not isinstance(element.tag, str) or element.tag in _SKIPPED:
                self._add(element.tail)
            elif start is None:
                stack.append((element, self._enter(element)))
                stack += [(child, None) for child in reversed(element)]
            else:
                self._leave(element, start)
                self._add(element.tail if element is not page else None)
        self._end_block()
        return PageBlocks(self._blocks, self._elements, self._kinds)

    def _enter(self, element: HtmlElement) -> int:
        """Open an element; return the number of its first block."""
        if _is_block(element):
            self._end_block()
        start = len(self._blocks)
        self._open_links += element.tag == "a"
        if element.tag == "img":
            self._end_block()
            self._add(element.get("alt"))
            self._end_block()
        self._add(element.text)
        return start

    def _leave(self, element: HtmlElement, start: int) -> None:
        self._open_links -= element.tag == "a"
        if _is_block(element):
            self._end_block()
            span = (start, len(self._blocks))
            self._elements.append(span)
            self._kinds += [(kind, span) for kind in _kinds(element)]

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            self._linked += len(text) if self._open_links else 0

    def _end_block(self) -> None:
        text = " ".join("".join(self._pieces).split())
        if text:
            self._blocks.append(PageBlock(text, self._linked / len(text)))
        self._pieces, self._linked = [], 0


def page_blocks(page: HtmlElement) -> PageBlocks:
    """Return the blocks of a page, without navigation, scripts and forms. Descriptions of pictures are blocks."""
    return _Walk().over(page)


def _is_block(element: HtmlElement) -> bool:
    """Return whether an element separates texts; the parts of a byline are separated by style sheets."""
    return element.tag not in INLINE_TAGS or bool(_kinds(element))


def _kinds(element: HtmlElement) -> frozenset[str]:
    return _kinds_of(element.tag, " ".join(filter(None, map(element.get, _NAMES))))


@lru_cache(maxsize=1024)
def _kinds_of(tag: str, names: str) -> frozenset[str]:
    parts = [part.lower() for part in _PART.findall(names)]
    found = {
        kind
        for kind, words in _names_by_kind().items()
        if any(part in words["parts"] or any(text in part for text in words["contained"]) for part in parts)
    }
    if "byline" in found or tag in INLINE_TAGS:
        # Highlighted source code names its comments.
        found.discard("boilerplate")
    return frozenset(found | {_KINDS_OF_TAGS[tag]} if tag in _KINDS_OF_TAGS else found)


@cache
def _names_by_kind() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(files(__package__).joinpath("html_blocks.toml").read_text("utf-8"))


def article_blocks(page: PageBlocks, title: str | None, text: str) -> ArticleBlocks:
    """Compare the blocks of a page with the text that was extracted from it.

    The article is the smallest element with most of the text, what is between it and the title, the bylines above and
    below, and the paragraphs below in the element with the title. Links and boilerplate are not part of it. An element
    with half of the text is the article whatever its name.
    """
    blocks, known = page.blocks, _Pairs(text)
    is_known = [known.include(block.text) for block in blocks]
    sums = [0, *accumulate(len(block.text.split()) * have for block, have in zip(blocks, is_known, strict=True))]
    if not sums[-1]:
        return ArticleBlocks((), (), frozenset())

    def share(span: BlockSpan) -> float:
        return (sums[span[1]] - sums[span[0]]) / sums[-1]

    kinds: dict[str, set[int]] = {kind: set() for kind in ("heading", "byline", "caption", "boilerplate")}
    ends = dict.fromkeys(kinds, 0)
    for kind, span in sorted(page.kinds, key=lambda each: each[1]):
        if share(span) < _MAX_OF_MAIN:
            kinds[kind].update(range(max(span[0], ends[kind]), span[1]))
            ends[kind] = max(ends[kind], span[1])
    main = min((span for span in page.elements if share(span) >= _MAIN_SHARE), key=_size)
    first = next((number for number in range(*main) if sums[number + 1] - sums[number] >= _MIN_LEAD), main[0])
    heads = [number for number in range(first) if blocks[number].text == title or number in kinds["heading"]]
    around = _around(page, main, heads[-1] if heads else main[0] - 1)
    start = heads[-1] + 1 if heads else around[0]
    is_no_text = (kinds["byline"] | kinds["boilerplate"]).__contains__
    above = takewhile(is_no_text, range(heads[-1] - 1, -1, -1)) if heads else ()
    below = takewhile(is_no_text, range(main[1], len(blocks)))
    more = (number for number in range(main[1], around[1]) if _is_paragraph(blocks[number]))
    missing = [
        number
        for number in sorted({*above, *range(min(start, main[0]), main[1]), *below, *more} - kinds["boilerplate"])
        if not is_known[number] and (blocks[number].links < _MAX_LINKS or number in kinds["byline"])
    ]
    lead = {
        number
        for number in missing
        if heads
        and start <= number < first
        and number not in kinds["byline"] | kinds["caption"]
        and len(blocks[number].text.split()) >= _MIN_LEAD
    }
    belonging = {block.text for number, block in enumerate(blocks) if number not in kinds["boilerplate"]}
    return ArticleBlocks(
        [blocks[number].text for number in sorted(lead)],
        list(dict.fromkeys(blocks[number].text for number in missing if number not in lead)),
        frozenset({blocks[number].text for number in kinds["boilerplate"]} - belonging),
    )


def _around(page: PageBlocks, main: BlockSpan, other: int) -> BlockSpan:
    """Return the smallest element with the main text and another block; the main text itself if there is none."""
    found = (span for span in page.elements if span[0] <= other < span[1] and span[0] <= main[0] and main[1] <= span[1])
    return min(found, key=_size, default=main)


def _size(span: BlockSpan) -> int:
    return span[1] - span[0]


def _is_paragraph(block: PageBlock) -> bool:
    return block.links == 0 and len(block.text.split()) >= _MIN_PARAGRAPH and block.text.endswith(_SENTENCE_ENDS)


class _Pairs:
    """The words of a text, and its pairs of words, to look blocks up in linear time."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text)
        self._found: set[object] = {*words, *pairwise(words)}

    def include(self, block: str) -> bool:
        """Return whether all pairs of a block are in the text; if it is one word, whether that is."""
        words = _WORD.findall(block)
        return self._found.issuperset(pairwise(words) if len(words) > 1 else words)
