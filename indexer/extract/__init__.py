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

from indexer.extract.labels.assignment import LABEL_PROBLEMS, relabel
from indexer.extract.pipeline import extract
from indexer.extract.provenance import reading_of

__all__ = ["EXTRACTION_VERSION", "LABEL_PROBLEMS", "extract", "reading_of", "relabel"]

EXTRACTION_VERSION = "7"
"""Raise it whenever `extract` gives another result for the same article: all articles are then extracted again."""
