"""Text of an article that stands outside the block of its main text: the lead under the title, and captions."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from indexer.ingest.formats.markup import INLINE_TAGS

_SKIPPED = ("script", "style", "noscript", "nav", "footer", "aside", "form", "button", "select", "template")
_MIN_LEAD, _MIN_CAPTION = 6, 3
_MAX_LINKS = 0.5
_MAX_BLOCKS = 2000


class PageBlock(NamedTuple):
    """A block of text of a page, the share of its characters that are links, and whether it is a caption."""

    text: str
    links: float
    is_caption: bool


class _Pending:
    """The text that is not yet a block."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0
        self.is_caption = False

    def take(self) -> Iterator[PageBlock]:
        text = " ".join("".join(self.pieces).split())
        if text:
            yield PageBlock(text, self.linked / len(text), self.is_caption)
        self._clear()


def page_blocks(page: HtmlElement) -> list[PageBlock]:
    """Return the blocks of a page in order, without navigation, scripts and forms."""
    found: list[PageBlock] = []
    pending = _Pending()
    open_links = open_captions = 0
    stack: list[tuple[HtmlElement, bool]] = [(page, False)]
    while stack:
        element, is_end = stack.pop()
        is_shown = isinstance(element.tag, str) and element.tag not in _SKIPPED
        is_block = is_shown and element.tag not in INLINE_TAGS
        step = -1 if is_end else 1
        if is_block:
            found += pending.take()
        if is_shown:
            open_links += step * (element.tag == "a")
            open_captions += step * _is_caption(element)
        text = element.tail if is_end or not is_shown else element.text
        if is_end and element is page:
            break
        if not is_end and is_shown:
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
        pending.pieces.append(text or "")
        pending.linked += len(text or "") if open_links else 0
        pending.is_caption |= open_captions > 0
    return [*found, *pending.take()]


def _is_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or "caption" in (element.get("class") or "").lower()


def left_out(blocks: Sequence[PageBlock], title: str | None, text: str) -> tuple[list[str], list[str]]:
    """Return the lead between title and text, and the captions, as far as the text lacks them."""
    blocks, known = blocks[:_MAX_BLOCKS], " ".join(text.split())
    main = [
        number for number, block in enumerate(blocks) if len(block.text.split()) >= _MIN_LEAD and block.text in known
    ]
    if not main:
        return [], []
    heads = [number for number, block in enumerate(blocks[: main[0]]) if block.text == title]
    missing = {block for block in blocks[: main[-1]] if block.text not in known and block.links < _MAX_LINKS}
    between = blocks[heads[-1] + 1 : main[0]] if heads else ()
    lead = [block.text for block in between if block in missing and len(block.text.split()) >= _MIN_LEAD]
    shown = blocks[heads[-1] if heads else main[0] : main[-1] + 1]
    captions = [block.text for block in shown if block.is_caption and block in missing and block.text not in lead]
    return lead, [caption for caption in captions if len(caption.split()) >= _MIN_CAPTION]
