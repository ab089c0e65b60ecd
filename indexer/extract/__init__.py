"""What an article says of itself: title, text, date, author, source, forums, topics, each with its evidence.

    pipeline.py          all steps in order, for a batch of articles
    article_parts.py     text → title, body, credits, aside
    boilerplate.py       lines that are not text: captions, link lists, buttons (words: boilerplate.toml)
    byline.py            author, source, address from credits and the end of the body (words: byline.toml)
    person_names.py      is this the name of a person? (syllables: person_names.toml)
    article_text.py      title and body as one NFC text, and spans of it back to the text as written
    dates/               when was it written?
    labels/              which forums and topics is it about? also for stored articles, after a vocabulary change
    provenance.py        where did each value come from?
    code_points.py       the characters of a text as a NumPy array
    word_lists.py        the words in `.toml` files, ready for regular expressions

`reindex` calls `extract`, `relabel` and `reading_of`; everything else is private.
"""

from collections.abc import Callable, Sequence

from indexer.deferred import Deferred
from indexer.extract.provenance import reading_of
from indexer.ingest.source import RawArticle
from indexer.model import Article

__all__ = ["LABEL_PROBLEMS", "extract", "reading_of", "relabel"]

extract: Callable[[Sequence[RawArticle]], list[Article]] = Deferred("indexer.extract.pipeline", "extract")
relabel: Callable[[Sequence[Article]], list[Article]] = Deferred("indexer.extract.labels.assignment", "relabel")
LABEL_PROBLEMS = ("unknown-forum", "unknown-topic")
"""The problems that depend on the vocabulary: such an article states ids that are not stored with it."""
