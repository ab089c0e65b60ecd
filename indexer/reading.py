"""How an article was read, as the catalog stores it and reports show it."""

from typing import NamedTuple

from indexer.model import NormalForm

SURE = 90
"""Encodings with less confidence than this, in percent, are reported."""
ORIGINS = ("title", "date", "year", "author", "source", "url", "forums", "topics")
"""The values of an article whose origin is recorded."""
WANTED = ("title", "date", "year", "forums", "topics")
"""The values that `Reading.missing` lists if they are absent."""


class Reading(NamedTuple):
    """How an article was read, without any of its content, so that an archive has few different readings.

    `confidence` is that of the encoding, in percent. The other fields say where a value came from: `text`, `title`,
    `byline`, `url`, `file-name`, or what stated it (`sidecar`, `record`, …); None if there is no value.
    """

    encoding: str
    confidence: int
    normal_form: NormalForm
    title: str | None
    date: str | None
    year: str | None
    author: str | None
    source: str | None
    url: str | None
    forums: str | None
    topics: str | None

    @property
    def is_unsure(self) -> bool:
        """Whether the encoding is little more than a guess."""
        return self.confidence < SURE

    @property
    def missing(self) -> tuple[str, ...]:
        """The values of `WANTED` that the article lacks."""
        return tuple(name for name in WANTED if getattr(self, name) is None)
