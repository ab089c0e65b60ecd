"""An article's title and body as one text: what is read in it, and where that stands as it is written."""

from dataclasses import dataclass

from indexer.analysis.normalise import Normalised, compose, normalise
from indexer.extract.layout import Layout
from indexer.model import Evidence


@dataclass(frozen=True, slots=True)
class Page:
    """An article's parts, its title and body as one text, as written and in NFC, and where in NFC the body begins."""

    layout: Layout
    written: str
    text: Normalised
    body_start: int

    @property
    def body(self) -> str:
        """The body in NFC."""
        return self.layout.body if self.text.starts is None else self.text.text[self.body_start :]

    def evidence(self, words: str, at: tuple[int, int] | None) -> Evidence:
        """Evidence whose span, and words, are those of title and body as they are written."""
        if at is None:
            return Evidence(words)
        start, end = self.text.origin(*at)
        return Evidence(self.written[start:end], (start, end))


def page_of(layout: Layout) -> Page:
    """The title and body of a layout as one text."""
    title = layout.title or ""
    written = f"{title}\n{layout.body}"
    return Page(layout, written, normalise(written), len(compose(title)) + 1)
