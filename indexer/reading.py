"""How an article was read, as the catalog keeps it and reports tell it."""

from typing import NamedTuple

from indexer.model import NormalForm

SURE = 90
"""Percent of confidence below which an encoding is named to the operator."""
WANTED = ("title", "date", "year", "forums", "topics")
"""The values whose absence `Reading.missing` tells."""


class Reading(NamedTuple):
    """How an article was read: nothing of what it says, so that an archive has few different ones.

    `confidence` is that of the encoding in percent. The other fields say where a value came from: `text`, `title`,
    `byline`, `url`, `file-name`, or who stated it (`sidecar`, `record`, …); None where there is no value.
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
        """What readers look for and this article lacks."""
        return tuple(name for name in WANTED if getattr(self, name) is None)
