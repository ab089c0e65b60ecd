"""Title and body as one text: in NFC, as extraction reads it, with a way back to the text as written."""

from dataclasses import dataclass

from indexer.analysis.normalise import Normalised, compose, normalise
from indexer.extract.article_parts import ArticleParts
from indexer.model import Evidence


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Title, newline and body, as `written` and in `nfc`; `body_start` is the offset of the body in NFC."""

    parts: ArticleParts
    written: str
    nfc: Normalised
    body_start: int

    @property
    def body(self) -> str:
        """The body in NFC."""
        return self.parts.body if self.nfc.starts is None else self.nfc.text[self.body_start :]

    def evidence(self, words: str, at: tuple[int, int] | None) -> Evidence:
        """Turn a span of the NFC text into evidence as written; `words` are the evidence if there is no span."""
        if at is None:
            return Evidence(words)
        start, end = self.nfc.origin(*at)
        return Evidence(self.written[start:end], (start, end))


def article_text(parts: ArticleParts) -> ArticleText:
    """Join the title and body of an article."""
    title = parts.title or ""
    written = f"{title}\n{parts.body}"
    return ArticleText(parts, written, normalise(written), len(compose(title)) + 1)
